"""The append-only log of what happened in conversations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from bot.events import Json
from bot.store.bulk import insert_rows
from bot.store.dialect import among
from bot.store.tables import event


class LogEntry(NamedTuple):
    """One thing that happened, with all that a replay of it needs."""

    conversation_id: str
    session_id: str | None
    kind: str
    """step, moved, text, event, trigger, no_date, consent, refused, or asked for by the business."""
    data: dict[str, Json]
    at: datetime


def add(conn: Connection, entries: Sequence[LogEntry]) -> None:
    """Append to the log."""
    insert_rows(conn, event, LogEntry._fields, entries)


def count(conn: Connection, conversation_ids: Collection[str], kind: str, since: datetime) -> dict[str, int]:
    """Return how often something has happened in each of these conversations since then."""
    if not conversation_ids:
        return {}
    query = (
        select(event.c.conversation_id, func.count())
        .where(among(event.c.conversation_id, conversation_ids), event.c.kind == kind, event.c.at > since)
        .group_by(event.c.conversation_id)
    )
    return {row[0]: row[1] for row in conn.execute(query)}


def heard(kind: str, data: Json) -> tuple[str, list[str]] | None:
    """What a person wrote, according to an entry of the log; None where it tells of something else."""
    match kind, data:
        case "step", {"heard": str(text)}:
            return text, list(data.get("media", ()))
        case "step", {"event": {"type": "reply", "text": str(text), "media": list(media)}}:
            return text, media
        case "text" | "consent", {"text": str(text)}:
            return text, list(data.get("media", ()))
    return None


class Logged(NamedTuple):
    """An entry as it is read again."""

    seq: int
    session_id: str | None
    kind: str
    data: dict[str, Json]
    at: datetime


def of_conversation(conn: Connection, conversation_id: str) -> list[Logged]:
    """Return everything that happened in a conversation, in its order."""
    columns = [event.c[name] for name in Logged._fields]
    query = select(*columns).where(event.c.conversation_id == conversation_id).order_by(event.c.seq)
    return [Logged(*row) for row in conn.execute(query)]
