"""`[[routes]]` of `parley.toml`: which channels a message may go by, and in which order."""

from __future__ import annotations

import json
import re
from typing import Any, Literal

from pydantic import Field, field_validator

from bot.config.sections import Section, at_commas

_COUNTRY = re.compile(r"[A-Za-z]{2}")
_PREFIX = re.compile(r"\+[1-9]\d{0,14}")

SenderKind = Literal["number", "short_code", "name"]
RoutedClass = Literal["conversational", "transactional", "marketing", "otp"]


class RouteSettings(Section):
    """Where it applies, and the channels there in the order of their cost. What is left out holds for everything."""

    to: tuple[str, ...] = Field((), description="Countries of two letters, by the recipient's number")
    prefixes: tuple[str, ...] = Field((), description="What the recipient's number begins with, such as `+9198`")
    classes: tuple[RoutedClass, ...] = Field(
        (), alias="class", description="`conversational`, `transactional`, `marketing` or `otp`"
    )
    channels: tuple[str, ...] = Field(min_length=1, description="Tried in this order: the cheapest first")

    @field_validator("to", "prefixes", "classes", "channels", mode="before")
    @classmethod
    def _at_commas(cls, value: Any) -> Any:
        return at_commas(value)

    @field_validator("to")
    @classmethod
    def _countries(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for country in value:
            if not _COUNTRY.fullmatch(country):
                raise ValueError(f"`{country}` is not a country code of two letters, such as US")
        return tuple(country.upper() for country in value)

    @field_validator("prefixes")
    @classmethod
    def _numbers(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for prefix in value:
            if not _PREFIX.fullmatch(prefix):
                raise ValueError(f"`{prefix}` is not how a number begins: write it with + and the country code")
        return value


def written_out(value: Any) -> Any:
    """Read a list of tables as a variable holds it: as JSON, there is no other way to write one there."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ValueError(
            'is a list of tables; in a variable it is JSON: [{"to": ["IN"], "channels": ["main"]}]'
        ) from None


def by_country(value: Any) -> Any:
    """Read a table of countries, which variables write in small letters, and lists at commas."""
    if not isinstance(value, dict):
        return value
    for country in value:
        if not _COUNTRY.fullmatch(str(country)):
            raise ValueError(f"`{country}` is not a country code of two letters, such as US")
    return {str(country).upper(): at_commas(kinds) for country, kinds in value.items()}
