"""How long a message to many will take, and how much of it has to wait for the morning: reckoned, not tried.

Everybody who may be texted is, at the sender's rate, in the order in which they became due; whoever is asleep joins
when they wake. People who live by the same hours are one group, so a million is as quickly reckoned as a hundred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.compliance.hours import Hours
from bot.compliance.places import Place
from bot.compliance.windows import Calendar, closing, opening

_NOBODY: Final = 0.01
"""What is left of a group when only rounding is."""
_MINUTE: Final = timedelta(minutes=1)
_DAYPARTS: Final = ((5, "night"), (12, "morning"), (18, "afternoon"), (24, "evening"))
_WEEK: Final = 7


@dataclass(slots=True)
class _Group:
    """People who live by the same hours."""

    calendar: Calendar
    zones: tuple[str, ...]
    left: float
    due: datetime
    """Since when they are to be sent, or from when on they may be."""


class Turn(NamedTuple):
    """By which hours somebody lives, and when it is their turn; None where it never is."""

    calendar: Calendar
    zones: tuple[str, ...]
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which messages leave without a pause."""

    begins_at: datetime
    ends_at: datetime
    messages: float


@dataclass(frozen=True, slots=True)
class Blast:
    """What will become of a message to many."""

    begins_at: datetime
    recipients: int
    never: int
    """Of whom nobody knows by which clock they live, or whom no hours are left to."""
    stretches: Sequence[Stretch]

    @property
    def ends_at(self) -> datetime | None:
        """When the last one leaves."""
        return self.stretches[-1].ends_at if self.stretches else None


def at_any_time(recipients: int, rate: float, at: datetime) -> Blast:
    """Reckon a message that no hours apply to."""
    stretch = Stretch(at, at + timedelta(seconds=recipients / rate), float(recipients))
    return Blast(at, recipients, 0, [stretch] if recipients else [])


def blast(places: Iterable[Place], hours: Hours, rate: float, at: datetime) -> Blast:
    """Reckon a message to people in these places, begun at a moment, at so many messages a second."""
    at = at.astimezone(UTC)
    counted: Counter[Turn] = Counter()
    for (calendar, zones), people in Counter((hours.calendar(place), place.zones) for place in places).items():
        counted[Turn(calendar, zones, opening(calendar, zones, at) if zones else None)] += people
    return by_turns(counted, rate, at)


def by_turns(counted: Mapping[Turn, int], rate: float, at: datetime) -> Blast:
    """Reckon a message to people whose turns are known: how many have each."""
    at = at.astimezone(UTC)
    groups = [
        _Group(turn.calendar, turn.zones, float(people), turn.due)
        for turn, people in counted.items()
        if turn.due is not None
    ]
    never = sum(people for turn, people in counted.items() if turn.due is None)
    return Blast(at, sum(counted.values()), never, _stretches(groups, rate, at))


def _stretches(groups: list[_Group], rate: float, at: datetime) -> list[Stretch]:
    stretches: list[Stretch] = []
    while groups:
        at = max(at, min(group.due for group in groups))
        first = min(group.due for group in groups)
        turn = [group for group in groups if group.due == first]
        ends_at = min(closing(group.calendar, group.zones, at) for group in turn)
        if ends_at > at:
            waiting, room = sum(group.left for group in turn), rate * (ends_at - at).total_seconds()
            sent, until = (room, ends_at) if room < waiting else (waiting, at + timedelta(seconds=waiting / rate))
            _add(stretches, at, until, sent)
            for group in turn:
                group.left -= group.left * sent / waiting
            at = until
        for group in turn:
            opens_at = opening(group.calendar, group.zones, at) or at
            if opens_at > at:
                group.due = opens_at
        groups = [group for group in groups if group.left > _NOBODY]
    return stretches


def _add(stretches: list[Stretch], begins_at: datetime, ends_at: datetime, messages: float) -> None:
    last = stretches[-1] if stretches else None
    if last is not None and begins_at - last.ends_at < _MINUTE:
        stretches[-1] = Stretch(last.begins_at, ends_at, last.messages + messages)
    else:
        stretches.append(Stretch(begins_at, ends_at, messages))


def summary(found: Blast, zone: str) -> str:
    """Say it in a line: `3 h 10 min, 12 % tomorrow morning`, as of when it begins, by the business's clock."""
    going = found.recipients - found.never
    if not found.stretches:
        return "nobody can be sent this"
    clock = ZoneInfo(zone)
    today = found.begins_at.astimezone(clock).date()
    now = [stretch for stretch in found.stretches if stretch.begins_at.astimezone(clock).date() == today]
    later: dict[str, float] = {}
    for stretch in found.stretches:
        if stretch not in now:
            when = _when(stretch.begins_at.astimezone(clock), (stretch.begins_at.astimezone(clock).date() - today).days)
            later[when] = later.get(when, 0.0) + stretch.messages
    parts = [_lasting(now[-1].ends_at - found.begins_at)] if now else []
    parts += [f"{_percent(messages / going)} {when}" for when, messages in later.items()]
    if found.never:
        parts.append(f"{_percent(found.never / found.recipients)} never")
    return ", ".join(parts)


def _when(local: datetime, days: int) -> str:
    part = next(name for hour, name in _DAYPARTS if local.hour < hour)
    if days == 1:
        return f"tomorrow {part}"
    return f"on {local:%A} {part}" if days < _WEEK else f"on {local:%Y-%m-%d}"


def _lasting(span: timedelta) -> str:
    hours, minutes = divmod(max(1, round(span.total_seconds() / 60)), 60)
    if hours and minutes:
        return f"{hours} h {minutes} min"
    return f"{hours} h" if hours else f"{minutes} min"


def _percent(share: float) -> str:
    return "less than 1 %" if 0 < share < 0.01 else f"{round(share * 100)} %"
