"""Bandwidth writes JSON, a list of one event, and calls with a name and a password."""

from base64 import b64encode

from bot.providers.base import WebhookRequest, make_provider
from bot.providers.paths import nested
from tests.providers.examples.shape import NOW, URL, Document, Example, Recorded, as_json, with_headers

PASSWORD, PASSWORD_BEFORE = "hook-password", "hook-before"


def unsigned(fields: Document) -> WebhookRequest:
    return WebhookRequest("POST", URL, {"content-type": "application/json"}, as_json(nested(fields)), NOW)


def prove(request: WebhookRequest, password: str) -> WebhookRequest:
    return with_headers(request, authorization="Basic " + b64encode(f"hook:{password}".encode()).decode())


def other_password(request: WebhookRequest) -> WebhookRequest:
    return prove(request, "hook-guess")


def application(sample: Document) -> Document:
    """The samples of webhooks come from another application than those of messages."""
    return {"application_id": "93de2206-9669-4e07-948d-329f4b722ee2"} if "body" in sample else {}


def tagged(request: Document, _: str) -> Document:
    """We always send our id along."""
    return {**request, "json": request["json"] | {"tag": "msg_1"}}


EXAMPLE = Example(
    provider=make_provider(
        "bandwidth",
        {
            "account_id": "9900902",
            "application_id": "app-1",
            "api_user": "api-user",
            "api_password": "api-password",
            "webhook_user": "hook",
            "webhook_password": PASSWORD,
            "webhook_password_previous": PASSWORD_BEFORE,
        },
    ),
    secrets=("api-password", PASSWORD, PASSWORD_BEFORE),
    unsigned=unsigned,
    prove=prove,
    secret=PASSWORD,
    previous=PASSWORD_BEFORE,
    tampered=other_password,
    inbound={
        "0.type": "message-received",
        "0.to": "+14155550100",
        "0.message.id": "in-1",
        "0.message.owner": "+14155550100",
        "0.message.applicationId": "app-1",
        "0.message.from": "+14155550101",
        "0.message.text": "hello",
    },
    receipt={
        "0.type": "message-delivered",
        "0.to": "+14155550101",
        "0.message.id": "carrier-1",
        "0.message.applicationId": "app-1",
        "0.message.tag": "msg_1",
    },
    names={
        "id": "0.message.id",
        "sender": "0.message.from",
        "recipient": "0.message.owner",
        "text": "0.message.text",
        "status": "0.type",
    },
    required=("id", "sender"),
    delivered="message-delivered",
    failed="message-failed",
    media={"0.message.media.0": "https://foo.bar/a.jpg", "0.message.media.1": "https://foo.bar/b.jpg"},
    taken={"id": "carrier-1", "segmentCount": 1, "direction": "out"},
    refused={"type": "request-validation", "description": "Your request could not be accepted"},
    recorded=Recorded(
        {
            "account_id": "accound-id",
            "application_id": "application-id",
            "api_user": "user1",
            "api_password": "pass1",
        },
        for_sample=application,
        request=tagged,
    ),
)
