"""What is compiled once in a process of tests, although every test has engines and routes of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from starlette import routing

from bot.store import postgres, sqlite

_ALIKE = {"__hash__": lambda self: 0, "__eq__": lambda self, other: type(self) is type(other)}
LAST_FIRST = {"pool_use_lifo": True}


@contextmanager
def compiled_once() -> Iterator[None]:
    """Let all engines and routes share what they have compiled: it is the same for each process that starts."""
    shared: Any = LRUCache(5000)

    def sharing(create: Callable[..., Any], more: dict[str, Any]) -> Callable[..., Any]:
        def engine(*args: Any, **kwargs: Any) -> Any:
            made = create(*args, **kwargs, **more)
            getattr(made, "sync_engine", made)._compiled_cache = shared
            return made

        return engine

    with ExitStack() as patches:
        for dialect in (SQLiteDialect_pysqlite, PGDialect_asyncpg):
            patches.enter_context(patch.multiple(dialect, create=True, **_ALIKE))
        # Of several connections to PostgreSQL the last one used is used next: it has prepared the most already.
        for module, name, more in ((sqlite, "create_engine", {}), (postgres, "create_async_engine", LAST_FIRST)):
            patches.enter_context(patch.object(module, name, sharing(getattr(module, name), more)))
        patches.enter_context(patch.object(routing, "compile_path", cache(routing.compile_path)))
        yield
