"""What is ClickSend's alone: three encodings, texts without an id, codes that tell more than words."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.errors import BadPayload, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt
from bot.providers.base import WebhookRequest
from bot.providers.clicksend import ERRORS, ClickSend, ClickSendSettings
from tests.answers import answer
from tests.providers.examples import NOW, STATUS_URL, URL

MESSAGE = Outbound("msg_1", "+61422222222", "+61411111111", "Grüße 👍", status_url=STATUS_URL)
TEXT = {"message_id": "A1", "from": "+61411111111", "to": "+61422222222", "body": "Grüße 👍"}


def clicksend(**settings: object) -> ClickSend:
    return ClickSend(ClickSendSettings.model_validate({"username": "parley", "api_key": "k"} | settings))


def form(fields: dict[str, Any]) -> WebhookRequest:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return WebhookRequest("POST", URL, headers, urlencode(fields).encode(), NOW)


def query(fields: dict[str, Any]) -> WebhookRequest:
    return WebhookRequest("GET", f"{URL}?{urlencode(fields)}", {}, b"", NOW)


def as_json(fields: dict[str, Any]) -> WebhookRequest:
    return WebhookRequest("POST", URL, {"content-type": "application/json"}, json.dumps(fields).encode(), NOW)


def parsed(request: WebhookRequest) -> Inbound | Receipt:
    [event] = clicksend().parse(request)
    return event


def refusal(document: Any, status: int = 200) -> SendError:
    with pytest.raises(SendError) as caught:
        clicksend().read(answer(status, document))
    return caught.value


def messages(**message: Any) -> dict[str, Any]:
    return {
        "http_code": 200,
        "response_code": "SUCCESS",
        "response_msg": "Here you are.",
        "data": {"messages": [message]},
    }


# ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encode", [form, query, as_json])
def test_a_text_is_read_in_every_encoding(encode):
    assert Inbound("A1", "+61411111111", "+61422222222", "Grüße 👍") == parsed(encode(TEXT))


@pytest.mark.parametrize("encode", [form, query, as_json])
def test_a_report_is_read_in_every_encoding(encode):
    receipt = parsed(
        encode({"message_id": "B1", "status_code": 301, "custom_string": "msg_1", "timestamp": 1436175221})
    )

    assert Receipt("B1", MessageStatus.UNDELIVERED, "301", "301", reference="msg_1") == receipt


@pytest.mark.parametrize("id", [{}, {"message_id": ""}, {"message_id": " "}])
def test_a_text_without_an_id_is_known_by_what_it_says(id):
    bare = {"from": "639171234567", "body": "hello world"}
    one, again, other = (parsed(form(bare | id | changes)) for changes in ({}, {}, {"body": "hello"}))

    assert one == again
    assert ("+639171234567", "", "hello world") == (one.sender, one.recipient, one.text)
    assert one.provider_id != other.provider_id


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"from": "+61411111111"},
        {"body": "hi"},
        {"message_id": "B1"},
        {"status_code": "201"},
        {"message_id": "B1", "status_code": " "},
    ],
)
def test_what_is_neither_text_nor_report_is_refused(fields):
    with pytest.raises(BadPayload):
        parsed(form(fields))


@pytest.mark.parametrize("body", [b"[]", b"{", b'"from"'])
def test_json_of_another_shape_is_refused(body):
    with pytest.raises(BadPayload):
        parsed(WebhookRequest("POST", URL, {"content-type": "application/json"}, body, NOW))


@pytest.mark.parametrize(
    ("code", "word", "status", "raw"),
    [
        ("201", "Delivered", MessageStatus.DELIVERED, "Delivered"),
        ("201", "Sent", MessageStatus.DELIVERED, "Sent"),
        ("200", "Sent", MessageStatus.SENT, "Sent"),
        ("300", "", MessageStatus.SENT, "300"),
        ("301", "Failed", MessageStatus.UNDELIVERED, "Failed"),
        ("", "Failed", MessageStatus.FAILED, "Failed"),
        ("999", "Delivered", MessageStatus.DELIVERED, "Delivered"),
        ("999", "", MessageStatus.UNKNOWN, "999"),
        ("", "CancelledAfterReview", MessageStatus.REJECTED, "CancelledAfterReview"),
    ],
)
def test_a_code_tells_more_than_a_word(code, word, status, raw):
    receipt = parsed(form({"message_id": "B1", "status_code": code, "status": word}))

    assert (status, raw) == (receipt.status, receipt.raw_status)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"status_code": "201", "error_code": ""}, None),
        ({"status_code": "201", "error_code": "5"}, None),
        ({"status_code": "301", "error_code": "5"}, "301"),
        ({"status": "Failed", "error_code": "5"}, "5"),
        ({"status": "Failed"}, None),
    ],
)
def test_only_a_failure_has_an_error(fields, error):
    assert error == parsed(form({"message_id": "B1", **fields})).error_code


# ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_our_own_id_goes_out_as_the_note():
    [message] = json.loads(clicksend(source="riverside").build(MESSAGE).body)["messages"]

    assert ("msg_1", "riverside", "Grüße 👍") == (message["custom_string"], message["source"], message["body"])


@pytest.mark.parametrize(("code", "kind"), ERRORS.items())
def test_every_known_code_has_its_class_wherever_it_stands(code, kind):
    inside, whole = refusal(messages(message_id="", status=code)), refusal({"response_code": code}, 400)

    assert ((kind, code), (kind, code)) == ((inside.kind, inside.code), (whole.kind, whole.code))


def test_a_code_that_nobody_documented_is_permanent():
    error = refusal(messages(message_id="B1", status="BAD_WEATHER"))

    assert (ErrorClass.PERMANENT, "BAD_WEATHER", "Here you are.") == (error.kind, error.code, error.detail)


@pytest.mark.parametrize("message", [{"status": "SUCCESS"}, {"status": "SUCCESS", "message_id": ""}, {}])
def test_a_success_without_an_id_is_not_known_to_be_one(message):
    assert ErrorClass.UNKNOWN is refusal(messages(**message)).kind


@pytest.mark.parametrize(("parts", "segments"), [(2, 2), ("3", 3), (None, None), ("²", None), (1.5, None)])
def test_an_acceptance_tells_the_segments(parts, segments):
    sent = clicksend().read(answer(200, messages(message_id="B1", status="SUCCESS", message_parts=parts)))

    assert ("B1", segments) == (sent.provider_id, sent.segments)
