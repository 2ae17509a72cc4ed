"""The append-only log of what happened in conversations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert

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
