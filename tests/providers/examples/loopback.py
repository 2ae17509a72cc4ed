"""Loopback, as the contract suite plays it."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from bot.providers.base import WebhookRequest, make_provider
from tests.providers.examples.shape import NOW, URL, Example, Recorded, as_json, other_body


def webhook(fields: Mapping[str, Any]) -> WebhookRequest:
    body = as_json(fields)
    signature = hmac.new(b"loop-secret", body, hashlib.sha256).hexdigest()
    headers = {"content-type": "application/json", "x-parley-signature": f"sha256={signature}"}
    return WebhookRequest("POST", URL, headers, body, NOW)


EXAMPLE = Example(
    provider=make_provider("loopback", {"secret": "loop-secret", "base_url": "https://carrier.example/send"}),
    secrets=("loop-secret",),
    webhook=webhook,
    tampered=other_body,
    inbound={"id": "in-1", "from": "+14155550101", "to": "+14155550100", "text": "hello"},
    receipt={"id": "carrier-1", "status": "delivered"},
    names={"id": "id", "sender": "from", "recipient": "to", "text": "text", "status": "status"},
    media={"media": ["https://foo.bar/a.jpg", "https://foo.bar/b.jpg"]},
    taken={"id": "carrier-1"},
    refused={"error": "no such number"},
    opted_out=(400, {"error": "opted_out"}),
    recorded=Recorded({"base_url": "https://carrier.example/send"}, secret="secret"),
)
