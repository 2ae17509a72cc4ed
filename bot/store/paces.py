"""How fast channels, and the numbers of those that have several, may go on, as all workers of a database know it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from bot.store.bulk import insert_new
from bot.store.tables import pace


class Kept(NamedTuple):
    """What the workers know in common about one channel."""

    spent_until: datetime
    quiet_until: datetime | None
    failures: int


_FIND = select(pace.c.spent_until, pace.c.quiet_until, pace.c.failures).where(pace.c.channel == bindparam("name"))
_LOCK = _FIND.with_for_update()
_SAVE = (
    update(pace)
    .where(pace.c.channel == bindparam("name"))
    .values(spent_until=bindparam("spent_until"), quiet_until=bindparam("quiet_until"), failures=bindparam("failures"))
)


def failing(conn: Connection, failures_min: int) -> set[str]:
    """Return those that have failed so many times in a row, as all workers know it."""
    return set(conn.execute(select(pace.c.channel).where(pace.c.failures >= failures_min)).scalars())


def hold(conn: Connection, channel: str, fresh: Kept) -> Kept:
    """Return what is known of a channel, `fresh` if nothing is; no other worker gets at it until the commit."""
    row = conn.execute(_LOCK, {"name": channel}).first()
    if row is None:
        insert_new(conn, pace, Kept._fields, [fresh], channel=channel)
        row = conn.execute(_LOCK, {"name": channel}).one()
    return Kept(*row)


def save(conn: Connection, channel: str, kept: Kept) -> None:
    """Tell the other workers."""
    conn.execute(_SAVE, {"name": channel, **kept._asdict()})
