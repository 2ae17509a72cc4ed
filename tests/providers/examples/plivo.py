"""Plivo, as the contract suite plays it."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from bot.providers.base import WebhookRequest, make_provider
from tests.providers.examples.shape import NOW, URL, Example, Recorded, other_body, pairs_of, with_headers

FORM = "application/x-www-form-urlencoded"


def unsigned(fields: Mapping[str, Any]) -> WebhookRequest:
    return WebhookRequest("POST", URL, {"content-type": FORM}, urlencode(fields).encode(), NOW)


def prove(request: WebhookRequest, token: str) -> WebhookRequest:
    address, _, query = request.url.partition("?")
    asked = "&".join("=".join(pair) for pair in sorted(pairs_of(query)))
    form = "" if request.method == "GET" else "".join(map("".join, sorted(pairs_of(request.body.decode("latin-1")))))
    signed = address + ("?" if asked or form else "") + asked + ("." if asked and form else "") + form + ".1234567890"
    signature = base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha256).digest()).decode()
    return with_headers(request, x_plivo_signature_v3=signature, x_plivo_signature_v3_nonce="1234567890")


def for_sample(sample: Mapping[str, Any]) -> dict[str, str]:
    return {"signature": f"v{sample['version']}"} if "version" in sample else {}


def one_recipient(request: Mapping[str, Any], recipient: str) -> Mapping[str, Any]:
    """We call once for each recipient, for whom there is an id then."""
    return {**request, "json": request["json"] | {"dst": recipient.removeprefix("+")}}


def signed(sample: Mapping[str, Any]) -> WebhookRequest:
    """The SDK is given the fields of a GET beside its address; on the wire they are in its query."""
    method, fields = sample.get("method", "POST"), urlencode(sample["params"])
    url, body = sample["url"], fields.encode()
    if method == "GET":
        url, body = f"{url}{'&' if '?' in url else '?'}{fields}", b""
    headers = {"content-type": FORM} | {name.lower(): value for name, value in sample["headers"].items()}
    return WebhookRequest(method, url, headers, body, NOW)


EXAMPLE = Example(
    provider=make_provider(
        "plivo", {"auth_id": "MA1", "auth_token": "auth-token", "auth_token_previous": "auth-before"}
    ),
    secrets=("auth-token", "auth-before"),
    unsigned=unsigned,
    prove=prove,
    secret="auth-token",
    previous="auth-before",
    tampered=other_body,
    inbound={
        "MessageUUID": "in-1",
        "From": "14155550101",
        "To": "14155550100",
        "Text": "hello",
        "Type": "sms",
        "Units": "1",
    },
    receipt={
        "MessageUUID": "carrier-1",
        "Status": "delivered",
        "To": "14155550101",
        "ErrorCode": "000",
    },
    names={"id": "MessageUUID", "sender": "From", "recipient": "To", "text": "Text", "status": "Status"},
    required=("id", "sender", "recipient"),
    media={"Media0": "https://foo.bar/a.jpg", "Media1": "https://foo.bar/b.jpg"},
    taken={"api_id": "a-1", "message": "message(s) queued", "message_uuid": ["carrier-1"]},
    refused={"api_id": "a-1", "error": "dst parameter is invalid"},
    recorded=Recorded(
        {"auth_id": "AuthID", "auth_token": "AuthToken"},
        secret="auth_token",
        for_sample=for_sample,
        request=one_recipient,
        signed=signed,
    ),
)
