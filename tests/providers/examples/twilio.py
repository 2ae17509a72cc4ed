"""Twilio, as the contract suite plays it."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode

from bot.providers import wire
from bot.providers.base import WebhookRequest, make_provider
from bot.providers.twilio import sign
from tests.providers.examples.shape import NOW, URL, Example, Recorded, other_body, pairs_of, with_headers

FORM = "application/x-www-form-urlencoded"


def unsigned(fields: Mapping[str, Any]) -> WebhookRequest:
    headers = {"content-type": f"{FORM}; charset=UTF-8"}
    return WebhookRequest("POST", URL, headers, urlencode(fields).encode(), NOW)


def prove(request: WebhookRequest, token: str) -> WebhookRequest:
    """Twilio signs the fields of a form, and of any other body only its hash, which it adds to the address."""
    pairs, url = [], request.url
    if request.method != "GET" and request.content_type in ("", FORM):
        pairs = pairs_of(request.body.decode("latin-1"))
    elif request.method != "GET":
        url = wire.with_query(url, f"bodySHA256={sha256(request.body).hexdigest()}")
    return with_headers(replace(request, url=url), x_twilio_signature=sign(token.encode(), url, pairs))


def for_sample(sample: Mapping[str, Any]) -> dict[str, str]:
    """The samples come from several accounts, each of which is somebody's channel."""
    fields = dict(parse_qsl(sample.get("body", "")))
    service = sample.get("message", {}).get("from_service")
    settings = {"account_sid": fields.get("AccountSid"), "messaging_service_sid": service}
    return {name: value for name, value in settings.items() if value}


EXAMPLE = Example(
    provider=make_provider(
        "twilio",
        {
            "account_sid": "AC1",
            "auth_token": "auth-token",
            "auth_token_previous": "auth-before",
            "api_key_sid": "SK1",
            "api_key_secret": "key-secret",
        },
    ),
    secrets=("auth-token", "auth-before", "key-secret"),
    unsigned=unsigned,
    prove=prove,
    secret="auth-token",
    previous="auth-before",
    tampered=other_body,
    inbound={
        "MessageSid": "in-1",
        "AccountSid": "AC1",
        "From": "+14155550101",
        "To": "+14155550100",
        "Body": "hello",
        "NumMedia": "0",
        "FromCity": "",
    },
    receipt={"MessageSid": "carrier-1", "AccountSid": "AC1", "MessageStatus": "delivered", "To": "+14155550101"},
    names={
        "id": "MessageSid",
        "sender": "From",
        "recipient": "To",
        "text": "Body",
        "status": "MessageStatus",
    },
    required=("id", "sender", "recipient"),
    media={"NumMedia": "2", "MediaUrl0": "https://foo.bar/a.jpg", "MediaUrl1": "https://foo.bar/b.jpg"},
    taken={"sid": "carrier-1", "status": "queued", "num_segments": "1"},
    refused={"code": 21211, "message": "Invalid 'To' Phone Number", "status": 400},
    recorded=Recorded(
        {"account_sid": "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "auth_token": "auth_token"},
        secret="auth_token",
        for_sample=for_sample,
    ),
)
