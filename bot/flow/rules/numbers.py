"""Graph, at a question that expects a number: ranges that leave a gap or overlap, bounds that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from bot.flow.diagnostic import Diagnostic, error
from bot.flow.model import Question, ReplyBranch, Text, Type
from bot.flow.ranges import Range, number, parse_range
from bot.flow.rules.base import Checked, rule
from bot.flow.rules.document import shown

_UNITS: Final = {Type.INTEGER: Fraction(1), Type.MONEY: Fraction(1, 100)}
"""How far one value is from the next, where there are steps."""
NUMERIC: Final = frozenset({Type.INTEGER, Type.NUMBER, Type.MONEY})
_RELATIVE: Final = r"(now|today)?\s*([+-]\s*\d{1,6}\s*(second|minute|hour|day|week)s?)?"
_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
_DAY: Final = r"\d{4}-\d\d?-\d\d?"
_CLOCK: Final = r"\d\d?:\d\d(:\d\d)?"
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,9})?")
_BOUNDS: Final = {
    **dict.fromkeys(NUMERIC, _NUMBER),
    Type.DATE: re.compile(f"{_DAY}|(?=.){_RELATIVE}", re.IGNORECASE),
    Type.TIME: re.compile(_CLOCK),
    Type.DATETIME: re.compile(f"{_DAY}([ T]{_CLOCK}\\S*)?|(?=.){_RELATIVE}", re.IGNORECASE),
}
_BOUND_NAMES: Final = {
    **dict.fromkeys(NUMERIC, "a number"),
    Type.DATE: "a date, `today` or `+90 days`",
    Type.TIME: "a time such as `10:00`",
    Type.DATETIME: "a date and time, `now` or `+2 hours`",
}


@rule("F019", "numbers that no reply takes", chat=True)
def range_gap(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: The ranges of a question leave out numbers between `min` and `max`.
    Why: Somebody will answer with one of them, and nothing says what happens then.
    Example:
        - ask: From 0 to 10?
          expect: integer
          min: 0
          max: 10
          replies:
            0..6: end
            8..10: end
    Fix: Let the ranges meet, or add `else`.
    """
    for question, ranges in _ranged(flow):
        if question.otherwise is not None:
            continue
        unit = _UNITS.get(question.expect, Fraction(0))
        expected = _bound(question.minimum)
        last = ranges[-1][0]
        for branch, span in sorted(ranges, key=lambda item: item[1].low):
            if expected is not None and span.low > expected:
                yield _gap(branch, expected, span.low - unit, question)
            if expected is None or span.high + unit > expected:
                expected, last = span.high + unit, branch
        high = _bound(question.maximum)
        if high is not None and expected is not None and expected - unit < high:
            yield _gap(last, expected, high, question)


def _gap(branch: ReplyBranch, low: Fraction, high: Fraction, question: Question) -> Diagnostic:
    counted = question.expect in _UNITS
    numbers = str(Range(low, high)) if counted else f"the numbers between {number(low)} and {number(high)}"
    return error(branch.span, f"no reply takes {numbers}", help="let the ranges meet, or add `else`")


