"""The database, for commands that look something up beside whatever server or worker runs on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DatabaseError

from bot.cli.console import Exit, Failed
from bot.config import Settings
from bot.store import migrate
from bot.store.db import Database

T = TypeVar("T")


class Look(Protocol):
    """Runs a function that only reads, as often as one likes."""

    def __call__(self, work: Callable[[Connection], T], /) -> T: ...


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


@contextmanager
def watch_database(settings: Settings) -> Iterator[Look]:
    """Stay connected, only to read, beside whatever works on the database; its schema must be that of this release."""
    database = Database(settings.database.url)
    if not database.shared:
        path = database.file
        if path is None or not path.is_file():
            raise Failed(f"there is no database {database.shown} yet; `parley serve` makes it", Exit.START_UP)

        def look_into_file(work: Callable[[Connection], T]) -> T:
            return _read_file(path, work)

        look_into_file(_up_to_date)
        yield look_into_file
        return
    with asyncio.Runner() as runner:
        runner.run(database.open(upgrade=False))
        try:

            def look(work: Callable[[Connection], T]) -> T:
                return runner.run(database.run(work))

            look(_up_to_date)
            yield look
        finally:
            runner.run(database.close())


def _up_to_date(conn: Connection) -> None:
    if migrate.current(conn) != migrate.newest():
        raise Failed("the database is not as this release needs it; bring it up to date with: parley db upgrade")


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
