"""Jasmin, as the contract suite plays it: a form whose text is in whichever alphabet it fits."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from bot.providers import gsm
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
    coded = {**fields}
    if "content" in fields:
        try:
            coded |= {"content": gsm.encode(fields["content"]), "coding": b"\x00"}
        except ValueError:
            coded |= {"content": fields["content"].encode("utf-16-be"), "coding": b"\x08"}
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return WebhookRequest("POST", URL, headers, urlencode(coded).encode(), NOW)


EXAMPLE = Example(
    provider=make_provider(
        "jasmin",
        {
            "username": "parley",
            "password": "user-password",
            "webhook_token": WEBHOOK_TOKEN,
            "webhook_token_previous": WEBHOOK_TOKEN_BEFORE,
            "parts_max": 11,
            "base_url": "https://jasmin.example",
        },
    ),
    secrets=("user-password", WEBHOOK_TOKEN, WEBHOOK_TOKEN_BEFORE),
    unsigned=unsigned,
    prove=in_address,
    secret=WEBHOOK_TOKEN,
    previous=WEBHOOK_TOKEN_BEFORE,
    tampered=other_token,
    inbound={
        "id": "in-1",
        "from": "14155550101",
        "to": "14155550100",
        "origin-connector": "smsc",
        "content": "hello",
    },
    receipt={"id": "carrier-1", "level": "2", "message_status": "DELIVRD", "connector": "smsc", "err": "000"},
    names={"id": "id", "sender": "from", "recipient": "to", "text": "content", "status": "message_status"},
    delivered="DELIVRD",
    failed="DELETED",
    taken='Success "carrier-1"',
    refused='Error "No route found"',
    recorded=Recorded(
        {"username": "Username", "password": "Password", "base_url": "http://jasmin:1401"}, documents_5xx=True
    ),
)
