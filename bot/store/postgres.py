"""PostgreSQL: several connections, the same synchronous functions, any number of processes.

A function runs in a greenlet (SQLAlchemy's `run_sync`): where it would wait for the server, the event loop goes on.
So the store is written once, and no thread is needed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Concatenate, Final, ParamSpec, TypeVar

import asyncpg
import structlog
from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import ConfigError, DatabaseAway
from bot.store import migrate
from bot.store.dialect import NEWS, is_one_statement, lock
from bot.store.straight import Straight
from bot.store.types import dumps, loads

P = ParamSpec("P")
T = TypeVar("T")

CONNECTIONS: Final = 10
CONNECT_TIMEOUT_S: Final = 5.0
LISTEN_AGAIN_AFTER_S: Final = 1.0
ALIVE_EVERY_S: Final = 5.0

_SESSION: Final = {
    "application_name": "parley",
    "timezone": "UTC",
    "jit": "off",  # costs more than any statement of ours takes
    "enable_seqscan": "off",  # a plan that was made while a queue was empty would read the whole table for ever
    "plan_cache_mode": "force_generic_plan",
    "lock_timeout": "10s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "10s",  # a process that stalls in a transaction lets go of what it holds
}
_AWAY: Final = ("08", "40", "53", "55", "57", "58", "XX", "25006", "25P03", "42501")
"""What starts the codes of troubles that pass: connections, deadlocks, resources, locks, operators, the system.

A file system that is read-only is `42501` too, as if a right were missing, and one whose quota is used up is `XX000`,
as everything that the server has no word for. Neither says anything of the row that was to be written.
"""
_DRIVERS_OWN: Final = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What the server says, what it is too late to ask, and what the driver makes of a connection that is just ending."""

log = structlog.get_logger(__name__)


class Postgres:
    """Connections to one database."""

    dialect = "postgresql"

    def __init__(self, url: URL) -> None:
        self.shown = url.render_as_string(hide_password=True)
        self._url = url.set(drivername="postgresql+asyncpg")
        self._engine: AsyncEngine | None = None
        self._straight: Straight | None = None
        self._listening: asyncio.Task[None] | None = None

    async def open(self, *, upgrade: bool) -> None:
        """Connect; `upgrade` brings the schema up to date, one process at a time."""
        self._engine = create_async_engine(
            self._url,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=CONNECT_TIMEOUT_S,
            hide_parameters=True,  # what a statement was given is people's texts and phones: not for errors and logs
            json_serializer=dumps,
            json_deserializer=loads,
            connect_args={"timeout": CONNECT_TIMEOUT_S, "server_settings": _SESSION},
        )
        self._straight = Straight(self._engine)
        try:
            await self.run(_upgrade if upgrade else _look)
        except DatabaseAway as error:
            raise ConfigError(f"the database {self.shown} cannot be opened: {error}") from error

    async def run(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function as one transaction."""
        if self._engine is None or self._straight is None:
            raise RuntimeError("the database is not open")
        try:
            if is_one_statement(work):
                return await self._straight.run(work, *args, **kwargs)
            async with self._engine.begin() as connection:
                return await connection.run_sync(work, *args, **kwargs)
        except (DBAPIError, OSError, PoolTimeout, TimeoutError, *_DRIVERS_OWN) as error:
            if reason := _away(error):
                raise DatabaseAway(reason) from error
            raise

    async def close(self) -> None:
        """Finish what runs, then disconnect."""
        if self._listening is not None:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening
        if self._straight is not None:
            await self._straight.close()
        if self._engine is not None:
            await self._engine.dispose()
        self._engine = self._straight = self._listening = None

    def listen(self, on_news: Callable[[str], None]) -> None:
        """Call `on_news` with what `dialect.notify` was given, in whichever process that was."""
        self._listening = asyncio.create_task(self._listen(on_news), name="listen")

    async def _listen(self, on_news: Callable[[str], None]) -> None:
        """Stay connected. What is missed meanwhile is found by polling."""
        while True:
            try:
                await self._hear(on_news)
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.info("notifications are away", error=str(error), again_in_s=LISTEN_AGAIN_AFTER_S)
            await asyncio.sleep(LISTEN_AGAIN_AFTER_S)

    async def _hear(self, on_news: Callable[[str], None]) -> None:
        arguments = self._url.translate_connect_args(username="user") | dict(self._url.query)
        connection = await asyncpg.connect(**arguments, timeout=CONNECT_TIMEOUT_S)
        try:
            await connection.add_listener(NEWS, lambda *news: on_news(str(news[-1])))
            while not connection.is_closed():
                await asyncio.sleep(ALIVE_EVERY_S)
                await connection.execute("SELECT 1", timeout=CONNECT_TIMEOUT_S)
        finally:
            connection.terminate()


def clock(conn: Connection) -> datetime:
    """Return what time it is in the database, whose clock all processes share."""
    now: datetime = conn.execute(text("SELECT clock_timestamp()")).scalar_one()
    return now.astimezone(UTC)


def _upgrade(conn: Connection) -> None:
    lock(conn, ["schema"])
    migrate.upgrade(conn)


def _look(conn: Connection) -> None:
    conn.execute(text("SELECT 1"))


def _away(error: Exception) -> str | None:
    """Say why the database cannot do its work now; None if the fault is the statement's."""
    if isinstance(error, DBAPIError):
        cause: BaseException | None = getattr(error.orig, "__cause__", None) or error.orig
        code = str(getattr(error.orig, "sqlstate", None) or getattr(cause, "sqlstate", None) or "")
        passing = error.connection_invalidated or code.startswith(_AWAY)
        return _named(cause or error) if passing or isinstance(cause, asyncpg.InterfaceError | OSError) else None
    if isinstance(error, asyncpg.PostgresError) and not str(error.sqlstate or "").startswith(_AWAY):
        return None
    return _named(error)


def _named(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".partition("\n")[0]
