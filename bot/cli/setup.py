"""What most commands begin with: the settings, and logs that stay out of the data."""

from __future__ import annotations

import os

from bot.config import LogSettings, Settings, load_settings
from bot.logs import configure


def read_settings(*, quiet: bool = True) -> Settings:
    """Load the settings and set up the logs; quiet for commands that come and go, which talk for themselves."""
    settings = load_settings()
    configure(LogSettings(level="warning", format=settings.log.format) if quiet else settings.log)
    return settings


def apply_options(**variables: object) -> None:
    """Let options of the command line count as the variables that they stand for, also in processes started later."""
    os.environ.update({name: str(value) for name, value in variables.items() if value is not None})
