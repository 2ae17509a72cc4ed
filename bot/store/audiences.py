"""Audiences that were kept under a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.store.tables import saved_audience


class Saved(NamedTuple):
    """A filter with a name."""

    name: str
    filter: str
    note: str
    created_by: str
    created_at: datetime
    updated_at: datetime


_COLUMNS = [saved_audience.c[name] for name in Saved._fields]


def keep(conn: Connection, given: Saved) -> bool:
    """Keep a filter under its name, or change the one that is there; say whether there was none."""
    changed = {"filter": given.filter, "note": given.note, "updated_at": given.updated_at}
    where = saved_audience.c.name == given.name
    if conn.execute(update(saved_audience).where(where).values(changed)).rowcount:
        return False
    conn.execute(insert(saved_audience), given._asdict())
    return True


def find(conn: Connection, name: str) -> Saved | None:
    """Return one."""
    row = conn.execute(select(*_COLUMNS).where(saved_audience.c.name == name)).one_or_none()
    return None if row is None else Saved(*row)


def page(conn: Connection, *, after: str = "", limit: int) -> list[Saved]:
    """Return some by name, those that come after one."""
    query = select(*_COLUMNS).where(saved_audience.c.name > after).order_by(saved_audience.c.name).limit(limit)
    return [Saved(*row) for row in conn.execute(query)]


def names(conn: Connection) -> Sequence[str]:
    """Return what they are called."""
    return conn.execute(select(saved_audience.c.name).order_by(saved_audience.c.name)).scalars().all()


def count(conn: Connection) -> int:
    """Count them."""
    return int(conn.execute(select(func.count()).select_from(saved_audience)).scalar_one())


def remove(conn: Connection, name: str) -> bool:
    """Forget one; say whether it was there."""
    return conn.execute(delete(saved_audience).where(saved_audience.c.name == name)).rowcount > 0
