"""What is on the wire is found when its time is over, and a lease ends with the last of what it is for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.events import MessageClass, MessageStatus
from bot.store import leases, messages, outcomes
from bot.store.messages import Message
from bot.store.tables import lease, message
from tests.stage import NOON

UNTIL = NOON + timedelta(seconds=30)
LATER = UNTIL + timedelta(seconds=30)
SAID = Message(
    id="msg_1",
    conversation_id="cnv_1",
    channel="main",
    sender="+15550100000",
    recipient="+12065550101",
    message_class=MessageClass.CONVERSATIONAL,
    text="Hello",
    media=[],
    encoding="GSM-7",
    units=5,
    segments=1,
    status=MessageStatus.QUEUED,
    due_at=NOON,
    provider="loopback",
    created_at=NOON,
)


@pytest.fixture
def claimed(conn):
    """Three messages that one claim has put on the wire."""
    messages.add(conn, [SAID._replace(id=f"msg_{number}") for number in (1, 2, 3)])
    messages.mark_sending(conn, [1, 2, 3], "run_1", UNTIL)
    return conn


def overdue(conn, now, limit=10):
    return [delivery.id for delivery in outcomes.overdue(conn, now, limit)]


def kept(conn):
    return conn.execute(select(lease.c.until, lease.c.seqs).order_by(lease.c.id)).all()


def taken(conn, *seqs):
    outcomes.save_accepted(conn, [(seq, f"theirs-{seq}", MessageStatus.ACCEPTED) for seq in seqs], NOON)


def test_a_claim_leaves_when_a_message_is_due_as_it_was(claimed):
    assert [(NOON, UNTIL, 1)] * 3 == claimed.execute(
        select(message.c.due_at, message.c.leased_until, message.c.attempts)
    ).all()
    assert [(UNTIL, [1, 2, 3])] == kept(claimed)


def test_nothing_is_overdue_before_its_time(claimed):
    assert [] == overdue(claimed, UNTIL - timedelta(microseconds=1))
    assert ["msg_1", "msg_2", "msg_3"] == overdue(claimed, UNTIL)


def test_what_is_over_is_not_overdue_and_the_lease_ends_with_the_last_of_it(claimed):
    taken(claimed, 1, 3)
    assert ["msg_2"] == overdue(claimed, LATER)
    assert ["msg_2"] == overdue(claimed, LATER), "it is there until something becomes of it"
    taken(claimed, 2)

    assert 1 == len(kept(claimed))
    assert [] == overdue(claimed, LATER)
    assert [] == kept(claimed)


def test_what_cannot_be_looked_at_now_is_looked_at_next(claimed):
    assert ["msg_1", "msg_2"] == overdue(claimed, UNTIL, limit=2)
    taken(claimed, 1, 2)
    assert ["msg_3"] == overdue(claimed, UNTIL, limit=2)


def test_what_was_claimed_again_counts_from_its_last_claim(claimed):
    taken(claimed, 1, 3)
    messages.mark_sending(claimed, [2], "run_2", LATER)

    assert [] == overdue(claimed, UNTIL)
    assert [(LATER, [1, 2, 3]), (LATER, [2])] == kept(claimed)
    assert ["msg_2"] == overdue(claimed, LATER)[:1]


def test_what_an_older_release_has_claimed_since_counts_by_when_it_is_due(claimed):
    claimed.execute(update(message).values(leased_until=None, due_at=LATER))

    assert [] == overdue(claimed, UNTIL)
    assert ["msg_1", "msg_2", "msg_3"] == overdue(claimed, LATER)


def test_runs_are_asked_for_what_they_have_on_the_wire(claimed):
    messages.add(claimed, [SAID._replace(id="msg_4"), SAID._replace(id="msg_5")])
    messages.mark_sending(claimed, [5], "run_2", UNTIL)
    taken(claimed, 1)

    assert {"msg_2", "msg_3"} == set(outcomes.claimed_by(claimed, ["run_1"]))
    assert {"msg_5"} == set(outcomes.claimed_by_others(claimed, "run_1"))
    assert {} == outcomes.claimed_by(claimed, ["run_3"])
    assert 3 == leases.count(claimed, "main", "")
    assert 0 == leases.count(claimed, "other", "")
