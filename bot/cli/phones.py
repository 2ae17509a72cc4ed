"""Phone numbers as people type them at a terminal."""

from __future__ import annotations

from bot.cli.console import Exit, Failed
from bot.config import Settings
from bot.phone import is_e164_shape, parse


def phone_of(written: str, settings: Settings) -> str:
    """The number in E.164; one that has its shape already is taken as it is, as the API does."""
    if is_e164_shape(written):
        return written
    try:
        return parse(written, settings.business.country)
    except ValueError as error:
        raise Failed(str(error), Exit.USAGE) from error
