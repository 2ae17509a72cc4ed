"""Versions: whether people who wait on a question keep their place when the flow changes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from bot.flow.diagnostic import Diagnostic, error, finding, warning
from bot.flow.model import NOWHERE, Ask, Span
from bot.flow.rules.base import Checked, rule
from bot.flow.rules.document import listed, shown
from bot.suggest import did_you_mean, nearest

_KEY: Final = re.compile(r"moved\s*:")
_LIKE_MIN: Final = 40
"""A question that was renamed keeps less of its name than a misspelt one."""


@finding("F067", "a removed question on which people wait")
def removed_question(flow: Checked, question: Ask, people: int, known: Collection[str]) -> Diagnostic:
    """
    What: The new version of the flow does not have a question on which people wait at this moment.
    Why: Their answers would find nothing. So the new version does not go live; the last one stays in force.
    Example:
        flow: example
        states:
          confirm:
            - ask: Are you coming?
              name: visit
              expect: yes_no
            - end: done
    Fix: Say where they go, `moved: {confirm.1: confirm.visit}`, or keep the id by `name`, or wait until they have left.
    """
    new = successor(question, flow, known)
    help = f"say where they go: `{_written({**flow.flow.moved, question.id: new or '...'})}`"
    count = "1 person waits" if people == 1 else f"{people} people wait"
    return error(
        _place(flow, question.id),
        f"{count} on the question `{shown(question.id)}`, which this version does not have",
        label=f"did you mean `{new}`?" if new else None,
        help=help if new else f"{help}; questions in this flow are {listed(ids(flow)) or 'none'}",
    )


def successor(question: Ask, flow: Checked, known: Collection[str]) -> str | None:
    """The question that has probably taken the place of a removed one; `known` are those that the old version had."""
    asks = {step.id: step for step in _asks(flow)}
    new = [name for name in asks if name not in known]
    for name in new:
        if question.text is not None and _text(asks[name]) == question.text.source:
            return name
    state = question.id.partition(".")[0]
    beside = [name for name in new if name.partition(".")[0] == state]
    if len(beside) == 1:
        return beside[0]
    return nearest(question.id, beside or new, similarity_min=_LIKE_MIN) or nearest(question.id, asks)


@rule("F068", "a move to a question that does not exist")
def unknown_destination(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: `moved` sends people to something that is no question of this flow.
    Why: Nobody can wait there, so they would lose their place.
    Example:
        flow: example
        moved: {confirm.1: confirm.visti}
        states:
          confirm:
            - ask: Are you coming?
              name: visit
              expect: yes_no
            - end: done
    Fix: Write the id of a question: its state, a dot, and its `name`, its `save` or its number in the state.
    """
    known = ids(flow)
    for old, new in flow.flow.moved.items():
        if new not in known and not flow.paths.mentioned:
            label, help = did_you_mean(new, known), f"questions in this flow are {listed(known)}"
            yield error(_value(flow, old, new), f"no question is called `{shown(new)}`", label=label, help=help)


@rule("F069", "a move away from a question that is still there")
def kept_question(flow: Checked) -> Iterator[Diagnostic]:
    """
    What: `moved` names a question that this flow has.
    Why: Nobody has to move away from it, so the line does nothing.
    Example:
        flow: example
        moved: {confirm.1: confirm.sure}
        states:
          confirm:
            - ask: Are you coming?
              expect: yes_no
            - ask: Are you sure?
              name: sure
              expect: yes_no
            - end: done
    Fix: Delete the line, or correct the id on its left side: it is that of a question which older versions had.
    """
    known = ids(flow)
    for old in flow.flow.moved:
        if old in known:
            yield warning(
                _key(flow, old), f"`{shown(old)}` is a question of this version: nobody moves away", help="delete it"
            )


def ids(flow: Checked) -> list[str]:
    """The ids of the questions that wait, as the author reads them."""
    return [step.id for step in _asks(flow)]


def _asks(flow: Checked) -> list[Ask]:
    return [step for step in flow.questions if isinstance(step, Ask)]


def _text(step: Ask) -> str | None:
    return None if step.text is None else step.text.source


def _written(moved: Mapping[str, str]) -> str:
    return "moved: {" + ", ".join(f"{old}: {new}" for old, new in moved.items()) + "}"


# ── places ──


def _place(flow: Checked, question: str) -> Span:
    """Where `moved:` stands, else the state that had the question, else the top of the file."""
    return _moved(flow) or flow.flow.spans.get(question.partition(".")[0], NOWHERE)


def _moved(flow: Checked) -> Span | None:
    for number, line in enumerate(flow.lines, start=1):
        if match := _KEY.match(line):
            return Span(number, 1, number, match.end())
    return None


def _key(flow: Checked, old: str) -> Span:
    """Where the left side of an entry of `moved:` stands."""
    start = _moved(flow) or NOWHERE
    return _find(flow, rf"(?<![\w.-]){re.escape(old)}(?=['\"]?\s*:)", start) or start


def _value(flow: Checked, old: str, new: str) -> Span:
    """Where its right side stands."""
    key = _key(flow, old)
    return _find(flow, rf"(?<![\w.-]){re.escape(new)}(?![\w.-])", key) or key


def _find(flow: Checked, pattern: str, after: Span) -> Span | None:
    for number in range(after.line, len(flow.lines) + 1):
        start = after.end_column - 1 if number == after.line else 0
        if match := re.compile(pattern).search(flow.lines[number - 1], start):
            return Span(number, match.start() + 1, number, match.end() + 1)
    return None
