"""Vonage's SMS API, as the contract suite plays it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import md5
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from bot.providers.base import WebhookRequest, make_provider
from tests.providers.examples.shape import NOW, URL, Example, Recorded, other_body

FORM = "application/x-www-form-urlencoded"


def webhook(fields: Mapping[str, Any]) -> WebhookRequest:
    signed = dict(fields) | {"timestamp": str(int(NOW.timestamp())), "nonce": "aaaaaaaa-bbbb"}
    text = "".join(f"&{name}={signed[name].replace('&', '_').replace('=', '_')}" for name in sorted(signed))
    signed["sig"] = md5(text.encode() + b"signature-secret", usedforsecurity=False).hexdigest()
    return WebhookRequest("POST", URL, {"content-type": FORM}, urlencode(signed).encode(), NOW)


def for_sample(sample: Mapping[str, Any]) -> dict[str, str]:
    """The samples come from several accounts, and were signed in several ways."""
    if "algorithm" in sample:
        return {"signature_method": sample["algorithm"]}
    body = sample.get("body", "")
    fields = (
        json.loads(body) if body.startswith("{") else dict(parse_qsl(body or urlsplit(sample.get("url", "")).query))
    )
    return {"api_key": fields.get("api-key", "nexmo-api-key")}


def referenced(request: Mapping[str, Any], _: str) -> Mapping[str, Any]:
    """We always send our reference."""
    return {**request, "form": request["form"] | {"client-ref": "msg_1"}}


def signed(sample: Mapping[str, Any]) -> WebhookRequest:
    now = datetime.fromtimestamp(int(sample["params"]["timestamp"]), UTC)
    return WebhookRequest("POST", sample["url"], {"content-type": FORM}, urlencode(sample["params"]).encode(), now)


EXAMPLE = Example(
    provider=make_provider(
        "vonage",
        {
            "api_key": "abcd1234",
            "api_secret": "api-secret",
            "signature_secret": "signature-secret",
            "signature_secret_previous": "signature-before",
        },
    ),
    secrets=("api-secret", "signature-secret", "signature-before"),
    webhook=webhook,
    tampered=other_body,
    stripped=lambda body: body.partition(b"&sig=")[0],
    inbound={
        "api-key": "abcd1234",
        "msisdn": "14155550101",
        "to": "14155550100",
        "messageId": "in-1",
        "text": "hello",
        "type": "text",
        "keyword": "HI",
    },
    receipt={
        "api-key": "abcd1234",
        "msisdn": "14155550101",
        "to": "14155550100",
        "messageId": "carrier-1",
        "status": "delivered",
        "err-code": "0",
        "client-ref": "msg_1",
    },
    names={"id": "messageId", "sender": "msisdn", "recipient": "to", "text": "text", "status": "status"},
    required=("id", "sender", "recipient"),
    taken={"message-count": "1", "messages": [{"to": "14155550101", "message-id": "carrier-1", "status": "0"}]},
    refused={"message-count": "1", "messages": [{"status": "7", "error-text": "Number barred."}]},
    recorded=Recorded(
        {"api_key": "nexmo-api-key", "api_secret": "nexmo-api-secret", "signature_secret": "secret"},
        secret="signature_secret",
        for_sample=for_sample,
        request=referenced,
        signed=signed,
    ),
)
