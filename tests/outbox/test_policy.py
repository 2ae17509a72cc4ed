"""The figures and rules of sending, as tables."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.events import ErrorClass, MessageClass
from bot.outbox import policy

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
        (ErrorClass.RETRYABLE, policy.NOT_BEGUN, 800, False),
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
        (C.CONVERSATIONAL, 900, 0, False, False, False),
        (C.CONVERSATIONAL, 900, 0, False, True, True),
        (C.CONVERSATIONAL, 899, 0, False, True, False),
        (C.CONVERSATIONAL, 900, 1, False, True, False),
        (C.TRANSACTIONAL, 900, 0, False, True, True),
        (C.OTP, 900, 0, False, True, False),
        (C.MARKETING, 900, 0, False, True, False),
        (C.CONSENT, 900, 0, False, True, False),
    ],
)
def test_who_may_be_sent_again(message_class, age_s, resends, idempotent, reports, allowed):
    age = timedelta(seconds=age_s)

    assert allowed == policy.may_resend(message_class, age, resends, idempotent=idempotent, silent=reports)


@pytest.mark.parametrize(("age_s", "look_s"), [(0, 1), (1, 20), (19, 20), (20, 60), (60, 300), (300, 900), (900, None)])
def test_when_an_unknown_message_is_looked_into(age_s, look_s):
    expected = None if look_s is None else timedelta(seconds=look_s)

    assert expected == policy.next_look(timedelta(seconds=age_s))


def test_a_business_may_choose_never_rather_than_twice():
    age = timedelta(minutes=15)

    assert policy.may_resend(C.TRANSACTIONAL, age, 0, idempotent=False, silent=True)
    assert not policy.may_resend(
        C.TRANSACTIONAL, age, 0, idempotent=False, silent=True, at_least_once={C.CONVERSATIONAL}
    )


@pytest.mark.parametrize(
    ("kind", "code", "without_fallback", "with_fallback"),
    [
        (ErrorClass.RETRYABLE, policy.UNREACHABLE, True, True),
        (ErrorClass.AUTH, "401", True, True),
        (ErrorClass.CREDIT, "402", True, True),
        (ErrorClass.THROTTLED, "429", True, True),
        (ErrorClass.UNKNOWN, "timeout", False, True),
        (ErrorClass.RETRYABLE, "30001", False, False),
        (ErrorClass.RETRYABLE, policy.NOT_BEGUN, False, False),
        (ErrorClass.PERMANENT, "21211", False, False),
    ],
)
def test_what_speaks_against_a_channel(kind, code, without_fallback, with_fallback):
    assert without_fallback == policy.speaks_against_channel(kind, code, has_fallback=False)
    assert with_fallback == policy.speaks_against_channel(kind, code, has_fallback=True)
