"""SQL that is compiled once in a process of tests, although every test has an engine of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from bot.store import postgres, sqlite

_ALIKE = {"__hash__": lambda self: 0, "__eq__": lambda self, other: type(self) is type(other)}


@contextmanager
def compiled_once() -> Iterator[None]:
    """Let all engines of the product share what they have compiled: it is the same for each process that starts."""
    shared: Any = LRUCache(5000)

    def sharing(create: Callable[..., Any]) -> Callable[..., Any]:
        def engine(*args: Any, **kwargs: Any) -> Any:
            made = create(*args, **kwargs)
            getattr(made, "sync_engine", made)._compiled_cache = shared
            return made

        return engine

    with ExitStack() as patches:
        for dialect in (SQLiteDialect_pysqlite, PGDialect_asyncpg):
            patches.enter_context(patch.multiple(dialect, create=True, **_ALIKE))
        for module, name in ((sqlite, "create_engine"), (postgres, "create_async_engine")):
            patches.enter_context(patch.object(module, name, sharing(getattr(module, name))))
        yield
