"""One statement, said straight to PostgreSQL's driver: the way by which every text becomes durable.

SQLAlchemy's way there and back costs some twenty times what the driver does itself. Where many rows share a statement
that is nothing; where one text has a commit of its own it would be most of what the text costs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import asyncpg
from sqlalchemy import Connection, Dialect
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import PoolProxiedConnection

P = ParamSpec("P")
T = TypeVar("T")


class Straight:
    """One of the engine's connections, held from the first statement on."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()
        self._held: PoolProxiedConnection | None = None

    async def run(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function that `one_statement` marks: the statement is a transaction by itself."""
        said = _Said(self._engine.dialect)
        result = work(cast(Connection, said), *args, **kwargs)
        async with self._turn:
            for sql, parameters in said.statements:
                await self._execute(sql, parameters)
        return result

    async def close(self) -> None:
        """Disconnect."""
        if self._held is not None:
            driver = _driver(self._held)
            self._held.detach()
            self._held = None
            await driver.close()

    async def _execute(self, sql: str, parameters: tuple[Any, ...]) -> None:
        driver = await self._connected()
        try:
            await driver.execute(sql, *parameters)
        except asyncpg.PostgresError:  # the server has answered; whether it is still there shows next time
            raise
        except BaseException:  # what it would answer next may belong to this statement
            self._let_go()
            raise

    async def _connected(self) -> asyncpg.Connection:
        if self._held is not None and _driver(self._held).is_closed():
            self._let_go()
        if self._held is None:
            connection = await self._engine.connect()
            self._held = await connection.get_raw_connection()
        return _driver(self._held)

    def _let_go(self) -> None:
        if self._held is not None:
            driver = _driver(self._held)
            self._held.detach()
            self._held = None
            driver.terminate()


class _Said:
    """Stands in for a connection, and keeps what it is told to execute."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.statements: list[tuple[str, tuple[Any, ...]]] = []

    def exec_driver_sql(self, sql: str, parameters: tuple[Any, ...]) -> None:
        self.statements.append((sql, parameters))


def _driver(held: PoolProxiedConnection) -> asyncpg.Connection:
    return held.driver_connection
