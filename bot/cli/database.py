"""The database, for commands that look something up beside whatever server or worker runs on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

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
