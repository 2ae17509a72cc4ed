"""Flows that start later."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, delete, insert, or_, select

from bot.store.tables import timer


class Timer(NamedTuple):
    """A flow that starts later; a key makes it replaceable and lets the author take it back."""

    id: str
    contact_id: str
    contact: str
    channel: str
    key: str
    payload: dict[str, Any]
    due_at: datetime


def add(conn: Connection, timers: Sequence[Timer]) -> None:
    """Keep timers."""
    if timers:
        conn.execute(insert(timer), [item._asdict() for item in timers])


def remove(conn: Connection, keys: Collection[tuple[str, str]]) -> None:
    """Take back what (contact id, key) names."""
    if keys:
        named = [and_(timer.c.contact_id == contact_id, timer.c.key == key) for contact_id, key in keys]
        conn.execute(delete(timer).where(or_(*named)))


def remove_all(conn: Connection, contact_ids: Collection[str]) -> None:
    """Take back everything that is scheduled for these contacts."""
    if contact_ids:
        conn.execute(delete(timer).where(timer.c.contact_id.in_(contact_ids)))


def due(conn: Connection, now: datetime, limit: int) -> list[Timer]:
    """Return timers whose time has come, the longest overdue first."""
    columns = [timer.c[name] for name in Timer._fields]
    rows = conn.execute(select(*columns).where(timer.c.due_at <= now).order_by(timer.c.due_at).limit(limit))
    return [Timer(*row) for row in rows]


def delete_fired(conn: Connection, ids: Collection[str]) -> None:
    """Forget timers whose start is in the inbox."""
    if ids:
        conn.execute(delete(timer).where(timer.c.id.in_(ids)))
