"""What the inbox has to know of the logs: what was written since, of which conversation, and what it says.

event      what people wrote, what agents did, where flows went
message    what we wrote
receipt    what became of it
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import Column, ColumnElement, Connection, Select, Table, Text, cast, func, select

from bot.events import FAILED, NEVER_LEFT, Json, MessageClass, MessageStatus
from bot.store.dialect import among
from bot.store.events import heard
from bot.store.tables import event, message, note, receipt
from bot.store.types import loads

SETTLED: Final = frozenset({MessageStatus.DELIVERED, *FAILED, *NEVER_LEFT})
"""What nothing more is heard of, or hardly ever."""


class Happened(NamedTuple):
    """An entry of the log, as far as the inbox goes."""

    seq: int
    conversation_id: str
    kind: str
    at: datetime
    said: str | None
    """What the person wrote."""
    flow: str
    troubled: bool | None
    """Whether the bot could not do anything with it; None where that is not said."""
    note: str | None
    """Which note was written."""


class Said(NamedTuple):
    """A message of ours."""

    seq: int
    id: str
    conversation_id: str
    author: str | None
    session_id: str | None
    message_class: str
    text: str
    status: str
    created_at: datetime

    @property
    def in_bulk(self) -> bool:
        """Whether it goes to many at once: then it is no turn in a conversation."""
        return self.message_class == MessageClass.MARKETING and self.session_id is None and self.author is None


class Reported(NamedTuple):
    """A report about a message."""

    seq: int
    message_id: str | None
    conversation_id: str | None


def ends(conn: Connection) -> tuple[int, int, int]:
    """Return the highest number of each log: a look that costs the same whatever there is."""
    highest = (select(func.max(table.c.seq)).scalar_subquery() for table in (event, message, receipt))
    row = conn.execute(select(*highest)).one()
    return row[0] or 0, row[1] or 0, row[2] or 0


def happened(conn: Connection, after: int, missing: Collection[int], limit: int) -> list[Happened]:
    """Return the next entries of the log, and those of the missing ones that are there now."""
    columns = (event.c.seq, event.c.conversation_id, event.c.kind, event.c.at, cast(event.c.data, Text))
    found = _next(conn, event, columns, after, missing, limit)
    return [_happened(*row) for row in found]


def said(conn: Connection, after: int, missing: Collection[int], limit: int) -> list[Said]:
    """Return the next messages, and those of the missing ones."""
    columns = [message.c[name] for name in Said._fields]
    return [Said(*row) for row in _next(conn, message, columns, after, missing, limit)]


def reported(conn: Connection, after: int, missing: Collection[int], limit: int) -> list[Reported]:
    """Return the next reports, and those of the missing ones."""
    found = _next(conn, receipt, (receipt.c.seq, receipt.c.message_id), after, missing, limit)
    query = select(message.c.id, message.c.conversation_id).where(
        among(message.c.id, {row[1] for row in found if row[1]})
    )
    whose: dict[str, str] = {row[0]: row[1] for row in conn.execute(query)} if found else {}
    return [Reported(seq, id, whose.get(id or "")) for seq, id in found]


def statuses(conn: Connection, ids: Collection[str]) -> dict[str, str]:
    """Return how far these messages are."""
    query = select(message.c.id, message.c.status).where(among(message.c.id, ids))
    return {row[0]: row[1] for row in conn.execute(query)} if ids else {}


def notes(conn: Connection, ids: Collection[str]) -> dict[str, str]:
    """Return what these notes say."""
    query = select(note.c.id, note.c.text).where(among(note.c.id, ids))
    return {row[0]: row[1] for row in conn.execute(query)} if ids else {}


def _next(
    conn: Connection,
    table: Table,
    columns: Sequence[ColumnElement[Any] | Column[Any]],
    after: int,
    missing: Collection[int],
    limit: int,
) -> Sequence[Any]:
    query: Select[Any] = select(*columns).order_by(table.c.seq).limit(limit)
    rows = list(conn.execute(query.where(table.c.seq > after)))
    if missing:
        rows = [*conn.execute(query.where(among(table.c.seq, missing))), *rows]
    return rows


def _happened(seq: int, conversation_id: str, kind: str, at: datetime, written: str) -> Happened:
    data = read(written)
    said = heard(kind, data)
    return Happened(
        seq=seq,
        conversation_id=conversation_id,
        kind=kind,
        at=at,
        said=None if said is None else said[0],
        flow=str(data.get("flow") or ""),
        troubled=_troubled(kind, data),
        note=data.get("note") if kind == "noted" else None,
    )


def _troubled(kind: str, data: Json) -> bool | None:
    match kind, data:
        case "step", {"problems": problems}:
            return bool(problems)
        case "text", {"silent": silent}:
            return bool(silent == "no flow takes it")
    return None


def read(written: str) -> dict[str, Json]:
    """Read a document; nearly always the quick way."""
    try:
        found: dict[str, Json] = orjson.loads(written)
    except orjson.JSONDecodeError:
        found = loads(written)
    return found
