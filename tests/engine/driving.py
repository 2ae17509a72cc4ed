"""Drives flows with random events and looks at every step for what must never happen.

    mishaps = drive(write_flows(7), seed=7, events=10_000)     []

A mishap says the seed, the event's number and what was wrong, so that it can be had again.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.engine.machine import compile_flow
from bot.engine.nodes import Kind
from bot.engine.route import Library
from bot.engine.session import Session
from bot.engine.step import Step, new_session, step
from bot.events import (
    AgentClosed,
    CallAction,
    CallHttp,
    Context,
    Event,
    Finish,
    Json,
    Problem,
    Reply,
    Result,
    Say,
    Start,
    Stop,
    Undelivered,
    Wake,
)
from bot.flow.check import check_sources
from bot.flow.diagnostic import Severity
from bot.limits import RUNS_DEEP_MAX, STEPS_PER_EVENT_MAX

TEXTS = (
    *("yes", "no", "1", "2", "3", "7", "10", "apple", "Berry", "cherrry", "leave", "hours", "halt", "onward", "vip"),
    *("tomorrow", "next friday 4pm", "16:30", "2026-03-09", "123", "x 456 y", "ana@example.com", "+1 202 555 0143"),
    *(
        "",
        " ",
        "no wait, 4pm",
        "yes no",
        "👍",
        "١٢",
        "\x00\ud800"[:1],
        "{{ now }}",
        "a" * 2_000,
        "maybe later",
        "$12.50",
    ),
)
BODIES: tuple[Json, ...] = ({}, [], None, "text", 5, {"list": []}, {"free": [{"id": "a"}]}, {"error": "x"})
CONTACT: Mapping[str, Json] = {"first_name": "Ana", "timezone": "America/New_York", "language": "en", "tags": []}
BUSINESS: Mapping[str, Json] = {"name": "Clinic", "country": "US", "timezone": "UTC"}
NEVER = frozenset({"internal", "no_way", "lost", "loop", "unknown_state"})
"""Problems that a flow which passed the checker cannot have."""
UNSET = ("has no value", "is not set", "undefined")
STUCK_AT = frozenset({Kind.HANDOFF, Kind.CALL})
"""Where a session may wait without a clock: an agent closes, and a call always comes to something."""


def library_of(sources: Mapping[str, str]) -> Library | None:
    """The flows, compiled; None where the checker finds an error."""
    flows, findings = check_sources(sources)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return None
    machines = {name: compile_flow(flow) for name, flow in flows.items()}
    return Library(machines, {(name, it.flow.version): it for name, it in machines.items()})


@dataclass
class Drive:
    """One person who does anything at any time."""

    library: Library
    flow: str
    seed: int
    inputs: Mapping[str, Json] = field(default_factory=lambda: {"given": "x"})
    language: str = "en"
    mishaps: list[str] = field(default_factory=list)
    steps: int = 0
    ended: int = 0
    said: list[str] = field(default_factory=list)
    """The places that have spoken, of which a report may come."""

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311 (a test wants the same events each time)
        self.now = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
        self.session = self._begin()

    def go(self, events: int) -> list[str]:
        """Let that much happen; what went wrong."""
        for _ in range(events):
            if self.session.outcome is not None:
                self.ended += 1
                self.session = self._begin()
                self._step(Start(self.inputs))
            else:
                self._step(self._event())
            if len(self.mishaps) > 3:
                break
        return self.mishaps

    def _begin(self) -> Session:
        machine = self.library.machines[self.flow]
        return new_session(machine, self.dice.getrandbits(62), self.now, self._context())

    def _context(self) -> Context:
        contact = {**CONTACT, "language": self.language, **({"vip": True} if self.dice.random() < 0.3 else {})}
        return Context(contact, BUSINESS, {}, understands=self.dice.random() < 0.5)

    def _event(self) -> Event:
        dice = self.dice
        if self.session.call is not None and dice.random() < 0.6:
            error = "broken" if dice.random() < 0.2 else None
            return Result(self.session.call, dice.choice((200, 200, 200, 404, 503, 0)), {}, dice.choice(BODIES), error)
        match dice.randrange(20):
            case 0:
                return AgentClosed()
            case 1:
                return Undelivered(dice.choice(self.said[-3:] or [""]))
            case 2 | 3 | 4 | 5 | 6:
                wake_at = self.session.wake_at
                self.now = max(self.now, wake_at) if wake_at and dice.random() < 0.8 else self.now + timedelta(hours=1)
                return Wake()
            case 7:
                return Stop("opted_out") if dice.random() < 0.1 else Result("0-0", 200)
            case 8:
                return Start(self.inputs)
        self.now += timedelta(seconds=dice.randrange(600))
        return Reply(dice.choice(TEXTS), ("https://a.example/pic",) if dice.random() < 0.05 else ())

    def _step(self, event: Event) -> None:
        machine = self.library.machine_of(self.session)
        if machine is None:
            self._mishap(event, "its flow is gone")
            return
        context = self._context()
        taken = step(machine, self.session, event, self.now, context, self.library)
        stored = Session.from_json(json.loads(json.dumps(self.session.to_json())))
        again = step(machine, stored, event, self.now, context, self.library)
        if again != taken:
            self._mishap(event, "it goes another way after JSON")
        self.steps += 1
        self._look(event, taken)
        self.said += [effect.state for effect in taken.effects if isinstance(effect, Say)]
        self.session = taken.session

    def _look(self, event: Event, taken: Step) -> None:
        session = taken.session
        machine = self.library.machine_of(session)
        for effect in taken.effects:
            if isinstance(effect, Problem) and (effect.code in NEVER or any(it in effect.detail for it in UNSET)):
                self._mishap(event, f"{effect.code}: {effect.detail}")
        if machine is None or session.state not in machine.nodes:
            self._mishap(event, f"it stands nowhere: {session.state}")
            return
        kind = machine.nodes[session.state].kind
        if (session.outcome is not None) != (kind is Kind.END):
            self._mishap(event, f"it is {session.outcome} at {session.state}")
        if session.outcome is None and session.wake_at is None and kind not in STUCK_AT and kind is not Kind.START:
            self._mishap(event, f"it is stuck at {session.state}")
        if kind is Kind.CALL and session.call is None and session.outcome is None:
            self._mishap(event, f"it waits for no call at {session.state}")
        if session.outcome is not None and session.caller is not None:
            self._mishap(event, "an inner flow is over, and the outer one does not know")
        if len(session.callers) > RUNS_DEEP_MAX or len(taken.effects) > 3 * STEPS_PER_EVENT_MAX:
            self._mishap(event, "it does too much")
        for kinds, most in ((Finish, 1), (CallHttp | CallAction, STEPS_PER_EVENT_MAX)):
            if sum(isinstance(effect, kinds) for effect in taken.effects) > most:
                self._mishap(event, f"more than {most} of {kinds}")

    def _mishap(self, event: Event, what: str) -> None:
        self.mishaps.append(f"flow {self.flow}, seed {self.seed}, step {self.steps}, {event}: {what}")
