"""Which workers keep the sessions of channels: a carrier lets so many in at the same time, and often one.

Each has a seat for as long as it comes by and says so; the seat of a worker that is gone is free again after a while.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection, delete, select, update

from bot.store.bulk import insert_rows
from bot.store.dialect import among, lock
from bot.store.tables import seat

LEASE: Final = timedelta(seconds=15)


class State(NamedTuple):
    """How it goes with a session."""

    bound: bool = False
    failures: int = 0
    error: str = ""


class Seat(NamedTuple):
    """A seat and who has it, or had it last."""

    channel: str
    number: int
    run: str
    until: datetime
    since: datetime
    bound: bool
    failures: int
    error: str


class Place(NamedTuple):
    """What a worker may do."""

    seated: bool
    failures: int = 0
    """Attempts that had failed in a row before it got the seat."""
    bound_elsewhere: bool = False


_SEATS: Final = select(*(seat.c[name] for name in Seat._fields)).order_by(seat.c.channel, seat.c.number)


def seats(conn: Connection) -> list[Seat]:
    """Return every seat that anybody has had."""
    return [Seat(*row) for row in conn.execute(_SEATS)]


def come_by(
    conn: Connection,
    channel: str,
    run: str,
    count: int,
    state: State,
    now: datetime,
    now_for_leases: datetime | None = None,
) -> Place:
    """Keep the seat that a run has, or take one of so many that is free; say how it goes with its session.

    The seat of another is free once it is over by `now_for_leases`, where that is not `now`.
    """
    lock(conn, [f"seats {channel}"])
    known = {found.number: found for found in seats(conn) if found.channel == channel}
    others = [found for found in known.values() if found.run != run and found.until > (now_for_leases or now)]
    elsewhere = any(other.bound for other in others)
    own = next((found for found in known.values() if found.run == run and found.number < count), None)
    if own is not None:
        since = own.since if own.bound == state.bound else now
        _write(conn, [own._replace(until=now + LEASE, since=since, **state._asdict())])
        return Place(True, state.failures, elsewhere)
    taken = {other.number for other in others}
    free = next((number for number in range(count) if number not in taken), None)
    if free is None:
        return Place(False, bound_elsewhere=elsewhere)
    before = known.get(free)
    failures, error = (0, "") if before is None or before.bound else (before.failures, before.error)
    _write(conn, [Seat(channel, free, run, now + LEASE, now, False, failures, error)])
    return Place(True, failures, elsewhere)


def leave(conn: Connection, runs: Collection[str], now: datetime, channel: str | None = None) -> None:
    """Let somebody else have the seats of these runs. What is known of the sessions stays written."""
    theirs = [among(seat.c.run, runs), *([] if channel is None else [seat.c.channel == channel])]
    conn.execute(update(seat).where(*theirs).values(run="", until=now, bound=False))


def leave_to(conn: Connection, run: str, now: datetime) -> None:
    """Let a run have every seat, because there is no other."""
    conn.execute(update(seat).where(seat.c.run != run).values(run="", until=now, bound=False))


def _write(conn: Connection, rows: Sequence[Seat]) -> None:
    for row in rows:
        conn.execute(delete(seat).where(seat.c.channel == row.channel, seat.c.number == row.number))
    insert_rows(conn, seat, Seat._fields, rows)
