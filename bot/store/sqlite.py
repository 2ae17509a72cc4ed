"""SQLite: one connection in one thread, and a whole transaction for every hop to it.

A hop costs as much as several statements, so that a transaction of many statements must never be spread over hops.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from bot.errors import ConfigError, DatabaseAway
from bot.store import migrate
from bot.store.turnstile import Turnstile
from bot.store.types import dumps, loads

P = ParamSpec("P")
T = TypeVar("T")

BUSY_TIMEOUT_S = 3.0
CLEAN_WAIT_MS = 100
READING_CACHE_KIB = 16 * 1024
_MEMORY = ":memory:"
_MERGE_INDEX = "INSERT INTO finding_index (finding_index) VALUES ('optimize')"
"""The full-text index only notes down what was deleted, and lets go of it when its pieces become one."""
_BEGIN = "BEGIN IMMEDIATE"
_PRIMARY_CODE = 0xFF
_AWAY = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
    }
)


class Sqlite:
    """One process's access to a file."""

    dialect = "sqlite"

    def __init__(self, url: URL) -> None:
        self.path = url.database or _MEMORY
        self.shown = self.path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._reading_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database-looks")
        self._reading_engine: Engine | None = None
        self._reading: Connection | None = None
        self._engine: Engine | None = None
        self._connection: Connection | None = None
        self._claim: sqlite3.Connection | None = None
        self._turnstile: Turnstile | None = None

    @property
    def file(self) -> Path | None:
        """Where the data lies."""
        return None if self.path == _MEMORY else Path(self.path)

    async def open(self, *, worker: bool, upgrade: bool) -> None:
        """Connect; `upgrade` brings the schema up to date.

        A worker claims the exclusive right to process and send; a second one on the same file is refused.
        """
        await self._hop(lambda: self._open(worker, upgrade))

    async def run(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function as one transaction."""
        return await self._hop(lambda: self._run(work, *args, **kwargs))

    async def look(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function that only reads, on a connection of its own: nobody who writes waits for it, nor it for them.

        What is in memory has one connection, and no other sees it.
        """
        if self.path == _MEMORY:
            return await self.run(work, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(
            self._reading_thread, lambda: self._look(work, *args, **kwargs)
        )

    async def clean_file(self) -> bool:
        """Leave nothing in the file that was deleted, nor in the log beside it; False if somebody else has to do it."""
        return await self._hop(self._clean_file)

    async def close(self) -> None:
        """Finish what runs, then disconnect."""
        await asyncio.get_running_loop().run_in_executor(self._reading_thread, self._stop_looking)
        self._reading_thread.shutdown(wait=True)
        await self._hop(self._close)
        self._thread.shutdown(wait=True)

    async def _hop(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _run(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._connection is None:
            raise RuntimeError("the database is not open")
        try:
            with self._connection.begin():
                return work(self._connection, *args, **kwargs)
        except DatabaseError as error:
            self._give_up()
            if _is_away(error):
                raise DatabaseAway(str(error.orig)) from error
            raise

    def _look(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._connection is None:
            raise RuntimeError("the database is not open")
        try:
            if self._reading is None:
                self._reading_engine = _reading(self.path)
                self._reading = self._reading_engine.connect()
            with self._reading.begin():
                return work(self._reading, *args, **kwargs)
        except DatabaseError as error:
            if _is_away(error):
                raise DatabaseAway(str(error.orig)) from error
            raise

    def _stop_looking(self) -> None:
        if self._reading is not None:
            self._reading.close()
        if self._reading_engine is not None:
            self._reading_engine.dispose()
        self._reading = self._reading_engine = None

    def _give_up(self) -> None:
        """End a transaction that a commit has failed to end: after some errors SQLite leaves it open."""
        raw: Any = self._connection.connection.dbapi_connection if self._connection is not None else None
        if raw is not None and raw.in_transaction:
            raw.rollback()

    def _clean_file(self) -> bool:
        """Write the file anew from what is in it. `secure_delete` is not enough: a page that was once divided keeps
        copies of rows which went to its neighbour, and nobody overwrites them when those rows are deleted.
        """
        if self.path == _MEMORY or self._connection is None:
            return True
        try:
            held = self._claim or _claim(self.path)
        except ConfigError:
            return False  # the worker is another process, and the only one that may do this
        raw: Any = self._connection.connection.dbapi_connection
        try:
            raw.execute(f"PRAGMA busy_timeout = {int(BUSY_TIMEOUT_S * 1000)}")
            raw.execute(_MERGE_INDEX)
            raw.execute("VACUUM")
            raw.execute(f"PRAGMA busy_timeout = {CLEAN_WAIT_MS}")  # whoever reads goes first, and is not waited for
            return int(raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]) == 0
        except sqlite3.OperationalError as error:
            raise DatabaseAway(f"the file cannot be written anew: {error}") from error
        finally:
            raw.execute("PRAGMA busy_timeout = 0")
            if held is not self._claim:
                held.close()

    def _open(self, worker: bool, upgrade: bool) -> None:
        if self.path != _MEMORY:
            _make_private_file(Path(self.path))
            if worker:
                self._claim = _claim(self.path)
            self._turnstile = Turnstile(f"{self.path}-queue")
        self._engine = _writing(self.path, self._turnstile, checkpoints=worker or not has_wal_reset_bug())
        try:
            self._connection = self._engine.connect()
            if upgrade:
                with self._connection.begin():
                    migrate.upgrade(self._connection)
        except DatabaseError as error:
            raise ConfigError(f"the database {self.path} cannot be opened: {error.orig}") from error

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._engine is not None:
            self._engine.dispose()
        if self._claim is not None:
            self._claim.close()
        if self._turnstile is not None:
            self._turnstile.close()
        self._connection = self._engine = self._claim = self._turnstile = None


def _is_away(error: DatabaseError) -> bool:
    """Whether the trouble is the disk's, the file's or another process's lock, so that it may pass."""
    return _code(error) in _AWAY


def _code(error: DatabaseError) -> int | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY_CODE


def _make_private_file(path: Path) -> None:
    """Create the file so that only its owner reads it; SQLite gives its companions the same permissions."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise ConfigError(f"the database {path} cannot be opened: {error.strerror}") from error


def _claim(path: str) -> sqlite3.Connection:
    """Hold an exclusive lock beside the database. The system lets go of it when the process dies, however it dies."""
    claim = sqlite3.connect(f"{path}-worker", timeout=0, isolation_level=None, check_same_thread=False)
    try:
        claim.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        claim.close()
        raise ConfigError(
            f"another worker is running on {path}: one process at a time may process and send from a SQLite database. "
            "Stop it, or start this one with --no-worker"
        ) from error
    return claim


def _engine(path: str) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=StaticPool,
        json_serializer=dumps,
        json_deserializer=loads,
        hide_parameters=True,  # what a statement was given is people's texts and phones: not for errors and logs
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_S},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing on its own: see below
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # what was answered survives a power cut
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")

    return engine


def _reading(path: str) -> Engine:
    engine = _engine(path)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA cache_size = -{READING_CACHE_KIB}")
        connection.execute("PRAGMA wal_autocheckpoint = 0")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _writing(path: str, turnstile: Turnstile | None, *, checkpoints: bool) -> Engine:
    engine = _engine(path)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA busy_timeout = 0")  # whoever waits, waits at the turnstile
        if not checkpoints:
            connection.execute("PRAGMA wal_autocheckpoint = 0")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later fails if another process wrote in between; this one waits.
        if turnstile is None or not turnstile.enter(lambda: _begin(connection), BUSY_TIMEOUT_S):
            connection.exec_driver_sql(_BEGIN)

    return engine


def _begin(connection: Connection) -> bool:
    """Begin a transaction that writes, unless another process is in one."""
    try:
        connection.exec_driver_sql(_BEGIN)
    except DatabaseError as error:
        if _code(error) != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def has_wal_reset_bug() -> bool:
    """Whether this SQLite may corrupt a database when two processes write and both checkpoint.

    Fixed in 3.51.3, and in 3.50.7 and 3.44.6 of the older lines; with the bug only the worker checkpoints.
    """
    version = sqlite3.sqlite_version_info
    line = version[:2]
    return (
        version < (3, 51, 3)
        and not (line == (3, 50) and version >= (3, 50, 7))
        and not (line == (3, 44) and version >= (3, 44, 6))
    )
