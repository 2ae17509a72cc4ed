"""What is Bandwidth's alone: lists of one, applications, tags, codes that are known by their first digit."""

import json
from typing import Any

import pytest

from bot.errors import BadPayload, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt
from bot.providers.bandwidth import ERRORS, Bandwidth, BandwidthSettings
from bot.providers.base import WebhookRequest
from tests.answers import answer
from tests.providers.examples import NOW, STATUS_URL, URL

MESSAGE = Outbound("msg_1", "+14155550100", "+14155550101", "hi", status_url=STATUS_URL)
ACCOUNT = {"account_id": "9900902", "application_id": "app-1", "api_user": "user", "api_password": "password"}
RECEIVED = {"id": "in-1", "owner": "+14155550100", "from": "+14155550101", "text": "hello", "applicationId": "app-1"}


def bandwidth(**settings: object) -> Bandwidth:
    return Bandwidth(BandwidthSettings.model_validate(ACCOUNT | settings))


def parsed(document: Any) -> list[Inbound | Receipt]:
    return bandwidth().parse(WebhookRequest("POST", URL, {}, json.dumps(document).encode(), NOW))


def text(**changes: Any) -> dict[str, Any]:
    return {"type": "message-received", "to": "+14155550100", "message": RECEIVED | changes}


def failure(code: object) -> Receipt:
    message = {"id": "carrier-1", "tag": "msg_1"}
    [receipt] = parsed([{"type": "message-failed", "to": "+14155550101", "errorCode": code, "message": message}])
    assert isinstance(receipt, Receipt)
    return receipt


def refusal(response: Any) -> SendError:
    with pytest.raises(SendError) as caught:
        bandwidth().read(response)
    return caught.value


# ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_event_comes_in_a_list_or_alone():
    assert [Inbound("in-1", "+14155550101", "+14155550100", "hello")] == parsed([text()]) == parsed(text())


def test_a_list_of_several_brings_them_all_even_when_one_cannot_be_read():
    assert ["in-1", "in-3"] == [
        one.provider_id for one in parsed([text(), {"type": "message-received"}, text(id="in-3")])
    ]


@pytest.mark.parametrize("document", [[], {}, None, "text", [5], [{"type": "message-received", "message": "?"}]])
def test_what_is_no_event_is_refused(document):
    with pytest.raises(BadPayload):
        parsed(document)


def test_in_a_group_the_owner_is_our_number():
    [inbound] = parsed([text(to=["+14155550100", "+14155550199"])])

    assert "+14155550100" == inbound.recipient


def test_without_an_owner_the_event_says_whom_it_is_for():
    message = {name: value for name, value in RECEIVED.items() if name != "owner"}

    [inbound] = parsed([{"type": "message-received", "to": "+14155550100", "message": message}])

    assert "+14155550100" == inbound.recipient


def test_a_text_of_another_application_is_refused():
    with pytest.raises(BadPayload, match="applicationId"):
        parsed([text(applicationId="app-2")])


def test_media_that_are_no_addresses_are_refused():
    with pytest.raises(BadPayload):
        parsed([text(media={"0": "https://foo.bar/a.jpg"})])


def test_our_own_id_comes_back_as_the_tag():
    receipt = failure(4720)

    assert ("carrier-1", "msg_1", "+14155550101") == (receipt.provider_id, receipt.reference, receipt.recipient)


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        (4360, MessageStatus.EXPIRED, ErrorClass.PERMANENT),
        (4405, MessageStatus.FAILED, ErrorClass.PERMANENT),
        (4432, MessageStatus.FAILED, ErrorClass.PERMANENT),
        (4482, MessageStatus.FAILED, ErrorClass.OPT_OUT),
        (4702, MessageStatus.FAILED, ErrorClass.RETRYABLE),
        (4720, MessageStatus.FAILED, ErrorClass.PERMANENT),
        (4775, MessageStatus.FAILED, ErrorClass.OPT_OUT),
        (4780, MessageStatus.FAILED, ErrorClass.THROTTLED),
        (4785, MessageStatus.FAILED, ErrorClass.THROTTLED),
        (4789, MessageStatus.FAILED, ErrorClass.THROTTLED),
        (4790, MessageStatus.FAILED, ErrorClass.PERMANENT),
        (5106, MessageStatus.FAILED, ErrorClass.RETRYABLE),
        (5600, MessageStatus.FAILED, ErrorClass.RETRYABLE),
        (9902, MessageStatus.UNKNOWN, ErrorClass.UNKNOWN),
        (9999, MessageStatus.UNKNOWN, ErrorClass.UNKNOWN),
        (7000, MessageStatus.FAILED, None),
        ("4775", MessageStatus.FAILED, ErrorClass.OPT_OUT),
    ],
)
def test_every_documented_code_has_its_class(code, status, kind):
    receipt = failure(code)

    assert (status, str(code), kind) == (receipt.status, receipt.error_code, receipt.error_class)


@pytest.mark.parametrize("code", [None, "", [], True])
def test_a_failure_without_a_code_is_a_failure(code):
    assert MessageStatus.FAILED is failure(code).status


# ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_message_goes_to_one_recipient_from_the_application():
    request = bandwidth().build(MESSAGE)

    expected = {"applicationId": "app-1", "to": ["+14155550101"], "from": "+14155550100", "text": "hi", "tag": "msg_1"}
    assert expected == json.loads(request.body)
    assert "https://messaging.bandwidth.com/api/v2/users/9900902/messages" == request.url


def test_an_account_that_would_be_another_path_is_refused():
    with pytest.raises(ValueError, match="account_id"):
        bandwidth(account_id="9/../8")


@pytest.mark.parametrize(
    ("status", "document", "kind", "code", "detail"),
    [
        (
            400,
            {
                "type": "request-validation",
                "description": "no",
                "fieldErrors": [{"fieldName": "to", "description": "why"}],
            },
            ErrorClass.PERMANENT,
            "request-validation",
            "no: why",
        ),
        (401, {"type": "unauthorized", "description": "no"}, ErrorClass.AUTH, "unauthorized", "no"),
        (403, {"type": "forbidden", "description": "no"}, ErrorClass.AUTH, "forbidden", "no"),
        (406, {"type": "not-acceptable", "description": "no"}, ErrorClass.PERMANENT, "not-acceptable", "no"),
        (
            415,
            {"type": "unsupported-media-type", "fieldErrors": "?"},
            ErrorClass.PERMANENT,
            "unsupported-media-type",
            None,
        ),
        (429, {"type": "max-message-queue-size-exceeded", "description": "full"}, ErrorClass.THROTTLED, None, "full"),
        (500, {"type": "server-error", "description": "no"}, ErrorClass.UNKNOWN, "server-error", "no"),
    ],
)
def test_a_refusal_has_a_type_and_words(status, document, kind, code, detail):
    error = refusal(answer(status, document))

    assert (kind, code or document["type"], detail or error.detail) == (error.kind, error.code, error.detail)


@pytest.mark.parametrize(("count", "segments"), [(3, 3), ("2", 2), (None, None), ("²", None), ({}, None)])
def test_an_acceptance_tells_the_segments(count, segments):
    sent = bandwidth().read(answer(202, {"id": "carrier-1", "segmentCount": count}))

    assert ("carrier-1", segments) == (sent.provider_id, sent.segments)


def test_words_of_ours_and_codes_of_theirs_are_kept_apart():
    assert {code for code in ERRORS if not code.isdecimal()} == {
        "max-message-queue-size-exceeded",
        "unauthorized",
        "forbidden",
    }
