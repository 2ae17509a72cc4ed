"""Every way that a conversation can take through a flow, step by step: what the checker reasons on.

    entry ──step──► ask ──reply "yes"──► go ──step──► end
                     └───silence────────► …

Points are steps, links are what leads from one to the next. A block that goes nowhere leads to the step after the one
that holds it; after the last step of a state comes its `fall`, where no conversation should ever be.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Final

from bot.flow.model import (
    Ask,
    Block,
    Do,
    End,
    Flow,
    Go,
    HandOff,
    Http,
    Match,
    Matcher,
    Pause,
    Question,
    ReplyBranch,
    Run,
    Say,
    Set,
    Split,
    Step,
    Text,
    Timed,
    Type,
    Unreadable,
)
from bot.flow.ranges import is_range
from bot.flow.wording import duration
from bot.suggest import nearest

END: Final = 0
BACK: Final = 1
"""After an `anytime` block that returns to the pending question."""

UNDELIVERED: Final = "(the message does not arrive)"
_DEFINED: Final = re.compile(r"\b(\w+) is defined\b")


class Event(StrEnum):
    """Why a conversation moves on."""

    STEP = "step"
    """By itself, at once."""
    REPLY = "reply"
    ANYTIME = "anytime"
    SILENCE = "silence"
    NO_AGENT = "no_agent"
    PAUSE = "pause"
    TROUBLE = "trouble"
    """An API fails, or a message does not arrive."""
    CLOSED = "closed"
    """The agent closes the conversation."""
    RETURNED = "returned"
    """The flow of a `run:` has ended."""


BY_ITSELF: Final = frozenset({Event.STEP, Event.TROUBLE, Event.PAUSE, Event.NO_AGENT})
"""What happens though nobody does anything, for ever if it leads back; silence does not, since sessions expire."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way from a point to another, and the names that surely have a value after it."""

    dest: int
    event: Event = Event.STEP
    shown: str = ""
    """What a chat shows for it: `me: yes`, `(4 hours pass)`."""
    sets: frozenset[str] = frozenset()
    assumed: bool = False
    """Only because a step could not be read: enough to reach what it mentions, not enough for a finding."""
    after: timedelta = timedelta()
    """How much time passes, where the flow says so."""


@dataclass(slots=True)
class Point:
    """A step within a state, or (without a step) the beginning or the fall of a state."""

    state: str
    step: Step | None = None
    links: list[Link] = field(default_factory=list)


