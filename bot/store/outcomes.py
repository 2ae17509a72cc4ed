"""How far messages got: what comes of handing them to a provider, and what is known of it afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, func, or_, select, update

from bot.events import MessageClass, MessageStatus, Outbound
from bot.store import leases
from bot.store.bulk import update_rows
from bot.store.dialect import among, among_given, constant
from bot.store.messages import PASSCODE, TEXT_AFTERWARDS
from bot.store.tables import message

_SENDING, _UNKNOWN = constant(MessageStatus.SENDING), constant(MessageStatus.UNKNOWN)


class Delivery(NamedTuple):
    """How far a message got. The first half changes, the second half is there to decide by.

    `attempts` is the fencing token of a call: what it gave only counts against the message while no other was begun.
    """

    id: str
    status: MessageStatus
    due_at: datetime | None
    leased_until: datetime | None
    error: str | None
    error_detail: str | None
    provider_id: str | None
    sent_at: datetime | None
    delivered_at: datetime | None
    unknown_at: datetime | None
    doubted_at: datetime | None
    resends: int
    possible_duplicate: bool

    channel: str
    recipient: str
    message_class: MessageClass
    session_id: str | None
    state: str | None
    attempts: int
    claimed_by: str | None
    moved_from: str | None
    expires_at: datetime | None

    @property
    def home(self) -> str:
        """The channel of its conversation, by whichever it went."""
        return self.moved_from or self.channel


_IN_ONE_ORDER = message.c.seq + 0
"""Whoever takes several rows takes them in this order, lest two wait for each other. (By the bare column, SQLite would
rather read all of the table in that order than find the rows and sort them.)"""

_DELIVERY = [message.c[name] for name in Delivery._fields]
_STATUS = Delivery._fields.index("status")
_CLASS = Delivery._fields.index("message_class")
_CHANGING = Delivery._fields[_STATUS : Delivery._fields.index("channel")]
_changing = attrgetter(*_CHANGING)


_DELIVERIES = select(*_DELIVERY).where(among_given(message.c.id, "ids")).order_by(_IN_ONE_ORDER).with_for_update()
_KNOWN_AS = select(message.c.provider_id, message.c.id).where(
    message.c.channel == bindparam("channel"), among_given(message.c.provider_id, "provider_ids")
)


def deliveries(conn: Connection, ids: Collection[str]) -> dict[str, Delivery]:
    """Return how far these messages got, by id; they are the caller's until the end of its transaction."""
    return _by_id(conn.execute(_DELIVERIES, {"ids": ids})) if ids else {}


def known_as(conn: Connection, channel: str, provider_ids: Collection[str]) -> dict[str, str]:
    """Return the messages that a channel's provider knows by these ids: its id → ours."""
    if not provider_ids:
        return {}
    rows = conn.execute(_KNOWN_AS, {"channel": channel, "provider_ids": provider_ids})
    return {row[0]: row[1] for row in rows}


