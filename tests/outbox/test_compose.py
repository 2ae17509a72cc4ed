"""Every message is made in one place: counted, judged, and refused with a reason where it may not go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.config import load_settings
from bot.events import MessageClass, MessageStatus
from bot.limits import MESSAGE_CHARS_MAX
from bot.outbox.compose import Saying, compose
from bot.outbox.status_url import is_signed, status_url
from bot.runtime.runtime import make_channels

NOW = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
CHANNEL = make_channels(load_settings(environ={}))["main"]


def composed(text, message_class=MessageClass.TRANSACTIONAL, *, suppressed=False, **more):
    saying = Saying(text, message_class, **more)
    return compose(
        saying,
        id="msg_1",
        conversation_id="cnv_1",
        recipient="+12065550101",
        channel=CHANNEL,
        suppressed=suppressed,
        now=NOW,
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
        ("", MessageClass.TRANSACTIONAL, False, "empty"),
        ("x" * (MESSAGE_CHARS_MAX + 1), MessageClass.TRANSACTIONAL, False, "too_long"),
        ("Hello", MessageClass.TRANSACTIONAL, True, "opted_out"),
        ("Hello", MessageClass.CONVERSATIONAL, True, "opted_out"),
        ("Hello", MessageClass.CONSENT, True, None),
        ("x" * MESSAGE_CHARS_MAX, MessageClass.TRANSACTIONAL, False, None),
    ],
)
def test_what_may_not_be_said_is_written_down_as_refused(text, message_class, suppressed, reason):
    message = composed(text, message_class, suppressed=suppressed)

    assert (MessageStatus.REFUSED if reason else MessageStatus.QUEUED, reason) == (message.status, message.error)
    assert (message.due_at is None) == (reason is not None)
    assert text == message.text


def test_a_picture_needs_no_words():
    assert MessageStatus.QUEUED == composed("", media=["https://example.com/a.png"]).status


def test_a_message_may_be_for_later_and_from_another_sender():
    message = composed("Hello", send_at=NOW + timedelta(hours=1), sender="SignOTP")

    assert (NOW + timedelta(hours=1), "SignOTP") == (message.due_at, message.sender)


def test_a_time_that_is_over_means_now():
    assert NOW == composed("Hello", send_at=NOW - timedelta(hours=1)).due_at


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
