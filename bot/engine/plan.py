"""When the clock sets a flow off for a contact: `date:` and `schedule:`. Pure: calendars in, moments out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from bot.engine.machine import Machine
from bot.engine.route import TIMED, Enter, Entry, Library, enter, enter_event
from bot.events import Context, Json
from bot.flow.locale import read_moment, zone
from bot.flow.model import Trigger
from bot.flow.recurrence import Rule, RuleError, read_rule, wall_time

VALUE_CHARS_MAX: Final = 64
_DAY: Final = timedelta(days=1)
_REFUSED: Final = "its `if` does not hold"


@dataclass(frozen=True, slots=True)
class Plan:
    """A moment at which a trigger fires for one contact."""

    due_at: datetime
    value: str
    """The date as the field has it, or the wall clock of the schedule: for each, a trigger fires once."""


def plans(library: Library, context: Context, now: datetime) -> dict[str, Plan]:
    """Key → when each trigger fires for a contact: a date also where it is past, a schedule when it is next."""
    found = {}
    for key, entry in library.timed.items():
        made = plan(entry, context, now)
        if made is not None:
            found[key] = made
    return found


def plan(entry: Entry, context: Context, now: datetime) -> Plan | None:
    """When one trigger fires for a contact, if ever."""
    trigger = entry.trigger
    if trigger.kind == "date":
        value = date_of(trigger, context)
        due_at = None if value is None else date_time(trigger, value, context.timezone)
        return None if value is None or due_at is None else Plan(due_at, value)
    rule = _rule(trigger.subject)
    due_at = None if rule is None else rule.next_after(now, context.timezone)
    return (
        None if due_at is None else Plan(due_at, due_at.astimezone(zone(context.timezone)).strftime("%Y-%m-%dT%H:%M"))
    )


class NotSetOff(ValueError):
    """A trigger does not start the flow; the message says why."""


def set_off(
    machine: Machine, kind: str, subject: str, names: Mapping[str, Json], context: Context, now: datetime
) -> Enter:
    """Enter a flow by a trigger from now on, for tests and simulations; `due_at` is when, None is now.

    `names` is an event's data, or the conversation that was closed. `NotSetOff` says why nothing starts.
    """
    named = f"`{kind}: {subject}`" if subject else f"`{kind}`"
    reason = f"the flow has no trigger {named}"
    for entry in Library({machine.flow.id: machine}).entries(kind):
        if entry.trigger.subject == subject:
            entered = _entered(entry, names, context, now)
            if isinstance(entered, Enter):
                return entered
            reason = f"the trigger {named} does not start the flow: {entered}"
    raise NotSetOff(reason)


def _entered(entry: Entry, names: Mapping[str, Json], context: Context, now: datetime) -> Enter | str:
    """How a trigger would enter its flow, or in words why it would not."""
    if entry.trigger.kind == "event":
        return enter_event(entry, names, context, now) or _REFUSED
    if entry.trigger.kind not in TIMED:
        return enter(entry, {"conversation": dict(names)}, context, now) or _REFUSED
    made = plan(entry, context, now)
    if made is None:
        return f"`{entry.trigger.subject}` holds no date"
    if made.due_at <= now:
        return f"its moment, {made.due_at.astimezone(zone(context.timezone)):%Y-%m-%d %H:%M}, is past"
    entered = enter(entry, {}, context, made.due_at)
    return _REFUSED if entered is None else replace(entered, due_at=made.due_at)


def date_of(trigger: Trigger, context: Context) -> str | None:
    """What stands in the field that a `date:` names; None where there is nothing."""
    value: Json = {"contact": context.contact}
    for name in trigger.subject.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    written = "" if value is None else str(value).strip()[:VALUE_CHARS_MAX]
    return written or None


def date_time(trigger: Trigger, value: str, timezone: str) -> datetime | None:
    """The moment that `offset` and `at` make of a date, or of a date with a time; None for any other text.

    Days are those of the calendar on the wall; hours and minutes are as long as they are.
    """
    read = read_moment(value, timezone)
    if not isinstance(read, date):
        return None
    wall = read.replace(tzinfo=None) if isinstance(read, datetime) else datetime.combine(read, time())
    try:
        if trigger.at is not None:
            return wall_time((wall + trigger.offset).date(), time.fromisoformat(trigger.at), timezone)
        if trigger.offset % _DAY or not trigger.offset:
            return wall.replace(tzinfo=zone(timezone)).astimezone(UTC) + trigger.offset
        return (wall + trigger.offset).replace(tzinfo=zone(timezone)).astimezone(UTC)
    except OverflowError:
        return None


def undated(library: Library, context: Context) -> Iterator[tuple[Entry, str]]:
    """The `date:` triggers whose field holds something that is no date."""
    for entry in library.entries("date"):
        value = date_of(entry.trigger, context)
        if value is not None and date_time(entry.trigger, value, context.timezone) is None:
            yield entry, value


@lru_cache(maxsize=256)
def _rule(text: str) -> Rule | None:
    try:
        return read_rule(text)
    except RuleError:  # the checker has said so; an older version of a flow may still hold one
        return None
