"""Telnyx, as the contract suite plays it: with a key pair of ours, for nobody but Telnyx has Telnyx's."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.providers.base import WebhookRequest, make_provider
from bot.providers.paths import nested
from tests.providers.examples.shape import NOW, URL, Example, Recorded, as_json, other_body, with_headers

SIGNING_KEY, KEY_BEFORE = (base64.b64encode(bytes(range(first, first + 32))).decode() for first in (0, 32))


@cache
def key_of(text: str) -> Ed25519PrivateKey:
    """Read a private key; whatever else somebody may try is made one, too."""
    known = text in (SIGNING_KEY, KEY_BEFORE)
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(text) if known else sha256(text.encode()).digest())


def public(text: str) -> str:
    return base64.b64encode(key_of(text).public_key().public_bytes_raw()).decode()


PUBLIC_KEY = public(SIGNING_KEY)


def unsigned(fields: Mapping[str, Any]) -> WebhookRequest:
    return WebhookRequest("POST", URL, {"content-type": "application/json"}, as_json(nested(fields)), NOW)


def prove(request: WebhookRequest, key: str) -> WebhookRequest:
    timestamp = str(int(request.received_at.timestamp()))
    signature = key_of(key).sign(timestamp.encode() + b"|" + request.body)
    claimed = base64.b64encode(signature).decode()
    return with_headers(request, telnyx_signature_ed25519=claimed, telnyx_timestamp=timestamp)


def signed(sample: Mapping[str, Any]) -> WebhookRequest:
    now = datetime.fromtimestamp(sample["now"], UTC)
    return WebhookRequest("POST", sample["url"], sample["headers"], sample["body"].encode(), now)


EXAMPLE = Example(
    provider=make_provider(
        "telnyx",
        {
            "api_key": "api-key",
            "public_key": PUBLIC_KEY,
            "public_key_previous": public(KEY_BEFORE),
            "signing_key": SIGNING_KEY,
        },
    ),
    secrets=("api-key", SIGNING_KEY),
    unsigned=unsigned,
    prove=prove,
    secret=SIGNING_KEY,
    previous=KEY_BEFORE,
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
    window_s=300,
    recorded=Recorded(
        {"api_key": "KEY", "public_key": PUBLIC_KEY},
        secret="public_key",
        signed=signed,
    ),
)
