"""The database, for commands that look something up beside whatever server or worker runs on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DatabaseError

from bot.cli.console import Exit, Failed
from bot.config import Settings
from bot.store.db import Database


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """Open it, brought up to date, and close it again."""
    database = Database(settings.database.url)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


@contextmanager
def read_database(settings: Settings) -> Iterator[Connection | None]:
    """Open it for reading only, whatever its schema; None where there is none yet."""
    path = Path(Database(settings.database.url).path)
    if not path.is_file():
        yield None
        return
    engine = create_engine(f"sqlite:///file:{path}?mode=ro&uri=true", hide_parameters=True)
    try:
        with engine.connect() as connection:
            yield connection
    except DatabaseError as error:
        raise Failed(f"the database {path} cannot be read: {error.orig}", Exit.START_UP) from error
    finally:
        engine.dispose()
