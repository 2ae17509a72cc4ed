"""A conversation without carrier, database or clock: what `parley chat`, the phone page, `/v1/simulate` and tests run.

    talk = Simulation(compile_flow(flow), now=now, contact={"first_name": "Ana"})
    talk.start({"appointment": "2026-03-06 10:00"})   →  ["Hi Ana, you are booked on …"]
    talk.says("yes")                                  →  ["Thank you, see you on …"]

Engine, machine and effects are those of production. Time passes only when it is told to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.engine.clock import later
from bot.engine.machine import Machine, Machines
from bot.engine.nodes import NEW, Edge, Kind, Node
from bot.engine.plan import set_off
from bot.engine.questions import UNDERSTAND
from bot.engine.session import Session, format_time, parse_time
from bot.engine.step import new_session, step
from bot.engine.texts import yes_no_words
from bot.engine.values import cut, json_chars
from bot.events import (
    AgentClosed,
    Call,
    CallAction,
    CallHttp,
    CancelFlow,
    Context,
    Effect,
    Event,
    Json,
    LabelConversation,
    Reply,
    Result,
    Say,
    ScheduleFlow,
    SendEmail,
    SetContact,
    Start,
    Stop,
    TagContact,
    Undelivered,
    Wake,
)
from bot.flow.model import NOWHERE, Ask, Question, Type
from bot.limits import CALLS_PER_SESSION_MAX, SESSION_JSON_BYTES_MAX
from bot.stubs import answer_to
from bot.text import segments

PERSON: Final = "person"
BOT: Final = "bot"
AGENT: Final = "agent"

_TIMERS_MAX: Final = 1_000


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message on the phone."""

    who: str
    text: str
    at: datetime
    segments: int
    state: str = ""
    """The question or state that said it."""
    media: tuple[str, ...] = ()
    delivered: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the action log. `line` is that of the flow's file, 0 where there is none."""

    kind: str
    text: str
    at: datetime
    line: int = 0
    flow: str = ""
    """The flow in whose file that is, where it is not the one that was entered."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A quick reply: what it shows, and what it sends."""

    shown: str
    text: str