class Paths:
    """The points and links of one flow."""

    def __init__(self, flow: Flow, lost: Collection[str] = ()) -> None:
        self.flow = flow
        self._nearest: dict[str, str | None] = {}
        self.points = [Point(""), Point("")]
        self.entries = {name: self.add(name) for name in flow.states}
        self.falls = {name: self.add(name) for name in flow.states}
        self.mentioned = set(lost)
        """What unreadable steps and lost lines mention: whatever it is, it may be meant."""
        self.anytime: list[tuple[int, str, bool]] = []
        self.runs: list[int] = []
        """Where another flow asks, so that only what leads away can be said at any time."""
        self.questions: list[int] = []
        for entry in flow.anytime:
            first = self.block(entry.block, BACK, f"anytime.{entry.label}")
            self.anytime.append((first, _reply(entry.label, entry.matcher), entry.back))
        for name, block in flow.states.items():
            self.link(self.entries[name], self.block(block, self.falls[name], name))
        for question in self.questions:
            for first, shown, _ in self.anytime:
                self.link(question, first, Event.ANYTIME, shown)
        for run in self.runs:
            for first, shown, back in self.anytime:
                if not back:
                    self.link(run, first, Event.ANYTIME, shown)
        self.first = self.entries[next(iter(flow.states))]

    def add(self, state: str, step: Step | None = None) -> int:
        """A new point."""
        self.points.append(Point(state, step))
        return len(self.points) - 1

    def link(
        self,
        source: int,
        dest: int,
        event: Event = Event.STEP,
        shown: str = "",
        *,
        sets: Iterable[str] = (),
        assumed: bool = False,
        after: timedelta = timedelta(),
    ) -> None:
        """A new way from a point."""
        self.points[source].links.append(Link(dest, event, shown, frozenset(sets), assumed, after))

    def nearest_state(self, name: str) -> str | None:
        """The state that was probably meant by a name."""
        if name not in self._nearest:
            self._nearest[name] = nearest(name, self.entries)
        return self._nearest[name]

    # ── steps ──

    def block(self, steps: Block, following: int, state: str) -> int:
        """The point where a block begins."""
        for step in reversed(steps):
            following = self.step(step, following, state)
        return following

    def step(self, step: Step, following: int, state: str) -> int:
        """The point of a step, with every way on from it."""
        here = self.add(state, step)
        match step:
            case Go():
                self.go(here, step.state)
            case End():
                self.link(here, END)
            case Split():
                for name, _ in step.ways:
                    self.go(here, name)
            case Say():
                self.link(here, following)
                self.branch(here, step.undelivered, following, Event.TROUBLE, UNDELIVERED)
            case Ask():
                self.questions.append(here)
                self.question(here, step.question, following, Event.REPLY)
            case Match():
                self.question(here, step.question, following, Event.STEP)
            case Http() | Do():
                saved = [step.save] if step.save else []
                self.link(here, following, sets=saved)
                # an API that fails leaves its status at least; an action that fails leaves nothing
                left = saved if isinstance(step, Http) else []
                self.branch(here, step.on_error, following, Event.TROUBLE, trouble(step), left)
            case Run():
                self.run(here, step, following)
            case HandOff(wait=True):
                closed = END if step.closed is None else self.block(step.closed, following, state)
                self.link(here, closed, Event.CLOSED, "(the agent closes the conversation)")
                self.timed(here, step.no_agent, following, Event.NO_AGENT)
            case Pause():
                self.link(here, following, Event.PAUSE, _passing(step.duration), after=step.duration)
            case Set():
                self.link(here, following, sets=[name for name, _ in step.values])
            case Unreadable():
                self.unreadable(here, step, following)
            case _:
                self.link(here, following)
        if step.condition is not None:
            self.guard(here, step.condition, following)
        return here

    def run(self, here: int, step: Run, following: int) -> None:
        if not step.come_back:
            self.link(here, END)
            return
        self.runs.append(here)
        saved = [step.save] if step.save else []
        self.link(here, following, Event.RETURNED, f"({step.flow} runs and ends)", sets=saved)
        for block, how in ((step.expired, "nobody answers"), (step.failed, "it fails")):
            if block is not None:
                first = self.block(block, following, self.points[here].state)
                self.link(here, first, Event.RETURNED, f"({step.flow} runs, and {how})", sets=saved)

    def go(self, here: int, name: str) -> None:
        """To a state; where there is none, to the one that was probably meant."""
        if name in self.entries:
            self.link(here, self.entries[name])
        else:
            near = self.nearest_state(name)
            self.link(here, self.entries[near] if near else END, assumed=True)

    def guard(self, here: int, condition: Text, following: int) -> None:
        """A step with a condition may be passed over; what it tests to be there, is there."""
        point = self.points[here]
        if tested := tested_by(condition):
            point.links = [replace(link, sets=link.sets | tested) for link in point.links]
        self.link(here, following)

    def unreadable(self, here: int, step: Unreadable, following: int) -> None:
        self.mentioned |= step.words
        for name in sorted(step.words & self.entries.keys()):
            self.link(here, self.entries[name], assumed=True)
        if "end" in step.words:
            self.link(here, END, assumed=True)
        self.link(here, following, assumed=True)

    # ── what can happen to a question ──

    def question(self, here: int, question: Question, following: int, event: Event) -> None:
        state = self.points[here].state
        save = [question.save] if question.save else []
        for branch in question.replies:
            first = self.block(branch.block, following, state)
            self.link(here, first, event, _label(branch, question), sets=save if _has_value(branch, question) else ())
        any_text = question.expect is Type.TEXT
        if question.otherwise is not None:
            first = self.block(question.otherwise, following, state)
            self.link(here, first, event, "me: (something else)", sets=save if any_text else ())
            if question.answers_pass_else:
                self.link(here, following, event, sample(question) if event is Event.REPLY else "", sets=save)
        elif event is Event.STEP:
            self.link(here, following, event, sets=save if any_text else ())
        elif not answers_covered(question):
            self.link(here, following, event, sample(question), sets=save)
        self.branch(here, question.give_up, following, Event.REPLY, "me: (nothing that fits)")
        self.timed(here, question.silence, following, Event.SILENCE)
        self.branch(here, question.undelivered, following, Event.TROUBLE, "(the question does not arrive)")

    def branch(
        self, here: int, block: Block | None, following: int, event: Event, shown: str, sets: Iterable[str] = ()
    ) -> None:
        """The way into a block that something leads to."""
        if block is not None:
            self.link(here, self.block(block, following, self.points[here].state), event, shown, sets=sets)

    def timed(self, here: int, entries: Iterable[Timed], following: int, event: Event) -> None:
        for entry in entries:
            if entry.block is not None:
                first = self.block(entry.block, following, self.points[here].state)
                self.link(here, first, event, _passing(entry.after), after=entry.after)


