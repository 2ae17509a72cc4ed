"""A gateway that exists nowhere, described in settings, as the contract suite plays it."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from bot.providers.base import WebhookRequest, make_provider
from bot.providers.paths import nested
from tests.providers.examples.shape import NOW, URL, Example, as_json, other_body, with_headers


def unsigned(fields: Mapping[str, Any]) -> WebhookRequest:
    body = as_json({"events": [nested(fields)]})
    return WebhookRequest("POST", URL, {"content-type": "application/json"}, body, NOW)


def prove(request: WebhookRequest, secret: str) -> WebhookRequest:
    proof = hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
    return with_headers(request, x_pigeon_proof=f"sha256={proof}")


EXAMPLE = Example(
    provider=make_provider(
        "generic_http",
        {
            "url": "https://pigeon.example/v2/texts",
            "auth": "bearer",
            "token": "pigeon-token",
            "fields": {"to": ["{recipient}"], "from": "{sender}", "content": {"body": "{text}"}, "tag": "{id}"},
            "id_field": "texts.0.id",
            "error_field": "problem.code",
            "detail_field": "problem.words",
            "errors": {"stopped": "opt_out"},
            "statuses": {"landed": "delivered", "shot": "failed"},
            "events_field": "events",
            "inbound": {"id": "text.id", "sender": "text.from", "recipient": "text.to", "text": "text.body"},
            "receipt": {"id": "about", "status": "became", "recipient": "to"},
            "signature": "sha256",
            "signature_header": "X-Pigeon-Proof",
            "signature_prefix": "sha256=",
            "webhook_secret": "pigeon-secret",
            "webhook_secret_previous": "pigeon-before",
        },
    ),
    secrets=("pigeon-token", "pigeon-secret", "pigeon-before"),
    unsigned=unsigned,
    prove=prove,
    secret="pigeon-secret",
    previous="pigeon-before",
    tampered=other_body,
    inbound={"text.id": "in-1", "text.from": "+14155550101", "text.to": "+14155550100", "text.body": "hello"},
    receipt={"about": "carrier-1", "became": "landed", "to": "+14155550101"},
    names={
        "id": "text.id",
        "sender": "text.from",
        "recipient": "text.to",
        "text": "text.body",
        "status": "became",
    },
    receipt_id="about",
    delivered="landed",
    failed="shot",
    taken={"texts": [{"id": "carrier-1"}]},
    refused={"problem": {"code": "no-such-number", "words": "Nobody lives there"}},
)
