"""What the contract suite needs to know of each provider to play that provider's part. One entry a provider."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from bot.providers.base import Provider, WebhookRequest, make_provider
from bot.providers.twilio import sign

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
URL = "https://sms.example.com/webhooks/main"
STATUS_URL = "https://sms.example.com/webhooks/main/status/msg_1/c2lnbmVk"
WEBHOOK_TOKEN = "a-webhook-token-long-and-random"


@dataclass(frozen=True)
class Example:
    """How a provider writes things down. `Fields` are as the provider names them, `names` maps ours to theirs."""

    provider: Provider
    secrets: tuple[str, ...]
    """Every secret in the provider's settings, none of which may ever be seen."""
    webhook: Callable[[Mapping[str, Any]], WebhookRequest]
    """Encode and sign the fields of a webhook."""
    tampered: Callable[[WebhookRequest], WebhookRequest]
    """Change what the signature covers."""
    inbound: Mapping[str, Any]
    receipt: Mapping[str, Any]
    names: Mapping[str, str]
    """Ours → theirs, of `id sender recipient text` and, in receipts, `status`."""
    taken: Mapping[str, Any]
    """The JSON that accepts a message under the id `carrier-1`."""
    refused: Mapping[str, Any]
    """JSON that refuses a message."""
    required: tuple[str, ...] = ("id", "sender", "recipient", "text")
    receipt_id: str = ""
    """Their name of the id in receipts, if it is not the one of inbound texts."""
    failed: str = "failed"
    media: Mapping[str, Any] = field(default_factory=dict)
    """Fields that carry https://foo.bar/a.jpg and https://foo.bar/b.jpg."""
    opted_out: tuple[int, Mapping[str, Any]] | None = None
    """Status and JSON that refuse a recipient who opted out, if the provider has such an answer."""


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def _loopback(fields: Mapping[str, Any]) -> WebhookRequest:
    body = _json(fields)
    signature = hmac.new(b"loop-secret", body, hashlib.sha256).hexdigest()
    headers = {"content-type": "application/json", "x-parley-signature": f"sha256={signature}"}
    return WebhookRequest("POST", URL, headers, body, NOW)


def _twilio(fields: Mapping[str, Any]) -> WebhookRequest:
    headers = {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "x-twilio-signature": sign(b"auth-token", URL, fields.items()),
    }
    return WebhookRequest("POST", URL, headers, urlencode(fields).encode(), NOW)


def _d7(fields: Mapping[str, Any]) -> WebhookRequest:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return WebhookRequest("POST", f"{URL}?token={WEBHOOK_TOKEN}", headers, urlencode(fields).encode(), NOW)


def _other_body(request: WebhookRequest) -> WebhookRequest:
    body = request.body.replace(b"hello", b"HELLO")
    return WebhookRequest(request.method, request.url, request.headers, body, request.received_at)


def _other_token(request: WebhookRequest) -> WebhookRequest:
    url = request.url.replace("long", "short")
    return WebhookRequest(request.method, url, request.headers, request.body, request.received_at)


EXAMPLES = {
    "loopback": Example(
        provider=make_provider("loopback", {"secret": "loop-secret", "base_url": "https://carrier.example/send"}),
        secrets=("loop-secret",),
        webhook=_loopback,
        tampered=_other_body,
        inbound={"id": "in-1", "from": "+14155550101", "to": "+14155550100", "text": "hello"},
        receipt={"id": "carrier-1", "status": "delivered"},
        names={"id": "id", "sender": "from", "recipient": "to", "text": "text", "status": "status"},
        media={"media": ["https://foo.bar/a.jpg", "https://foo.bar/b.jpg"]},
        taken={"id": "carrier-1"},
        refused={"error": "no such number"},
        opted_out=(400, {"error": "opted_out"}),
    ),
    "twilio": Example(
        provider=make_provider(
            "twilio",
            {
                "account_sid": "AC1",
                "auth_token": "auth-token",
                "auth_token_previous": "auth-before",
                "api_key_sid": "SK1",
                "api_key_secret": "key-secret",
            },
        ),
        secrets=("auth-token", "auth-before", "key-secret"),
        webhook=_twilio,
        tampered=_other_body,
        inbound={
            "MessageSid": "in-1",
            "AccountSid": "AC1",
            "From": "+14155550101",
            "To": "+14155550100",
            "Body": "hello",
            "NumMedia": "0",
            "FromCity": "",
        },
        receipt={"MessageSid": "carrier-1", "AccountSid": "AC1", "MessageStatus": "delivered", "To": "+14155550101"},
        names={
            "id": "MessageSid",
            "sender": "From",
            "recipient": "To",
            "text": "Body",
            "status": "MessageStatus",
        },
        required=("id", "sender", "recipient"),
        media={"NumMedia": "2", "MediaUrl0": "https://foo.bar/a.jpg", "MediaUrl1": "https://foo.bar/b.jpg"},
        taken={"sid": "carrier-1", "status": "queued", "num_segments": "1"},
        refused={"code": 21211, "message": "Invalid 'To' Phone Number", "status": 400},
        opted_out=(400, {"code": 21610, "message": "Attempt to send to unsubscribed recipient", "status": 400}),
    ),
    "d7": Example(
        provider=make_provider("d7", {"token": "api-token", "webhook_token": WEBHOOK_TOKEN}),
        secrets=("api-token", WEBHOOK_TOKEN),
        webhook=_d7,
        tampered=_other_token,
        inbound={
            "mo_id": "in-1",
            "sender": "+14155550101",
            "receiver": "+14155550100",
            "keyword": "hello",
            "text": "hello",
        },
        receipt={
            "request_id": "carrier-1",
            "msg_id": "m-1",
            "recipient": "+14155550101",
            "originator": "Parley",
            "status": "delivered",
        },
        names={"id": "mo_id", "sender": "sender", "recipient": "receiver", "text": "text", "status": "status"},
        receipt_id="request_id",
        failed="undelivered",
        taken={"request_id": "carrier-1", "status": "accepted", "created_at": "2026-03-02T09:00:00Z"},
        refused={"detail": {"code": "INVALID_NUMBER", "message": "not a number"}},
    ),
}
