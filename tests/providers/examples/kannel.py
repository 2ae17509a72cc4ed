"""Kannel, as the contract suite plays it: everything in the address, a text in the body of a send."""

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
    return WebhookRequest("GET", f"{URL}?{urlencode(fields)}", {}, b"", NOW)


def in_headers(request: Mapping[str, Any], recipient: str) -> Mapping[str, Any]:
    """The documentation's examples put all into the address; we post, and the address to report to has more in it."""
    query = request["query"]
    report = query["dlr-url"].replace("?ref=m1", "?ref=msg_1").replace("&fid=%F", "&to=%p")
    headers = {
        "X-Kannel-Username": query["username"],
        "X-Kannel-Password": query["password"],
        "X-Kannel-From": query["from"],
        "X-Kannel-To": query["to"],
        "X-Kannel-Coding": query.get("coding", "0"),
        "Content-Type": f"text/plain; charset={query.get('charset', 'UTF-8')}",
        "X-Kannel-DLR-Mask": query["dlr-mask"],
        "X-Kannel-DLR-URL": report,
    }
    return {"method": "POST", "url": request["url"], "headers": headers, "body": query["text"].encode()}


EXAMPLE = Example(
    provider=make_provider(
        "kannel",
        {
            "username": "parley",
            "password": "sendsms-password",
            "webhook_token": WEBHOOK_TOKEN,
            "webhook_token_previous": WEBHOOK_TOKEN_BEFORE,
            "base_url": "https://kannel.example",
        },
    ),
    secrets=("sendsms-password", WEBHOOK_TOKEN, WEBHOOK_TOKEN_BEFORE),
    unsigned=unsigned,
    prove=in_address,
    secret=WEBHOOK_TOKEN,
    previous=WEBHOOK_TOKEN_BEFORE,
    tampered=other_token,
    inbound={
        "id": "in-1",
        "sender": "+14155550101",
        "to": "+14155550100",
        "message": "hello",
        "charset": "UTF-8",
    },
    receipt={"ref": "carrier-1", "status": "1", "reply": "", "to": "+14155550101"},
    names={"id": "id", "sender": "sender", "recipient": "to", "text": "message", "status": "status"},
    receipt_id="ref",
    delivered="1",
    failed="2",
    taken="0: Accepted for delivery",
    taken_id=None,
    refused="Not routable. Do not try again.",
    recorded=Recorded(
        {"username": "Username", "password": "Password", "base_url": "http://kannel:13013"},
        request=in_headers,
        documents_5xx=True,
    ),
)
