"""What an action of RapidPro is as a step of ours. What it starts or waits for is put together in `rapidpro`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Final

from bot.importers.draft import Step, as_json, remark, spoken
from bot.importers.rapidpro.export import Given, key_of, language, name_of, part, parts, text, texts
from bot.importers.rapidpro.names import Names

_ATTACHED: Final = re.compile(r"^(?!https?:)[a-z]+(/[\w.+*-]+)?:(?=.)", re.IGNORECASE)
_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
_LEGACY_BODY: Final = "@(json(object("
"""How RapidPro begins the body that it writes itself, with everything that it knows."""
_NOTHING_LIKE_IT: Final = {
    "add_contact_urn": "it gave the contact another address; here a contact has one number",
    "call_classifier": "it asked a classifier; an `understand` action does that here, in the question itself",
    "call_llm": "it asked a language model; write an action for that, and call it with `do:`",
    "call_resthook": "it called all who had subscribed to an event; call them with `http:`",
    "play_audio": "it is for calls",
    "request_optin": "it asked for consent; the words START and STOP do that here",
    "say_msg": "it is for calls",
    "send_broadcast": "it sent a text to others; a broadcast does that here",
    "set_contact_channel": "it chose a channel; the settings do that here",
    "set_contact_status": "it blocked or stopped the contact; that is not for a flow to decide here",
    "start_session": "it started a flow for others; a tag that starts it, or a broadcast, does that here",
    "transfer_airtime": "it sent airtime; write an action for that, and call it with `do:`",
}


def steps_of(action: Given, names: Names) -> list[Step]:
    """The steps of an action that has some."""
    remarks: list[Step] = []
    make = _MAKE.get(text(action, "type"))
    made = make(action, names, remarks) if make else [_nothing_like(action, names)]
    return [*remarks, *made]


def call_of(action: Given, names: Names, remarks: list[Step]) -> Step:
    """The call of an API."""
    method = text(action, "method").upper()
    url = names.template(text(action, "url").strip(), remarks, encodes=True)
    headers = {
        str(key): names.template(text({"": value}, ""), remarks)
        for key, value in part(action, "headers").items()
        if key
    }
    step: Step = {"http": f"{method if method in _METHODS else 'GET'} {url or 'https://example.com'}"}
    if not url:
        remarks.append(remark(names.place.place, "the call has no address"))
    body = text(action, "body").strip()
    if body.startswith(_LEGACY_BODY):
        said = "it sent all that RapidPro knows of the contact; say with `json:` what the API needs"
        remarks.append(remark(names.place.place, said))
    elif body and method not in ("", "GET", "HEAD"):
        step |= _body(body, names, remarks)
    if "json" in step:
        headers = {key: value for key, value in headers.items() if key.lower() != "content-type"}
    if headers:
        step["headers"] = headers
    return step


def ticket_of(action: Given, names: Names, remarks: list[Step]) -> Step:
    """The handoff to a person, for which the flow does not wait."""
    topic = text(part(action, "topic"), "name") or text(part(action, "ticketer"), "name") or "support"
    step: Step = {"handoff": topic, "wait": False}
    note = names.template(text(action, "note") or text(action, "body"), remarks).strip()
    if note:
        step["note"] = note
    assignee = part(action, "assignee")
    if who := text(assignee, "name") or text(assignee, "email"):
        said = f"the ticket was for {who}; here whoever looks after the queue `{topic}` takes it"
        remarks.append(remark(names.place.place, said))
    return step


def _body(body: str, names: Names, remarks: list[Step]) -> Step:
    """As JSON where it is, so that values in it are written as JSON wants them."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return {"body": names.template(body, remarks)}
    if not isinstance(data, dict | list) or not data:
        return {"body": body}
    return {"json": as_json(data, lambda text: names.template(text, remarks))}


