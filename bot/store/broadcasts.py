"""Broadcasts and their recipients."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ARRAY,
    Connection,
    Select,
    String,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from bot.events import Json, MessageStatus
from bot.store.bulk import insert_rows, update_rows
from bot.store.dialect import among, constant, shares
from bot.store.tables import (
    broadcast,
    broadcast_part,
    broadcast_recipient,
    contact,
    inbound,
    message,
)

_QUEUED, _SENDING = constant(MessageStatus.QUEUED), constant(MessageStatus.SENDING)
PAUSED: Final = "paused"
"""Why a message is in the outbox and not due: its broadcast stands still."""
CANCELED: Final = "canceled"


class Broadcast(NamedTuple):
    """A message to many."""

    id: str
    name: str
    state: str
    plan: dict[str, Json]
    report: dict[str, Json]
    created_by: str
    created_at: datetime
    next_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    parent: str | None = None
    occurrence: str | None = None
    cursor: str = ""
    filled: bool = False
    recipients: int = 0
    spent_until: datetime | None = None
    counts: Mapping[str, int] = {}
    counted_at: datetime | None = None


_COLUMNS = [broadcast.c[name] for name in Broadcast._fields]

# ── broadcasts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def add(conn: Connection, new: Broadcast) -> None:
    """Keep a new one."""
    conn.execute(insert(broadcast), new._asdict())


def save(conn: Connection, id: str, **changes: Any) -> None:
    """Keep what has changed about one."""
    conn.execute(update(broadcast).where(broadcast.c.id == id).values(**changes))


def find(conn: Connection, id: str) -> Broadcast | None:
    """Return one."""
    row = conn.execute(select(*_COLUMNS).where(broadcast.c.id == id)).one_or_none()
    return None if row is None else Broadcast(*row)


def hold(conn: Connection, id: str) -> Broadcast | None:
    """Return one that nobody else changes until the transaction ends."""
    row = conn.execute(select(*_COLUMNS).where(broadcast.c.id == id).with_for_update()).one_or_none()
    return None if row is None else Broadcast(*row)


def try_hold(conn: Connection, id: str) -> Broadcast | None:
    """Return one, unless another worker is at it."""
    query = select(*_COLUMNS).where(broadcast.c.id == id).with_for_update(skip_locked=True)
    row = conn.execute(query).one_or_none()
    return None if row is None else Broadcast(*row)


def page(conn: Connection, *, state: str | None, before: str | None, limit: int) -> list[Broadcast]:
    """Return broadcasts, the newest first; `before` is the last one seen."""
    query = select(*_COLUMNS).order_by(broadcast.c.id.desc()).limit(limit)
    if state is not None:
        query = query.where(broadcast.c.state == state)
    if before is not None:
        query = query.where(broadcast.c.id < before)
    return [Broadcast(*row) for row in conn.execute(query)]


def active(conn: Connection, now: datetime) -> list[str]:
    """Return those that something is to be done about."""
    due = or_(broadcast.c.state == constant("running"), broadcast.c.next_at <= now)
    states = broadcast.c.state.in_([constant("scheduled"), constant("running")])
    return list(conn.execute(select(broadcast.c.id).where(states, due).order_by(broadcast.c.id)).scalars())


def to_count(conn: Connection, now_ended: datetime, counted: datetime) -> str | None:
    """Return one that ended since a moment and was last counted before another: receipts may have come."""
    query = select(broadcast.c.id).where(broadcast.c.ended_at > now_ended, broadcast.c.counted_at < counted)
    return conn.execute(query.limit(1)).scalar_one_or_none()


# ── the people of a file ────────────────────────────────────────────────────────────────────────────────────────────


def add_parts(conn: Connection, id: str, parts: Sequence[Sequence[Any]]) -> None:
    """Keep the people of a file, in parts."""
    rows = [(id, number, part) for number, part in enumerate(parts)]
    insert_rows(conn, broadcast_part, ("broadcast_id", "number", "people"), rows)


def part(conn: Connection, id: str, number: int) -> list[Any] | None:
    """Return a part; None after the last."""
    where = and_(broadcast_part.c.broadcast_id == id, broadcast_part.c.number == number)
    found: list[Any] | None = conn.execute(select(broadcast_part.c.people).where(where)).scalar_one_or_none()
    return found


def copy_parts(conn: Connection, id: str, other: str) -> None:
    """Give another broadcast the same people."""
    columns = (broadcast_part.c.number, broadcast_part.c.people)
    theirs = select(literal(other), *columns).where(broadcast_part.c.broadcast_id == id)
    conn.execute(insert(broadcast_part).from_select(["broadcast_id", "number", "people"], theirs))


def forget_parts(conn: Connection, id: str) -> None:
    """They are recipients, or will never be."""
    conn.execute(delete(broadcast_part).where(broadcast_part.c.broadcast_id == id))


# ── recipients ──────────────────────────────────────────────────────────────────────────────────────────────────────


class NewRecipient(NamedTuple):
    """Somebody who is to get it."""

    broadcast_id: str
    contact_id: str
    place: int
    variant: int
    data: dict[str, Json] | None
    due_at: datetime


class Recipient(NamedTuple):
    """Somebody whose turn it is."""

    contact_id: str
    place: int
    variant: int
    data: dict[str, Json] | None
    due_at: datetime


def known(conn: Connection, id: str, contact_ids: Collection[str]) -> set[str]:
    """Return those of these contacts that are recipients already.

    PostgreSQL is made to look for one after the other: while it knows nothing yet of a table that is being filled, it
    would rather read all recipients of the broadcast for each batch.
    """
    if not contact_ids:
        return set()
    table = broadcast_recipient.c
    if not shares(conn):
        query = select(table.contact_id).where(table.broadcast_id == id, among(table.contact_id, contact_ids))
        return set(conn.execute(query).scalars())
    given = func.unnest(bindparam("ids", list(contact_ids), type_=ARRAY(String))).table_valued("id").render_derived()
    one = select(table.contact_id).where(table.broadcast_id == id, table.contact_id == given.c.id).limit(1).lateral()
    return set(conn.execute(select(one.c.contact_id).select_from(given.join(one, true()))).scalars())


def add_recipients(conn: Connection, new: Sequence[NewRecipient]) -> None:
    """Keep recipients; one who is there already is an error, and nothing of the transaction happens."""
    insert_rows(conn, broadcast_recipient, NewRecipient._fields, new)


def due(conn: Connection, id: str, now: datetime, limit: int) -> list[Recipient]:
    """Return those whose turn it is, who has waited the longest at the top."""
    table = broadcast_recipient.c
    query = (
        select(*(table[name] for name in Recipient._fields))
        .where(table.broadcast_id == id, table.due_at <= now)
        .order_by(table.due_at, table.place)
        .limit(limit)
    )
    return [Recipient(*row) for row in conn.execute(query)]


def someone_waits(conn: Connection, id: str) -> bool:
    """Whether the turn of anybody is still to come."""
    table = broadcast_recipient.c
    query = select(table.place).where(table.broadcast_id == id, table.due_at.is_not(None)).limit(1)
    return conn.execute(query).first() is not None


def serve(conn: Connection, id: str, served: Sequence[tuple[str | None, str | None, int]]) -> None:
    """Their turn was: (message, reason, place)."""
    names = ("due_at", "message_id", "reason", "broadcast_id", "place")
    update_rows(conn, broadcast_recipient, names, [(None, *row[:2], id, row[2]) for row in served], keys=2)


def postpone(conn: Connection, id: str, later: Sequence[tuple[datetime, str, int]]) -> None:
    """Their turn comes later: (when, reason, place)."""
    names = ("due_at", "reason", "broadcast_id", "place")
    update_rows(conn, broadcast_recipient, names, [(*row[:2], id, row[2]) for row in later], keys=2)


def expire(conn: Connection, id: str, limit: int) -> int:
    """Nobody's turn comes any more: it would be too late. A page of them; return how many that were."""
    table = broadcast_recipient.c
    places = select(table.place).where(table.broadcast_id == id, table.due_at.is_not(None)).limit(limit)
    where = and_(table.broadcast_id == id, table.place.in_(places))
    return int(conn.execute(update(broadcast_recipient).where(where).values(due_at=None, reason="expired")).rowcount)


