"""Flows that start later."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, select

from bot.store.bulk import insert_new, insert_rows
from bot.store.dialect import among
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

    @property
    def of_trigger(self) -> bool:
        """Whether a trigger of a flow has set it, and no step: its channel is only known when the time comes."""
        return not self.channel


def add(conn: Connection, timers: Sequence[Timer]) -> None:
    """Keep timers."""
    insert_rows(conn, timer, Timer._fields, timers)


def add_new(conn: Connection, timers: Sequence[Timer]) -> None:
    """Keep timers, except those whose key the contact has already."""
    insert_new(conn, timer, Timer._fields, timers)


def remove(conn: Connection, keys: Collection[tuple[str, str]]) -> None:
    """Take back what (contact id, key) names."""
    if keys:
        statement = delete(timer).where(timer.c.contact_id == bindparam("who"), timer.c.key == bindparam("what"))
        conn.execute(statement, [{"who": contact_id, "what": key} for contact_id, key in keys])


def remove_some(conn: Connection, keys: Collection[str], limit: int) -> int:
    """Take back what these keys name, whoever it is for; return how many there were, at most `limit`."""
    some = select(timer.c.id).where(among(timer.c.key, keys)).limit(limit).scalar_subquery()
    return conn.execute(delete(timer).where(timer.c.id.in_(some))).rowcount


def remove_all(conn: Connection, contact_ids: Collection[str]) -> None:
    """Take back everything that is scheduled for these contacts."""
    if contact_ids:
        conn.execute(delete(timer).where(among(timer.c.contact_id, contact_ids)))


def due(conn: Connection, now: datetime, limit: int) -> list[Timer]:
    """Return timers whose time has come, the longest overdue first."""
    columns = [timer.c[name] for name in Timer._fields]
    rows = conn.execute(select(*columns).where(timer.c.due_at <= now).order_by(timer.c.due_at).limit(limit))
    return [Timer(*row) for row in rows]


def delete_fired(conn: Connection, ids: Collection[str]) -> None:
    """Forget timers whose start is in the inbox."""
    if ids:
        conn.execute(delete(timer).where(among(timer.c.id, ids)))
