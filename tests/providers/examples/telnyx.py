"""Telnyx, as the contract suite plays it: with a key pair of ours, for nobody but Telnyx has Telnyx's."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.providers.base import WebhookRequest, make_provider
from bot.providers.paths import nested
from tests.providers.examples.shape import NOW, URL, Example, Recorded, as_json, other_body

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC_KEY = base64.b64encode(PRIVATE.public_key().public_bytes_raw()).decode()
SIGNING_KEY = base64.b64encode(PRIVATE.private_bytes_raw()).decode()


def webhook(fields: Mapping[str, Any]) -> WebhookRequest:
    body, timestamp = as_json(nested(fields)), str(int(NOW.timestamp()))
    signature = base64.b64encode(PRIVATE.sign(timestamp.encode() + b"|" + body)).decode()
    headers = {"telnyx-signature-ed25519": signature, "telnyx-timestamp": timestamp, "content-type": "application/json"}
    return WebhookRequest("POST", URL, headers, body, NOW)


def signed(sample: Mapping[str, Any]) -> WebhookRequest:
    now = datetime.fromtimestamp(sample["now"], UTC)
    return WebhookRequest("POST", sample["url"], sample["headers"], sample["body"].encode(), now)


EXAMPLE = Example(
    provider=make_provider("telnyx", {"api_key": "api-key", "public_key": PUBLIC_KEY, "signing_key": SIGNING_KEY}),
    secrets=("api-key", SIGNING_KEY),
    webhook=webhook,
    tampered=other_body,
    inbound={
        "data.event_type": "message.received",
        "data.id": "event-1",
        "data.payload.id": "in-1",
        "data.payload.from.phone_number": "+14155550101",
        "data.payload.to.0.phone_number": "+14155550100",
        "data.payload.text": "hello",
    },
    receipt={
        "data.event_type": "message.finalized",
        "data.id": "event-2",
        "data.payload.id": "carrier-1",
        "data.payload.to.0.phone_number": "+14155550101",
        "data.payload.to.0.status": "delivered",
    },
    names={
        "id": "data.payload.id",
        "sender": "data.payload.from.phone_number",
        "recipient": "data.payload.to.0.phone_number",
        "text": "data.payload.text",
        "status": "data.payload.to.0.status",
    },
    required=("id", "sender", "recipient"),
    failed="sending_failed",
    media={
        "data.payload.media.0.url": "https://foo.bar/a.jpg",
        "data.payload.media.1.url": "https://foo.bar/b.jpg",
    },
    taken={"data": {"id": "carrier-1", "to": [{"phone_number": "+14155550101", "status": "queued"}], "parts": 1}},
    refused={"errors": [{"code": "40310", "title": "Invalid 'to' address", "detail": "not a number"}]},
    opted_out=(403, {"errors": [{"code": "40300", "title": "Blocked due to STOP message"}]}),
    recorded=Recorded(
        {"api_key": "KEY", "public_key": PUBLIC_KEY},
        secret="public_key",
        signed=signed,
    ),
)
