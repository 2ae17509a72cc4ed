"""Whether one person is meant: what the SQL has to agree with, said once more in plain Python.

Every test is true or false, never unknown: a value that is missing, or of another kind, fails it. So `not` is always
the opposite, and `fields.city != "Lyon"` holds for those of whom no city is known.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.audience.tree import (
    Among,
    And,
    Clock,
    Compare,
    Filter,
    Has,
    IsSet,
    Node,
    Not,
    Op,
    Or,
    Path,
    Sort,
    Today,
    Value,
)
from bot.events import Json

DAY_CHARS: Final = 10


@dataclass(frozen=True, slots=True)
class Subject:
    """What a filter may ask of a person."""

    phone: str
    created_at: datetime
    name: str | None = None
    language: str | None = None
    timezone: str | None = None
    country: str | None = None
    tags: Collection[str] = ()
    fields: Mapping[str, Json] = field(default_factory=dict)
    last_seen: datetime | None = None


_ORDER: Final[Mapping[Op, Callable[[Any, Any], bool]]] = {
    Op.EQUAL: operator.eq,
    Op.LESS: operator.lt,
    Op.LESS_EQUAL: operator.le,
    Op.MORE: operator.gt,
    Op.MORE_EQUAL: operator.ge,
    Op.CONTAINS: lambda text, part: part in text,
    Op.STARTS: lambda text, part: text.startswith(part),
}


def matches(asked: Filter, subject: Subject, clock: Clock) -> bool:
    """Whether a person is meant."""
    return asked.tree is None or _holds(asked.tree, subject, clock)


def _holds(node: Node, subject: Subject, clock: Clock) -> bool:
    match node:
        case And(parts):
            return all(_holds(part, subject, clock) for part in parts)
        case Or(parts):
            return any(_holds(part, subject, clock) for part in parts)
        case Not(part):
            return not _holds(part, subject, clock)
        case Has(tags, every):
            return (all if every else any)(tag in subject.tags for tag in tags)
        case IsSet(path):
            return bool(subject.tags) if path.sort is Sort.TAGS else _value(path, subject) is not None
        case Among(path, values):
            return any(_compare(_value(path, subject), Op.EQUAL, value, clock) for value in values)
        case Compare(path, op, value):
            return _compare(_value(path, subject), op, value, clock)


def _value(path: Path, subject: Subject) -> Json:
    return subject.fields.get(path.name) if path.sort is Sort.FIELD else getattr(subject, path.name)


def _compare(kept: Json, op: Op, value: Value, clock: Clock) -> bool:
    asked = clock.settle(value)
    if isinstance(value, Today):
        return isinstance(kept, str) and is_day(kept) and _ORDER[op](kept[:DAY_CHARS], asked)
    if isinstance(asked, bool):
        return isinstance(kept, bool) and kept is asked
    if isinstance(asked, int | float):
        return isinstance(kept, int | float) and not isinstance(kept, bool) and _ORDER[op](kept, asked)
    return type(kept) is type(asked) and _ORDER[op](kept, asked)


def is_day(text: str) -> bool:
    """Whether a text begins as a date does; the store asks the same in SQL."""
    return len(text) >= DAY_CHARS and text[4] == "-" and text[7] == "-"