def _say(action: Given, names: Names, remarks: list[Step]) -> list[Step]:
    said = spoken(names.template(text(action, "text"), remarks))
    media = [names.template(_ATTACHED.sub("", one, count=1), remarks) for one in texts(action, "attachments") if one]
    buttons = [
        *filter(None, [*texts(action, "quick_replies"), *(text(one, "text") for one in parts(action, "quick_replies"))])
    ]
    if buttons:
        shown = ", ".join(buttons)
        remarks.append(remark(names.place.place, f"the buttons {shown} are not seen over SMS; name them in the text"))
    if part(action, "template"):
        remarks.append(remark(names.place.place, "its WhatsApp template is not taken over, only its text"))
    if not said and not media:
        return [remark(names.place.place, "a message without a text was left out")]
    return [{"say": said, **({"media": media[0] if len(media) == 1 else media} if media else {})}]


def _result(action: Given, names: Names, remarks: list[Step]) -> list[Step]:
    key = key_of(text(action, "name"))
    if key not in names.given:
        return []
    values = {names.given[key]: names.template(text(action, "value"), remarks)}
    if key in names.noted:
        values[names.category_name(key)] = names.template(text(action, "category"), remarks)
    return [{"set": values}]


def _local(action: Given, names: Names, remarks: list[Step]) -> list[Step]:
    key = key_of(text(action, "local"))
    value = text(action, "value")
    if text(action, "operation") == "increment":
        value = f"@(locals.{key} + {value or 1})"
    elif text(action, "operation") == "clear":
        value = ""
    return [{"set": {names.given[key]: names.template(value, remarks)}}] if key in names.given else []


def _field(action: Given, names: Names, remarks: list[Step]) -> list[Step]:
    key = text(part(action, "field"), "key") or text(part(action, "field"), "name")
    return [{"set": {f"contact.{name_of(key, of='field')}": names.template(text(action, "value"), remarks)}}]


def _name(action: Given, names: Names, remarks: list[Step]) -> list[Step]:
    return [{"set": {"contact.name": names.template(text(action, "name"), remarks)}}]


def _language(action: Given, names: Names, remarks: list[Step]) -> list[Step]:
    given = text(action, "language")
    return [{"set": {"contact.language": language(given) or names.template(given, remarks)}}]


def _timezone(action: Given, names: Names, remarks: list[Step]) -> list[Step]:
    return [{"set": {"contact.timezone": names.template(text(action, "timezone"), remarks)}}]


def _marks(key: str, verb: str) -> Callable[[Given, Names, list[Step]], list[Step]]:
    """Groups and labels, by their names."""

    def make(action: Given, names: Names, remarks: list[Step]) -> list[Step]:
        marks = [names.template(text(one, "name") or text(one, "name_match"), remarks) for one in parts(action, key)]
        if action.get("all_groups") is True:
            remarks.append(remark(names.place.place, "it took the contact from all groups; name the tags to take away"))
        marks = list(dict.fromkeys(filter(None, marks)))
        return [{verb: marks[0] if len(marks) == 1 else marks}] if marks else []

    return make


def _email(action: Given, names: Names, remarks: list[Step]) -> list[Step]:
    subject, body = (names.template(text(action, key), remarks) for key in ("subject", "body"))
    given = (names.template(one, remarks) for one in texts(action, "addresses"))
    return [{"email": one, "subject": subject or "-", "body": spoken(body) or "-"} for one in given if one]


def _nothing_like(action: Given, names: Names) -> Step:
    type = text(action, "type") or "?"
    return remark(names.place.place, f"there is nothing like `{type}`: {_NOTHING_LIKE_IT.get(type, 'it is left out')}")


_MAKE: Final[dict[str, Callable[[Given, Names, list[Step]], list[Step]]]] = {
    "add_contact_groups": _marks("groups", "tag"),
    "add_input_labels": _marks("labels", "label"),
    "remove_contact_groups": _marks("groups", "untag"),
    "send_email": _email,
    "send_msg": _say,
    "set_contact_field": _field,
    "set_contact_language": _language,
    "set_contact_name": _name,
    "set_contact_timezone": _timezone,
    "set_run_local": _local,
    "set_run_result": _result,
}
