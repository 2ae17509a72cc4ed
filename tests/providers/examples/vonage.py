"""Vonage's SMS API, as the contract suite plays it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import md5
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from bot.providers import wire
from bot.providers.base import WebhookRequest, make_provider
from tests.providers.examples.shape import NOW, URL, Example, Recorded, other_body, pairs_of

FORM = "application/x-www-form-urlencoded"


def unsigned(fields: Mapping[str, Any]) -> WebhookRequest:
    return WebhookRequest("POST", URL, {"content-type": FORM}, urlencode(fields).encode(), NOW)


def prove(request: WebhookRequest, secret: str) -> WebhookRequest:
    """Sign whatever fields there are, and put the signature behind them: into the query, the form or the JSON."""
    added = {"timestamp": str(int(request.received_at.timestamp())), "nonce": "aaaaaaaa-bbbb"}
    asks, is_json = request.method == "GET", request.content_type == "application/json"
    document = as_document(request.body) if is_json and not asks else None
    form = request.url.partition("?")[2] if asks else request.body.decode("latin-1")
    pairs = [*pairs_of(form), *added.items()] if document is None else plain({**document, **added})
    added["sig"] = signature(pairs, secret)
    if asks:
        return replace(request, url=wire.with_query(request.url, urlencode(added)))
    if document is not None:
        return replace(request, body=json.dumps({**document, **added}).encode())
    return replace(request, body=request.body + b"&" * bool(request.body) + urlencode(added).encode())


def signature(pairs: Iterable[tuple[str, str]], secret: str) -> str:
    text = "".join(f"&{name}={value.replace('&', '_').replace('=', '_')}" for name, value in sorted(pairs))
    return md5(text.encode("utf-8", "replace") + secret.encode(), usedforsecurity=False).hexdigest()


def as_document(body: bytes) -> dict[str, Any] | None:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def plain(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What of a document is signed, written as JSON writes it."""
    signed = [(name, value) for name, value in document.items() if isinstance(value, str | int)]
    return [(name, str(value).lower() if isinstance(value, bool) else str(value)) for name, value in signed]


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
    unsigned=unsigned,
    prove=prove,
    secret="signature-secret",
    previous="signature-before",
    tampered=other_body,
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
    window_s=300,
    recorded=Recorded(
        {"api_key": "nexmo-api-key", "api_secret": "nexmo-api-secret", "signature_secret": "secret"},
        secret="signature_secret",
        for_sample=for_sample,
        request=referenced,
        signed=signed,
    ),
)
