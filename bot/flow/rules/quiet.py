"""Law: texts that nobody wants in the night. Where a flow begins at a time of day, so do the silences after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bot.events import MessageClass
from bot.flow.diagnostic import Diagnostic, warning
from bot.flow.model import Ask, HandOff, Say, Span, Timed, Trigger
from bot.flow.paths import Event
from bot.flow.rules.base import Checked, rule
from bot.flow.wording import duration

_DAY: Final = 24 * 60
_WAKING: Final = range(8 * 60, 21 * 60)
"""47 CFR 64.1200(c)(1), in the contact's own time: not before eight in the morning, not after nine in the evening."""
_HOURS: Final = "people are texted from 08:00 to 21:00, in their own time"
_EXEMPT: Final = frozenset({MessageClass.OTP, MessageClass.TRANSACTIONAL})
_CLOCK: Final = re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)\b")
_TIMES_MAX: Final = 24
"""A point that can be reached at more times of day than this is reached at any."""

Times = frozenset[int] | None
"""Minutes of the day; None is any time."""


@rule("F070", "a text in quiet hours")
def quiet_hours(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The flow begins at a time of day, and this text follows so long after it that it always falls in the night.
    Why: It would be held back until the morning, where it no longer fits, and in some places it is against the law.
    Example:
        flow: example
        start:
          - event: visit.completed
            at: "18:00"
        states:
          start:
            - ask: How was your visit?
              silence:
                6 hours: A few words are enough.
            - end: done
    Fix: Choose another duration, or let the flow begin at another time.
    """
    if flow.flow.message_class in _EXEMPT:
        return
    begins: Times = frozenset()
    for trigger in flow.flow.start:
        clock = _begins(trigger)
        if clock is not None and clock not in _WAKING:
            message = f"this flow begins in quiet hours, at {_shown(clock)}"
            yield warning(flow.find(_written(trigger), trigger.span), message, help=_HOURS)
        elif clock is None or begins is None:
            begins = None
        else:
            begins |= {clock}
    if begins:
        yield from _nudges(flow, _spread(flow, begins))


def _begins(trigger: Trigger) -> int | None:
    """The time of day at which a trigger sets a flow off, if it names one."""
    return _minutes(_written(trigger))


def _written(trigger: Trigger) -> str:
    match trigger.kind:
        case "event" | "date":
            return trigger.at or ""
        case "schedule":
            found = _CLOCK.search(trigger.subject)
            return found.group() if found else ""
    return ""


def _minutes(written: str) -> int | None:
    found = _CLOCK.fullmatch(written)
    return int(found[1]) * 60 + int(found[2]) if found else None


def _shown(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _spread(flow: Checked, begins: frozenset[int]) -> dict[int, Times]:
    """For each point the times of day at which a conversation may come there. Whatever a person does is at any time."""
    times: dict[int, Times] = {flow.paths.first: begins}
    waiting = [flow.paths.first]
    while waiting:
        index = waiting.pop()
        here = times[index]
        for link in flow.paths.points[index].links:
            timed = link.event is Event.STEP or link.after
            there = _later(here, link.after) if timed else None
            known = times.get(link.dest, frozenset())
            both = None if known is None or there is None or len(known | there) > _TIMES_MAX else known | there
            if link.dest not in times or both != known:
                times[link.dest] = both
                waiting.append(link.dest)
    return times


def _later(times: Times, after: timedelta) -> Times:
    passed = int(after.total_seconds()) // 60
    return None if times is None else frozenset((minute + passed) % _DAY for minute in times)


def _nudges(flow: Checked, times: dict[int, Times]) -> Iterator[Diagnostic]:
    for index, here in times.items():
        if not here:
            continue
        match flow.paths.points[index].step:
            case Say(texts=texts) if not any(minute in _WAKING for minute in here):
                yield _finding(texts[0].span, min(here), flow.chat(index))
            case Ask(text=text) if text is not None and not any(minute in _WAKING for minute in here):
                yield _finding(text.span, min(here), flow.chat(index))
            case Ask(question=question):
                yield from _timed(flow, index, here, question.silence)
            case HandOff(no_agent=entries):
                yield from _timed(flow, index, here, entries)


def _timed(flow: Checked, index: int, here: frozenset[int], entries: tuple[Timed, ...]) -> Iterator[Diagnostic]:
    for entry in entries:
        there = _later(here, entry.after) or frozenset()
        if entry.say is not None and not any(minute in _WAKING for minute in there):
            chat = flow.chat(index, last=f"({duration(entry.after)} later)")
            yield _finding(entry.span, min(there), chat)


def _finding(span: Span, minutes: int, chat: str) -> Diagnostic:
    return warning(span, f"this text can only fall in quiet hours, at {_shown(minutes)}", help=_HOURS, example=chat)
