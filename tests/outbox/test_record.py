"""What a call gave is written down the same way, whether more than the usual was asked about it or not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.events import MessageClass, MessageStatus, Sent
from bot.outbox.progress import accepted
from bot.outbox.record import Outcome, Recorder
from bot.store import messages, receipts
from bot.store import outcomes as store
from bot.store.db import Database
from bot.store.messages import Message
from bot.store.receipts import KeptReceipt
from tests import stage

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(seconds=2)
MESSAGE = Message(
    id="msg_1",
    conversation_id="cnv_1",
    channel="main",
    sender="+15550100000",
    recipient="+12065550101",
    message_class=MessageClass.CONVERSATIONAL,
    text="Hello",
    media=[],
    encoding="gsm7",
    units=5,
    segments=1,
    status=MessageStatus.SENDING,
    due_at=NOON + timedelta(seconds=30),
    provider="loopback",
    created_at=NOON,
)
TRIED = MESSAGE._replace(id="msg_2", error="busy", error_detail="come back later")
PASSCODE = MESSAGE._replace(id="msg_3", message_class=MessageClass.OTP)
REPORT = KeptReceipt("main", "p-2", None, None, MessageStatus.DELIVERED, "DELIVRD", None, None, NOON)


@pytest.fixture
async def database(either_database, tmp_path):
    database = Database(stage.place(tmp_path), tmp_path / "state")
    await database.open()
    yield database
    await database.close()


def recorded(conn, outcomes):
    Recorder({}, lambda: 0.0).record(conn, outcomes, LATER)
    return store.deliveries(conn, [outcome.message_id for outcome in outcomes])


@pytest.mark.parametrize(
    "sent",
    [Sent("p-1"), Sent("p-1", MessageStatus.SENT), Sent("p-1", MessageStatus.DELIVERED), Sent(None)],
    ids=["accepted", "sent", "delivered", "without an id"],
)
@pytest.mark.parametrize("message", [MESSAGE, TRIED, PASSCODE], ids=["usual", "tried before", "a passcode"])
async def test_what_was_taken_is_as_the_rules_have_it(database, message, sent):
    await database.run(messages.add, [message])
    before = await database.run(store.deliveries, [message.id])

    after = await database.run(recorded, [Outcome.of(message.id, 1, sent)])

    assert {message.id: accepted(before[message.id], sent, LATER)} == after


async def test_a_report_that_was_quicker_counts_and_the_others_are_as_usual(database):
    await database.run(messages.add, [MESSAGE, TRIED])
    await database.run(receipts.add, [REPORT])

    outcomes = [Outcome.of("msg_1", 1, Sent("p-1")), Outcome.of("msg_2", 1, Sent("p-2"))]
    after = await database.run(recorded, outcomes)

    assert [
        ("msg_1", MessageStatus.ACCEPTED, "p-1", LATER, None),
        ("msg_2", MessageStatus.DELIVERED, "p-2", LATER, NOON),
    ] == [(one.id, one.status, one.provider_id, one.sent_at, one.delivered_at) for one in after.values()]


async def test_two_answers_about_one_message_are_taken_in_their_order(database):
    await database.run(messages.add, [MESSAGE])

    outcomes = [Outcome.of("msg_1", 1, Sent("p-1")), Outcome.of("msg_1", 2, Sent("p-2", MessageStatus.SENT))]
    after = await database.run(recorded, outcomes)

    assert (MessageStatus.SENT, "p-2") == (after["msg_1"].status, after["msg_1"].provider_id)


async def test_what_was_erased_meanwhile_is_left_alone(database):
    assert {} == await database.run(recorded, [Outcome.of("msg_9", 1, Sent("p-9"))])