def trouble(step: Http | Do) -> str:
    """What goes wrong, as a chat shows it."""
    return "(the API fails)" if isinstance(step, Http) else f"({step.action} fails)"


def tested_by(condition: Text | None) -> frozenset[str]:
    """The names that surely have a value where a condition holds."""
    if condition is None or " or " in condition.source or "not " in condition.source:
        return frozenset()
    return frozenset(_DEFINED.findall(condition.source))


def answers_covered(question: Question) -> bool:
    """Whether every answer that is understood has a label of its own."""
    labels = {branch.label for branch in question.replies if branch.matcher is None}
    match question.expect:
        case Type.YES_NO:
            return {"yes", "no"} <= labels
        case Type.CHOICE:
            return bool(question.choices) and {choice.key for choice in question.choices} <= labels
        case Type.INTEGER | Type.NUMBER | Type.MONEY:
            # gaps between the bounds are a finding of their own
            bounded = all(
                bound is not None and is_range(bound.source) for bound in (question.minimum, question.maximum)
            )
            return bounded and any(is_range(label) for label in labels)
    return False


def sample(question: Question) -> str:
    """An answer that a chat may show."""
    if any(is_range(branch.label) for branch in question.replies):
        return "me: (another number)"
    answers = {
        Type.YES_NO: "yes",
        Type.INTEGER: "3",
        Type.NUMBER: "2.5",
        Type.MONEY: "25.50",
        Type.DATE: "tomorrow",
        Type.TIME: "4 pm",
        Type.DATETIME: "tomorrow at 4 pm",
        Type.PHONE: "+1 555 010 2000",
        Type.EMAIL: "ana@example.com",
        Type.MEDIA: "(a picture)",
        Type.CHOICE: "1",
    }
    return f"me: {answers.get(question.expect, '(any text)')}"


def _has_value(branch: ReplyBranch, question: Question) -> bool:
    """Whether a reply that a label takes was surely understood as what the question expects."""
    numeric = question.expect in (Type.INTEGER, Type.NUMBER, Type.MONEY)
    if question.expect is Type.TEXT:
        return True
    if branch.matcher is not None:
        return numeric and branch.matcher.number is not None
    keys = {choice.key for choice in question.choices} | {"yes", "no"}
    return branch.label in keys if not numeric else is_range(branch.label)


def _label(branch: ReplyBranch, question: Question) -> str:
    if branch.matcher is None and is_range(branch.label):
        return f"me: {branch.label.partition('..')[0]}"
    return _reply(branch.label, branch.matcher)


def _passing(time: timedelta) -> str:
    written = duration(time)
    return f"({written} {'passes' if written.startswith('1 ') else 'pass'})"


def _reply(label: str, matcher: Matcher | None) -> str:
    if matcher is None:
        return f"me: {label}"
    spoken = matcher.words + matcher.phrase + matcher.only + matcher.starts + matcher.exact + matcher.all
    return f"me: {spoken[0]}" if spoken else f"me: ({label})"
