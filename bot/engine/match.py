"""What a reply means: a typed value for what the question expects, or None where a person would ask again.

Never a guess: two readings are none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.events import Json
from bot.flow.model import Matcher, Type


@dataclass(frozen=True, slots=True)
class Understood:
    """A reply's typed value (plain JSON), and for a choice or yes/no which one it is."""

    value: Json
    label: str | None = None
    """What was shown for the choice, or `yes`/`no`."""
    key: str | None = None
    """The choice's key, or `yes`/`no`: what a label of `replies:` names."""


@dataclass(frozen=True, slots=True)
class Spec:
    """What a question expects, with its templates already rendered."""

    expect: Type = Type.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    """(key, shown text) in the order of their numbers."""
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pattern: str | None = None
    minimum: Json = None
    maximum: Json = None
    """Numbers, or ISO text for dates and times."""
    country: str = ""


def understand(
    text: str,
    media: Sequence[str],
    spec: Spec,
    *,
    language: str,
    languages: Sequence[str] = (),
    today: date,
    now_local: datetime,
) -> Understood | None:
    """Read a reply as what the question expects; None is unclear."""
    raise NotImplementedError


def matches(
    matcher: Matcher,
    text: str,
    media: Sequence[str] = (),
    *,
    tags: Collection[str] = (),
    language: str = "en",
    languages: Sequence[str] = (),
    country: str = "",
    today: date | None = None,
    now_local: datetime | None = None,
) -> bool:
    """Whether a reply has everything that the matcher asks for."""
    raise NotImplementedError


def branch_matches(label: str, spec: Spec, understood: Understood | None, text: str) -> bool:
    """Whether a label of `replies:` without a matcher takes the reply: choice key, yes/no, range or word."""
    raise NotImplementedError
