"""Every message is made in one place: counted, judged, and refused with a reason where it may not go."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.compliance.hours import Timing
from bot.compliance.standing import Suppression
from bot.config import load_settings
from bot.events import MessageClass, MessageStatus
from bot.limits import MESSAGE_CHARS_MAX
from bot.outbox.compose import Saying, compose
from bot.outbox.status_url import is_signed, status_url
from bot.providers.base import make_provider
from bot.routing import Choice
from bot.routing.pool import How, Picked
from bot.routing.routes import NO_ROUTE, Unfit
from bot.routing.routes import How as Chosen
from bot.runtime.channels import make_channels

NOW = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
MORNING = NOW + timedelta(hours=16)
NIGHT = Timing(False, MORNING, "quiet_hours", {})
OUT = Suppression("keyword", NOW, event="cns_1")
CHANNEL = make_channels(load_settings(environ={}))["main"]


def composed(text, message_class=MessageClass.TRANSACTIONAL, *, suppressed=None, hours=None, answers=False, **more):
    saying = Saying(text, message_class, **more)
    return compose(
        saying,
        id="msg_1",
        conversation_id="cnv_1",
        recipient="+12065550101",
        channel=CHANNEL,
        suppressed=suppressed,
        now=NOW,
        hours=hours,
        answers=answers,
    )


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments"),
    [("Hello", "GSM-7", 5, 1), ("¿Qué tal? 😀", "UCS-2", 12, 1), ("x" * 161, "GSM-7", 161, 2)],
)
def test_a_message_knows_what_it_costs(text, encoding, units, segments):
    message = composed(text)

    assert (encoding, units, segments) == (message.encoding, message.units, message.segments)
    assert (MessageStatus.QUEUED, NOW, "+15550100000") == (message.status, message.due_at, message.sender)


@pytest.mark.parametrize(
    ("text", "message_class", "suppressed", "reason"),
    [
        ("", MessageClass.TRANSACTIONAL, None, "empty"),
        ("x" * (MESSAGE_CHARS_MAX + 1), MessageClass.TRANSACTIONAL, None, "too_long"),
        ("Hello", MessageClass.TRANSACTIONAL, OUT, "opted_out"),
        ("Hello", MessageClass.CONVERSATIONAL, OUT, "opted_out"),
        ("Hello", MessageClass.CONSENT, OUT, None),
        ("x" * MESSAGE_CHARS_MAX, MessageClass.TRANSACTIONAL, None, None),
    ],
)
def test_what_may_not_be_said_is_written_down_as_refused(text, message_class, suppressed, reason):
    message = composed(text, message_class, suppressed=suppressed)

    assert (MessageStatus.REFUSED if reason else MessageStatus.QUEUED, reason) == (message.status, message.error)
    assert (message.due_at is None) == (reason is not None)
    assert text == message.text
    assert ("cns_1" if reason == "opted_out" else None) == (message.decision or {}).get("consent_event")


def test_a_picture_needs_no_words():
    assert MessageStatus.QUEUED == composed("", media=["https://example.com/a.png"]).status


def test_a_message_may_be_for_later_and_from_another_sender():
    message = composed("Hello", send_at=NOW + timedelta(hours=1), sender="SignOTP")

    assert (NOW + timedelta(hours=1), "SignOTP") == (message.due_at, message.sender)


def test_a_time_that_is_over_means_now():
    assert NOW == composed("Hello", send_at=NOW - timedelta(hours=1)).due_at


@pytest.mark.parametrize(
    ("send_at", "expires_at", "due_at"),
    [
        (None, None, MORNING),
        (None, MORNING + timedelta(hours=1), MORNING),
        (None, NOW + timedelta(hours=1), NOW + timedelta(hours=1)),  # then it is given up
        (NOW + timedelta(hours=1), None, MORNING),
        (MORNING + timedelta(minutes=5), None, MORNING + timedelta(minutes=5)),
    ],
)
def test_what_is_held_is_looked_at_again_when_it_may_go_or_is_too_late(send_at, expires_at, due_at):
    message = composed("Sale!", MessageClass.MARKETING, hours=NIGHT, send_at=send_at, expires_at=expires_at)

    assert (MessageStatus.QUEUED, "quiet_hours", due_at) == (message.status, message.decision["reason"], message.due_at)


def test_marketing_lets_others_go_first_unless_somebody_waits_for_it():
    assert [False, True] == [
        composed("Sale!", MessageClass.MARKETING, answers=answers).urgent for answers in (False, True)
    ]


def test_the_address_for_receipts_is_signed_for_one_message_and_channel():
    url = status_url("https://sms.example.com", b"secret", "main", "msg_1")
    signature = url.rpartition("/")[2]

    assert f"https://sms.example.com/webhooks/main/status/msg_1/{signature}" == url
    assert is_signed(b"secret", "main", "msg_1", signature)
    for forged in [
        (b"secret", "main", "msg_2", signature),
        (b"secret", "other", "msg_1", signature),
        (b"public", "main", "msg_1", signature),
        (b"secret", "main", "msg_1", ""),
        (b"secret", "main", "msg_1", "é\udcff"),
    ]:
        assert not is_signed(*forged)


# ── the way ─────────────────────────────────────────────────────────────────────────────────────────────────────────


INDIA, LONDON = "+919820012345", "+447400123456"
TEMPLATES = {"visit.confirm.coming": "1", "visit.confirm": "2", "visit": "3", "otp": "4", "booked": "5"}


def registered(recipient=INDIA, *, provider="plivo", entity="1101", templates=TEMPLATES, **saying):
    """What becomes of a text on a channel that is registered in India, as far as that goes."""
    account = {"auth_id": "MA1", "auth_token": "auth-token"} if provider == "plivo" else {}
    channel = replace(CHANNEL, provider=make_provider(provider, account), dlt_entity_id=entity, dlt_templates=templates)
    given = {"text": "Hello", "message_class": MessageClass.TRANSACTIONAL} | saying
    message = compose(
        Saying(**given),
        id="msg_1",
        conversation_id="cnv_1",
        recipient=recipient,
        channel=channel,
        suppressed=None,
        now=NOW,
    )
    return message.error or message.dlt_template_id


@pytest.mark.parametrize(
    ("saying", "expected"),
    [
        ({"flow": "visit", "state": "confirm.coming"}, "1"),
        ({"flow": "visit", "state": "confirm.2"}, "2"),
        ({"flow": "visit", "state": "confirm"}, "2"),
        ({"flow": "visit", "state": "other.1"}, "3"),
        ({"flow": "visit", "state": "visit/confirm.1"}, "2"),
        ({"flow": "visit"}, "3"),
        ({"flow": "other", "state": "confirm", "message_class": MessageClass.OTP}, "4"),
        ({"dlt_template_id": "booked"}, "5"),
        ({"dlt_template_id": "110712345"}, "110712345"),
        ({"dlt_template_id": "110712345", "flow": "visit"}, "110712345"),
        ({"flow": "other"}, "dlt_template_missing"),
        ({"message_class": MessageClass.CONSENT}, None),
        ({"flow": "other", "recipient": LONDON}, None),
        ({"flow": "other", "entity": None}, None),
        ({"dlt_template_id": "7", "entity": None}, "dlt_entity_missing"),
        ({"dlt_template_id": "7", "provider": "loopback"}, "dlt_not_carried"),
        ({"dlt_template_id": "7", "provider": "loopback", "entity": None, "recipient": LONDON}, "7"),
    ],
)
def test_a_text_to_india_is_known_by_the_template_that_it_was_registered_as(saying, expected):
    assert expected == registered(**saying)


POOL = replace(CHANNEL, numbers=("+15550100000", "+15550100001"))


@pytest.mark.parametrize(
    ("channel", "picked", "choice", "expected"),
    [
        (CHANNEL, Picked("+15550100000", How.ONLY), None, None),
        (CHANNEL, Picked("+15550100000", How.ONLY), Choice(CHANNEL), None),
        (
            POOL,
            Picked("+15550100001", How.REPLACED, "+15550100002"),
            Choice(POOL),
            {"number": "+15550100001", "number_by": "replaced", "instead_of": "+15550100002"},
        ),
        (
            CHANNEL,
            Picked("+15550100000", How.ONLY),
            Choice(CHANNEL, Chosen.ROUTE, "US", 2, {"name": Unfit.SENDER}),
            {
                "channel": "main",
                "chosen_by": "route",
                "country": "US",
                "route": 2,
                "passed_over": {"name": "sender"},
            },
        ),
        (
            replace(CHANNEL, registration={"campaign_id": "C1"}),
            Picked("+15550100000", How.ONLY),
            None,
            {"registration": {"campaign_id": "C1"}},
        ),
    ],
)
def test_a_message_keeps_why_it_goes_this_way_where_there_was_a_choice(channel, picked, choice, expected):
    message = compose(
        Saying("Hello", MessageClass.TRANSACTIONAL),
        id="msg_1",
        conversation_id="cnv_1",
        recipient=LONDON,
        channel=channel,
        suppressed=None,
        now=NOW,
        picked=picked,
        choice=choice,
    )

    assert (None if expected is None else {"decision": "send", "route": expected}) == message.decision
    assert picked.number == message.sender


def test_what_no_channel_of_a_route_can_take_is_refused_with_what_was_tried():
    choice = Choice(CHANNEL, Chosen.ROUTE, "GB", 1, {"main": Unfit.MEDIA}, NO_ROUTE)
    message = compose(
        Saying("Hello", MessageClass.TRANSACTIONAL),
        id="msg_1",
        conversation_id="cnv_1",
        recipient=LONDON,
        channel=CHANNEL,
        suppressed=None,
        now=NOW,
        choice=choice,
    )

    assert (MessageStatus.REFUSED, "no_route", None) == (message.status, message.error, message.due_at)
    assert {"main": "media"} == message.decision["route"]["passed_over"]
