"""Following a log whose numbers do not become visible in their order."""

from __future__ import annotations

from bot.store.trail import MISSING_MAX, MISSING_S, Trail


def test_what_comes_in_its_order_leaves_nothing_behind():
    trail = Trail(4)
    trail.saw([5, 6, 7], 0.0)

    assert (7, 7, []) == (trail.position, trail.low, trail.missing(0.0))


def test_a_number_that_was_skipped_is_looked_for_and_nobody_counts_as_past_it():
    trail = Trail()
    trail.saw([1, 4], 0.0)
    waiting = (trail.low, trail.missing(1.0))
    trail.saw([3], 1.0)
    half = (trail.low, trail.missing(1.0))
    trail.saw([2, 5], 1.0)

    assert [(1, [2, 3]), (1, [2])] == [waiting, half]
    assert (5, 5, []) == (trail.position, trail.low, trail.missing(1.0))


def test_what_never_comes_is_given_up():
    trail = Trail()
    trail.saw([1, 3], 0.0)

    assert ([2], [], 3) == (trail.missing(MISSING_S - 1), trail.missing(MISSING_S + 1), trail.low)


def test_a_log_that_begins_late_is_not_searched_for_its_beginning():
    trail = Trail()
    trail.saw([1_000_000], 0.0)

    assert (MISSING_MAX, 1_000_000 - MISSING_MAX - 1) == (len(trail.missing(0.0)), trail.low)


def test_where_one_writes_at_a_time_nothing_comes_later():
    trail = Trail()
    trail.saw([3, 9], 0.0, gaps=False)

    assert (9, 9, []) == (trail.position, trail.low, trail.missing(0.0))
