"""D7, as the contract suite plays it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from bot.providers.base import WebhookRequest, make_provider
from tests.providers.examples.shape import (
    NOW,
    URL,
    WEBHOOK_TOKEN,
    WEBHOOK_TOKEN_BEFORE,
    Example,
    Recorded,
    in_address,
    other_token,
)


def unsigned(fields: Mapping[str, Any]) -> WebhookRequest:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return WebhookRequest("POST", URL, headers, urlencode(fields).encode(), NOW)


def one_recipient(request: Mapping[str, Any], recipient: str) -> Mapping[str, Any]:
    """The documentation's examples send to several people in one call, without a reference; we do not, for want of an
    id for each.
    """
    [message], globals_ = request["json"]["messages"], request["json"]["message_globals"]
    ours = {"messages": [message | {"recipients": [recipient]}], "message_globals": globals_ | {"tag": "msg_1"}}
    return {**request, "json": ours}


EXAMPLE = Example(
    provider=make_provider(
        "d7", {"token": "api-token", "webhook_token": WEBHOOK_TOKEN, "webhook_token_previous": WEBHOOK_TOKEN_BEFORE}
    ),
    secrets=("api-token", WEBHOOK_TOKEN, WEBHOOK_TOKEN_BEFORE),
    unsigned=unsigned,
    prove=in_address,
    secret=WEBHOOK_TOKEN,
    previous=WEBHOOK_TOKEN_BEFORE,
    tampered=other_token,
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
    recorded=Recorded({"token": "TOKEN", "allow_from": "35.234.154.40"}, request=one_recipient),
)
