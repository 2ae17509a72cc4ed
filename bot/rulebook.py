"""When people may be texted: the law, what is customary, and Parley's own caution, as dated rules with their sources.

The rules are the TOML files in `bot/compliance/rules`, part of the program like its words; they are read once. Here is
what they say; what follows from it for a person and a moment is worked out in `bot.compliance.hours`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, NamedTuple

DAY_MINUTES: Final = 24 * 60
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_SPAN: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")
_DAYS: Final = re.compile(r"(?P<one>[a-z]{3})(?:-(?P<other>[a-z]{3}))?")

Kind = Literal["law", "custom", "profile"]


class Span(NamedTuple):
    """A part of a day, in minutes since midnight: from `start` on, and no longer at `end`."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{clock(self.start)}-{clock(self.end)}"

    def __contains__(self, minute: object) -> bool:
        return isinstance(minute, int) and self.start <= minute < self.end


WHOLE_DAY: Final = Span(0, DAY_MINUTES)


@dataclass(frozen=True, slots=True)
class Rule:
    """From one day on, at which hours somewhere people may be sent marketing, and how many of it in a day."""

    id: str
    name: str
    country: str
    """`US`, or `*` for all that have no rule of their own."""
    state: str | None
    """`FL`; None is the whole country."""
    kind: Kind
    """`law` always counts; a `profile` is what the settings choose; a `custom` is what is usual where no law says."""
    effective_from: date
    until: date | None
    """The first day on which it is no longer in force."""
    week: tuple[Span | None, ...]
    """Monday to Sunday; None is not at all."""
    holidays: bool
    """Whether holidays are days like others."""
    cap: int | None
    """So many messages to a person within 24 hours."""
    source: str
    label: str
    """How sure it is: P primary text seen, S secondary source, M from memory, D our own decision, or `unconfirmed`."""
    note: str

    @property
    def confirmed(self) -> bool:
        """Whether it counts without being asked for."""
        return self.label != "unconfirmed"

    def in_force(self, day: date) -> bool:
        """Whether it counts on a day."""
        return self.effective_from <= day and (self.until is None or day < self.until)

    def span(self, day: date, *, holiday: bool) -> Span | None:
        """At which hours of a day people may be texted."""
        return None if holiday and not self.holidays else self.week[day.weekday()]


def parse_span(written: str) -> Span:
    """Read `09:00-20:00`; an end of `24:00` is midnight."""
    found = _SPAN.fullmatch(written.replace(" ", ""))
    if found is None:
        raise ValueError(f"`{written}` are no hours, such as 09:00-20:00")
    start = int(found[1]) * 60 + int(found[2])
    end = int(found[3]) * 60 + int(found[4]) if found[3] else DAY_MINUTES
    if start >= end:
        raise ValueError(f"`{written}` ends before it begins; hours do not go past midnight")
    return Span(start, end)


def overlap(one: Span | None, other: Span | None) -> Span | None:
    """What lies in both."""
    if one is None or other is None:
        return None
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Span(start, end) if start < end else None


def clock(minute: int) -> str:
    """`09:00`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def read_rules(text: str) -> tuple[Rule, ...]:
    """Read the rules of one file."""
    document = tomllib.loads(text)
    return tuple(_rule(document.get("country"), row) for row in document["rule"])


def _rule(country: str | None, row: Mapping[str, Any]) -> Rule:
    try:
        return Rule(
            id=row["id"],
            name=row["name"],
            country=row["country"] if country is None else country,
            state=row.get("state"),
            kind=row["kind"],
            effective_from=row["effective_from"],
            until=row.get("until"),
            week=_week(row["hours"]),
            holidays=row["hours"].get("holidays") != "none",
            cap=row.get("cap"),
            source=row["source"],
            label=row["label"],
            note=row.get("note", ""),
        )
    except (KeyError, ValueError) as error:
        raise ValueError(f"the rule {row.get('id')!r} cannot be read: {error}") from error


def _week(hours: Mapping[str, str]) -> tuple[Span | None, ...]:
    """Every day of the week from `{mon-sat = "09:00-21:00", sun = "none"}`; `all` is every day."""
    week = parse_week({days: written for days, written in hours.items() if days != "holidays"})
    missing = [day for day in WEEKDAYS if day not in week]
    if missing:
        raise ValueError(f"nothing is said of {', '.join(missing)}")
    return tuple(week[day] for day in WEEKDAYS)


def parse_week(hours: Mapping[str, str]) -> dict[str, Span | None]:
    """Read `{mon-fri = "09:00-17:00", sat = "none"}`: the hours of each day that is named."""
    week: dict[str, Span | None] = {}
    for days, written in hours.items():
        span = None if written == "none" else parse_span(written)
        week |= dict.fromkeys(_days(days), span)
    return week


def _days(written: str) -> Sequence[str]:
    if written == "all":
        return WEEKDAYS
    found = _DAYS.fullmatch(written)
    if found is None or not {found["one"], found["other"] or found["one"]} <= set(WEEKDAYS):
        raise ValueError(f"`{written}` are no days, such as mon-fri")
    first = WEEKDAYS.index(found["one"])
    return WEEKDAYS[first : WEEKDAYS.index(found["other"] or found["one"]) + 1]


# ── what comes with Parley ──────────────────────────────────────────────────────────────────────────────────────────

FILES: Final = ("us.toml", "world.toml")


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule that comes with Parley."""
    return tuple(rule for name in FILES for rule in read_rules(shipped(name)))


@cache
def rule_named(id: str) -> Rule:
    """The newest version of one rule."""
    return max((rule for rule in rules() if rule.id == id), key=lambda rule: rule.effective_from)


def shipped(name: str) -> str:
    """The text of a file of rules."""
    return (files("bot") / "compliance" / "rules" / name).read_text(encoding="utf-8")
