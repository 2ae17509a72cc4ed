"""Ways in: whether the clock can follow them, and what they set off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bot.flow.diagnostic import Diagnostic, error, warning
from bot.flow.model import Tag, Trigger
from bot.flow.recurrence import EXAMPLE, RuleError, Unit, read_rule
from bot.flow.rules.base import Checked, rule
from bot.flow.rules.document import listed, shown

_SHORTEST_MONTH: Final = 28
_FIRED: Final = ("date", "schedule", "tag", "agent_closed")


@rule("F090", "a schedule that nobody can follow")
def bad_schedule(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The rule of a `schedule:` is not one of those that there are: `every`, the days, and the time of day.
    Why: It would never fire.
    Example:
        flow: example
        start:
          - schedule: every Mondya 09:00
        states:
          start:
            - end: done
    Fix: Write `every weekday 08:30`, `every 2 weeks on Friday 12:00`, `every month on the last day 10:00` or the like.
    """
    for trigger in _scheduled(flow):
        try:
            read_rule(trigger.subject)
        except RuleError as fault:
            span = flow.find(trigger.subject, trigger.span)
            message = f"the schedule `{shown(trigger.subject)}` {fault}"
            yield error(span, message, label=fault.label, help=f"write {EXAMPLE}")


@rule("F091", "an offset of hours beside a time of day")
def offset_beside_clock(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A `date:` has `at`, and an `offset` that is not whole days.
    Why: `at` says the time of day; hours before or after the date only sometimes make it another day.
    Example:
        flow: example
        start:
          - date: contact.next_visit
            offset: -2 hours
            at: "10:00"
        states:
          start:
            - end: done
    Fix: Leave `at` out to count hours from the date itself, or write `offset` in days.
    """
    for trigger in flow.flow.start:
        if trigger.kind == "date" and trigger.at is not None and trigger.offset % timedelta(days=1):
            message = f"`at` says the time of day, so that the hours of `offset` do not count from `{trigger.subject}`"
            yield warning(trigger.span, message, help="leave `at` out, or write `offset` in days")


@rule("F092", "two ways in that open at once")
def same_moment(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: Two triggers of a flow are set off by the same thing at the same moment, and no `if` tells them apart.
    Why: The flow would start twice, and the customer would be asked everything again.
    Example:
        flow: example
        start:
          - tag: vip
          - tag: vip
        states:
          start:
            - end: done
    Fix: Delete one of them, or give both an `if`.
    """
    known: dict[tuple[object, ...], Trigger] = {}
    for trigger in flow.flow.start:
        if trigger.kind not in _FIRED or trigger.condition is not None:
            continue
        same = (trigger.kind, " ".join(trigger.subject.lower().split()), trigger.offset, trigger.at)
        first = known.setdefault(same, trigger)
        if first is not trigger:
            related = ((first.span, "the first one stands here"),)
            message = f"this starts the flow a second time: `{trigger.kind}` stands here twice"
            yield error(trigger.span, message, help="delete one, or give both an `if`", related=related)


@rule("F093", "a flow that sets itself off")
def feeds_itself(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The flow starts when a contact gains a tag, and takes and gives that tag itself.
    Why: It starts again whenever it is through, ten times in a day, and the customer has had enough of it after one.
    Example:
        flow: example
        start:
          - tag: vip
        states:
          start:
            - untag: vip
            - tag: vip
            - end: done
    Fix: Give another tag, or none.
    """
    steps = [point.step for point in flow.paths.points if isinstance(point.step, Tag)]
    given = {text.source for step in steps if step.verb == "tag" for text in step.tags}
    taken = {text.source for step in steps if step.verb == "untag" for text in step.tags}
    for trigger in flow.flow.start:
        if trigger.kind == "tag" and trigger.subject in given & taken:
            message = f"the flow gives the tag `{shown(trigger.subject)}`, which starts it again"
            yield warning(trigger.span, message, help="give another tag, or none")


@rule("F094", "a day that not every month has")
def missing_day(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: A `schedule:` names the 29th, 30th or 31st of the month.
    Why: In months without that day it does not fire.
    Example:
        flow: example
        start:
          - schedule: every month on the 31st 10:00
        states:
          start:
            - end: done
    Fix: Write `last day` for the end of every month.
    """
    for trigger in _scheduled(flow):
        late = [day for day in _month_days(trigger) if day > _SHORTEST_MONTH]
        if late:
            days = listed([f"{day}{'st' if day == 31 else 'th'}" for day in late])
            span = flow.find(trigger.subject, trigger.span)
            yield warning(span, f"not every month has the {days}", help="`last day` is the end of every month")


def _scheduled(flow: Checked) -> list[Trigger]:
    return [trigger for trigger in flow.flow.start if trigger.kind == "schedule"]


def _month_days(trigger: Trigger) -> list[int]:
    try:
        found = read_rule(trigger.subject)
    except RuleError:
        return []
    return sorted(found.days) if found.unit is Unit.MONTH else []
