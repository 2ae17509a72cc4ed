"""When a `schedule:` fires: rules such as `every Monday 09:00`, computed on the wall calendar of whom they are for.

    every [N] day(s) | weekday | Monday[, Thursday] | [N] week(s) on Friday | [N] month(s) on the 1st, 15th or last day
    … 09:00 [from 2026-03-06]

A wall clock that the clocks skip is as many minutes later (02:30 becomes 03:30), and of two the first: what RFC 5545
says, and what the rest of Parley does. Weeks begin on Monday; what comes every N weeks is counted from `from`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from bot.flow.locale import zone
from bot.suggest import did_you_mean

LAST: Final = 0
"""The last day of a month, whichever that is."""
EPOCH: Final = date(1970, 1, 5)
"""A Monday: from where a rule without `from` counts."""
EVERY_MAX: Final = {"day": 366, "week": 52, "month": 12}
DAYS_SEARCHED_MAX: Final = 366 * 9
"""Within nine years even every 29th of February has been."""
_DAY: Final = timedelta(days=1)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT: Final = {"tues": 1, "thur": 3, "thurs": 3} | {name[:3]: number for number, name in enumerate(_WEEKDAYS)}
_CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_ORDINAL: Final = re.compile(r"([12]?\d|3[01])(?:st|nd|rd|th)")
EXAMPLE: Final = "`every day 18:00`, `every weekday 08:30`, `every Monday 09:00` or `every month on the 1st 10:00`"


class Unit(StrEnum):
    """What a rule counts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class RuleError(ValueError):
    """A rule that nobody can follow; `label` says which word may have been meant."""

    def __init__(self, problem: str, label: str | None = None) -> None:
        super().__init__(problem)
        self.label = label


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, read."""

    unit: Unit
    clock: time
    every: int = 1
    days: frozenset[int] = frozenset()
    """Weekdays from Monday = 0, or days of the month with `LAST`."""
    start: date = EPOCH

    def holds_on(self, day: date) -> bool:
        """Whether it fires on a day of the wall calendar."""
        if day < self.start:
            return False
        match self.unit:
            case Unit.DAY:
                return (day - self.start).days % self.every == 0
            case Unit.WEEK:
                return day.weekday() in self.days and (_week(day) - _week(self.start)) % self.every == 0
        is_last = LAST in self.days and day.day == monthrange(day.year, day.month)[1]
        return (day.day in self.days or is_last) and (_month(day) - _month(self.start)) % self.every == 0

    def next_after(self, moment: datetime, timezone: str) -> datetime | None:
        """When it fires next in a zone; None where the calendar ends before."""
        where = zone(timezone)
        try:
            day = max(moment.astimezone(where).date() - _DAY, self.start)
            for _ in range(DAYS_SEARCHED_MAX):
                if self.holds_on(day) and (fires_at := wall_time(day, self.clock, timezone)) > moment:
                    return fires_at
                day += _DAY
        except OverflowError:
            pass
        return None


def wall_time(day: date, clock: time, timezone: str) -> datetime:
    """The instant at which a zone's wall clock shows this."""
    return datetime.combine(day, clock, zone(timezone)).astimezone(UTC)


def read_rule(text: str) -> Rule:
    """Read a rule; RuleError with a sentence where it is none."""
    words = text.lower().replace(",", " ").split()
    start = _pop_start(words)
    clock = _pop_clock(words)
    if words[:1] != ["every"]:
        raise RuleError("does not begin with `every`", did_you_mean(words[0], ["every"]) if words else None)
    rule = _read(words[1:], clock, start)
    first = start.toordinal()
    days = range(first, min(first + DAYS_SEARCHED_MAX, date.max.toordinal() + 1))
    if not any(rule.holds_on(date.fromordinal(day)) for day in days):
        raise RuleError("never comes")
    return rule


def _read(words: list[str], clock: time, start: date) -> Rule:
    every = int(words.pop(0)) if words and words[0].isdecimal() and len(words[0]) < 4 else 0
    names = [word for word in words if word not in ("and", "the")]
    if not names:
        raise RuleError("does not say on which days")
    unit = names[0].removesuffix("s") if every else names[0]
    if unit in EVERY_MAX:
        return _counted(Unit(unit), every, names[1:], clock, start)
    if every:
        raise RuleError(f"counts no `{names[0]}`", did_you_mean(names[0], ["days", "weeks", "months"]))
    if names == ["weekday"]:
        return Rule(Unit.WEEK, clock, days=frozenset(range(5)), start=start)
    if _ORDINAL.fullmatch(names[0]) or names[0] == "last":
        return Rule(Unit.MONTH, clock, days=_month_days(names), start=start)
    return Rule(Unit.WEEK, clock, days=_weekdays(names), start=start)


def _counted(unit: Unit, every: int, rest: list[str], clock: time, start: date) -> Rule:
    """`day`, `2 weeks on Friday`, `3 months on the 1st`."""
    if every > EVERY_MAX[unit]:
        raise RuleError(f"waits for more than {EVERY_MAX[unit]} {unit}s")
    if unit is Unit.DAY:
        if rest:
            raise RuleError(f"does not end after `day`: `{rest[0]}`")
        return Rule(unit, clock, every or 1, start=start)
    if rest[:1] != ["on"] or len(rest) < 2:
        day = "Friday" if unit is Unit.WEEK else "the 1st"
        raise RuleError(f"does not say on which day of the {unit}", f"write `{unit}{'s' * (every > 1)} on {day}`")
    days = _weekdays(rest[1:]) if unit is Unit.WEEK else _month_days(rest[1:])
    return Rule(unit, clock, every or 1, days, start)


def _weekdays(names: list[str]) -> frozenset[int]:
    days = set()
    for name in names:
        if name not in _WEEKDAYS and name not in _SHORT:
            known = [*_WEEKDAYS, "weekday", "day", "month"]
            raise RuleError(f"has no day called `{name[:20]}`", did_you_mean(name, known))
        days.add(_SHORT[name[:3]])
    return frozenset(days)


def _month_days(names: list[str]) -> frozenset[int]:
    days = set()
    for place, name in enumerate(names):
        if name == "day" and place and names[place - 1] == "last":
            continue
        found = _ORDINAL.fullmatch(name)
        if name != "last" and (found is None or found[1] == "0"):
            digits = re.match(r"\d+", name)
            label = f"write `{_ordinal(int(digits[0]))}`" if digits and 0 < int(digits[0][:3]) <= 31 else None
            raise RuleError(f"has no day of the month called `{name[:20]}`", label or did_you_mean(name, ["last"]))
        days.add(int(found[1]) if found else LAST)
    return frozenset(days)


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number in (11, 12, 13) else endings.get(number % 10, 'th')}"


def _pop_start(words: list[str]) -> date:
    if "from" not in words:
        return EPOCH
    at = words.index("from")
    written = words[at + 1 :]
    del words[at:]
    try:
        return max(date.fromisoformat(" ".join(written)), EPOCH)
    except ValueError:
        raise RuleError("has no date such as 2026-03-06 after `from`") from None


def _pop_clock(words: list[str]) -> time:
    found = _CLOCK.fullmatch(words[-1]) if words else None
    if found is None:
        raise RuleError("does not end with a time of day such as `09:00`")
    words.pop()
    if words[-1:] == ["at"]:
        words.pop()
    return time(int(found[1]), int(found[2]))


def _week(day: date) -> int:
    return (day - EPOCH).days // 7


def _month(day: date) -> int:
    return day.year * 12 + day.month
