"""What rules work on, and how they are registered: one function, one code, one docstring that explains it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from bot.errors import TemplateError
from bot.flow.diagnostic import Diagnostic, register
from bot.flow.load import Draft
from bot.flow.model import Ask, Block, Do, Flow, HandOff, Http, Match, Run, Say, Span, Step, Text
from bot.flow.paths import Event, Link, Paths, Point
from bot.flow.render import Expression, Template, compile_expression, compile_text, compile_value
from bot.flow.uses import Form, Use, of_inputs, of_step, of_trigger
from bot.flow.width import widths_of
from bot.flow.wording import plain, shorten

Source = Template | Expression
Came = dict[int, tuple[int, Link] | None]
"""Points that were reached, each with the point and link it was reached by."""

_READ: Final[Mapping[Form, Callable[[str], Source]]] = {
    Form.TEXT: compile_text,
    Form.VALUE: compile_value,
    Form.EXPRESSION: compile_expression,
}
_FIND_LINES_MAX: Final = 30
_CHAT_LINES_MAX: Final = 14
_CHAT_CHARS_MAX: Final = 76
_CHATS_MAX: Final = 50


class Checked:
    """A flow with what rules ask about it, worked out once."""

    def __init__(self, draft: Draft, flow: Flow, actions: Collection[str] | None = None, *, heard: bool = True) -> None:
        self.draft = draft
        self.heard = heard
        """Whether there is a channel to which people can reply."""
        self.actions = actions
        """The names that `do` may call; None where they are not known."""
        self.flow = flow
        self.lines = draft.lines
        self.paths = Paths(flow, draft.lost)
        self._chats = 0
        self._read: dict[tuple[Form, str], Source | TemplateError] = {}

    @property
    def whole(self) -> bool:
        """Whether every line could be read; what is missing on a lost line is not missing."""
        return not self.draft.lost

    # ── steps ──

    @cached_property
    def uses(self) -> list[tuple[int, Use]]:
        """Every template of every step, with its point."""
        steps = ((index, point.step) for index, point in enumerate(self.paths.points) if point.step is not None)
        return [(index, use) for index, step in steps for use in of_step(step)]

    @cached_property
    def outside(self) -> list[Use]:
        """Templates that are computed before there is a session, and without an event's data."""
        triggers = [trigger for trigger in self.flow.start if trigger.kind != "event"]
        return [*of_inputs(self.flow), *(use for trigger in triggers for use in of_trigger(trigger))]

    @cached_property
    def questions(self) -> list[Ask | Match]:
        """Every question and `match:`, in the author's order."""
        found = [point.step for point in self.paths.points if isinstance(point.step, Ask | Match)]
        return sorted(found, key=lambda step: (step.span.line, step.span.column))

    @cached_property
    def widths(self) -> Mapping[str, int]:
        """How wide the values of names get."""
        return widths_of(self.flow, [step.question for step in self.questions])

    @cached_property
    def blocks(self) -> list[Block]:
        """Every list of steps, however deep."""
        return all_blocks(self.flow)

    # ── templates ──

    def read(self, use: Use) -> Source | None:
        """A template, compiled; None if it is refused, which is a finding of its own."""
        source = self.compiled(use)
        return None if isinstance(source, TemplateError) else source

    def compiled(self, use: Use) -> Source | TemplateError:
        """A template, compiled or refused."""
        key = (use.form, use.text.source)
        if key not in self._read:
            try:
                self._read[key] = _READ[use.form](use.text.source)
            except TemplateError as error:
                self._read[key] = error
        return self._read[key]

    def locate(self, text: Text, needle: str, lines: Sequence[str] = ()) -> Span:
        """Where a name or sign stands within a text, in `lines` or the flow; the whole text if it cannot be told."""
        lines = lines or self.lines
        edge = r"(?<![\w.])" if needle[:1].isalnum() else ""
        pattern = re.compile(edge + re.escape(needle) + (r"(?!\w)" if needle[-1:].isalnum() else ""))
        for number in range(text.span.line, min(text.span.end_line, len(lines)) + 1):
            line = lines[number - 1]
            start = text.span.column - 1 if number == text.span.line else 0
            match = pattern.search(line, start)
            if match is not None:
                return Span(number, match.start() + 1, number, match.end() + 1)
        return text.span

    def find(self, needle: str, near: Span) -> Span:
        """Where something is written that has no place of its own: there or in the lines below."""
        for number, line in enumerate(self.lines[near.line - 1 : near.line + _FIND_LINES_MAX], start=near.line):
            column = line.find(needle)
            if column >= 0:
                return Span(number, column + 1, number, column + 1 + len(needle))
        return near

    # ── ways ──

    @cached_property
    def _came(self) -> Came:
        return self.reach(self.paths.first)

    @property
    def reachable(self) -> Iterable[int]:
        """The points that a conversation can come to."""
        return self._came.keys()

    def reach(
        self,
        start: int,
        passes: Callable[[Link], bool] = lambda link: True,
        stop: Callable[[int], bool] = lambda point: False,
    ) -> Came:
        """The points that can be reached over some links, each with the last link of the shortest chat to it."""
        came: Came = {}
        waiting: deque[tuple[int, tuple[int, Link] | None]] = deque([(start, None)])
        while waiting:
            point, via = waiting.popleft()
            if point in came:
                continue
            came[point] = via
            if stop(point):
                continue
            for link in self.paths.points[point].links:
                if link.dest not in came and passes(link):
                    if link.event is Event.STEP:
                        waiting.appendleft((link.dest, (point, link)))
                    else:
                        waiting.append((link.dest, (point, link)))
        return came

    def chat_near(self, span: Span) -> str:
        """The shortest chat that leads to the step at a place of the file; empty where there is none."""
        at = bisect_right(self._places, (span.line, span.column)) - 1
        return self.chat(self._at[at]) if at >= 0 else ""

    @cached_property
    def _at(self) -> list[int]:
        """The points of the states' own steps, in the author's order."""
        points = self.paths.points
        states = self.flow.states
        named = [index for index, point in enumerate(points) if point.step is not None and point.state in states]
        return sorted(named, key=lambda index: _place(points[index]))

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        return [_place(self.paths.points[index]) for index in self._at]

    def chat_over(self, dest: int, passes: Callable[[Link], bool]) -> str:
        """The shortest chat that leads to a point over some links only."""
        return "" if self._chats >= _CHATS_MAX else self.chat(dest, self.reach(self.paths.first, passes))

    def chat(self, dest: int, came: Came | None = None, last: str = "") -> str:
        """The shortest chat that leads to a point; empty where none does, and after many, which nobody would read."""
        came = self._came if came is None else came
        self._chats += 1
        if self._chats > _CHATS_MAX or dest not in came:
            return ""
        lines = [last, *reversed(_spoken(self.paths.points[dest]))]
        at = dest
        while (via := came[at]) is not None:
            at, link = via
            lines += [link.shown, *reversed(_spoken(self.paths.points[at]))]
        lines = [line for line in reversed(lines) if line]
        if len(lines) > _CHAT_LINES_MAX:
            lines = [*lines[:2], "...", *lines[3 - _CHAT_LINES_MAX :]]
        return "\n".join(lines)


