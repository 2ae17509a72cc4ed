"""Loopback, as the contract suite plays it."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from bot.providers.base import WebhookRequest, make_provider
from tests.providers.examples.shape import NOW, URL, Example, Recorded, as_json, other_body, with_headers


def unsigned(fields: Mapping[str, Any]) -> WebhookRequest:
    return WebhookRequest("POST", URL, {"content-type": "application/json"}, as_json(fields), NOW)


def prove(request: WebhookRequest, secret: str) -> WebhookRequest:
    signature = hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
    return with_headers(request, x_parley_signature=f"sha256={signature}")


EXAMPLE = Example(
    provider=make_provider(
        "loopback",
        {"secret": "loop-secret", "secret_previous": "loop-before", "base_url": "https://carrier.example/send"},
    ),
    secrets=("loop-secret", "loop-before"),
    unsigned=unsigned,
    prove=prove,
    secret="loop-secret",
    previous="loop-before",
    tampered=other_body,
    inbound={"id": "in-1", "from": "+14155550101", "to": "+14155550100", "text": "hello"},
    receipt={"id": "carrier-1", "status": "delivered"},
    names={"id": "id", "sender": "from", "recipient": "to", "text": "text", "status": "status"},
    media={"media": ["https://foo.bar/a.jpg", "https://foo.bar/b.jpg"]},
    taken={"id": "carrier-1"},
    refused={"error": "no such number"},
    recorded=Recorded({"base_url": "https://carrier.example/send"}, secret="secret"),
)