_UNRESOLVED = (
    select(*_DELIVERY)
    .where(
        message.c.channel == bindparam("channel"),
        message.c.lane == bindparam("lane"),
        message.c.due_at <= bindparam("now"),
        message.c.unknown_at.is_not(None),
        message.c.status == _UNKNOWN,
    )
    .order_by(message.c.due_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)


def unresolved(conn: Connection, channel: str, now: datetime, limit: int, lane: str = "") -> list[Delivery]:
    """Return the messages of a lane whose outcome is unknown, and to be looked into."""
    parameters = {"channel": channel, "lane": lane, "now": now, "limit": limit}
    return [_delivery(row) for row in conn.execute(_UNRESOLVED, parameters)]


_OVERDUE = (
    select(*_DELIVERY)
    .where(among_given(message.c.seq, "seqs"), message.c.status == _SENDING)
    .order_by(_IN_ONE_ORDER)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)


def overdue(conn: Connection, now: datetime, limit: int) -> list[Delivery]:
    """Return messages of any lane whose lease is over; those that somebody writes at this moment another time."""
    late = leases.overdue(conn, now)
    return [_delivery(row) for row in conn.execute(_OVERDUE, {"seqs": late, "limit": limit})] if late else []


class Held(NamedTuple):
    """A message whose call is over, held until the end of the transaction."""

    seq: int
    id: str
    channel: str
    untouched: bool
    """Whether nothing has happened to it since it was claimed: then there is no more to know about it."""


_UNTOUCHED = and_(
    message.c.status == _SENDING,
    message.c.provider_id.is_(None),
    message.c.sent_at.is_(None),
    message.c.message_class != constant(MessageClass.OTP),
)
_HOLD = (
    select(message.c.seq, message.c.id, message.c.channel, _UNTOUCHED)
    .where(among_given(message.c.id, "ids"))
    .order_by(_IN_ONE_ORDER)
    .with_for_update()
)


def hold(conn: Connection, ids: Collection[str]) -> list[Held]:
    """Hold messages, in the one order, before it is known how much has to be known of each."""
    return [Held(seq, id, channel, bool(same)) for seq, id, channel, same in conn.execute(_HOLD, {"ids": ids})]


def save_accepted(conn: Connection, accepted: Sequence[tuple[int, str, MessageStatus]], now: datetime) -> None:
    """Keep what nearly every call gives: what the provider calls messages that are `untouched`, and their status.

    It comes to the same as to `save` what `progress.accepted` makes of them.
    """
    names = ("due_at", "leased_until", "error", "unknown_at", "doubted_at", "sent_at", "status", "provider_id", "seq")
    rows = [(None, None, None, None, None, now, status, provider_id, seq) for seq, provider_id, status in accepted]
    update_rows(conn, message, names, rows)


def save(conn: Connection, changed: Sequence[Delivery]) -> None:
    """Keep how far messages got."""
    update_rows(conn, message, (*_CHANGING, "id"), [(*_changing(item), item.id) for item in changed])


def forget_passcodes(conn: Connection, ids: Collection[str]) -> None:
    """Empty the texts of those of these messages that are passcodes, and out of the outbox."""
    if ids:
        over = and_(among(message.c.id, ids), message.c.due_at.is_(None), PASSCODE)
        conn.execute(update(message).where(over).values(text=TEXT_AFTERWARDS))


def claimed_by(conn: Connection, runs: Collection[str]) -> dict[str, Delivery]:
    """Return the messages of unknown outcome that these runs had claimed, and those whose calls were under way."""
    return _unsure(conn, among(message.c.claimed_by, runs)) if runs else {}


def claimed_by_others(conn: Connection, run: str) -> dict[str, Delivery]:
    """Return those of every run but one; for the only worker of a database."""
    return _unsure(conn, func.coalesce(message.c.claimed_by, "") != run)


def outbound(conn: Connection, ids: Collection[str]) -> list[Outbound]:
    """Return messages as they were handed to their provider."""
    table = message.c
    query = select(table.id, table.sender, table.recipient, table.text, table.media).where(among(table.id, ids))
    return [Outbound(row.id, row.sender, row.recipient, row.text, tuple(row.media)) for row in conn.execute(query)]


def _unsure(conn: Connection, claimed: ColumnElement[bool]) -> dict[str, Delivery]:
    sending = and_(among(message.c.seq, leases.leased(conn)), message.c.status == _SENDING)
    unknown = and_(message.c.unknown_at.is_not(None), message.c.due_at.is_not(None), message.c.status == _UNKNOWN)
    query = select(*_DELIVERY).where(or_(sending, unknown), claimed)
    return _by_id(conn.execute(query.order_by(_IN_ONE_ORDER).with_for_update()))


def _by_id(rows: Iterable[Row[Any]]) -> dict[str, Delivery]:
    return {row[0]: _delivery(row) for row in rows}


def _delivery(row: Row[Any]) -> Delivery:
    values = list(row)
    values[_STATUS] = MessageStatus(values[_STATUS])
    values[_CLASS] = MessageClass(values[_CLASS])
    return Delivery(*values)
