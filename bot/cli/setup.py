"""What most commands begin with: the settings, and logs that stay out of the data."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.config import LogSettings, Settings, load_settings
from bot.logs import configure
from bot.store.db import Database


def read_settings(*, quiet: bool = True) -> Settings:
    """Load the settings and set up the logs; quiet for commands that come and go, which talk for themselves."""
    settings = load_settings()
    configure(LogSettings(level="warning", format=settings.log.format) if quiet else settings.log)
    return settings


def apply_options(**variables: object) -> None:
    """Let options of the command line count as the variables that they stand for, also in processes started later."""
    os.environ.update({name: str(value) for name, value in variables.items() if value is not None})


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """Open the database, beside whatever server or worker runs on it."""
    database = Database(settings.database.url)
    await database.open()
    try:
        yield database
    finally:
        await database.close()
