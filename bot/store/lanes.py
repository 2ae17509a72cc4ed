"""Lanes of the outbox: where a channel has several numbers, what waits for each of them is found apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from bot.store.bulk import update_rows
from bot.store.tables import message

_LANE = (
    select(message.c.lane)
    .where(
        message.c.channel == bindparam("channel"), message.c.lane > bindparam("after"), message.c.due_at.is_not(None)
    )
    .order_by(message.c.lane)
    .limit(1)
)


def waiting_lanes(conn: Connection, channel: str) -> Iterator[str]:
    """Yield the lanes of a channel in which something waits; that costs a look for each, however much it is."""
    yield ""
    lane: str | None = ""
    while lane := conn.execute(_LANE, {"channel": channel, "after": lane}).scalar_one_or_none():
        yield lane


class Stray(NamedTuple):
    """A message that waits in a lane which is no more."""

    seq: int
    recipient: str
    sender: str
    status: str


def strays(conn: Connection, channel: str, lane: str, limit: int) -> list[Stray]:
    """Return messages of a lane; nobody else gets them meanwhile."""
    query = (
        select(*(message.c[name] for name in Stray._fields))
        .where(message.c.channel == channel, message.c.lane == lane, message.c.due_at.is_not(None))
        .order_by(message.c.seq + 0)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [Stray(*row) for row in conn.execute(query)]


def change(conn: Connection, changed: Sequence[tuple[str, str, int]]) -> None:
    """Put messages into another lane: (lane, sender, seq)."""
    update_rows(conn, message, ("lane", "sender", "seq"), changed)
