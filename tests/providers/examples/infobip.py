"""Infobip writes JSON, several events in one request, and is known by a token in the address."""

from bot.providers.base import WebhookRequest, make_provider
from bot.providers.paths import nested
from tests.providers.examples.shape import (
    NOW,
    URL,
    WEBHOOK_TOKEN,
    WEBHOOK_TOKEN_BEFORE,
    Document,
    Example,
    Recorded,
    as_json,
    in_address,
    other_token,
)


def unsigned(fields: Document) -> WebhookRequest:
    headers = {"content-type": "application/json"}
    return WebhookRequest("POST", URL, headers, as_json(nested(fields)), NOW)


def under_our_id(request: Document, _: str) -> Document:
    """Its samples have another id of ours than the suite's messages, and an address in capital letters."""
    [message] = request["json"]["messages"]
    [destination] = message["destinations"]
    url = request["url"].lower()
    return {
        **request,
        "url": url,
        "json": {"messages": [message | {"destinations": [destination | {"messageId": "msg_1"}]}]},
    }


EXAMPLE = Example(
    provider=make_provider(
        "infobip",
        {
            "api_key": "api-key",
            "webhook_token": WEBHOOK_TOKEN,
            "webhook_token_previous": WEBHOOK_TOKEN_BEFORE,
            "base_url": "https://x.api.infobip.com",
        },
    ),
    secrets=("api-key", WEBHOOK_TOKEN, WEBHOOK_TOKEN_BEFORE),
    unsigned=unsigned,
    prove=in_address,
    secret=WEBHOOK_TOKEN,
    previous=WEBHOOK_TOKEN_BEFORE,
    tampered=other_token,
    inbound={
        "results.0.messageId": "in-1",
        "results.0.from": "+14155550101",
        "results.0.to": "+14155550100",
        "results.0.text": "hello",
    },
    receipt={
        "results.0.messageId": "carrier-1",
        "results.0.to": "14155550101",
        "results.0.status.name": "DELIVERED_TO_HANDSET",
        "results.0.error.id": 0,
    },
    names={
        "id": "results.0.messageId",
        "sender": "results.0.from",
        "recipient": "results.0.to",
        "text": "results.0.text",
        "status": "results.0.status.name",
    },
    delivered="DELIVERED_TO_HANDSET",
    failed="UNDELIVERABLE",
    media={
        "results.0.message.0.contentType": "image/jpeg",
        "results.0.message.0.url": "https://foo.bar/a.jpg",
        "results.0.message.1.contentType": "image/jpeg",
        "results.0.message.1.url": "https://foo.bar/b.jpg",
    },
    taken={"bulkId": "b-1", "messages": [{"messageId": "carrier-1", "status": {"groupId": 1, "id": 26}}]},
    refused={"messages": [{"messageId": "msg_1", "status": {"groupId": 5, "groupName": "REJECTED", "id": 6}}]},
    recorded=Recorded({"api_key": "KEY", "base_url": "https://xxxxx.api.infobip.com"}, request=under_our_id),
)
