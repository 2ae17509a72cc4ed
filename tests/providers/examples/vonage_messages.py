"""Vonage's Messages API, as the contract suite plays it."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from bot.providers.base import WebhookRequest, make_provider
from tests.providers.examples.shape import NOW, URL, Example, Recorded, as_json, other_body, with_headers

SECRET = "signature-secret"


def _part(document: Mapping[str, Any]) -> bytes:
    return base64.urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=")


def token(claims: Mapping[str, Any], secret: str = SECRET) -> str:
    signed = _part({"typ": "JWT", "alg": "HS256"}) + b"." + _part(claims)
    signature = base64.urlsafe_b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).rstrip(b"=")
    return f"Bearer {(signed + b'.' + signature).decode()}"


def unsigned(fields: Mapping[str, Any]) -> WebhookRequest:
    return WebhookRequest("POST", URL, {"content-type": "application/json"}, as_json(fields), NOW)


def prove(request: WebhookRequest, secret: str) -> WebhookRequest:
    claims = {"iss": "Vonage", "iat": int(request.received_at.timestamp()), "jti": "j-1", "api_key": "abcd1234"}
    return with_headers(
        request, authorization=token({**claims, "payload_hash": hashlib.sha256(request.body).hexdigest()}, secret)
    )


def referenced(request: Mapping[str, Any], _: str) -> Mapping[str, Any]:
    """We always send our reference, and the samples' tokens are left out of the samples."""
    headers = {name: value for name, value in request["headers"].items() if name != "Authorization"}
    return {**request, "headers": headers, "json": {"client_ref": "msg_1"} | request["json"] | {"client_ref": "msg_1"}}


EXAMPLE = Example(
    provider=make_provider(
        "vonage_messages",
        {
            "api_key": "abcd1234",
            "api_secret": "api-secret",
            "signature_secret": SECRET,
            "signature_secret_previous": "signature-before",
        },
    ),
    secrets=("api-secret", SECRET, "signature-before"),
    unsigned=unsigned,
    prove=prove,
    secret=SECRET,
    previous="signature-before",
    tampered=other_body,
    inbound={
        "message_uuid": "in-1",
        "channel": "sms",
        "from": "14155550101",
        "to": "14155550100",
        "message_type": "text",
        "text": "hello",
    },
    receipt={
        "message_uuid": "carrier-1",
        "channel": "sms",
        "from": "14155550100",
        "to": "14155550101",
        "status": "delivered",
        "client_ref": "msg_1",
    },
    names={"id": "message_uuid", "sender": "from", "recipient": "to", "text": "text", "status": "status"},
    required=("id", "sender", "recipient"),
    failed="undeliverable",
    media={"image": {"url": "https://foo.bar/a.jpg"}, "file": {"url": "https://foo.bar/b.jpg"}},
    taken={"message_uuid": "carrier-1"},
    refused={
        "type": "https://developer.vonage.com/api-errors/messages#1150",
        "title": "Invalid params",
        "detail": "to",
    },
    window_s=300,
    recorded=Recorded(
        {"api_key": "abcd1234", "api_secret": "api-secret", "signature_secret": "secret"}, request=referenced
    ),
)
