"""What comes in and goes out, read by its numbers: for the API, and for whoever watches."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Table, and_, func, or_, select

from bot.store.exchanges import Exchange
from bot.store.tables import exchange, inbound, message, receipt

# ── texts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class Text(NamedTuple):
    """A text that came in."""

    seq: int
    channel: str
    sender: str
    provider_id: str
    text: str
    media: list[str]
    received_at: datetime
    processed: bool
    """Until then it shows also what a flow marks as sensitive: which it is, is known only then."""


_TEXT = [inbound.c[name] for name in ("seq", "channel", "contact", "payload", "received_at", "status")]
_IS_TEXT = and_(inbound.c.kind == "message", inbound.c.contact != "")  # of whoever was erased only the id is left


def text(conn: Connection, seq: int) -> Text | None:
    """Return one text that came in."""
    row = conn.execute(select(*_TEXT).where(inbound.c.seq == seq, _IS_TEXT)).one_or_none()
    return None if row is None else _text(row)


def texts(conn: Connection, *, before: int | None, limit: int) -> list[Text]:
    """Return texts that came in, the newest first."""
    query = select(*_TEXT).where(_IS_TEXT).order_by(inbound.c.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(inbound.c.seq < before)
    return [_text(row) for row in conn.execute(query)]


def texts_after(conn: Connection, seq: int, limit: int) -> list[Text]:
    """Return texts that came in after one, the oldest first."""
    query = select(*_TEXT).where(_IS_TEXT, inbound.c.seq > seq).order_by(inbound.c.seq).limit(limit)
    return [_text(row) for row in conn.execute(query)]


def _text(row: Row[Any]) -> Text:
    said = row.payload
    processed = row.status not in ("new", "partial")
    return Text(
        row.seq, row.channel, row.contact, said["id"], said["text"], list(said["media"]), row.received_at, processed
    )


# ── what became of messages ─────────────────────────────────────────────────────────────────────────────────────────


class Call(NamedTuple):
    """An exchange, and the message that it is about, if it is about one of ours."""

    seq: int
    exchange: Exchange
    recipient: str | None
    message_class: str | None
    text: str | None


def calls_after(conn: Connection, seq: int, limit: int) -> list[Call]:
    """Return calls to providers, and theirs that were not taken. (What was taken shows as what it brought.)"""
    columns = [exchange.c[name] for name in Exchange._fields]
    about = [message.c.recipient, message.c.message_class, message.c.text]
    query = (
        select(exchange.c.seq, *columns, *about)
        .join(message, message.c.id == exchange.c.about, isouter=True)
        .where(exchange.c.seq > seq, or_(exchange.c.kind != "webhook", exchange.c.result != "received"))
        .order_by(exchange.c.seq)
        .limit(limit)
    )
    return [Call(row[0], Exchange(*row[1 : 1 + len(columns)]), *row[1 + len(columns) :]) for row in conn.execute(query)]


class Report(NamedTuple):
    """A provider's report, and whom the message was for, if it is one of ours."""

    seq: int
    at: datetime
    channel: str
    message_id: str | None
    status: str
    raw_status: str
    error_code: str | None
    recipient: str | None


def reports_after(conn: Connection, seq: int, limit: int) -> list[Report]:
    """Return reports that came after one, the oldest first."""
    names = ("seq", "received_at", "channel", "message_id", "status", "raw_status", "error_code")
    query = (
        select(*(receipt.c[name] for name in names), message.c.recipient)
        .join(message, message.c.id == receipt.c.message_id, isouter=True)
        .where(receipt.c.seq > seq)
        .order_by(receipt.c.seq)
        .limit(limit)
    )
    return [Report._make(row) for row in conn.execute(query)]


class Written(NamedTuple):
    """A message of ours, when it was written."""

    seq: int
    at: datetime
    channel: str
    id: str
    recipient: str
    message_class: str
    text: str
    status: str
    error: str | None


def messages_after(conn: Connection, seq: int, limit: int) -> list[Written]:
    """Return messages that were written after one, the oldest first."""
    names = ("seq", "created_at", "channel", "id", "recipient", "message_class", "text", "status", "error")
    query = select(*(message.c[name] for name in names)).where(message.c.seq > seq).order_by(message.c.seq).limit(limit)
    return [Written(*row) for row in conn.execute(query)]


# ── where to begin ──────────────────────────────────────────────────────────────────────────────────────────────────


class Marks(NamedTuple):
    """How far somebody has looked, in each of the four."""

    text: int
    call: int
    report: int
    message: int


_SOURCES = Marks(inbound, exchange, receipt, message)  # type: ignore[arg-type]
_TIMES = {"inbound": "received_at", "exchange": "at", "receipt": "received_at", "message": "created_at"}


def marks(conn: Connection, since: datetime | None) -> Marks:
    """Return where to begin for what happened since then; None: for what has not happened yet."""
    return Marks(*(_newest(conn, table) if since is None else _before(conn, table, since) for table in _SOURCES))  # type: ignore[arg-type]


def _newest(conn: Connection, table: Table) -> int:
    return int(conn.execute(select(func.coalesce(func.max(table.c.seq), 0))).scalar_one())


def _before(conn: Connection, table: Table, since: datetime) -> int:
    """Find the last number before a time, in some twenty looks: numbers grow as time does, and times have no index."""
    at = table.c[_TIMES[table.name]]
    low, high = 0, _newest(conn, table)
    while low < high:
        middle = (low + high + 1) // 2
        following = select(at).where(and_(table.c.seq >= middle, table.c.seq <= high)).order_by(table.c.seq).limit(1)
        found = conn.execute(following).scalar_one_or_none()
        if found is not None and found < since:
            low = middle
        else:
            high = middle - 1
    return low
