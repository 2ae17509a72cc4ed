"""MessageBird writes forms and query strings, with a token that is made for the address and the body."""

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from bot.providers.base import WebhookRequest, make_provider
from bot.providers.messagebird import SIGNATURE, sign
from tests.providers.examples.shape import NOW, URL, Document, Example, Recorded, other_body


def unsigned(fields: Document) -> WebhookRequest:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    body, url = urlencode(fields).encode(), URL
    if "status" in fields:
        headers, body, url = {}, b"", f"{URL}?{urlencode(fields)}"
    return WebhookRequest("GET" if "status" in fields else "POST", url, headers, body, NOW)


def prove(request: WebhookRequest, key: str) -> WebhookRequest:
    token = sign(key.encode(), request.url, request.body, request.received_at, "id-1")
    return replace(request, headers={**request.headers, SIGNATURE: token})


def signed(sample: Document) -> WebhookRequest:
    headers = {name.lower(): value for name, value in sample["headers"].items()}
    received_at = datetime.fromtimestamp(sample["now"], UTC)
    return WebhookRequest(sample["method"], sample["url"], headers, sample["body"].encode(), received_at)


def under_our_id(request: Document, _: str) -> Document:
    return {**request, "json": request["json"] | {"reference": "msg_1"}}


EXAMPLE = Example(
    provider=make_provider(
        "messagebird",
        {"access_key": "access-key", "signing_key": "signing-key", "signing_key_previous": "signing-before"},
    ),
    secrets=("access-key", "signing-key", "signing-before"),
    unsigned=unsigned,
    prove=prove,
    secret="signing-key",
    previous="signing-before",
    tampered=other_body,
    inbound={"id": "in-1", "originator": "+14155550101", "recipient": "+14155550100", "body": "hello"},
    receipt={"id": "carrier-1", "reference": "msg_1", "recipient": "14155550101", "status": "delivered"},
    names={"id": "id", "sender": "originator", "recipient": "recipient", "text": "body", "status": "status"},
    required=("id", "sender", "recipient"),
    failed="delivery_failed",
    media={"mediaUrls[0]": "https://foo.bar/a.jpg", "mediaUrls[1]": "https://foo.bar/b.jpg"},
    taken={"id": "carrier-1", "recipients": {"totalCount": 1, "items": []}},
    refused={"errors": [{"code": 9, "description": "no (correct) recipients found", "parameter": "recipient"}]},
    window_s=60,
    recorded=Recorded(
        {"access_key": "authtoken", "signing_key": "signing-key"},
        secret="signing_key",
        request=under_our_id,
        signed=signed,
    ),
)
