"""Who keeps a session: as many as are let in, one after another where there is one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store import seats
from bot.store.seats import LEASE, Place, State, come_by, leave, leave_to
from tests.stage import NOON

BOUND = State(bound=True)
FAILING = State(False, 3, "refused")
SEATED, STANDING = Place(True), Place(False)
LATER = NOON + LEASE + timedelta(seconds=1)


def test_the_first_has_the_seat_for_as_long_as_it_comes_by(conn):
    assert [SEATED, STANDING] == [come_by(conn, "main", run, 1, State(), NOON) for run in ("a", "b")]
    assert SEATED == come_by(conn, "main", "a", 1, State(), NOON + LEASE / 2)
    assert STANDING == come_by(conn, "main", "b", 1, State(), NOON + LEASE)
    assert SEATED == come_by(conn, "main", "b", 1, State(), NOON + LEASE * 2)
    assert STANDING == come_by(conn, "main", "a", 1, State(), NOON + LEASE * 2)


def test_a_clock_that_is_set_forward_takes_nobodys_seat(conn):
    day = timedelta(days=1)
    come_by(conn, "main", "a", 1, State(), NOON)

    assert STANDING == come_by(conn, "main", "b", 1, State(), NOON + day, NOON)
    assert SEATED == come_by(conn, "main", "a", 1, State(), NOON + day, NOON)
    assert STANDING == come_by(conn, "main", "b", 1, State(), NOON + day + LEASE / 2)


def test_every_channel_has_seats_of_its_own(conn):
    assert [SEATED, SEATED] == [come_by(conn, name, "a", 1, State(), NOON) for name in ("main", "other")]
    leave(conn, ["a"], NOON, "main")

    assert [SEATED, STANDING] == [come_by(conn, name, "b", 1, State(), NOON) for name in ("main", "other")]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_there_are_as_many_as_the_settings_say(conn, count):
    found = [come_by(conn, "main", run, count, State(), NOON).seated for run in ("a", "b", "c", "d")]

    assert [True] * count + [False] * (4 - count) == found


def test_fewer_seats_leave_those_who_have_one_of_them(conn):
    for run in ("a", "b"):
        come_by(conn, "main", run, 2, State(), NOON)

    assert [SEATED, STANDING] == [come_by(conn, "main", run, 1, State(), NOON) for run in ("a", "b")]


def test_whoever_takes_over_knows_what_was_tried(conn):
    come_by(conn, "main", "a", 1, State(), NOON)
    come_by(conn, "main", "a", 1, FAILING, NOON)
    leave(conn, ["a"], NOON)

    assert Place(True, failures=3) == come_by(conn, "main", "b", 1, State(), NOON)
    [seat] = seats.seats(conn)
    assert ("b", "refused") == (seat.run, seat.error)


def test_of_a_session_that_was_bound_nothing_failed(conn):
    come_by(conn, "main", "a", 1, State(), NOON)
    come_by(conn, "main", "a", 1, BOUND, NOON)

    assert SEATED == come_by(conn, "main", "b", 1, State(), LATER)


def test_others_that_are_bound_are_known(conn):
    for state in (State(), BOUND):
        come_by(conn, "main", "a", 2, state, NOON)

    assert Place(True, bound_elsewhere=True) == come_by(conn, "main", "b", 2, State(), NOON)
    assert SEATED == come_by(conn, "main", "b", 2, State(), LATER)


def test_since_when_it_is_so(conn):
    moments = [NOON + timedelta(seconds=seconds) for seconds in range(4)]
    found = []
    for at, state in zip(moments, (State(), BOUND, BOUND, FAILING), strict=True):
        come_by(conn, "main", "a", 1, state, at)
        found += [seat.since for seat in seats.seats(conn)]

    assert [moments[0], moments[1], moments[1], moments[3]] == found


def test_seats_of_those_who_are_gone_are_free(conn):
    come_by(conn, "main", "a", 1, BOUND, NOON)
    leave(conn, ["a", "z"], NOON)
    assert SEATED == come_by(conn, "main", "b", 1, State(), NOON)

    leave_to(conn, "c", NOON)
    assert SEATED == come_by(conn, "main", "c", 1, State(), NOON)
