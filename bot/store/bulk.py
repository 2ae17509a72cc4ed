"""Many rows in one statement.

PostgreSQL gets the columns as arrays and unfolds them: for each row it neither hears of the statement again nor
answers. SQLite is in the same process, where that gains nothing, and is given row after row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, Connection, Executable, Table, bindparam, insert, text, update
from sqlalchemy.dialects import sqlite

from bot.store.dialect import shares

Rows = Sequence[Mapping[str, Any]]
"""All with the same keys, which are columns."""


def insert_rows(conn: Connection, table: Table, rows: Rows) -> None:
    """Insert rows, in their order."""
    if rows and shares(conn):
        conn.execute(_insertion(table, tuple(rows[0]), ""), _columns(rows))
    elif rows:
        conn.execute(insert(table), rows)


def insert_new(conn: Connection, table: Table, rows: Rows) -> None:
    """Insert rows, in their order, silently leaving out those that a unique constraint says are there already."""
    if rows and shares(conn):
        conn.execute(_insertion(table, tuple(rows[0]), " ON CONFLICT DO NOTHING"), _columns(rows))
    elif rows:
        conn.execute(sqlite.insert(table).on_conflict_do_nothing(), rows)


def update_rows(conn: Connection, table: Table, key: str, rows: Rows) -> None:
    """Give the row that `key` names in each of these the other values."""
    if not rows:
        return
    names = tuple(rows[0])
    if shares(conn):
        conn.execute(_change(table, key, names), _columns(rows))
    else:
        conn.execute(_change_of_one(table, key, names), [{f"new_{name}": row[name] for name in names} for row in rows])


def _columns(rows: Rows) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


@lru_cache(maxsize=64)
def _insertion(table: Table, names: tuple[str, ...], ending: str) -> Executable:
    columns, values = ", ".join(names), ", ".join(f":{name}" for name in names)
    statement = f"INSERT INTO {table.name} ({columns}) SELECT * FROM unnest({values}){ending}"  # noqa: S608 - our names
    return _with_arrays(statement, table, names)


@lru_cache(maxsize=64)
def _change(table: Table, key: str, names: tuple[str, ...]) -> Executable:
    changes = ", ".join(f"{name} = given.{name}" for name in names if name != key)
    columns, values = ", ".join(names), ", ".join(f":{name}" for name in names)
    statement = (
        f"UPDATE {table.name} SET {changes} FROM unnest({values}) AS given ({columns}) "  # noqa: S608 - our names
        f"WHERE {table.name}.{key} = given.{key}"
    )
    return _with_arrays(statement, table, names)


def _with_arrays(statement: str, table: Table, names: tuple[str, ...]) -> Executable:
    arrays = [bindparam(name, type_=ARRAY(table.c[name].type, dimensions=1)) for name in names]
    return text(statement).bindparams(*arrays)


@lru_cache(maxsize=64)
def _change_of_one(table: Table, key: str, names: tuple[str, ...]) -> Executable:
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names if name != key}
    return update(table).where(table.c[key] == bindparam(f"new_{key}")).values(values)
