"""The clock that all processes share, and what is made of it where somebody sets it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.world import SharedClock, World

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
LEASE_S = 30.0
DAY_S = 86_400.0


def at(*readings, now_s):
    """A world whose clock was read as `(monotonic, shown)`, both in seconds, when the monotonic one shows `now_s`."""
    clock = SharedClock()
    for monotonic, shown in readings:
        clock.set(NOON + timedelta(seconds=shown), monotonic)
    then, before = readings[-1][1], readings[-1][0]
    now = NOON + timedelta(seconds=then + now_s - before)
    return World(lambda: now, lambda: now_s, bytes, clock.set_forward)


@pytest.mark.parametrize(
    ("readings", "now_s", "expected_s"),
    [
        pytest.param([(0, 0), (1, 1)], 2, 2, id="nobody sets it"),
        pytest.param([(0, 0), (1, 1.4), (2, 2.1)], 3, 3.1, id="answers take their time"),
        pytest.param([(0, 0), (1, 1 + DAY_S)], 2, 2, id="a day forward"),
        pytest.param([(0, 0), (1, 1 + DAY_S), (20, 20 + DAY_S)], 32, 32, id="who called before it has their time"),
        pytest.param([(0, 0), (1, 1 + DAY_S), (30, 30 + DAY_S)], 34, 34 + DAY_S, id="after that it is as it shows"),
        pytest.param([(0, 0), (1, 61), (10, 130)], 11, 11, id="twice within a lease"),
        pytest.param([(0, 0), (1, -3599)], 2, -3598, id="an hour back"),
        pytest.param([(0, DAY_S)], 1, DAY_S + 1, id="a process that has just begun"),
    ],
)
def test_leases_are_judged_as_if_nobody_had_set_the_clock_forward_meanwhile(readings, now_s, expected_s):
    assert NOON + timedelta(seconds=expected_s) == at(*readings, now_s=now_s).now_for_leases(LEASE_S)


def test_a_world_of_its_own_sets_no_clock():
    world = World(lambda: NOON, lambda: 0.0, bytes)

    assert NOON == world.now_for_leases(LEASE_S)
