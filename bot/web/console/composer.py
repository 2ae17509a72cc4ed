"""What the composer says before anything is sent: what it would cost, and what time it is where it goes. Pure.

The counter goes by the rules of `bot.text`, as the outbox does; the one in the browser only is quicker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.compliance.wall import in_reach
from bot.limits import MESSAGE_CHARS_MAX
from bot.text import GSM_PART_UNITS, GSM_SINGLE_UNITS, UCS_PART_UNITS, UCS_SINGLE_UNITS, offenders, segments
from bot.web.console.delivery import moment

OFFENDERS_SHOWN_MAX: Final = 5
MORNING: Final = time(9)
EVENING: Final = time(18)
NIGHT: Final = (21, 8)
"""From when to when people are asleep, or should not be rung up."""
LOCAL: Final = "%Y-%m-%dT%H:%M"
"""How a browser writes down a time of day without a zone."""
_MENTION: Final = re.compile(r"(?<![\w@])@([\w][\w.-]*)")


# ── what it costs ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Offender:
    """A character that makes a text cost more, and how often it is in it."""

    char: str
    name: str
    place: int
    """Of the first one, counted from 1."""
    cheaper: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """What a text costs."""

    segments: int
    encoding: str
    left: int
    """Units until one more segment is needed."""
    offenders: tuple[Offender, ...] = ()
    too_long: bool = False

    @property
    def can_be_cheaper(self) -> bool:
        """Whether the alphabet of 160 characters would do, with other spellings."""
        return bool(self.offenders) and all(one.cheaper is not None for one in self.offenders)


def count(text: str) -> Count:
    """Count a text, and say which characters make it cost more."""
    cost = segments(text)
    gsm = cost.encoding == "GSM-7"
    single, part = (GSM_SINGLE_UNITS, GSM_PART_UNITS) if gsm else (UCS_SINGLE_UNITS, UCS_PART_UNITS)
    room = single if cost.count == 1 else part * cost.count
    found: dict[str, Offender] = {}
    for index, char, cheaper in offenders(text):
        found.setdefault(char, Offender(char, _named(char), index + 1, cheaper))
    return Count(
        segments=cost.count if text else 0,
        encoding=cost.encoding,
        left=max(0, room - cost.units),
        offenders=tuple(found.values())[:OFFENDERS_SHOWN_MAX],
        too_long=len(text) > MESSAGE_CHARS_MAX,
    )


def cheaper(text: str) -> str:
    """Spell a text with the cheaper characters where there are some."""
    swaps: dict[str, str | int | None] = {char: other for _, char, other in offenders(text) if other is not None}
    return text.translate(str.maketrans(swaps))


def _named(char: str) -> str:
    return char if char.isprintable() and not char.isspace() else f"U+{ord(char):04X}"


# ── when it goes ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Later:
    """A time to choose, in words and as a form sends it."""

    value: str
    words: str


def later(now: datetime, there: ZoneInfo) -> tuple[Later, ...]:
    """Propose when to send: in an hour, this evening, tomorrow and on Monday morning, by the customer's clock."""
    local = now.astimezone(there)
    evening, tomorrow = _on(local, 0, EVENING), _on(local, 1, MORNING)
    monday = _on(local, (7 - local.weekday()) or 7, MORNING)
    times = [local + timedelta(hours=1), *([evening] if evening - local > timedelta(hours=2) else []), tomorrow]
    times += [monday] if monday > tomorrow else []
    return tuple(Later(_written(at), f"{moment(at, now, there)} their time") for at in times)


def sleep(now: datetime, here: ZoneInfo) -> tuple[Later, ...]:
    """Propose until when to put a conversation away, by the agent's own clock."""
    local = now.astimezone(here)
    monday = _on(local, (7 - local.weekday()) or 7, MORNING)
    today = local + timedelta(hours=3)
    names = (("Later today", today), ("Tomorrow", _on(local, 1, MORNING)), ("Next week", monday))
    return tuple(
        Later(_written(at), f"{name}, {moment(at, now, here)}")
        for name, at in names
        if name != "Later today" or at.date() == local.date()
    )


def read_time(given: str, zone: ZoneInfo) -> datetime | None:
    """Read a time from a form: with its zone as it is, without one by this clock. None for what is no time."""
    try:
        at = datetime.fromisoformat(given.strip())
    except ValueError:
        return None
    if not in_reach(at):
        return None
    return (at if at.tzinfo is not None else at.replace(tzinfo=zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Night:
    """That it is late where the customer is."""

    clock: str
    morning: Later


def night(now: datetime, there: ZoneInfo) -> Night | None:
    """Say so if it is night there, and when the morning is."""
    local, (begins, ends) = now.astimezone(there), NIGHT
    if ends <= local.hour < begins:
        return None
    morning = _on(local, 1 if local.hour >= begins else 0, time(ends))
    return Night(f"{local:%H:%M}", Later(_written(morning), f"{moment(morning, now, there)} their time"))


def _on(local: datetime, days: int, clock: time) -> datetime:
    return datetime.combine(local.date() + timedelta(days=days), clock, local.tzinfo)


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


# ── whom a note is for ──────────────────────────────────────────────────────────────────────────────────────────────


def handle(name: str) -> str:
    """What somebody is called after an `@`: their name without spaces."""
    return re.sub(r"[^\w.-]+", "", name)


def mentioned(text: str, people: Mapping[str, str]) -> list[str]:
    """Return whom a note mentions, by id: `@AnaCastillo`, or `@Ana` where only one of them is an Ana."""
    found: list[str] = []
    for written in _MENTION.findall(text):
        wanted = written.rstrip(".-").casefold()
        whole = [id for id, name in people.items() if handle(name).casefold() == wanted]
        first = [id for id, name in people.items() if name.split() and handle(name.split()[0]).casefold() == wanted]
        found += whole or (first if len(first) == 1 else [])
    return list(dict.fromkeys(found))


def matching(wanted: str, names: Iterable[str]) -> Sequence[str]:
    """Return the names that hold what was typed, those that begin with it first."""
    typed = wanted.casefold()
    hits = [name for name in names if typed in name.casefold()]
    return sorted(hits, key=lambda name: (not name.casefold().startswith(typed), name.casefold()))
