"""How soon people have to answer: counted in the hours in which somebody is there. Pure.

The hours are those of the wall clock; what lies between two moments is as long as it really is, also on the days on
which the clock is put forward or back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.config import QueueSettings
from bot.config.queues import span
from bot.rulebook import DAY_MINUTES, WEEKDAYS, Span, parse_week
from bot.store.conversations import PERSON, Conversation

DAYS_AHEAD_MAX: Final = 3 * 366
"""Further than this nobody plans: what is due later is due never."""
AT_RISK: Final = 0.25
"""So much of the time is left when it becomes urgent."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """When somebody is there."""

    zone: ZoneInfo
    week: tuple[Span | None, ...] = (Span(0, DAY_MINUTES),) * 7
    """Monday to Sunday; None is closed."""
    closed: frozenset[date] = frozenset()
    always: bool = False

    def open_between(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time between two moments it is open."""
        if self.always or end <= start:
            return max(end - start, timedelta())
        total = timedelta()
        for opens, closes in self._openings(start):
            if opens >= end:
                break
            total += min(closes, end) - opens
        return total

    def due(self, start: datetime, allowed: timedelta) -> datetime | None:
        """When so much of open time is over; None if that is too far away."""
        if self.always:
            return start + allowed
        left = allowed
        for opens, closes in self._openings(start):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        return None

    def is_open(self, now: datetime) -> bool:
        """Whether somebody is there."""
        opening = next(self._openings(now), None)
        return self.always or (opening is not None and opening[0] <= now)

    def _openings(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The spans in which it is open from a moment on."""
        first = start.astimezone(self.zone).date()
        for ahead in range(-1, DAYS_AHEAD_MAX):
            day = first + timedelta(days=ahead)
            hours = None if day in self.closed else self.week[day.weekday()]
            if hours is None:
                continue
            opens, closes = max(start, self._at(day, hours.start)), self._at(day, hours.end)
            if closes > opens:
                yield opens, closes

    def _at(self, day: date, minute: int) -> datetime:
        """When the wall clock first shows this, or would have: what is skipped is when the clock is put forward."""
        if minute == DAY_MINUTES:
            day, minute = day + timedelta(days=1), 0
        wall = datetime.combine(day, time(minute // 60, minute % 60), self.zone)
        moment = wall.astimezone(UTC)
        if moment.astimezone(self.zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
            return moment
        return _end_of_gap(wall)


def _end_of_gap(wall: datetime) -> datetime:
    """The moment at which the clock is put forward past this."""
    early, late = wall.replace(fold=1).astimezone(UTC), wall.replace(fold=0).astimezone(UTC)
    zone = wall.tzinfo
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) / 2
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(second=0, microsecond=0)


class State(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    AT_RISK = "at_risk"
    BREACHED = "breached"


class Clock(NamedTuple):
    """By when a person has to have done something."""

    name: str
    """first_reply, next_reply or resolution."""
    due_at: datetime
    state: State


@dataclass(frozen=True, slots=True)
class Promise:
    """What a queue has promised."""

    calendar: Calendar
    first_reply: timedelta | None = None
    next_reply: timedelta | None = None
    resolution: timedelta | None = None
    escalate_after: timedelta | None = None

    @classmethod
    def of(cls, given: QueueSettings, timezone: str) -> Promise:
        """Read the settings of a queue; `timezone` is that of the business."""
        named = parse_week(given.hours)
        calendar = Calendar(
            zone=ZoneInfo(given.timezone or timezone),
            week=tuple(named.get(day) for day in WEEKDAYS) if named else (Span(0, DAY_MINUTES),) * 7,
            closed=frozenset(given.closed),
            always=not named and not given.closed,
        )
        read = {name: getattr(given, name) for name in ("first_reply", "next_reply", "resolution", "escalate_after")}
        return cls(calendar, **{name: None if written is None else span(written) for name, written in read.items()})

    def clocks(self, conversation: Conversation, now: datetime) -> tuple[Clock, ...]:
        """What runs for a conversation, the most urgent first. While the bot has it, nothing does."""
        if conversation.handler != PERSON or conversation.status == "closed" or conversation.handed_at is None:
            return ()
        answered = conversation.answered_at is not None
        since: Mapping[str, datetime | None] = {
            "first_reply": None if answered else conversation.handed_at,
            "next_reply": conversation.needs_reply_since if answered else None,
            "resolution": conversation.handed_at,
        }
        found = [self._clock(name, start, now) for name, start in since.items() if start is not None]
        return tuple(sorted((clock for clock in found if clock is not None), key=lambda clock: clock.due_at))

    def is_to_be_escalated(self, conversation: Conversation, now: datetime) -> bool:
        """Whether it has waited for a person for too long."""
        since, allowed = conversation.handed_at, self.escalate_after
        if allowed is None or since is None or conversation.escalated_at is not None:
            return False
        waits = conversation.handler == PERSON and not conversation.held
        return waits and self.calendar.open_between(since, now) >= allowed

    def _clock(self, name: str, since: datetime, now: datetime) -> Clock | None:
        allowed: timedelta | None = getattr(self, name)
        due = None if allowed is None else self.calendar.due(since, allowed)
        if allowed is None or due is None:
            return None
        if due <= now:
            return Clock(name, due, State.BREACHED)
        left = self.calendar.open_between(now, due)
        return Clock(name, due, State.AT_RISK if left <= allowed * AT_RISK else State.RUNNING)
