"""The figures and rules of sending, as tables."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.events import ErrorClass, MessageClass
from bot.outbox import policy
from bot.outbox.pace import Pace

C = MessageClass


@pytest.mark.parametrize(
    ("attempts", "shortest", "longest"),
    [(1, 1, 2), (2, 2, 4), (3, 4, 8), (7, 64, 128), (9, 150, 300), (1000, 150, 300)],
)
def test_pauses_double_up_to_a_limit_and_are_spread(attempts, shortest, longest):
    assert (shortest, longest) == (policy.backoff_s(attempts, 0.0), policy.backoff_s(attempts, 1.0))


@pytest.mark.parametrize(
    ("kind", "code", "attempts", "worn_out"),
    [
        (ErrorClass.RETRYABLE, "30001", 7, False),
        (ErrorClass.RETRYABLE, "30001", 8, True),
        (ErrorClass.RETRYABLE, policy.UNREACHABLE, 800, False),
        (ErrorClass.THROTTLED, "429", 800, False),
        (ErrorClass.AUTH, "401", 800, False),
        (ErrorClass.CREDIT, "402", 800, False),
    ],
)
def test_a_message_is_given_up_only_for_what_is_its_own(kind, code, attempts, worn_out):
    assert worn_out == policy.is_worn_out(kind, code, attempts)


@pytest.mark.parametrize(
    ("message_class", "age_s", "resends", "idempotent", "reports", "allowed"),
    [
        (C.CONVERSATIONAL, 19, 0, True, True, False),
        (C.CONVERSATIONAL, 20, 0, True, False, True),
        (C.OTP, 20, 0, True, False, True),
        (C.CONSENT, 20, 4, True, False, True),
        (C.CONSENT, 20, 5, True, False, False),
        (C.CONVERSATIONAL, 20, 0, False, False, False),
        (C.CONVERSATIONAL, 20, 0, False, True, True),
        (C.CONVERSATIONAL, 20, 1, False, True, False),
        (C.TRANSACTIONAL, 20, 0, False, True, True),
        (C.OTP, 20, 0, False, True, False),
        (C.MARKETING, 20, 0, False, True, False),
        (C.CONSENT, 20, 0, False, True, False),
    ],
)
def test_who_may_be_sent_again(message_class, age_s, resends, idempotent, reports, allowed):
    age = timedelta(seconds=age_s)

    assert allowed == policy.may_resend(message_class, age, resends, idempotent=idempotent, channel_reports=reports)


@pytest.mark.parametrize(("age_s", "look_s"), [(0, 1), (1, 20), (19, 20), (20, 60), (60, 300), (300, None)])
def test_when_an_unknown_message_is_looked_into(age_s, look_s):
    expected = None if look_s is None else timedelta(seconds=look_s)

    assert expected == policy.next_look(timedelta(seconds=age_s))


# ── pace ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_second_of_the_rate_is_saved_up_and_no_more():
    pace = Pace(5.0, 0.0)
    assert 5 == pace.free(1000.0)

    pace.begin(5)

    assert [0, 1, 5] == [pace.free(1000.1), pace.free(1000.3), pace.free(1009.0)]


def test_over_a_long_time_the_rate_is_kept():
    pace, sent = Pace(3.0, 0.0), 0
    for tick in range(10_000):
        free = pace.free(tick / 100)
        pace.begin(free)
        for _ in range(free):
            pace.end(worked=True)
        sent += free

    assert abs(sent - 300) <= 3


def test_a_rate_below_one_sends_now_and_then():
    pace = Pace(0.1, 0.0)
    pace.begin(pace.free(0.0))

    assert [0, 1] == [pace.free(9.0), pace.free(10.1)]


def test_calls_under_way_are_bounded():
    pace = Pace(1000.0, 0.0, at_once=4)
    pace.begin(3)
    assert 1 == pace.free(1.0)

    pace.end(worked=True)

    assert 2 == pace.free(1.0)


def test_after_a_failure_it_is_quiet_and_then_one_call_tries():
    pace = Pace(1000.0, 0.0)
    pace.begin(1)
    pace.end(worked=False)
    pace.pause(0.0, 10.0)
    assert [0, 1] == [pace.free(9.9), pace.free(10.0)]

    pace.begin(1)
    assert 0 == pace.free(10.0)
    pace.end(worked=True)

    assert pace.at_once == pace.free(11.0)
