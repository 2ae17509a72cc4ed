"""Plays the tests beside a flow: virtual clock, stubbed APIs, no network, no database.

proof = prove(compile_flow(flow), case)     proof.failure is None → passed
suite = prove_all(compile_flow(flow), cases, path)     suite.coverage.percent
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Final

from bot.compliance.screen import Outcome, classify
from bot.config import LOOPBACK_NUMBER, BusinessSettings
from bot.engine.clock import later
from bot.engine.coverage import Coverage, cover
from bot.engine.machine import Machine
from bot.engine.nodes import Edge
from bot.engine.plan import NotSetOff
from bot.engine.route import Enter, Library, route_text
from bot.events import Context, Json
from bot.flow.locale import zone
from bot.flow.model import Flow, Span
from bot.flow.testing import ANYTHING, Act, Beginning, Case, Form, Item
from bot.flow.wording import duration
from bot.simulator import Simulation

CONTACT_ID: Final = "ctc_test"
PHONE: Final = "+15550100001"
MORNING: Final = datetime(2026, 3, 5, 9, 0)
"""When a test happens that does not say when; in the contact's own zone."""
CHANNEL: Final[Mapping[str, Json]] = {"name": "main", "number": LOOPBACK_NUMBER}
BUSINESS: Final[Mapping[str, Json]] = BusinessSettings().model_dump(mode="json") | {
    "is_open": True,
    "opens_at": "09:00",
}
"""The business of a test that does not describe it: the settings' defaults, so that a test is the same everywhere."""

