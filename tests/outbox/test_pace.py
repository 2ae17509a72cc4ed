"""A channel's rate is kept by all workers together, and a failing channel is tried by one call at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.outbox.pace import BREAKS_AFTER, PROBE_S, QUIET_S_MAX, Grant, Pace, fresh, grant
from bot.store.paces import Kept

NOW = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)


def after(seconds):
    return NOW + timedelta(seconds=seconds)


# ── what all workers share ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("rate", "at_once"), [(0.1, 1), (1.0, 1), (5.0, 5), (300.0, 300)])
def test_a_second_of_the_rate_is_saved_up_and_no_more(rate, at_once):
    granted, kept = grant(fresh(rate, NOW), rate, 1000, after(10_000))

    assert at_once == granted.tokens
    assert 0 == grant(kept, rate, 1, after(10_000))[0].tokens


def test_who_gets_nothing_is_told_when_to_come_again():
    _, kept = grant(fresh(0.1, NOW), 0.1, 1, NOW)
    refused, unchanged = grant(kept, 0.1, 1, after(4))

    assert (Grant(0, 6.0), kept) == (refused, unchanged)
    assert 1 == grant(kept, 0.1, 1, after(10))[0].tokens


@pytest.mark.parametrize("rate", [0.5, 3.0, 40.0, 900.0])
@pytest.mark.parametrize("workers", [1, 2, 5])
def test_however_many_workers_there_are_the_rate_is_kept(rate, workers):
    """Each takes what it can get every 50 ms, and uses it: 5 % at most over a minute, beside the second saved up."""
    kept, sent = fresh(rate, NOW), 0
    for tick in range(1200):
        for worker in range(workers):
            granted, kept = grant(kept, rate, 7, after(tick / 20 + worker / 1000))
            sent += granted.tokens

    allowed = rate * 60 + max(1.0, rate)
    assert 0.95 * rate * 60 <= sent <= allowed


def test_a_clock_that_is_set_back_neither_stops_a_channel_nor_opens_the_gates():
    _, kept = grant(fresh(10.0, NOW), 10.0, 10, NOW)

    assert 0 == grant(kept, 10.0, 10, after(-3600))[0].tokens
    granted, kept = grant(kept, 10.0, 10, after(-3599))
    assert 0 == granted.tokens
    assert 10 == grant(Kept(after(-3600), None, 0), 10.0, 10, after(-3599))[0].tokens


def test_while_a_provider_wants_quiet_nobody_gets_anything():
    kept = Kept(after(-1), after(60), 0)

    assert Grant(0, 60.0) == grant(kept, 1.0, 1, NOW)[0]
    assert 1 == grant(kept, 1.0, 1, after(60))[0].tokens
    assert QUIET_S_MAX == grant(Kept(after(-1), after(1e6), 0), 1.0, 1, NOW)[0].wait_s


def test_a_failing_channel_is_tried_by_one_call_of_one_worker():
    kept = Kept(after(-1), NOW, BREAKS_AFTER)
    mine, kept = grant(kept, 100.0, 32, NOW)
    others, kept = grant(kept, 100.0, 32, after(1))

    assert (1, 0) == (mine.tokens, others.tokens)
    assert 1 == grant(kept, 100.0, 32, after(PROBE_S))[0].tokens


# ── what one worker has in hand ─────────────────────────────────────────────────────────────────────────────────────


def test_calls_under_way_are_bounded():
    pace = Pace(1000.0, 0.0, at_once=4)
    pace.begin(3)
    assert 1 == pace.free(1.0)

    pace.end(worked=True)

    assert 2 == pace.free(1.0)


def test_what_is_in_the_hand_is_used_up_or_goes_stale():
    pace = Pace(1000.0, 0.0)
    pace.take(Grant(50), 0.0)
    pace.begin(10)

    assert [40, 40, 0] == [pace.held(0.0), pace.held(0.9), pace.held(1.0)]


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


def test_it_is_broken_after_a_few_failures_and_whole_after_one_success():
    pace = Pace(1000.0, 0.0)
    seen = []
    for _ in range(BREAKS_AFTER):
        pace.pause(0.0, 1.0)
        seen.append(pace.broken)
    pace.begin(1)
    pace.end(worked=True)

    assert [False, False, True, False] == [*seen, pace.broken]


def test_failures_that_another_worker_had_count_here_too():
    pace = Pace(1000.0, 0.0)
    pace.take(Grant(1, failures=BREAKS_AFTER), 0.0)

    assert pace.broken
    assert (1, 0) == (pace.free(0.0), pace.held(0.0))


def test_news_of_ones_own_is_not_forgotten_for_what_the_others_know():
    pace = Pace(1000.0, 0.0)
    pace.pause(0.0, 1.0)
    pace.take(Grant(5, failures=0), 0.0)

    assert 1 == pace.failures
