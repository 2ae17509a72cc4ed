"""What most commands begin with: the settings, and logs that stay out of the data."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from bot.config import LogSettings, Settings, load_settings
from bot.logs import configure
from bot.store.db import Database


def read_settings(**variables: object) -> Settings:
    """Load the settings; options of the command line count as the variables that they stand for.

    Only warnings are logged, since a command that comes and goes talks for itself.
    """
    settings = load_settings(environ={**os.environ, **given(variables)})
    configure(LogSettings(level="warning", format=settings.log.format))
    return settings


def given(variables: Mapping[str, object]) -> dict[str, str]:
    """The options that were used, by the variable of each."""
    return {name: str(value) for name, value in variables.items() if value is not None}


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """Open the database, beside whatever server or worker runs on it."""
    database = Database(settings.database.url)
    await database.open()
    try:
        yield database
    finally:
        await database.close()
