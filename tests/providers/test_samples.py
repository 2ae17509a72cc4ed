"""Recorded and documented traffic of the carriers, as data. `confirmed: false` marks what no source vouches for."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from bot.errors import BadSignature, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt
from bot.providers.base import Provider, WebhookRequest, make_provider
from bot.providers.http import Response
from bot.providers.twilio import sign

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SAMPLES = {
    file.stem: json.loads(file.read_text("utf-8")) for file in (Path(__file__).parent / "samples").glob("*.json")
}
ACCOUNT = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
SETTINGS: dict[str, dict[str, Any]] = {
    "loopback": {"base_url": "https://carrier.example/send"},
    "twilio": {"account_sid": ACCOUNT, "auth_token": "auth_token"},
    "d7": {"token": "TOKEN", "allow_from": "35.234.154.40"},
}


def samples(section: str) -> list[Any]:
    return [
        pytest.param(name, sample, id=f"{name}-{index}")
        for name in sorted(SAMPLES)
        for index, sample in enumerate(SAMPLES[name][section])
    ]


def webhook(sample: dict[str, Any]) -> WebhookRequest:
    headers = {"content-type": sample["content_type"]} | sample["headers"]
    return WebhookRequest(sample["method"], sample["url"], headers, sample["body"].encode(), NOW)


def provider_for(name: str, request: WebhookRequest) -> Provider:
    """Twilio's samples come from several accounts, each of which is somebody's channel."""
    settings = dict(SETTINGS[name])
    if name == "twilio":
        settings["account_sid"] = dict(parse_qsl(request.body.decode())).get("AccountSid", ACCOUNT)
    return make_provider(name, settings)


@pytest.mark.parametrize(("name", "sample"), samples("inbound"))
def test_inbound(name, sample):
    request, expect = webhook(sample), sample["expect"]

    [inbound] = provider_for(name, request).parse(request)

    media = tuple(expect.get("media", ()))
    expected = Inbound(expect["id"], expect["from"], expect["to"], expect["text"], media, expect.get("opt_out"))
    assert expected == inbound


@pytest.mark.parametrize(("name", "sample"), samples("status"))
def test_status(name, sample):
    request, expect = webhook(sample), sample["expect"]

    [receipt] = provider_for(name, request).parse(request)

    # a D7 send is answered with the request's id only, so that is what a receipt has to be joined by
    assert expect.get("request_id", expect["id"]) == receipt.provider_id
    assert (MessageStatus(expect["status"]), expect["error"]) == (receipt.status, receipt.error_code)
    assert expect.get("raw", receipt.raw_status) == receipt.raw_status
    assert expect.get("recipient", receipt.recipient) == receipt.recipient
    assert expect.get("class", receipt.error_class) == receipt.error_class
    assert isinstance(receipt, Receipt)


@pytest.mark.parametrize(("name", "sample"), samples("send"))
def test_send(name, sample):
    message, expected = sample["message"], sample["request"]
    service = message.get("from_service")
    provider = make_provider(name, SETTINGS[name] | ({"messaging_service_sid": service} if service else {}))
    recipients = [message["to"]] if isinstance(message["to"], str) else message["to"]
    outbound = [
        Outbound(
            message.get("id", "msg_1"),
            message.get("from", ""),
            recipient,
            message["text"],
            tuple(message.get("media", ())),
            message.get("callback_url"),
        )
        for recipient in recipients
    ]

    requests = [provider.build(each) for each in outbound]

    for request, recipient in zip(requests, recipients, strict=True):
        assert (expected["method"], expected["url"]) == (request.method, request.url)
        assert expected["headers"] == {name: request.header(name.lower()) for name in expected["headers"]}
        if "form" in expected:
            pairs = [
                (k, v) for k, value in expected["form"].items() for v in ([value] if isinstance(value, str) else value)
            ]
            assert sorted(pairs) == sorted(parse_qsl(request.body.decode()))
        else:
            assert one_recipient(expected["json"], recipient) == json.loads(request.body)


def one_recipient(document: dict[str, Any], recipient: str) -> dict[str, Any]:
    """D7's examples send to several people in one call, without a reference; we do not, for want of an id for each."""
    if "message_globals" not in document:
        return document
    [message] = document["messages"]
    return {
        "messages": [message | {"recipients": [recipient]}],
        "message_globals": document["message_globals"] | {"tag": "msg_1"},
    }


@pytest.mark.parametrize(("name", "sample"), samples("send"))
def test_answer_to_a_send(name, sample):
    response, expect = sample["response"], sample["expect"]
    headers = [(name.lower().encode(), value.encode()) for name, value in response["headers"].items()]
    answer = Response(response["status"], headers, response["body"].encode())
    provider = make_provider(name, SETTINGS[name])

    if expect["ok"]:
        sent = provider.read(answer)
        [expected_id] = expect["ids"] or [expect["request_id"]]
        assert (expected_id, expect.get("parts")) == (sent.provider_id, sent.segments)
        return
    with pytest.raises(SendError) as caught:
        provider.read(answer)

    # the carriers' SDKs call a 5xx retryable, but none documents that nothing was sent: it has to be reconciled first
    kind = ErrorClass.UNKNOWN if response["status"] >= 500 else ErrorClass(expect["class"])
    assert kind == caught.value.kind
    if not expect["error"].isdecimal() or name == "twilio":
        assert expect["error"] == caught.value.code


@pytest.mark.parametrize(("name", "sample"), samples("signature"))
def test_signature(name, sample):
    secret = {"loopback": "secret", "twilio": "auth_token"}[name]
    provider = make_provider(name, SETTINGS[name] | {secret: sample["secret"]})
    params = sample.get("params", {})
    pairs = list(params.items() if isinstance(params, dict) else map(tuple, params))
    body = sample["body"] if "body" in sample else str(httpx.QueryParams(pairs))
    content_type = "application/json" if "body" in sample else "application/x-www-form-urlencoded"
    headers = {"content-type": content_type} | {key.lower(): value for key, value in sample["headers"].items()}
    request = WebhookRequest("POST", sample["url"], headers, body.encode(), NOW)

    if sample["valid"]:
        provider.verify(request)
    else:
        with pytest.raises(BadSignature):
            provider.verify(request)


def test_the_signature_of_the_documentation():
    [sample, *_] = SAMPLES["twilio"]["signature"]

    assert "RSOYDt4T1cUTdK1PDd93/VVr8B8=" == sign(b"12345", sample["url"], sample["params"].items())