@rule("F020", "ranges that overlap or cannot be", chat=True)
def range_overlap(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: Two ranges hold the same number, or a range lies outside `min` and `max`, or its ends are the wrong way round.
    Why: The first range takes the number, the second never gets it; it is hardly what was meant.
    Example:
        - ask: From 0 to 10?
          expect: integer
          min: 0
          max: 10
          replies:
            0..7: end
            7..10: end
    Fix: Let each range begin after the one before it ends.
    """
    for question, ranges in _ranged(flow):
        low, high = _bound(question.minimum), _bound(question.maximum)
        for branch, span in ranges:
            if span.low > span.high:
                yield error(branch.span, f"`{branch.label}` has its ends the wrong way round")
            elif (low is not None and span.high < low) or (high is not None and span.low > high):
                yield error(branch.span, f"`{branch.label}` lies outside `min` and `max`: no answer is there")
        yield from _overlaps(question, ranges)


def _overlaps(question: Question, ranges: list[tuple[ReplyBranch, Range]]) -> Iterator[Diagnostic]:
    """One finding for each range that another reaches into, from the lowest up."""
    widest: tuple[int, Range] | None = None
    for index, span in sorted(enumerate(span for _, span in ranges), key=lambda item: (item[1].low, item[0])):
        common = span.overlap(widest[1]) if widest is not None else None
        if common and (common.low < common.high or question.expect is Type.INTEGER or span.low == span.high):
            first, later = sorted((index, widest[0] if widest else index))
            other, branch = ranges[first][0], ranges[later][0]
            yield error(
                branch.span,
                f"`{branch.label}` overlaps with `{other.label}`: both take {common}",
                related=((other.span, f"`{other.label}` stands here and is tried first"),),
            )
        if widest is None or span.high > widest[1].high:
            widest = (index, span)


def _ranged(flow: Checked) -> Iterator[tuple[Question, list[tuple[ReplyBranch, Range]]]]:
    """Questions that expect a number, with their ranges."""
    for step in flow.questions:
        found = [
            (branch, span)
            for branch in step.question.replies
            if branch.matcher is None and (span := parse_range(branch.label)) is not None
        ]
        if found and step.question.expect in NUMERIC:
            yield step.question, found


def _bound(text: Text | None) -> Fraction | None:
    span = parse_range(text.source) if text is not None else None
    return span.low if span is not None and span.low == span.high else None


@rule("F024", "a lowest value above the highest", chat=True)
def bounds_swapped(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: `min` is larger than `max`.
    Why: No answer can be right.
    Example:
        - ask: How many?
          expect: integer
          min: 10
          max: 1
        - end: done
    Fix: Swap them.
    """
    for step in flow.questions:
        low, high = step.question.minimum, step.question.maximum
        if low is None or high is None:
            continue
        values = [_bound(low), _bound(high)] if step.question.expect in NUMERIC else [_moment(low), _moment(high)]
        if None not in values and type(values[0]) is type(values[1]) and values[0] > values[1]:  # type: ignore[operator]
            yield error(low.span, f"`min` is {shown(low.source)}, which is above `max`, {shown(high.source)}")


def _moment(text: Text) -> Fraction | str | None:
    """A date, time or distance from now that can be compared with another of its kind."""
    written = text.source.strip().lower()
    relative = re.fullmatch(_RELATIVE, written)
    if relative and written:
        sign, amount = (relative[2] or "+0 days").replace(" ", "")[0], re.search(r"\d+", relative[2] or "0")
        size = _SECONDS.get(relative[3] or "day", 0) * int(amount.group() if amount else 0)
        return Fraction(-size if sign == "-" else size)
    if re.fullmatch(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d)?", written):
        return written.replace("t", " ")
    return f"{written:0>5}" if re.fullmatch(r"\d\d?:\d\d", written) else None


def _is_in_the_calendar(written: str) -> bool:
    """Whether a date that a bound begins with exists: the 30th of February does not."""
    day = re.match(_DAY, written)
    try:
        return day is None or bool(date(*map(int, day.group().split("-"))))
    except ValueError:
        return False


@rule("F036", "a bound that the answer cannot be compared with", chat=True)
def unreadable_bound(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: `min` or `max` is not of the kind that the question expects: no number, date or time.
    Why: No answer can be compared with it; the conversation would end as `failed` when one comes.
    Example:
        - ask: How many?
          expect: integer
          min: one
        - end: done
    Fix: Write a number, a date such as `2026-03-06`, `today` or `+90 days`, a time such as `"10:00"`, or a template.
    """
    for step in flow.questions:
        question = step.question
        for name, bound in (("min", question.minimum), ("max", question.maximum)):
            known = _BOUNDS.get(question.expect)
            if bound is None or known is None or "{" in bound.source:
                continue
            written = bound.source.strip()
            if not known.fullmatch(written) or not _is_in_the_calendar(written):
                yield error(bound.span, f"`{name}: {shown(bound.source)}` is not {_BOUND_NAMES[question.expect]}")
