"""What SQLite and PostgreSQL say differently; everything else in the store is said once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Collection
from typing import Any, Final, TypeVar
from zlib import crc32

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnClause,
    ColumnElement,
    Connection,
    Dialect,
    String,
    Text,
    bindparam,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlalchemy.util import await_only

NEWS: Final = "parley"
"""The channel of PostgreSQL's notifications."""
POSTGRESQL: Final = "postgresql"

_Work = TypeVar("_Work", bound=Callable[..., Any])
_one_statement: set[Callable[..., Any]] = set()


def constant(value: str) -> ColumnClause[str]:
    """Put a word of ours into the SQL text itself: a partial index is only used if its condition can be read there."""
    return literal_column(f"'{value}'", String())


# ── one of many ─────────────────────────────────────────────────────────────────────────────────────────────────────


def among(column: ColumnElement[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """Whether a column holds one of these, given in one parameter.

    So the text of a statement is the same for any number of them, and the database plans it once.
    """
    return _Among(column, bindparam(None, values, type_=_Many(column.type), unique=True))


def among_given(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether a column holds one of those that the parameter of this name is given; for a statement made once."""
    return _Among(column, bindparam(name, type_=_Many(column.type)))


class _Many(TypeDecorator[Any]):
    """An array where the database has them, else a document."""

    impl = Text
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose what the parameter is made of."""
        return dialect.type_descriptor(ARRAY(self.item) if dialect.name == POSTGRESQL else Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Write the list down."""
        return list(value) if dialect.name == POSTGRESQL else json.dumps(list(value))


class _Among(FunctionElement[bool]):
    inherit_cache = True
    name = "among"
    type = Boolean()
    _is_implicitly_boolean = True  # else SQLite is asked whether it equals 1, and uses no index


@compiles(_Among)
def _among_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    column, values = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - both are SQLAlchemy's own texts


@compiles(_Among, POSTGRESQL)
def _among_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    column, values = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} = ANY ({values})"


# ── several processes ───────────────────────────────────────────────────────────────────────────────────────────────


def shares(conn: Connection) -> bool:
    """Whether several processes may write at the same time. SQLite lets one transaction in at a time."""
    return conn.dialect.name == POSTGRESQL


_LOCK = select(func.pg_advisory_xact_lock(func.unnest(bindparam("keys", type_=ARRAY(BigInteger))).column_valued("key")))
_NOTIFY = select(func.pg_notify(NEWS, bindparam("news", type_=String())))


def lock(conn: Connection, names: Collection[str]) -> None:
    """Let no other transaction hold any of these names until this one ends; waits for it if it must.

    In one order, whoever asks, so that two do not wait for each other.
    """
    if names and shares(conn):
        conn.execute(_LOCK, {"keys": sorted({_key(name) for name in names})})


def try_lock(conn: Connection, name: str) -> bool:
    """Take a name until the transaction ends, unless another one holds it; never waits."""
    return not shares(conn) or bool(conn.execute(select(func.pg_try_advisory_xact_lock(_key(name)))).scalar_one())


_TRY_LOCKS = text("SELECT key FROM unnest(:keys) AS key WHERE pg_try_advisory_xact_lock(key)").bindparams(
    bindparam("keys", type_=ARRAY(BigInteger))
)


def try_locks(conn: Connection, names: Collection[str]) -> set[str]:
    """Take those of these names that no other transaction holds; never waits."""
    if not names or not shares(conn):
        return set(names)
    keys = {name: _key(name) for name in names}
    taken = set(conn.execute(_TRY_LOCKS, {"keys": sorted(set(keys.values()))}).scalars())
    return {name for name, key in keys.items() if key in taken}


def one_statement(work: _Work) -> _Work:
    """Mark a function that executes one of `bulk`'s statements: that is a transaction, with nothing to begin or end.

    So PostgreSQL is asked once instead of three times, and straight: see `bot.store.straight`.
    """
    _one_statement.add(work)
    return work


def is_one_statement(work: Callable[..., Any]) -> bool:
    """Whether a function is so marked."""
    return work in _one_statement


def notify(conn: Connection, news: str) -> None:
    """Tell every process that there is something for it, once this is committed; within one process nobody needs it."""
    if shares(conn):
        conn.execute(_NOTIFY, {"news": news})


def breathe(conn: Connection) -> None:
    """Let the rest of the process have its turn amid long work. With SQLite, work has a thread of its own."""
    if shares(conn):
        await_only(asyncio.sleep(0))


def _key(name: str) -> int:
    """A lock's number. Two names that share one only wait for each other without need."""
    return crc32(name.encode()) - 2**31
