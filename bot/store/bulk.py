"""Many rows in one statement, given to the driver as they are.

PostgreSQL gets the columns as arrays and unfolds them: for each row it neither hears of the statement again nor
answers. A column that has one value for all rows is an array of one: most columns are that in most batches, and an
element of an array costs the driver more than anything else that is done to it. SQLite is in the same process, where
that gains nothing, and is given row after row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Connection, Dialect, String, Table
from sqlalchemy.types import TypeDecorator

from bot.store.dialect import NEWS, POSTGRESQL

Names = tuple[str, ...]
"""Columns."""
Rows = Sequence[tuple[Any, ...]]
"""Values in the order of the names that are given with them."""


def insert_rows(conn: Connection, table: Table, names: Names, rows: Rows, **alike: Any) -> None:
    """Insert rows, in their order; `alike` are columns that have the same value in all of them."""
    _insert(conn, table, names, rows, alike, "")


def insert_new(
    conn: Connection, table: Table, names: Names, rows: Rows, *, news: str | None = None, **alike: Any
) -> None:
    """Insert rows, in their order, silently leaving out those that a unique constraint says are there already.

    With `news` the statement also tells it to every process, as `notify` would.
    """
    _insert(conn, table, names, rows, alike, " ON CONFLICT DO NOTHING", news)


def add_up(conn: Connection, table: Table, names: Names, rows: Rows, numbers: Collection[str]) -> None:
    """Insert rows; to one that is there with the same key, the numbers are added."""
    keys = ", ".join(name for name in names if name not in numbers)
    sums = ", ".join(f"{name} = {table.name}.{name} + excluded.{name}" for name in numbers)
    _insert(conn, table, names, rows, {}, f" ON CONFLICT ({keys}) DO UPDATE SET {sums}")


def put(conn: Connection, table: Table, names: Names, rows: Rows) -> None:
    """Insert rows; one that is there with the same first column gets the values of the others."""
    values = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    _insert(conn, table, names, rows, {}, f" ON CONFLICT ({names[0]}) DO UPDATE SET {values}")


def _insert(
    conn: Connection,
    table: Table,
    names: Names,
    rows: Rows,
    alike: Mapping[str, Any],
    ending: str,
    news: str | None = None,
) -> None:
    if rows:
        statement = _insertion(table, names + tuple(alike), ending, news, conn.dialect)
        columns = [*zip(*rows, strict=True), *((value,) * len(rows) for value in alike.values())]
        statement.run(conn, columns)


def update_rows(conn: Connection, table: Table, names: Names, rows: Rows, *, keys: int = 1) -> None:
    """Give the rows that the last of the names, a key, finds the values of the others; `keys` are so many names."""
    if rows:
        _change(table, names, keys, conn.dialect).run(conn, [*zip(*rows, strict=True)])


class _Statement:
    """SQL, and what makes a column's values into what the driver takes."""

    def __init__(self, sql: str, table: Table, names: Names, dialect: Dialect) -> None:
        self._sql = sql
        self._takes_arrays = dialect.name == POSTGRESQL
        kinds = [table.c[name].type.dialect_impl(dialect) for name in names]
        self._writers = [kind.bind_processor(dialect) for kind in kinds]
        self._documents = [isinstance(table.c[name].type, JSON) for name in names]

    def run(self, conn: Connection, columns: list[tuple[Any, ...]]) -> None:
        """Execute it once for all rows, whose values come column by column."""
        written = [*map(_written, columns, self._writers, self._documents)]
        rows = len(columns[0])
        if not self._takes_arrays:
            whole = (values if len(values) == rows else values * rows for values in written)
            conn.exec_driver_sql(self._sql, [*zip(*whole, strict=True)])
            return
        if max(map(len, written)) < rows:
            written[0] *= rows  # by the longest it is known how many rows there are
        conn.exec_driver_sql(self._sql, tuple(written))


def _written(values: tuple[Any, ...], write: Callable[[Any], Any] | None, document: bool) -> tuple[Any, ...]:
    """Write a column's values down, as one if they are all the same.

    Documents are compared once they are written: for Python, true is the same as one.
    """
    if document and write is not None:
        return _as_one(tuple(map(write, values)))
    values = _as_one(values)
    return values if write is None else tuple(map(write, values))


def _as_one(values: tuple[Any, ...]) -> tuple[Any, ...]:
    first = values[0]
    return values[:1] if first == values[-1] and values.count(first) == len(values) else values


@lru_cache(maxsize=64)
def _insertion(table: Table, names: Names, ending: str, news: str | None, dialect: Dialect) -> _Statement:
    if dialect.name == POSTGRESQL:
        values = f"SELECT {_given(names)} FROM {_unfolded(table, names, dialect)}"  # noqa: S608 - our names
    else:
        values = f"VALUES ({', '.join('?' * len(names))})"
    sql = f"INSERT INTO {table.name} ({', '.join(names)}) {values}{ending}"
    if news is not None and dialect.name == POSTGRESQL:
        sql = f"WITH taken AS ({sql}) SELECT pg_notify('{NEWS}', '{news}')"
    return _Statement(sql, table, names, dialect)


@lru_cache(maxsize=64)
def _change(table: Table, names: Names, keys: int, dialect: Dialect) -> _Statement:
    others, found_by = names[:-keys], names[-keys:]
    if dialect.name == POSTGRESQL:
        sql = (
            f"UPDATE {table.name} SET {', '.join(f'{name} = given.{name}' for name in others)} "  # noqa: S608 - our names
            f"FROM (SELECT {_given(names)} FROM {_unfolded(table, names, dialect)}) AS given "
            f"WHERE {' AND '.join(f'{table.name}.{key} = given.{key}' for key in found_by)}"
        )
    else:
        changes = ", ".join(f"{name} = ?" for name in others)
        where = " AND ".join(f"{key} = ?" for key in found_by)
        sql = f"UPDATE {table.name} SET {changes} WHERE {where}"  # noqa: S608 - our names
    return _Statement(sql, table, names, dialect)


def _unfolded(table: Table, names: Names, dialect: Dialect) -> str:
    """The columns side by side; one that came as one value is followed by nothing."""
    arrays = ", ".join(f"${place}::{_array(table, name, dialect)}[]" for place, name in enumerate(names, 1))
    return f"unnest({arrays}) AS each ({', '.join(names)})"


def _given(names: Names) -> str:
    """What each row has in the columns."""
    return ", ".join(
        f"CASE WHEN cardinality(${place}) = 1 THEN (${place})[1] ELSE each.{name} END AS {name}"
        for place, name in enumerate(names, 1)
    )


def _array(table: Table, name: str, dialect: Dialect) -> str:
    kind = table.c[name].type
    inner = kind.load_dialect_impl(dialect) if isinstance(kind, TypeDecorator) else kind
    return "TEXT" if isinstance(inner, String) else inner.compile(dialect)  # no length, at which a cast would cut
