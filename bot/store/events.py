"""The append-only log of what happened in conversations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from bot.events import Json
from bot.store.tables import event


class LogEntry(NamedTuple):
    """One thing that happened, with all that a replay of it needs."""

    conversation_id: str
    session_id: str | None
    kind: str
    """step, text, consent or refused."""
    data: dict[str, Json]
    at: datetime


def add(conn: Connection, entries: Sequence[LogEntry]) -> None:
    """Append to the log."""
    if entries:
        conn.execute(insert(event), [entry._asdict() for entry in entries])


def of_conversation(conn: Connection, conversation_id: str, after: int = 0, limit: int = 200) -> list[LogEntry]:
    """Return what happened in a conversation, in order."""
    columns = [event.c[name] for name in LogEntry._fields]
    query = select(*columns).where(event.c.conversation_id == conversation_id, event.c.seq > after)
    return [LogEntry(*row) for row in conn.execute(query.order_by(event.c.seq).limit(limit))]