ENTERING: Final = frozenset({"keyword", "fallback"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the transcript: who (me, bot, agent, or empty for what happened) and what."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Failure:
    """The first difference between what was expected and what came."""

    message: str
    span: Span
    expected: str | None = None
    actual: str | None = None
    is_pattern: bool = False
    """Whether `expected` is no text, but a pattern that the text should match."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of one test."""

    case: Case
    failure: Failure | None
    transcript: tuple[Line, ...]
    """What was said and done, up to the failure."""
    walked: tuple[Edge, ...]
    seconds: float
    reworded: tuple[tuple[Item, str], ...] = ()
    """Exact texts that the bot words differently; empty where more than wording differs."""


@dataclass(frozen=True, slots=True)
class Suite:
    """The tests of one flow."""

    flow: Flow
    path: str
    """The file of the tests; empty where a flow has none."""
    proofs: tuple[Proof, ...]
    coverage: Coverage


def prove_all(machine: Machine, cases: Sequence[Case], path: str, library: Library | None = None) -> Suite:
    """Play the tests of a flow; `library` has the flows that it runs."""
    proofs = tuple(prove(machine, case, library) for case in cases)
    return Suite(machine.flow, path, proofs, cover(machine, [edge for proof in proofs for edge in proof.walked]))


def prove(machine: Machine, case: Case, library: Library | None = None) -> Proof:
    """Play one test."""
    began = perf_counter()
    play = _Play(machine, case, library)
    failure: Failure | None = None
    try:
        play.talk()
        play.compare_end()
    except _Differs as difference:
        failure = difference.failure
    return Proof(
        case,
        play.first or failure,
        tuple(play.lines[: play.same]),
        tuple(play.simulation.walked),
        perf_counter() - began,
        tuple(play.reworded) if failure is None else (),
    )


class _Differs(Exception):
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


@dataclass
class _Play:
    """A test while it is played."""

    machine: Machine
    case: Case
    library: Library | None
    simulation: Simulation = field(init=False)
    lines: list[Line] = field(default_factory=list)
    unheard: deque[str] = field(default_factory=deque)
    reworded: list[tuple[Item, str]] = field(default_factory=list)
    first: Failure | None = None
    """The first text that differs: what is said never changes where the conversation goes, so it goes on."""
    same: int | None = None
    """How many lines come before it."""
    begun: bool = False
    person: bool = False
    """Whether an agent has the conversation, so that the bot neither hears nor speaks."""
    opted_out: bool = False

    def __post_init__(self) -> None:
        case = self.case
        business = {**BUSINESS, **case.business}
        known = {name: business[name] for name in ("language", "timezone", "country")}
        contact: dict[str, Json] = {"id": CONTACT_ID, "phone": PHONE, **known, "tags": [], **case.contact}
        now = case.now or MORNING
        now = now if now.tzinfo else now.replace(tzinfo=zone(str(contact["timezone"])))
        stubs = {**case.stubs, **{f"do {name}": answer for name, answer in case.actions.items()}}
        self.simulation = Simulation(
            self.machine, now.astimezone(zone("UTC")), contact, business, CHANNEL, stubs, self.library
        )

    # ── the conversation ──

    def talk(self) -> None:
        """Do what the test says, and hold every answer against it."""
        if self.case.start is not None:
            self._set_off(self.case.start)
        elif not self._begins_with_text():
            self._begin(self.case.inputs)
        for item in self.case.talk:
            if item.act is Act.BOT:
                self._hear(item)
                continue
            self._hear_nothing(item.span)
            self._happen(item)
        self._hear_nothing(self.case.talk[-1].span if self.case.talk else self.case.span)

    def _begins_with_text(self) -> bool:
        """Whether the first text must start the flow, as a customer's does."""
        first = self.case.talk[:1]
        texts = any(trigger.kind in ENTERING for trigger in self.machine.flow.start)
        return texts and not self.case.inputs and bool(first) and first[0].act is Act.ME

    def _begin(self, inputs: Mapping[str, Json]) -> None:
        self.begun = True
        self.unheard.extend(self.simulation.start(inputs))

    def _set_off(self, start: Beginning) -> None:
        """Let a trigger start the flow; with an event, `with:` is what it brings."""
        self.begun = True
        names = self.case.inputs if start.kind == "event" else start.names
        try:
            self.unheard.extend(self.simulation.set_off(start.kind, start.subject, names))
        except NotSetOff as refusal:
            raise _Differs(Failure(str(refusal), self.case.places["start"])) from None

    def _happen(self, item: Item) -> None:
        simulation = self.simulation
        self.lines.append(_told(item))
        match item.act:
            case Act.ME:
                self._write(item)
            case Act.WAIT:
                self._wait(item)
            case Act.AGENT:
                self.person = True
                simulation.agent_says(item.text)
            case Act.TAKES_OVER:
                self.person = True
            case Act.CLOSES:
                self.person = False
                self.unheard.extend(simulation.agent_closed())
            case Act.UNDELIVERED:
                self.unheard.extend(simulation.undelivered())

    def _write(self, item: Item) -> None:
        """The customer writes: what concerns consent never reaches a flow, and a person answers for the bot."""
        simulation = self.simulation
        pending = self.begun and simulation.waiting
        verdict = classify(item.text, opted_out=self.opted_out, question_pending=pending).verdict
        if verdict is Outcome.OUT and pending:
            simulation.stop()
        if verdict in (Outcome.OUT, Outcome.IN):
            self.opted_out = verdict is Outcome.OUT
        if verdict in (Outcome.OUT, Outcome.IN, Outcome.HELP) or self.person or self.opted_out:
            return
        if self.begun:
            self.unheard.extend(simulation.says(item.text))
            return
        context = Context(simulation.contact, simulation.business, simulation.channel)
        entered = route_text(Library({self.machine.flow.id: self.machine}), item.text, None, context, simulation.now)
        if not isinstance(entered, Enter):
            raise _Differs(Failure("this text does not start the flow", item.span))
        self._begin(entered.inputs)

    def _wait(self, item: Item) -> None:
        if self.person:
            self.simulation.now = later(self.simulation.now, item.wait)
        else:
            self.unheard.extend(self.simulation.wait(item.wait))

    # ── what is expected ──

    def _hear(self, item: Item) -> None:
        if not self.unheard:
            raise _Differs(Failure(f"the bot says nothing more, {self._standing()}", item.span, _expected(item)))
        said = self.unheard.popleft()
        if not item.matches(said):
            pattern = item.form is Form.PATTERN
            failure = Failure("the bot says something else", item.span, _expected(item), said, is_pattern=pattern)
            if pattern:
                raise _Differs(failure)
            if self.first is None:
                self.first, self.same = failure, len(self.lines)
            self.reworded.append((item, said))
        self.lines.append(Line("bot", said))

    def _hear_nothing(self, span: Span) -> None:
        if self.unheard:
            raise _Differs(Failure("the bot says more than the test expects", span, None, self.unheard[0]))

    def compare_end(self) -> None:
        """Hold what is left behind against the test."""
        case, simulation = self.case, self.simulation
        if case.ends is not None and case.ends != simulation.outcome:
            message = "it ends differently" if simulation.outcome else self._standing()
            raise _Differs(Failure(message, case.places["ends"], case.ends, simulation.outcome))
        for key, expected, actual in (
            ("contact_after", case.contact_after, simulation.contact),
            ("variables_after", case.variables_after, simulation.variables),
        ):
            for name, value in expected.items():
                if not _same(value, actual.get(name)):
                    raise _Differs(
                        Failure(f"`{name}` differs", case.places[key], _shown(value), _shown(actual.get(name)))
                    )

        self._compare_emails()

    def _compare_emails(self) -> None:
        expected = self.case.emails_after
        sent = [{"to": it.address, "subject": it.subject, "body": it.body} for it in self.simulation.emails]
        if expected is None:
            return
        place = self.case.places["emails_after"]
        if len(sent) != len(expected):
            raise _Differs(Failure("another number of e-mails was sent", place, str(len(expected)), _shown(sent)))
        for wanted, mail in zip(expected, sent, strict=True):
            for name, value in wanted.items():
                if not _same(value, mail.get(name)):
                    raise _Differs(Failure(f"`{name}` of an e-mail differs", place, _shown(value), mail.get(name)))

    def _standing(self) -> str:
        """Where the conversation is, in words; with the last problem, which is often why."""
        simulation = self.simulation
        where = f"it ended {simulation.outcome}" if simulation.outcome else f"it is still at {simulation.session.state}"
        problems = [entry.text for entry in simulation.log if entry.kind == "problem"]
        return f"{where} ({problems[-1]})" if problems else where


def _told(item: Item) -> Line:
    match item.act:
        case Act.ME | Act.AGENT:
            return Line(item.act.value, item.text)
        case Act.WAIT:
            return Line("", f"wait {duration(item.wait)}")
    return Line("", item.act.value)


def _expected(item: Item) -> str:
    """What an item expects, as it is written."""
    match item.form:
        case Form.ANYTHING:
            return ANYTHING
        case Form.PATTERN:
            return f"/{item.text}/"
    return item.text


def _same(expected: Json, actual: Json) -> bool:
    return actual is not None if expected == ANYTHING else (type(expected), expected) == (type(actual), actual)


def _shown(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
