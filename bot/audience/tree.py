"""A filter, read: frozen, with the place in its text from which each test comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo


class Sort(StrEnum):
    """What a name holds."""

    TEXT = "text"
    INSTANT = "instant"
    TAGS = "tags"
    FIELD = "field"
    """Whatever somebody has put there; missing for most people."""


NAMES: Final = {
    "name": Sort.TEXT,
    "phone": Sort.TEXT,
    "language": Sort.TEXT,
    "timezone": Sort.TEXT,
    "country": Sort.TEXT,
    "created_at": Sort.INSTANT,
    "last_seen": Sort.INSTANT,
    "tags": Sort.TAGS,
}
"""What is known of everybody, besides the `fields` of the business's own."""


class Op(StrEnum):
    """How a value is held against another."""

    EQUAL = "="
    LESS = "<"
    LESS_EQUAL = "<="
    MORE = ">"
    MORE_EQUAL = ">="
    CONTAINS = "contains"
    STARTS = "starts with"


@dataclass(frozen=True, slots=True)
class At:
    """A stretch of the text, from a character to before another, counted from 0."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Path:
    """A name: one of `NAMES`, or a field."""

    name: str
    sort: Sort


@dataclass(frozen=True, slots=True)
class Now:
    """A moment that moves on, such as `now - 30d`."""

    shift: timedelta


@dataclass(frozen=True, slots=True)
class Today:
    """A day of the business's calendar, such as `today + 7d`."""

    days: int


Literal = str | int | float | bool | datetime
"""What a test compares with, once it is known what time it is."""
Value = Literal | Now | Today


@dataclass(frozen=True, slots=True)
class Compare:
    """`fields.city = "Lyon"`. False where the person has no such value, or one of another kind."""

    path: Path
    op: Op
    value: Value
    at: At


@dataclass(frozen=True, slots=True)
class Among:
    """`country in ("US", "CA")`."""

    path: Path
    values: tuple[Value, ...]
    at: At


@dataclass(frozen=True, slots=True)
class Has:
    """`tags has any ("vip", "press")`."""

    tags: tuple[str, ...]
    all: bool
    at: At


@dataclass(frozen=True, slots=True)
class IsSet:
    """`name is set`."""

    path: Path
    at: At


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One of them."""

    parts: tuple[Node, ...]


Node = Compare | Among | Has | IsSet | Not | And | Or


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: its text, and what it asks. Without a tree it is everybody."""

    source: str
    tree: Node | None


EVERYBODY: Final = Filter("", None)


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is, and where the business's days begin."""

    now: datetime
    timezone: str = "UTC"

    @property
    def today(self) -> date:
        """The day that it is for the business."""
        return self.now.astimezone(ZoneInfo(self.timezone)).date()

    def settle(self, value: Value) -> Literal:
        """Say what a value is at this time."""
        match value:
            case Now(shift):
                return self.now + shift
            case Today(days):
                return (self.today + timedelta(days=days)).isoformat()
        return value
