"""ClickSend writes forms, query strings or JSON, and is known by a token in the address."""

from urllib.parse import urlencode

from bot.providers.base import WebhookRequest, make_provider
from tests.providers.examples.shape import (
    NOW,
    URL,
    WEBHOOK_TOKEN,
    WEBHOOK_TOKEN_BEFORE,
    Document,
    Example,
    Recorded,
    in_address,
    other_token,
)


def unsigned(fields: Document) -> WebhookRequest:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return WebhookRequest("POST", URL, headers, urlencode(fields).encode(), NOW)


def noted(request: Document, _: str) -> Document:
    """We always send our id along."""
    [message] = request["json"]["messages"]
    return {**request, "json": {"messages": [message | {"custom_string": "msg_1"}]}}


EXAMPLE = Example(
    provider=make_provider(
        "clicksend",
        {
            "username": "parley",
            "api_key": "api-key",
            "webhook_token": WEBHOOK_TOKEN,
            "webhook_token_previous": WEBHOOK_TOKEN_BEFORE,
        },
    ),
    secrets=("api-key", WEBHOOK_TOKEN, WEBHOOK_TOKEN_BEFORE),
    unsigned=unsigned,
    prove=in_address,
    secret=WEBHOOK_TOKEN,
    previous=WEBHOOK_TOKEN_BEFORE,
    tampered=other_token,
    inbound={"message_id": "in-1", "from": "+14155550101", "to": "+14155550100", "body": "hello"},
    receipt={"message_id": "carrier-1", "status": "Delivered", "custom_string": "msg_1"},
    names={"id": "message_id", "sender": "from", "recipient": "to", "text": "body", "status": "status"},
    required=("sender", "text"),
    delivered="Delivered",
    failed="Undelivered",
    taken={"response_code": "SUCCESS", "data": {"messages": [{"message_id": "carrier-1", "status": "SUCCESS"}]}},
    refused={"response_code": "SUCCESS", "data": {"messages": [{"message_id": "", "status": "INVALID_RECIPIENT"}]}},
    recorded=Recorded({"username": "Aladdin", "api_key": "open sesame", "source": "python"}, request=noted),
)