@dataclass
class Simulation:
    """One person who talks to one flow. Each method returns what the bot says to it."""

    machine: Machine
    now: datetime
    contact: Mapping[str, Json] = field(default_factory=dict)
    """The contact, with what the flow has set and tagged."""
    business: Mapping[str, Json] = field(default_factory=dict)
    channel: Mapping[str, Json] = field(default_factory=dict)
    stubs: Mapping[str, Json] | None = None
    """`METHOD url` → the answer: a body, or `{status, headers, body}`; `do name` → what the action returns, or
    `{error: why}`. `*` stands for anything; a call that nothing fits fails. Without stubs, a call waits for `result`.
    """
    library: Machines | None = None
    """The other flows, for `run:`."""
    understands: bool = False
    """Whether there is somebody to ask where words do not match; a stub for `do understand` says so by itself."""
    seed: int = 1
    session: Session = field(init=False)
    bubbles: list[Bubble] = field(default_factory=list)
    log: list[Entry] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    scheduled: list[ScheduleFlow] = field(default_factory=list)
    emails: list[SendEmail] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    """Everything that the last event caused."""
    path: list[Edge] = field(default_factory=list)
    """The edges that it led along."""
    walked: list[Edge] = field(default_factory=list)
    """All edges so far."""

    def __post_init__(self) -> None:
        self.session = new_session(self.machine, self.seed, self.now, self._context)

    # ── what can happen ──

    def start(self, inputs: Mapping[str, Json] | None = None) -> list[str]:
        """Enter the flow."""
        return self._happen(Start(inputs or {}))

    def set_off(self, kind: str, subject: str = "", names: Mapping[str, Json] | None = None) -> list[str]:
        """Enter the flow by a trigger, at its moment; `NotSetOff` says why it does not start."""
        if kind == "tag":
            self._perform(TagContact(add=(subject,)))
        entered = set_off(self.machine, kind, subject, names or {}, self._context, self.now)
        self.now = entered.due_at or self.now
        return self.start(entered.inputs)

    def says(self, text: str, media: Sequence[str] = ()) -> list[str]:
        """The person writes."""
        text = str(cut(text))
        self._bubble(PERSON, text, tuple(media))
        return self._happen(Reply(text, tuple(media)))

    def skip(self) -> list[str]:
        """Let nothing happen until the next timer."""
        if self.session.wake_at is None:
            self._note("ignored", "no timer is running")
            return []
        self.now = max(self.now, self.session.wake_at)
        return self._happen(Wake())

    def wait(self, span: timedelta) -> list[str]:
        """Let time pass, with every timer on the way."""
        until = later(self.now, span)
        said: list[str] = []
        for _ in range(_TIMERS_MAX):
            if self.session.wake_at is None or self.session.wake_at > until:
                break
            said += self.skip()
        self.now = until
        return said

    def undelivered(self) -> list[str]:
        """The carrier reports that the last message never arrived."""
        for index in reversed(range(len(self.bubbles))):
            if self.bubbles[index].who == BOT:
                self.bubbles[index] = replace(self.bubbles[index], delivered=False)
                return self._happen(Undelivered(self.bubbles[index].state))
        return self._happen(Undelivered())

    def result(
        self,
        status: int = 200,
        body: Json = None,
        headers: Mapping[str, str] | None = None,
        *,
        error: str | None = None,
    ) -> list[str]:
        """The API that the flow waits for answers, or does not."""
        return self._happen(Result(self.session.call or "", status, headers or {}, body, error))

    def agent_says(self, text: str) -> None:
        """A person of the business writes; the bot keeps silent."""
        self._bubble(AGENT, text)

    def agent_closed(self) -> list[str]:
        """The agent closes the conversation."""
        return self._happen(AgentClosed())

    def stop(self, outcome: str = "opted_out") -> list[str]:
        """End it from outside, as STOP does."""
        return self._happen(Stop(outcome))

    def happen(self, event: Json) -> list[str]:
        """One of these as JSON, such as `{"type": "reply", "text": "yes"}`; ValueError if it is no event."""
        match event:
            case {"type": "start", **rest} if isinstance(inputs := rest.get("inputs") or {}, dict):
                return self.start(inputs)
            case {"type": "trigger", "kind": str(kind), **rest} if isinstance(names := rest.get("data") or {}, dict):
                return self.set_off(kind, str(rest.get("subject") or ""), names)
            case {"type": "reply", "text": str(text)}:
                return self.says(text)
            case {"type": "silence"}:
                return self.skip()
            case {"type": "undelivered"}:
                return self.undelivered()
            case {"type": "agent_closed"}:
                return self.agent_closed()
            case {"type": "result", "error": str(error)}:
                return self.result(0, error=error)
            case {"type": "result", "status": int(status), **rest}:
                return self.result(status, rest.get("body"))
        raise ValueError(
            "an event has a `type`: start (with `inputs`), trigger (with `kind`, `subject` and `data`), reply (with "
            "`text`), silence, undelivered, agent_closed or result (with `status` and `body`, or `error`)"
        )

    # ── what can be seen ──

    @property
    def here(self) -> Machine:
        """The flow that has the conversation: the one that was entered, or one that it runs."""
        if self.session.caller is None and self.session.flow == self.machine.flow.id:
            return self.machine
        found = self.library.machine_of(self.session) if self.library else None
        return found or self.machine

    @property
    def node(self) -> Node:
        """The point of that flow where the conversation stands."""
        return self.here.nodes[self.session.state]

    @property
    def shown(self) -> Node:
        """The point of the entered flow: where it waits itself, or for the end of another; its start if it is over."""
        outermost = [self.session, *self.session.callers][-1]
        return self.machine.nodes[outermost.state if outermost.flow == self.machine.flow.id else NEW]

    @property
    def call(self) -> Call | None:
        """The call that the flow waits for, as far as it was made by the last event."""
        made = (effect for effect in reversed(self.effects) if isinstance(effect, CallHttp | CallAction))
        return next((call for call in made if call.id == self.session.call), None)

    @property
    def state(self) -> str:
        """The author's state around it, or the last one."""
        return self.session.last_state

    @property
    def waiting(self) -> bool:
        """Whether the conversation goes on."""
        return self.session.waiting

    @property
    def outcome(self) -> str | None:
        """How it ended."""
        return self.session.outcome

    @property
    def handoff(self) -> dict[str, Json] | None:
        """Whom it was handed to: `{queue, note, priority}`."""
        return self.session.handoff

    @property
    def variables(self) -> dict[str, Json]:
        """Inputs and saved answers."""
        return self.session.variables

    @property
    def said(self) -> list[str]:
        """Everything that the bot has said."""
        return [bubble.text for bubble in self.bubbles if bubble.who == BOT]

    @property
    def question(self) -> Question | None:
        """The question that waits for a reply."""
        node = self.node
        waits = node.kind in (Kind.QUESTION, Kind.CONFIRM) and self.session.waiting
        return node.step.question if waits and isinstance(node.step, Ask) else None

    @property
    def quick_replies(self) -> list[Chip]:
        """What the person might tap: the choices by number, or yes and no in their language."""
        question = self.question
        if question is None:
            return []
        if question.expect is Type.YES_NO or self.node.kind is Kind.CONFIRM:
            return [Chip(word, word) for word in yes_no_words(self.session.language)]
        choices = self.session.choices or []
        return [Chip(f"{number}. {label}", str(number)) for number, (_, label) in enumerate(choices, start=1)]

    # ── keeping it ──

    def copy(self) -> Simulation:
        """A place to come back to."""
        twin = copy(self)
        for name in ("bubbles", "log", "labels", "scheduled", "emails", "effects", "path", "walked"):
            setattr(twin, name, list(getattr(self, name)))
        return twin

    def to_json(self) -> dict[str, Json]:
        """What it takes to go on, without the history."""
        return {
            "flow": self.machine.flow.id,
            "session": self.session.to_json(),
            "contact": dict(self.contact),
            "labels": self.labels,
            "now": format_time(self.now),
        }

    @classmethod
    def from_json(cls, machine: Machine, data: Json, **settings: Any) -> Simulation:
        """Go on from `to_json`, which may have been in anybody's hands: ValueError with a sentence if it is not fit."""
        match data:
            case {"flow": str(flow)} if flow != machine.flow.id:
                raise ValueError(f"a simulation of the flow `{flow[:64]}`, not of `{machine.flow.id}`")
            case {"session": dict(session), "contact": dict(contact), "labels": list(labels), "now": str(now)}:
                pass
            case _:
                raise ValueError("not a simulation: it has `session`, `contact`, `labels` and `now`")
        if json_chars(data) > 4 * SESSION_JSON_BYTES_MAX:
            raise ValueError("not a simulation: it is too large")
        talk = cls(machine, parse_time(now), cut(contact), labels=[str(label) for label in cut(labels)], **settings)
        talk.session = Session.from_json(session)
        for entered in (talk.session, *talk.session.callers):
            known = machine if entered.flow == machine.flow.id else talk._other(entered)
            if known is None or entered.state not in known.nodes:
                raise ValueError(f"not a simulation of the flow `{entered.flow}` as it is now; start again")
        return talk

    def _other(self, session: Session) -> Machine | None:
        return self.library.machine_of(session) if self.library else None

    # ── inside ──

    @property
    def _context(self) -> Context:
        understands = f"do {UNDERSTAND}" in (self.stubs or {})
        return Context(self.contact, self.business, self.channel, understands or self.understands)

    def _happen(self, event: Event) -> list[str]:
        heard = len(self.bubbles)
        self.effects, self.path = [], []
        self._step(event)
        for _ in range(CALLS_PER_SESSION_MAX):
            if self.stubs is None or self.session.call is None:
                break
            self._step(answer_to(self.session.call, self.call, self.stubs))
        return [bubble.text for bubble in self.bubbles[heard:] if bubble.who == BOT]

    def _step(self, event: Event) -> None:
        taken = step(self.here, self.session, event, self.now, self._context, self.library)
        self.session = taken.session
        self.effects += taken.effects
        self.path += taken.path
        self.walked += taken.path
        for trace in taken.trace:
            flow = "" if trace.flow == self.machine.flow.id else trace.flow
            self._note(trace.kind, trace.text, 0 if trace.span is NOWHERE else trace.span.line, flow)
        for effect in taken.effects:
            self._perform(effect)

    def _perform(self, effect: Effect) -> None:
        match effect:
            case Say(text, state, media):
                self._bubble(BOT, text, media, state)
            case SetContact(name, None):
                self.contact = {key: value for key, value in self.contact.items() if key != name}
            case SetContact(name, value):
                self.contact = {**self.contact, name: value}
            case TagContact(add, remove):
                had = self.contact.get("tags")
                kept = [tag for tag in had if tag not in (*add, *remove)] if isinstance(had, list) else []
                self.contact = {**self.contact, "tags": [*kept, *add]}
            case LabelConversation(labels):
                self.labels = list(dict.fromkeys((*self.labels, *labels)))
            case ScheduleFlow():
                self._take_back(effect.id)
                self.scheduled.append(effect)
            case CancelFlow(key):
                self._take_back(key)
            case SendEmail():
                self.emails.append(effect)

    def _take_back(self, key: str) -> None:
        self.scheduled = [planned for planned in self.scheduled if not key or planned.id != key]

    def _bubble(self, who: str, text: str, media: tuple[str, ...] = (), state: str = "") -> None:
        self.bubbles.append(Bubble(who, text, self.now, segments(text).count, state, media))

    def _note(self, kind: str, text: str, line: int = 0, flow: str = "") -> None:
        self.log.append(Entry(kind, text, self.now, line, flow))
