"""Sinch, as the contract suite plays it."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.providers.base import WebhookRequest, make_provider
from tests.providers.examples.shape import NOW, URL, Example, Recorded, as_json, other_body

SIGNATURE = "x-sinch-webhook-signature"


def unsigned(fields: Mapping[str, Any]) -> WebhookRequest:
    return WebhookRequest("POST", URL, {"content-type": "application/json"}, as_json(fields), NOW)


def prove(request: WebhookRequest, secret: str) -> WebhookRequest:
    timestamp = str(int(request.received_at.timestamp()))
    signed = request.body + b".01JHFFHWYY." + timestamp.encode()
    headers = {
        **request.headers,
        SIGNATURE: base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode(),
        f"{SIGNATURE}-algorithm": "HmacSHA256",
        f"{SIGNATURE}-nonce": "01JHFFHWYY",
        f"{SIGNATURE}-timestamp": timestamp,
    }
    return replace(request, headers=headers)


def referenced(request: Mapping[str, Any], _: str) -> Mapping[str, Any]:
    """We always send our reference."""
    return {**request, "json": request["json"] | {"client_reference": "msg_1"}}


def signed(sample: Mapping[str, Any]) -> WebhookRequest:
    now = datetime.fromtimestamp(int(sample["headers"][f"{SIGNATURE}-timestamp"]), UTC)
    request = WebhookRequest("POST", sample["url"], sample["headers"], sample["body"].encode(), now)
    return replace(request, headers={"content-type": "application/json"} | sample["headers"])


EXAMPLE = Example(
    provider=make_provider(
        "sinch",
        {
            "service_plan_id": "plan-1",
            "api_token": "api-token",
            "webhook_secret": "hook-secret",
            "webhook_secret_previous": "hook-before",
        },
    ),
    secrets=("api-token", "hook-secret", "hook-before"),
    unsigned=unsigned,
    prove=prove,
    secret="hook-secret",
    previous="hook-before",
    tampered=other_body,
    inbound={"type": "mo_text", "id": "in-1", "from": "14155550101", "to": "14155550100", "body": "hello"},
    receipt={
        "type": "recipient_delivery_report_sms",
        "batch_id": "carrier-1",
        "recipient": "14155550101",
        "code": 0,
        "status": "Delivered",
        "client_reference": "msg_1",
    },
    names={"id": "id", "sender": "from", "recipient": "to", "text": "body", "status": "status"},
    receipt_id="batch_id",
    delivered="Delivered",
    failed="Failed",
    media={
        "type": "mo_media",
        "body": {"message": "hello", "media": [{"url": "https://foo.bar/a.jpg"}, {"url": "https://foo.bar/b.jpg"}]},
    },
    taken={"id": "carrier-1", "to": ["14155550101"], "type": "mt_text", "canceled": False},
    refused={"code": "syntax_invalid_parameter_format", "text": "The format of parameter 'to' is invalid"},
    window_s=300,
    recorded=Recorded(
        {"service_plan_id": "SERVICE_PLAN_ID", "api_token": "TOKEN", "webhook_secret": "secret"},
        secret="webhook_secret",
        request=referenced,
        signed=signed,
    ),
)