class RecipientView(NamedTuple):
    """Somebody who is to get it, and what became of that."""

    place: int
    contact_id: str
    phone: str | None
    variant: int
    due_at: datetime | None
    reason: str | None
    message_id: str | None
    status: str | None
    error: str | None
    error_detail: str | None
    sent_at: datetime | None
    delivered_at: datetime | None


def recipients(conn: Connection, id: str, *, status: str | None, after: int, limit: int) -> list[RecipientView]:
    """Return recipients in their order, those after a place; `status` is of their messages, or `waiting`."""
    table = broadcast_recipient.c
    columns = (table.place, table.contact_id, contact.c.phone, table.variant, table.due_at, table.reason)
    theirs = (message.c.status, message.c.error, message.c.error_detail, message.c.sent_at, message.c.delivered_at)
    joined = broadcast_recipient.outerjoin(contact, contact.c.id == table.contact_id).outerjoin(
        message, message.c.id == table.message_id
    )
    query: Select[Any] = (
        select(*columns, table.message_id, *theirs)
        .select_from(joined)
        .where(table.broadcast_id == id, table.place > after)
        .order_by(table.place)
        .limit(limit)
    )
    if status == "waiting":
        query = query.where(table.due_at.is_not(None))
    elif status is not None:
        query = query.where(message.c.status == status)
    return [RecipientView(*row) for row in conn.execute(query)]


