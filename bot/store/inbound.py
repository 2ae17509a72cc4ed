"""The inbox table: everything that happens to conversations waits here until it is processed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import ARRAY, Connection, Integer, bindparam, or_, select, text, update

from bot.events import Json
from bot.store.bulk import insert_new
from bot.store.dialect import among, among_given, constant, shares
from bot.store.parts import claim, part_of
from bot.store.tables import inbound

_NEW = inbound.c.status == constant("new")
_PARTIAL = inbound.c.status == constant("partial")
_DEFERRED = inbound.c.status == constant("deferred")


class Kind(StrEnum):
    """What can come in."""

    MESSAGE = "message"
    RECEIPT = "receipt"
    WAKE = "wake"
    RESULT = "result"
    START = "start"
    EVENT = "event"
    TRIGGER = "trigger"
    UNDELIVERED = "undelivered"
    OPT_OUT = "opt_out"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class NewInbound:
    """Something that happened, on its way into the inbox. The same channel and key are taken once, for ever."""

    kind: Kind
    channel: str
    dedupe_key: str
    contact: str
    payload: Mapping[str, Json]
    received_at: datetime


_GIVEN = ("kind", "channel", "dedupe_key", "contact", "payload", "received_at")
_given = attrgetter(*_GIVEN)


class Pending(NamedTuple):
    """A row that waits to be processed."""

    seq: int
    kind: str
    channel: str
    contact: str
    payload: dict[str, Json]
    received_at: datetime
    waits_until: datetime | None = None
    """Until when it waits, or waited, for the rest of a long text."""


def append(conn: Connection, rows: Sequence[NewInbound], news: str | None = None) -> None:
    """Take rows in, in this order; those that were taken before are left out. It is one statement, `news` included."""
    new = [(*_given(row), part_of(row.contact)) for row in rows]
    insert_new(conn, inbound, (*_GIVEN, "part"), new, news=news, status="new")


_PENDING = (
    select(*(inbound.c[name] for name in Pending._fields))
    .where(_NEW, inbound.c.seq > bindparam("after"))
    .order_by(inbound.c.seq)
    .limit(bindparam("limit"))
)


def pending(conn: Connection, limit: int, after: int = 0) -> list[Pending]:
    """Return the oldest rows that wait."""
    return [Pending(*row) for row in conn.execute(_PENDING, {"limit": limit, "after": after})]


_PENDING_IN_PARTS = (
    text(
        "SELECT seq, kind, channel, contact, payload, received_at, waits_until"
        " FROM unnest(:parts) AS held CROSS JOIN LATERAL ("
        "SELECT * FROM inbound WHERE status = 'new' AND part = held ORDER BY seq LIMIT :each"
        ") AS waiting ORDER BY seq"
    )
    .bindparams(bindparam("parts", type_=ARRAY(Integer)))
    .columns(*(inbound.c[name] for name in Pending._fields))
)


def take(conn: Connection, limit: int, first: int) -> list[Pending]:
    """Return rows that wait, in their order, and let nobody else decide about their people until the transaction ends.

    Where several processes share the inbox it is those of some parts, `first` and what follows, and about as many of
    each: so people in a busy part do not wait longer than others.
    """
    if not shares(conn):
        return pending(conn, limit)
    parts = claim(conn, first, limit)
    if not parts:
        return []
    each = -(-limit // len(parts))
    return [Pending(*row) for row in conn.execute(_PENDING_IN_PARTS, {"parts": parts, "each": each})]


_SOMETHING_WAITS = select(select(inbound.c.seq).where(_NEW).exists())


def is_blocked(conn: Connection) -> bool:
    """Whether something waits; asked by who could take nothing, it is in parts that others hold."""
    return shares(conn) and bool(conn.execute(_SOMETHING_WAITS).scalar_one())


_FINISH = update(inbound).where(among_given(inbound.c.seq, "seqs")).values(status="done", done_at=bindparam("now"))


def finish(conn: Connection, seqs: Sequence[int], now: datetime) -> None:
    """Mark rows as done."""
    if seqs:
        conn.execute(_FINISH, {"seqs": seqs, "now": now})


def empty(conn: Connection, payloads: Mapping[int, Mapping[str, Json]]) -> None:
    """Keep less of rows than what came in."""
    if payloads:
        statement = update(inbound).where(inbound.c.seq == bindparam("row")).values(payload=bindparam("left"))
        conn.execute(statement, [{"row": seq, "left": payload} for seq, payload in payloads.items()])


def park(conn: Connection, errors: Mapping[int, str], now: datetime) -> None:
    """Set rows aside that could not be processed, with the reason, so that they hold nobody up."""
    if errors:
        statement = (
            update(inbound)
            .where(inbound.c.seq == bindparam("row"), or_(_NEW, _PARTIAL))
            .values(status="parked", error=bindparam("reason"), done_at=now)
        )
        conn.execute(statement, [{"row": seq, "reason": reason} for seq, reason in errors.items()])


def defer(conn: Connection, seqs: Collection[int]) -> None:
    """Let rows wait until their conversation is free."""
    if seqs:
        conn.execute(update(inbound).where(among(inbound.c.seq, seqs)).values(status="deferred"))


_WAITING = select(*(inbound.c[name] for name in Pending._fields)).where(
    _PARTIAL, among_given(inbound.c.contact, "contacts")
)


def waiting_for_parts(conn: Connection, contacts: Collection[str]) -> list[Pending]:
    """Return what waits for the rest of a long text of these people."""
    return [Pending(*row) for row in conn.execute(_WAITING, {"contacts": contacts})]


def wait(conn: Connection, until: Mapping[int, datetime]) -> None:
    """Let rows wait for the rest of a long text, each until its time."""
    if until:
        statement = update(inbound).where(inbound.c.seq == bindparam("row"))
        values = {"status": "partial", "waits_until": bindparam("until")}
        conn.execute(statement.values(values), [{"row": seq, "until": time} for seq, time in until.items()])


def wait_no_longer(conn: Connection, now: datetime) -> int:
    """Let rows whose time is over be processed as they are; return how many there were."""
    return conn.execute(update(inbound).where(_PARTIAL, inbound.c.waits_until <= now).values(status="new")).rowcount


def release(conn: Connection, conversations: Collection[tuple[str, str]]) -> None:
    """Let rows that wait behind a session of these (phone, channel) be processed now."""
    if conversations:
        statement = (
            update(inbound)
            .where(_DEFERRED, inbound.c.contact == bindparam("who"), inbound.c.channel == bindparam("where"))
            .values(status="new")
        )
        conn.execute(statement, [{"who": who, "where": where} for who, where in conversations])


def withdraw(conn: Connection, contacts: Collection[str], now: datetime) -> None:
    """Drop the waiting rows of people who opted out."""
    if contacts:
        statement = update(inbound).where(_DEFERRED, among(inbound.c.contact, contacts))
        conn.execute(statement.values(status="done", error="opted_out", done_at=now))


def parked_for(conn: Connection, limit: int = 100) -> list[str]:
    """Return why the rows that were parked last could not be processed."""
    query = select(inbound.c.error).where(inbound.c.status == constant("parked")).order_by(inbound.c.seq.desc())
    return list(conn.execute(query.limit(limit)).scalars())


def newest(conn: Connection) -> datetime | None:
    """Return when the last row came in."""
    query = select(inbound.c.received_at).order_by(inbound.c.seq.desc()).limit(1)
    at: datetime | None = conn.execute(query).scalar_one_or_none()
    return at
