"""What a deployment decides once and keeps."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from bot.store.bulk import insert_new
from bot.store.dialect import lock
from bot.store.tables import setting

PERSON_SECRET = "person_secret"  # noqa: S105 - the name of it
"""What keys the names of persons, so that nobody tells from them whose they are."""
DATABASE_ID = "database_id"
"""The name that a database has given itself. Its copies have it too."""
IDENTITY = "identity"
"""What the server called the database when a worker last began on it. A copy is called otherwise."""
COPIED_AT = "copied_at"
"""There in a copy that `parley db backup` made, until a worker begins on it."""
FENCED_UNTIL = "fenced_until"
"""A run, to which it was found out that the database is older than its journals; earlier runs prove no more."""


def keep(conn: Connection, name: str, proposed: str) -> str:
    """Return the kept value, which is the proposed one if there was none."""
    insert_new(conn, setting, ("name", "value"), [(name, proposed)])
    return str(conn.execute(select(setting.c.value).where(setting.c.name == name)).scalar_one())


def find(conn: Connection, name: str) -> str | None:
    """Return a value, if there is one."""
    value: str | None = conn.execute(select(setting.c.value).where(setting.c.name == name)).scalar_one_or_none()
    return value


def take(conn: Connection, name: str) -> str | None:
    """Return a value, if there is one, and forget it."""
    value = find(conn, name)
    conn.execute(delete(setting).where(setting.c.name == name))
    return value


def exchange(conn: Connection, name: str, value: str) -> str | None:
    """Set a value; return the one before."""
    lock(conn, [f"setting {name}"])
    before = conn.execute(select(setting.c.value).where(setting.c.name == name)).scalar_one_or_none()
    conn.execute(delete(setting).where(setting.c.name == name))
    conn.execute(insert(setting), {"name": name, "value": value})
    return before
