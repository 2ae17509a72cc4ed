"""Africa's Talking writes forms, and is known by a token in the address."""

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


def one_recipient(request: Document, recipient: str) -> Document:
    """An example sends to two people in one call; we write to each alone."""
    return {**request, "form": request["form"] | {"to": recipient}}


EXAMPLE = Example(
    provider=make_provider(
        "africastalking",
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
    inbound={"id": "in-1", "from": "+14155550101", "to": "+14155550100", "text": "hello", "linkId": "1"},
    receipt={"id": "carrier-1", "status": "Success", "phoneNumber": "+14155550101", "networkCode": "63902"},
    names={"id": "id", "sender": "from", "recipient": "to", "text": "text", "status": "status"},
    delivered="Success",
    failed="Failed",
    taken={"SMSMessageData": {"Recipients": [{"statusCode": 101, "status": "Success", "messageId": "carrier-1"}]}},
    refused={"SMSMessageData": {"Message": "InvalidSenderId", "Recipients": []}},
    recorded=Recorded({"username": "Username", "api_key": "KEY"}, request=one_recipient),
)
