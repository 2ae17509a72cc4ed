"""The database, for commands that look something up beside whatever server or worker runs on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DatabaseError

from bot.cli.console import Exit, Failed
from bot.config import Settings
from bot.store import migrate
from bot.store.db import Database

T = TypeVar("T")


@asynccontextmanager
async def open_database(settings: Settings, *, upgrade: bool = True) -> AsyncIterator[Database]:
    """Open it, brought up to date unless that is not wanted, and close it again."""
    database = Database(settings.database.url, settings.database.state)
    await database.open(upgrade=upgrade)
    try:
        yield database
    finally:
        await database.close()


def read_database(settings: Settings, work: Callable[[Connection], T]) -> T | None:
    """Run a function that only reads, whatever the schema; None where there is no database yet."""
    database = Database(settings.database.url)
    if database.shared:
        return asyncio.run(_read_shared(settings, work))
    path = database.file
    return None if path is None or not path.is_file() else _read_file(path, work)


async def _read_shared(settings: Settings, work: Callable[[Connection], T]) -> T | None:
    async with open_database(settings, upgrade=False) as database:
        return await database.run(lambda conn: None if migrate.current(conn) is None else work(conn))


def _read_file(path: Path, work: Callable[[Connection], T]) -> T:
    engine = create_engine(f"sqlite:///file:{path}?mode=ro&uri=true", hide_parameters=True)
    try:
        with engine.connect() as connection:
            return work(connection)
    except DatabaseError as error:
        raise Failed(f"the database {path} cannot be read: {error.orig}", Exit.START_UP) from error
    finally:
        engine.dispose()
