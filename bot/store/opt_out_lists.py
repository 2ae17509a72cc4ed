"""How far the lists of the providers are read: one worker reads each, and whoever follows it goes on where it was."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection, and_, select, update

from bot.store.bulk import insert_rows
from bot.store.dialect import lock
from bot.store.tables import consent_event, opt_out_list, suppression

LEASE: Final = timedelta(minutes=2)
"""A page is read in less."""
BEGINNING: Final = "0:"
"""The first page of the first sender."""
OVERLAP: Final = timedelta(days=1)
"""So much of what was read before is read again: clocks differ, and entries may come late."""
WHOLE_EVERY: Final = timedelta(days=6, hours=12)
"""Every seventh night."""


class OptOutList(NamedTuple):
    """How it stands with the list of one channel."""

    channel: str
    next_at: datetime
    counts: Mapping[str, int] = {}
    run: str | None = None
    leased_until: datetime | None = None
    place: str | None = None
    since: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    whole_at: datetime | None = None
    failures: int = 0
    error: str | None = None


_COLUMNS = [opt_out_list.c[name] for name in OptOutList._fields]


class TakenOver(Exception):
    """Another worker reads this list by now: what this one has read is not to be written."""


def known(conn: Connection) -> dict[str, OptOutList]:
    """Return how it stands with every list that was ever begun."""
    return {row.channel: OptOutList(*row) for row in conn.execute(select(*_COLUMNS))}


def take(conn: Connection, channels: Collection[str], run: str, now: datetime) -> OptOutList | None:
    """Take the next page of a list that is due, or that somebody left in the middle; None where there is nothing."""
    lock(conn, ["opt-out lists"])
    there = known(conn)
    fresh = [name for name in channels if name not in there]
    insert_rows(
        conn, opt_out_list, ("channel", "next_at", "counts", "failures"), [(name, now, {}, 0) for name in fresh]
    )
    there |= {name: OptOutList(name, now) for name in fresh}
    for name in channels:
        found = there[name]
        others = found.run != run and found.leased_until is not None and found.leased_until > now
        if found.next_at > now or others:
            continue
        begun = found if found.place is not None else _begun(found, now)
        taken = begun._replace(run=run, leased_until=now + LEASE)
        _write(conn, taken)
        return taken
    return None


def _begun(found: OptOutList, now: datetime) -> OptOutList:
    whole = found.whole_at is None or found.started_at is None or now - found.whole_at >= WHOLE_EVERY
    since = None if whole or found.started_at is None else found.started_at - OVERLAP
    return found._replace(place=BEGINNING, since=since, started_at=now, counts={})


def advance(conn: Connection, taken: OptOutList, place: str, counts: Mapping[str, int]) -> None:
    """A page is read; raise `TakenOver` if somebody else does that now, so that all of the transaction is undone."""
    _exchange(conn, taken, taken._replace(place=place, counts=counts, failures=0, error=None))


def finish(conn: Connection, taken: OptOutList, counts: Mapping[str, int], now: datetime, next_at: datetime) -> None:
    """The last page is read."""
    whole_at = taken.started_at if taken.since is None else taken.whole_at
    free = taken._replace(run=None, leased_until=None, place=None, failures=0, error=None)
    _exchange(conn, taken, free._replace(counts=counts, finished_at=now, whole_at=whole_at, next_at=next_at))


def fail(conn: Connection, taken: OptOutList, error: str, next_at: datetime) -> None:
    """A page could not be read: it is tried again then."""
    free = taken._replace(run=None, leased_until=None, next_at=next_at)
    _exchange(conn, taken, free._replace(failures=taken.failures + 1, error=error))


def _exchange(conn: Connection, taken: OptOutList, left: OptOutList) -> None:
    ours = and_(
        opt_out_list.c.channel == taken.channel, opt_out_list.c.run == taken.run, opt_out_list.c.place == taken.place
    )
    if conn.execute(update(opt_out_list).where(ours).values(left._asdict())).rowcount == 0:
        raise TakenOver(taken.channel)


def _write(conn: Connection, left: OptOutList) -> None:
    conn.execute(update(opt_out_list).where(opt_out_list.c.channel == left.channel).values(left._asdict()))


def out_by(conn: Connection, channel: str, limit: int, after: str = "") -> list[str]:
    """Return, a page at a time, persons who are out because of what was said on a channel."""
    query = (
        select(suppression.c.person)
        .join(consent_event, consent_event.c.id == suppression.c.event)
        .where(
            suppression.c.everything,
            consent_event.c.channel == channel,
            consent_event.c.source.in_(["keyword", "provider"]),
            suppression.c.person > after,
        )
        .order_by(suppression.c.person)
        .limit(limit)
    )
    return list(conn.execute(query).scalars())