# ── what became of it ───────────────────────────────────────────────────────────────────────────────────────────────


def in_flight(conn: Connection, id: str, limit: int) -> list[str]:
    """Return the messages of it that are on the wire just now."""
    query = select(message.c.id).where(message.c.request_id == id, message.c.status == _SENDING).limit(limit)
    return list(conn.execute(query).scalars())


def stop_queued(conn: Connection, id: str) -> int:
    """Hold back what was written and not claimed; a claim under way is waited for, and keeps what it took."""
    waits = and_(message.c.request_id == id, message.c.status == _QUEUED, message.c.due_at.is_not(None))
    return int(conn.execute(update(message).where(waits).values(due_at=None, error=PAUSED)).rowcount)


def release_queued(conn: Connection, id: str, now: datetime) -> int:
    """Let go what was held back."""
    held = and_(message.c.request_id == id, message.c.status == _QUEUED, message.c.due_at.is_(None))
    return int(conn.execute(update(message).where(held).values(due_at=now, error=None)).rowcount)


def cancel_queued(conn: Connection, id: str) -> int:
    """Take back what was written and not claimed."""
    queued = and_(message.c.request_id == id, message.c.status == _QUEUED)
    values = {"status": MessageStatus.CANCELED, "error": CANCELED, "due_at": None}
    return int(conn.execute(update(message).where(queued).values(values)).rowcount)


def cancel_starts(conn: Connection, id: str, channels: Collection[str], now: datetime) -> int:
    """Take back the starts of its flow that still wait in the inbox."""
    keys = and_(inbound.c.dedupe_key >= f"{id}:", inbound.c.dedupe_key < f"{id};")
    waits = inbound.c.status.in_([constant("new"), constant("deferred")])
    where = and_(among(inbound.c.channel, channels), keys, waits)
    return int(conn.execute(update(inbound).where(where).values(status="done", done_at=now)).rowcount)


def waiting_in(conn: Connection, lanes: Sequence[tuple[str, str]], now: datetime, limit: int) -> int:
    """Count what is due to go out and is not urgent, in these lanes of the outbox; it ends at the limit."""
    found = 0
    for channel, lane in lanes:
        rows = (
            select(message.c.seq)
            .where(
                message.c.channel == channel,
                message.c.lane == lane,
                message.c.status == _QUEUED,
                ~message.c.urgent,
                message.c.due_at <= now,
            )
            .limit(limit)
            .subquery()
        )
        found += int(conn.execute(select(func.count()).select_from(rows)).scalar_one())
    return found
