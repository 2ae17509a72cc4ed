"""Which messages are on the wire, by the claims that put them there: nothing else says so without reading them all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, select

from bot.events import MessageStatus
from bot.store.bulk import insert_rows, update_rows
from bot.store.dialect import among, among_given, constant
from bot.store.tables import lease, message

LEASES_A_LOOK = 32


def begin(conn: Connection, seqs: Sequence[int], until: datetime) -> None:
    """Remember what was just claimed."""
    insert_rows(conn, lease, ("until", "seqs"), [(until, list(seqs))])


_OVER = (
    select(lease.c.id, lease.c.seqs)
    .where(lease.c.until <= bindparam("now"))
    .order_by(lease.c.until)
    .limit(LEASES_A_LOOK)
    .with_for_update(skip_locked=True)
)
_ON_THE_WIRE = select(message.c.seq, func.coalesce(message.c.leased_until, message.c.due_at)).where(
    among_given(message.c.seq, "seqs"), message.c.status == constant(MessageStatus.SENDING)
)


def overdue(conn: Connection, now: datetime) -> list[int]:
    """Return messages that are on the wire for longer than they may be; a lease of which none is left there is over.

    What others are writing at this moment counts as it was before, so a lease never ends too early.
    """
    rows = conn.execute(_OVER, {"now": now}).all()
    if not rows:
        return []
    found = conn.execute(_ON_THE_WIRE, {"seqs": [seq for row in rows for seq in row.seqs]})
    ends: dict[int, datetime] = {row[0]: row[1] for row in found}
    late: list[int] = []
    over: list[int] = []
    later: list[tuple[datetime, int]] = []
    for row in rows:
        left = {seq: ends[seq] for seq in row.seqs if seq in ends}
        late += [seq for seq, until in left.items() if until <= now]
        if not left:
            over.append(row.id)
        elif min(left.values()) > now:
            later.append((min(left.values()), row.id))
    if over:
        conn.execute(delete(lease).where(among(lease.c.id, over)))
    update_rows(conn, lease, ("until", "id"), later)
    return late


def leased(conn: Connection) -> list[int]:
    """Return all that may be on the wire, and some of what was there lately."""
    found = conn.execute(select(lease.c.seqs).order_by(lease.c.until)).scalars()
    return [seq for seqs in found for seq in seqs]


def count(conn: Connection, channel: str, lane: str) -> int:
    """Return how much of a lane is on the wire."""
    theirs = select(func.count()).where(message.c.channel == channel, message.c.lane == lane)
    sending = (among(message.c.seq, leased(conn)), message.c.status == constant(MessageStatus.SENDING))
    return int(conn.execute(theirs.where(*sending)).scalar_one())
