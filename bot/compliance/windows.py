"""The moments at which people may be texted, by every clock that may be theirs. Allowed is `start ≤ t < end`.

Only ever from UTC to a wall clock and never back: an hour that a clock skips or shows twice needs no rule of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from bot.compliance.holidays import is_holiday
from bot.rulebook import DAY_MINUTES, WHOLE_DAY, Rule, Span, overlap

LOOK_AHEAD: Final = timedelta(days=21)
"""Rules that leave no moment in three weeks leave none."""
_DAYS_KEPT: Final = 64
_OPENINGS_KEPT: Final = 1024
"""Those who are asked about together are asked about at one moment, and most of them live by the same clocks."""


class Calendar:
    """What several rules together allow on each day. One for all to whom the same rules apply."""

    def __init__(
        self, rules: Sequence[Rule], closed: Collection[date] = (), narrower: Span | None = WHOLE_DAY, country: str = ""
    ) -> None:
        """`closed` and `narrower` are the business's own."""
        self.rules = rules
        self._closed = closed
        self._narrower = narrower
        self._country = country
        self._days: dict[date, Span | None] = {}

    def within(self, span: Span) -> Calendar:
        """The same, and nothing outside these hours of the day."""
        return Calendar(self.rules, self._closed, overlap(self._narrower, span), self._country)

    def span(self, day: date) -> Span | None:
        """At which hours of a day people may be texted; None is not at all."""
        if day not in self._days:
            if len(self._days) >= _DAYS_KEPT:
                self._days.clear()
            self._days[day] = self._span(day)
        return self._days[day]

    def in_force(self, day: date) -> list[Rule]:
        """The rules that count on a day."""
        return [rule for rule in self.rules if rule.in_force(day)]

    def _span(self, day: date) -> Span | None:
        if day in self._closed:
            return None
        holiday = is_holiday(self._country, day)
        span = self._narrower
        for rule in self.in_force(day):
            span = overlap(span, rule.span(day, holiday=holiday))
        return span


def allows(calendar: Calendar, zone: str, at: datetime) -> bool:
    """Whether somebody in this zone may be texted at a moment."""
    local = at.astimezone(ZoneInfo(zone))
    span = calendar.span(local.date())
    return span is not None and local.hour * 60 + local.minute in span


@lru_cache(_OPENINGS_KEPT)
def opening(calendar: Calendar, zones: tuple[str, ...], at: datetime) -> datetime | None:
    """Return the first moment from `at` on that is allowed in all of the zones, in UTC; None if there is none.

    Each zone in turn says from when on it is open, until all of them say the same.
    """
    moment = at.astimezone(UTC)
    last = moment + LOOK_AHEAD
    clocks = [ZoneInfo(zone) for zone in zones]
    while clocks and moment <= last:
        openings = [_next(calendar, clock, moment, within=True) for clock in clocks]
        latest = max((found for found in openings if found is not None), default=None)
        if latest is None or None in openings:
            return None
        if latest == moment:
            return moment
        moment = latest
    return None


def closing(calendar: Calendar, zones: tuple[str, ...], at: datetime) -> datetime:
    """Return the first moment from `at` on that is not allowed in some zone."""
    ends = [_next(calendar, ZoneInfo(zone), at.astimezone(UTC), within=False) for zone in zones]
    return min(end if end is not None else at + LOOK_AHEAD for end in ends)


def _next(calendar: Calendar, clock: ZoneInfo, at: datetime, *, within: bool) -> datetime | None:
    """Return the first moment from `at` on when one clock is within its hours, or outside of them."""
    last = at + LOOK_AHEAD
    while at <= last:
        local = at.astimezone(clock)
        minute = local.hour * 60 + local.minute
        span = calendar.span(local.date())
        if (span is not None and minute in span) == within:
            return at
        at = _move(clock, at, local, _edge(span, minute))
    return None


def _edge(span: Span | None, minute: int) -> int:
    """The next minute of the day at which something changes."""
    if span is None or minute >= span.end:
        return DAY_MINUTES
    return span.end if minute >= span.start else span.start


def _move(clock: ZoneInfo, at: datetime, local: datetime, minute: int) -> datetime:
    """Go on to the moment at which a clock shows a later minute of its day, or at which it is put forward or back."""
    passed = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    there = at + timedelta(minutes=minute) - passed
    if there.astimezone(clock).utcoffset() == local.utcoffset():
        return there
    before, after = at, there
    while after - before > timedelta(microseconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(clock).utcoffset() == local.utcoffset():
            before = middle
        else:
            after = middle
    return after
