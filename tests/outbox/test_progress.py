"""A delivery moves on, whatever comes in whatever order, and never back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SendError
from bot.events import ErrorClass, MessageClass, MessageStatus, Sent
from bot.outbox import progress
from bot.store.outcomes import Delivery

S = MessageStatus
NOW = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=20)
ERROR = SendError(ErrorClass.UNKNOWN, "timeout", "no answer")
SETTLED = [S.ACCEPTED, S.SENT, S.DELIVERED, S.UNDELIVERED, S.FAILED, S.REJECTED, S.EXPIRED, S.CANCELED, S.REFUSED]


def delivery(status=S.SENDING, **more):
    fields = {
        "id": "msg_1",
        "status": status,
        "due_at": NOW if status in (S.QUEUED, S.SENDING, S.UNKNOWN) else None,
        "leased_until": NOW + timedelta(seconds=30) if status is S.SENDING else None,
        "error": None,
        "error_detail": None,
        "provider_id": None,
        "sent_at": None,
        "delivered_at": None,
        "unknown_at": NOW if status is S.UNKNOWN else None,
        "doubted_at": NOW if status is S.UNKNOWN else None,
        "resends": 0,
        "possible_duplicate": False,
        "channel": "main",
        "recipient": "+12065550101",
        "message_class": MessageClass.CONVERSATIONAL,
        "session_id": None,
        "state": None,
        "attempts": 1,
        "claimed_by": "run_1",
        "moved_from": None,
        "expires_at": None,
    }
    return Delivery(**fields | more)


def test_accepted():
    moved = progress.accepted(delivery(), Sent("SM1"), NOW)

    assert (S.ACCEPTED, "SM1", NOW, None) == (moved.status, moved.provider_id, moved.sent_at, moved.due_at)


@pytest.mark.parametrize("status", SETTLED)
def test_an_answer_that_comes_after_the_report_changes_no_status(status):
    known = delivery(status)
    moves = [
        progress.rejected(known, ERROR),
        progress.given_up(known, ERROR),
        progress.postponed(known, ERROR, LATER),
        progress.lost_sight(known, ERROR, NOW, LATER),
    ]

    assert [known] * 4 == moves


def test_what_was_certainly_not_taken_goes_back_into_the_queue_even_if_it_was_given_up_for_unknown():
    moved = progress.postponed(delivery(S.UNKNOWN), ERROR, LATER)

    assert (S.QUEUED, LATER, None, "timeout") == (moved.status, moved.due_at, moved.unknown_at, moved.error)


def test_a_report_that_it_got_through_clears_the_error_of_the_attempt_before():
    moved = progress.reported(delivery(S.UNKNOWN, error="timeout"), S.DELIVERED, None, LATER)

    assert (S.DELIVERED, None, None, LATER, LATER) == (
        moved.status,
        moved.error,
        moved.due_at,
        moved.sent_at,
        moved.delivered_at,
    )


def test_sent_again():
    moved = progress.resent(delivery(S.UNKNOWN), LATER, possible_duplicate=True)

    assert (S.QUEUED, LATER, 1, True, None) == (
        moved.status,
        moved.due_at,
        moved.resends,
        moved.possible_duplicate,
        moved.unknown_at,
    )


def test_the_first_doubt_counts_however_many_processes_doubt_after_it():
    lost = progress.lost_sight(delivery(), ERROR, NOW, LATER)
    doubted = progress.out_of_sight(lost, LATER, LATER)

    assert (S.UNKNOWN, LATER, NOW) == (doubted.status, doubted.unknown_at, doubted.doubted_at)
    assert progress.resent(doubted, LATER, possible_duplicate=False).doubted_at is None


statuses = st.sampled_from(S)


@given(st.lists(statuses, max_size=12))
def test_nothing_that_was_settled_comes_back_into_the_outbox(reports):
    moved = delivery()
    settled = False
    for report in reports:
        moved = progress.reported(moved, report, None, LATER)
        settled = settled or moved.status in SETTLED
        assert (moved.due_at is None) == settled


@given(st.sampled_from(S), statuses)
def test_a_report_twice_is_a_report_once(status, report):
    once = progress.reported(delivery(status), report, "code", LATER)

    assert once == progress.reported(once, report, "code", LATER + timedelta(hours=1))
