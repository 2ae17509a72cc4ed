"""A database that was put back from an older state: how it shows, and holding what may have happened already.

What is held is marked by one word, and nothing acts on it: messages are `unknown` without a `due_at`, rows of the inbox
are parked, calls have no `due_at`. A person lets it go on, or drops it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, and_, func, or_, select, text, update

from bot.events import MessageStatus
from bot.store.dialect import among, constant, notify, shares
from bot.store.inbound import Pending
from bot.store.tables import action, inbound, message

HELD: Final = "restored"
"""Why it is held: as `error`, or as the status of a call."""


class Attempt(NamedTuple):
    """A send that was begun, and that the database was told of before."""

    seq: int
    id: str
    number: int


class Held(NamedTuple):
    """How much is held."""

    messages: int
    inbound: int
    calls: int


# ── how it shows ────────────────────────────────────────────────────────────────────────────────────────────────────


def unheard_of(conn: Connection, attempts: Iterable[Attempt]) -> int:
    """Return of how many attempts this database knows nothing.

    A row that is missing was erased, unless its number was never given here: numbers are not given twice.
    """
    begun = {attempt.seq: attempt for attempt in attempts}
    if not begun:
        return 0
    query = select(message.c.seq, message.c.id, message.c.attempts).where(among(message.c.seq, list(begun)))
    known = {seq: (id, attempts) for seq, id, attempts in conn.execute(query)}
    newest = _newest_number(conn)
    return sum(not _knows(known.get(attempt.seq), attempt, newest) for attempt in begun.values())


def _knows(row: tuple[str, int] | None, attempt: Attempt, newest: int) -> bool:
    if row is None:
        return attempt.seq <= newest
    id, attempts = row
    return id == attempt.id and attempts >= attempt.number


def _newest_number(conn: Connection) -> int:
    query = (
        "SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence('message', 'seq') AS regclass))"
        if shares(conn)
        else "SELECT seq FROM sqlite_sequence WHERE name = 'message'"
    )
    return conn.execute(text(query)).scalar() or 0


def identity(conn: Connection) -> str | None:
    """Return what the server calls this database: a copy, or one that was read from a dump, has another number.

    A file has none.
    """
    if not shares(conn):
        return None
    number = conn.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
    allowed = text("SELECT has_function_privilege('pg_control_system()', 'execute')")
    if not conn.execute(allowed).scalar_one():
        return f"{number}"
    server = conn.execute(text("SELECT system_identifier FROM pg_control_system()")).scalar_one()
    return f"{number} of {server}"


# ── holding ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def waiting(conn: Connection) -> list[Pending]:
    """Return the rows of the inbox that are not processed yet."""
    undone = or_(*(inbound.c.status == constant(status) for status in ("new", "deferred", "partial")))
    query = select(*(inbound.c[name] for name in Pending._fields)).where(undone).order_by(inbound.c.seq)
    return [Pending(*row) for row in conn.execute(query)]


def hold(conn: Connection, seqs: Collection[int], now: datetime) -> None:
    """Hold what was due or under way, and these rows of the inbox.

    What was not due before now was not done by anybody, and stays as it is.
    """
    on_the_way = message.c.status.in_([constant(MessageStatus.SENDING), constant(MessageStatus.UNKNOWN)])
    due = and_(message.c.status == constant(MessageStatus.QUEUED), message.c.due_at <= now)
    values = {
        "status": MessageStatus.UNKNOWN,
        "error": HELD,
        "error_detail": None,
        "due_at": None,
        "leased_until": None,
        "unknown_at": now,
    }
    _change(conn, message, and_(message.c.due_at.is_not(None), or_(on_the_way, due)), values)
    if seqs:
        _change(conn, inbound, among(inbound.c.seq, seqs), {"status": "parked", "error": HELD, "done_at": now})
    under_way = and_(action.c.due_at.is_not(None), or_(action.c.status == constant("running"), action.c.due_at <= now))
    _change(conn, action, under_way, {"status": HELD, "due_at": None})


def held(conn: Connection) -> Held:
    """Count what is held."""
    tables = ((message, _MESSAGES), (inbound, _INBOUND), (action, _CALLS))
    return Held(
        *(conn.execute(select(func.count()).select_from(table).where(where)).scalar_one() for table, where in tables)
    )


def release(conn: Connection, now: datetime) -> Held:
    """Let what is held go on as if nothing had been; return how much that was."""
    queued = {
        "status": MessageStatus.QUEUED,
        "error": None,
        "due_at": now,
        "unknown_at": None,
        "doubted_at": None,
        "possible_duplicate": True,
    }
    done = Held(
        _change(conn, message, _MESSAGES, queued),
        _change(conn, inbound, _INBOUND, {"status": "new", "error": None, "done_at": None}),
        _change(conn, action, _CALLS, {"status": "new", "due_at": now}),
    )
    for news in ("inbox", "outbox", "actions"):
        notify(conn, news)
    return done


def cancel(conn: Connection, now: datetime) -> Held:
    """Drop what is held; it stays to be seen. Return how much that was."""
    return Held(
        _change(conn, message, _MESSAGES, {"status": MessageStatus.CANCELED, "unknown_at": None}),
        _change(conn, inbound, _INBOUND, {"status": "done", "done_at": now}),
        _change(conn, action, _CALLS, {"status": "done"}),
    )


_MESSAGES = and_(
    message.c.unknown_at.is_not(None),
    message.c.status == constant(MessageStatus.UNKNOWN),
    message.c.error == HELD,
    message.c.due_at.is_(None),
)
_INBOUND = and_(inbound.c.status == constant("parked"), inbound.c.error == HELD)
_CALLS = action.c.status == HELD


def _change(conn: Connection, table: Table, where: ColumnElement[bool], values: dict[str, Any]) -> int:
    return int(conn.execute(update(table).where(where).values(values)).rowcount)