def all_blocks(flow: Flow) -> list[Block]:
    """Every list of steps of a flow, however deep."""
    found: list[Block] = list(flow.states.values())
    found += [entry.block for entry in flow.anytime]
    for block in found:
        found += [inner for step in block for inner in blocks_in(step)]
    return found


def blocks_in(step: Step) -> Iterator[Block]:
    """The lists of steps that a step holds."""
    found: list[Block | None] = []
    match step:
        case Ask(question=question) | Match(question=question):
            found += [branch.block for branch in question.replies]
            found += [question.otherwise, question.give_up, question.undelivered]
            found += [entry.block for entry in question.silence]
        case Say(undelivered=block) | Http(on_error=block) | Do(on_error=block):
            found.append(block)
        case Run():
            found += [step.expired, step.failed]
        case HandOff():
            found += [step.closed, *(entry.block for entry in step.no_agent)]
    return (block for block in found if block)


def _place(point: Point) -> tuple[int, int]:
    return (point.step.span.line, point.step.span.column) if point.step is not None else (0, 0)


def _spoken(point: Point) -> list[str]:
    match point.step:
        case Say(texts=texts):
            return [_line(text) for text in texts]
        case Ask(text=Text() as text) | HandOff(say=Text() as text):
            return [_line(text)]
    return []


def _line(text: Text) -> str:
    return "bot: " + shorten(plain(text), _CHAT_CHARS_MAX)


# ── the register ──

FlowRule = Callable[[Checked], Iterable[Diagnostic]]
LibraryRule = Callable[[Sequence[Checked]], Iterable[tuple[Checked, Diagnostic]]]

FLOW_RULES: Final[list[FlowRule]] = []
"""Rules that look at one flow."""
LIBRARY_RULES: Final[list[LibraryRule]] = []
"""Rules that look at several flows together; each finding comes with the flow it stands in."""


def rule(code: str, title: str, *, chat: bool = False) -> Callable[[FlowRule], FlowRule]:
    """Register a rule over one flow; with `chat` its findings get the shortest chat that leads to where they stand."""

    def decorate(function: FlowRule) -> FlowRule:
        register(code, title, function)

        def checks(flow: Checked) -> Iterator[Diagnostic]:
            for finding in function(flow):
                example = finding.example or (flow.chat_near(finding.span) if chat else "")
                yield replace(finding, code=code, example=example)

        FLOW_RULES.append(checks)
        return checks

    return decorate


def library_rule(code: str, title: str, *, chat: bool = False) -> Callable[[LibraryRule], LibraryRule]:
    """Register a rule over several flows; `chat` as for one."""

    def decorate(function: LibraryRule) -> LibraryRule:
        register(code, title, function)

        def checks(flows: Sequence[Checked]) -> Iterator[tuple[Checked, Diagnostic]]:
            for flow, finding in function(flows):
                example = finding.example or (flow.chat_near(finding.span) if chat else "")
                yield flow, replace(finding, code=code, example=example)

        LIBRARY_RULES.append(checks)
        return checks

    return decorate
