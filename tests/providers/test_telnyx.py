"""What is Telnyx's alone: key pairs, profiles, its events and its codes. Its SDK is asked in test_telnyx_sdk.py."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import BadPayload, BadSignature, ConfigError, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound
from bot.providers.base import Sample, make_provider
from bot.providers.telnyx import Telnyx
from tests.answers import answer
from tests.providers.examples import EXAMPLES, NOW, URL
from tests.providers.examples.telnyx import PUBLIC_KEY, SIGNING_KEY

EXAMPLE = EXAMPLES["telnyx"]
MESSAGE = Outbound("msg_1", "+14155550100", "+14155550101", "hi")
OTHER_KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="


def telnyx(**settings: object) -> Telnyx:
    return make_provider("telnyx", {"api_key": "api-key", "public_key": PUBLIC_KEY} | settings, "channels", "main")


def test_while_rotating_the_previous_key_is_still_good():
    telnyx(public_key=OTHER_KEY, public_key_previous=PUBLIC_KEY).verify(EXAMPLE.webhook(EXAMPLE.inbound))
    with pytest.raises(BadSignature):
        telnyx(public_key=OTHER_KEY).verify(EXAMPLE.webhook(EXAMPLE.inbound))


@pytest.mark.parametrize(("seconds", "good"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)])
def test_an_event_is_good_for_five_minutes(seconds, good):
    request = replace(EXAMPLE.webhook(EXAMPLE.inbound), received_at=NOW + timedelta(seconds=seconds))

    if good:
        telnyx().verify(request)
    else:
        with pytest.raises(BadSignature, match="300 seconds"):
            telnyx().verify(request)


def test_the_time_is_signed_too():
    request = EXAMPLE.webhook(EXAMPLE.inbound)
    later = {**request.headers, "telnyx-timestamp": str(int(NOW.timestamp()) + 1)}

    with pytest.raises(BadSignature):
        telnyx().verify(replace(request, headers=later))


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"public_key": "secret"}, "channels.main.public_key: is not the base64 of an Ed25519 key"),
        ({"public_key_previous": OTHER_KEY[:-4]}, "channels.main.public_key_previous"),
        ({"signing_key": OTHER_KEY}, "the public half of `signing_key` is neither"),
    ],
)
def test_a_key_that_is_none_is_found_at_the_start(settings, problem):
    with pytest.raises(ConfigError, match=problem):
        telnyx(**settings)


def test_a_sample_needs_a_key_of_ones_own():
    wanted = {"url": URL, "sender": "+1", "recipient": "+2", "text": "hi", "id": "in-1", "now": NOW}

    telnyx().verify(telnyx(signing_key=SIGNING_KEY).sample_webhook(Sample.INBOUND, **wanted))
    with pytest.raises(ConfigError, match="signing_key"):
        telnyx().sample_webhook(Sample.INBOUND, **wanted)


@pytest.mark.parametrize("event", ["10dlc.brand.update", "call.initiated", "fax.queued"])
def test_events_that_are_not_of_messages_are_acknowledged(event):
    assert [] == telnyx().parse(EXAMPLE.webhook({**EXAMPLE.receipt, "data.event_type": event}))


def test_a_message_to_several_is_reported_for_each():
    fields = {
        **EXAMPLE.receipt,
        "data.payload.to.1.phone_number": "+14155550102",
        "data.payload.to.1.status": "delivery_failed",
    }

    receipts = telnyx().parse(EXAMPLE.webhook(fields))

    expected = [("+14155550101", MessageStatus.DELIVERED), ("+14155550102", MessageStatus.UNDELIVERED)]
    assert expected == [(receipt.recipient, receipt.status) for receipt in receipts]


@pytest.mark.parametrize(("word", "expected"), [("STOP", "STOP"), ("HELP", "HELP"), ("WHAT", None), (None, None)])
def test_telnyx_tells_which_word_it_answered_itself(word, expected):
    [inbound] = telnyx().parse(EXAMPLE.webhook({**EXAMPLE.inbound, "data.payload.autoresponse_type": word}))

    assert isinstance(inbound, Inbound)
    assert expected == inbound.opt_out


@pytest.mark.parametrize("document", [[], {}, {"data": []}, {"data": {"event_type": "message.received"}}])
def test_a_document_of_another_shape_is_refused(document):
    request = replace(EXAMPLE.webhook(EXAMPLE.inbound), body=json.dumps(document).encode())

    with pytest.raises(BadPayload):
        telnyx().parse(request)


def test_a_profile_sends_from_its_pool():
    body = json.loads(telnyx(messaging_profile_id="profile-1").build(MESSAGE).body)

    assert {"messaging_profile_id": "profile-1", "to": "+14155550101", "text": "hi"} == body


def test_a_stop_is_told_by_its_title_for_the_code_is_used_for_more():
    error = {"code": "40300", "title": "Sender is not configured"}

    with pytest.raises(SendError) as caught:
        telnyx().read(answer(403, {"errors": [error]}))

    assert ErrorClass.PERMANENT == caught.value.kind


@pytest.mark.parametrize("code", ["40005", "40014"])
def test_a_message_that_came_too_late_is_expired(code):
    fields = {**EXAMPLE.receipt, "data.payload.to.0.status": "delivery_failed", "data.payload.errors": [{"code": code}]}

    [receipt] = telnyx().parse(EXAMPLE.webhook(fields))

    assert (MessageStatus.EXPIRED, "delivery_failed", code) == (receipt.status, receipt.raw_status, receipt.error_code)


def test_a_server_that_asks_to_try_again_may_have_sent():
    with pytest.raises(SendError) as caught:
        telnyx().read(answer(503, {"errors": [{"code": "10008", "title": "Service unavailable"}]}))

    assert (ErrorClass.UNKNOWN, "10008") == (caught.value.kind, caught.value.code)


@pytest.mark.parametrize(
    ("data", "status", "segments"),
    [
        ({"id": "m-1", "to": [{"status": "queued"}], "parts": 3}, MessageStatus.ACCEPTED, 3),
        ({"id": "m-1", "to": [{"status": "sent"}], "parts": 0}, MessageStatus.SENT, None),
        ({"id": "m-1", "to": [], "parts": "2"}, MessageStatus.ACCEPTED, None),
        ({"id": "m-1", "to": [{"status": ["sent"]}]}, MessageStatus.ACCEPTED, None),
        ({"id": "m-1", "parts": True}, MessageStatus.ACCEPTED, None),
    ],
)
def test_an_acceptance_tells_status_and_segments(data, status, segments):
    sent = telnyx().read(answer(200, {"data": data}))

    assert ("m-1", status, segments) == (sent.provider_id, sent.status, sent.segments)


def test_credentials_are_checked_by_asking_for_something_harmless():
    request = telnyx().probe()

    assert ("GET", "https://api.telnyx.com/v2/balance") == (request.method, request.url)
    assert "Bearer api-key" == request.header("authorization")
