"""What SQLite and PostgreSQL say differently; everything else in the store is said once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnClause, Connection, String, Table, literal_column
from sqlalchemy.dialects import postgresql, sqlite

_INSERT: Mapping[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_new(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, silently leaving out those that a unique constraint says are there already."""
    if rows:
        conn.execute(_INSERT[conn.dialect.name](table).on_conflict_do_nothing(), rows)


def constant(value: str) -> ColumnClause[str]:
    """Put a word of ours into the SQL text itself: a partial index is only used if its condition can be read there."""
    return literal_column(f"'{value}'", String())
