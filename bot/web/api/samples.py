"""For every endpoint a call that works as it stands: with curl, and in Python. A test makes each of them.

The bodies come from the schemas: what is required, filled in by the schema's own examples or by the name of the field.
Where that is not telling enough, `BODIES` has a better one.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from typing import Any, Final

from bot.events import Json
from bot.web.api.endpoint import Endpoint

_PARAMETER: Final = re.compile(r"{(\w+)}")

BODIES: Final[Mapping[str, Json]] = {
    "send_message": {
        "recipients": [
            {"to": "+15550100001", "data": {"name": "Ana"}},
            {"to": "+15550100002", "data": {"name": "Ben"}},
        ],
        "text": "Hi {{ name }}, your order is ready.",
    },
    "report_event": {"name": "order.shipped", "to": "+15550100001", "data": {"order": "A-17"}},
    "start_flow": {"to": "+15550100001"},
    "put_contact": {"phone": "+15550100003", "name": "Cleo", "tags": ["vip"]},
    "change_contact": {"name": "Ana Almeida", "fields": {"city": "Lisbon"}, "tags": {"add": ["vip"]}},
    "merge_contacts": {"other": "+15550100003"},
    "import_contacts": {"csv": "phone,name\n+15550100004,Dora\n"},
    "create_broadcast": {
        "audience": 'tags has "vip" and country in ("PT", "US")',
        "text": "Hi {{ first_name | default('there') }}, the spring menu is here. Reply STOP to opt out.",
        "pace": "10/s",
        "draft": True,
    },
    "put_audience": {"name": "lyon", "filter": 'fields.city = "Lyon"', "note": "For the new shop"},
    "add_consent": {
        "type": "opt_in",
        "consent_type": "express_written",
        "source_url": "https://example.com/join",
        "disclosure": "I agree to get marketing texts.",
        "action": "ticked the box",
    },
    "classify_text": {"text": "please stop texting me"},
    "write_in_conversation": {"text": "I will look into it."},
    "hand_back_conversation": {"how": "continue"},
    "snooze_conversation": {"until": "2030-03-06T10:00:00Z"},
    "add_note": {"text": "Asked for a refund twice."},
    "rotate_webhook_secret": {"overlap_hours": 24},
    "simulate": {
        "source": (
            "flow: hello\nstart: [fallback]\nstates:\n  greet:\n    - ask: Your name?\n      save: name\n"
            "    - say: Hello {{ name }}.\n    - end: done\n"
        ),
        "event": {"type": "start"},
    },
    "set_resumption": {"at": None},
    "keep_draft": {"kind": "reply", "text": "Dear Ana, "},
    "be_at_conversation": {"doing": "typing"},
    "invite_user": {"email": "mia@example.com", "name": "Mia", "role": "agent"},
    "change_user": {"capacity": 10, "queues": ["support"], "status": "online"},
    "create_view": {"name": "Refunds", "filters": {"view": "all", "label": "refund"}, "shared": True},
    "create_canned_reply": {
        "shortcut": "hours",
        "text": "Hi {{ contact.first_name | default('there') }}, we open at 9.",
    },
    "change_canned_reply": {"text": "We open at 9, {{ contact.first_name | default('dear guest') }}."},
    "create_key": {"name": "shop", "scopes": ["read", "send"]},
    "label_conversation": {"add": ["refund"]},
    "create_webhook": {"url": "https://example.com/parley", "events": ["message.*", "consent.changed"]},
    "change_webhook": {"events": ["message.*"]},
    "replay_webhook": {"since": "2026-03-01T00:00:00Z", "only": "all"},
    "create_verification": {"to": "+15550100001", "purpose": "login"},
    "check_verification": {"code": "123456", "purpose": "login"},
    "d7_send_otp": {"originator": "SignOTP", "recipient": "+15550100002", "content": "Your code is {}", "expiry": 600},
    "d7_resend_otp": {"otp_id": "0196ba1c-6a00-7c3e-9d2f-3b1f0c5a7e42"},
    "d7_verify_otp": {"otp_id": "0196ba1c-6a00-7c3e-9d2f-3b1f0c5a7e42", "otp_code": "123456"},
    "d7_send": {"messages": [{"recipients": ["+15550100001"], "content": "Hello", "originator": "+15550100000"}]},
}
"""By the name of the operation."""

QUERIES: Final[Mapping[str, Mapping[str, str]]] = {
    "list_messages": {"to": "+15550100001", "limit": "10"},
    "list_activity": {"types": "message.*", "limit": "10"},
    "list_conversations": {"view": "all"},
    "list_contacts": {"limit": "10"},
    "list_audit": {"kind": "user.", "limit": "10"},
    "propose_synonym": {"state": "confirm", "text": "sure"},
    "list_deliveries": {"status": "failed"},
}
"""What to ask with, where that is telling."""

_BY_NAME: Final[Mapping[str, Json]] = {
    "to": "+15550100001",
    "phone": "+15550100001",
    "text": "Hello",
    "name": "example",
    "url": "https://example.com/parley",
    "blocked": False,
    "assignee": None,
}
_BY_TYPE: Final[Mapping[str, Json]] = {
    "string": "example",
    "integer": 1,
    "number": 1.0,
    "boolean": True,
    "array": [],
    "object": {},
    "null": None,
}


def body_of(endpoint: Endpoint) -> Json:
    """A body that the endpoint takes; None where it takes none."""
    if endpoint.body is None:
        return None
    if endpoint.handler.__name__ in BODIES:
        return BODIES[endpoint.handler.__name__]
    schema = endpoint.body.model_json_schema(by_alias=True)
    return _value("", schema, schema.get("$defs", {}))


def curl_of(endpoint: Endpoint) -> str:
    """The call for a shell: `$PARLEY` is the server, `$TOKEN` the key, what is in the path has its name in capitals."""
    method = "" if endpoint.method == "GET" or endpoint.body else f" -X {endpoint.method}"
    method = f" -X {endpoint.method}" if endpoint.body and endpoint.method != "POST" else method
    lines = [f'curl{method} "$PARLEY{_path(endpoint, "$")}{_query(endpoint)}"', '-H "Authorization: Bearer $TOKEN"']
    if endpoint.body:
        lines += ['-H "Content-Type: application/json"', f"-d {shlex.quote(_json(body_of(endpoint)))}"]
    return " \\\n  ".join(lines)


def python_of(endpoint: Endpoint) -> str:
    """The call for Python, where the same names are variables."""
    path = _path(endpoint, "")
    url = f'f"{{PARLEY}}{path}"'
    given = [url, 'headers={"Authorization": f"Bearer {TOKEN}"}']
    if endpoint.handler.__name__ in QUERIES:
        given.append(f"params={dict(QUERIES[endpoint.handler.__name__])!r}")
    if endpoint.body:
        given.append(f"json={body_of(endpoint)!r}")
    arguments = ",\n    ".join(given)
    return f"answer = httpx.{endpoint.method.lower()}(\n    {arguments},\n)\nanswer.raise_for_status()"


def samples_of(endpoint: Endpoint) -> list[dict[str, str]]:
    """As documents of OpenAPI carry them (`x-codeSamples`)."""
    return [
        {"lang": "Shell", "label": "curl", "source": curl_of(endpoint)},
        {"lang": "Python", "label": "Python", "source": python_of(endpoint)},
    ]


def _path(endpoint: Endpoint, sign: str) -> str:
    if sign:
        return _PARAMETER.sub(lambda found: f"${{{found[1].upper()}}}", endpoint.path)
    return _PARAMETER.sub(lambda found: f"{{{found[1].upper()}}}", endpoint.path)


def _query(endpoint: Endpoint) -> str:
    given = QUERIES.get(endpoint.handler.__name__, {})
    pairs = "&".join(f"{name}={value.replace('+', '%2B')}" for name, value in given.items())
    return f"?{pairs}" if pairs else ""


def _json(body: Json) -> str:
    return json.dumps(body, ensure_ascii=False)


# ── from a schema ───────────────────────────────────────────────────────────────────────────────────────────────────


def _value(name: str, schema: Mapping[str, Any], known: Mapping[str, Any]) -> Json:
    if "$ref" in schema:
        return _value(name, known[schema["$ref"].rpartition("/")[2]], known)
    if schema.get("examples"):
        return schema["examples"][0]
    if name in _BY_NAME:
        return _BY_NAME[name]
    for fixed in ("default", "const"):
        if fixed in schema:
            return schema[fixed]
    if "enum" in schema:
        return schema["enum"][0]
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        return _value(name, choice, known)
    if "properties" in schema:
        wanted = schema.get("required", ())
        return {key: _value(key, about, known) for key, about in schema["properties"].items() if key in wanted}
    if schema.get("format") == "date-time":
        return "2030-03-06T10:00:00Z"
    return _BY_TYPE[schema.get("type", "string")]
