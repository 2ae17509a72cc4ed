"""What a provider tells of its own list of people who opted out, a page at a time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from bot.errors import BadPayload
from bot.phone import is_e164_shape
from bot.providers import wire


class Listed(NamedTuple):
    """Somebody who is on the list."""

    phone: str
    at: datetime | None = None
    """Since when, if the provider says so."""
    word: str = ""
    """What they wrote, or how else they came onto it."""


class Page(NamedTuple):
    """A part of the list."""

    listed: tuple[Listed, ...] = ()
    next: str = ""
    """What to ask for next; blank at the end."""


def phone_in(entry: Any, name: str) -> str | None:
    """Read whom an entry is about; None for what is no phone, such as an address of e-mail or a number with stars."""
    try:
        phone = wire.fields_of(entry).number(name)
    except BadPayload:
        return None
    return phone if phone is not None and is_e164_shape(phone) else None


def moment(value: Any) -> datetime | None:
    """Read a time as ISO 8601 has it; None for anything else."""
    try:
        read = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def next_page(paging: Any, number: str, total: str, *, asked: str, first: int) -> str:
    """Say which page follows the one that was asked for, by what the answer says of it; blank after the last.

    Raises `BadPayload` where that cannot be told: a part of the list must not pass for all of it.
    """
    here, pages = wire.inside(paging, number), wire.inside(paging, total)
    if type(here) is not int or type(pages) is not int or str(here) != (asked or str(first)):
        raise BadPayload("it does not say which page of the list it is, or is another one")
    return str(here + 1) if here - first + 1 < pages else ""
