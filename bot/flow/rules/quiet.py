"""Law: texts that nobody wants in the night. Where a flow begins at a time of day, so do the silences after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bot.events import MessageClass
from bot.flow.diagnostic import Diagnostic, warning
from bot.flow.model import Ask, HandOff, Say, Timed, Trigger
from bot.flow.model import Span as Place
from bot.flow.paths import Event
from bot.flow.rules.base import Checked, rule
from bot.flow.wording import duration
from bot.rulebook import Span, clock, rule_named

_DAY: Final = 24 * 60
_LAW: Final = "us_federal"
_MARKETING: Final = "us_safe"
"""The rule by which marketing is held back unless the settings say otherwise."""
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
    Why: Marketing would be held back until the morning, where it no longer fits; and nobody else likes to be woken.
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
    waking = _waking(flow.flow.message_class)
    begins: Times = frozenset()
    for trigger in flow.flow.start:
        at = _begins(trigger)
        if at is not None and at not in waking:
            message = f"this flow begins in quiet hours, at {clock(at)}"
            yield warning(flow.find(_written(trigger), trigger.span), message, help=_hours(waking))
        elif at is None or begins is None:
            begins = None
        else:
            begins |= {at}
    if begins:
        yield from _nudges(flow, _spread(flow, begins), waking)


def _waking(message_class: MessageClass) -> Span:
    """From when until when people may be texted on some day of the week."""
    rule = rule_named(_MARKETING if message_class is MessageClass.MARKETING else _LAW)
    days = [span for span in rule.week if span is not None]
    return Span(min(span.start for span in days), max(span.end for span in days))


def _hours(waking: Span) -> str:
    return f"people are texted from {clock(waking.start)} to {clock(waking.end)}, in their own time"


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


def _nudges(flow: Checked, times: dict[int, Times], waking: Span) -> Iterator[Diagnostic]:
    for index, here in times.items():
        if not here:
            continue
        match flow.paths.points[index].step:
            case Say(texts=texts) if not any(minute in waking for minute in here):
                yield _finding(texts[0].span, min(here), waking, flow.chat(index))
            case Ask(text=text) if text is not None and not any(minute in waking for minute in here):
                yield _finding(text.span, min(here), waking, flow.chat(index))
            case Ask(question=question):
                yield from _timed(flow, index, here, question.silence, waking)
            case HandOff(no_agent=entries):
                yield from _timed(flow, index, here, entries, waking)


def _timed(
    flow: Checked, index: int, here: frozenset[int], entries: tuple[Timed, ...], waking: Span
) -> Iterator[Diagnostic]:
    for entry in entries:
        there = _later(here, entry.after) or frozenset()
        if entry.say is not None and not any(minute in waking for minute in there):
            chat = flow.chat(index, last=f"({duration(entry.after)} later)")
            yield _finding(entry.span, min(there), waking, chat)


def _finding(where: Place, minutes: int, waking: Span, chat: str) -> Diagnostic:
    message = f"this text can only fall in quiet hours, at {clock(minutes)}"
    return warning(where, message, help=_hours(waking), example=chat)
