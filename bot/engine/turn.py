"""One event at one session: what is known while it is handled, what was decided, and what the world is asked to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

import orjson

from bot.engine.hear import Hearing
from bot.engine.machine import Machine, Machines
from bot.engine.nodes import EXPIRED, FAILED, Edge, Node, Way, end_node
from bot.engine.session import Session
from bot.errors import BotError
from bot.events import Context, Effect, Finish, Json, Problem, Say
from bot.flow.filters import text_of
from bot.flow.locale import Locale, zone
from bot.flow.model import NOWHERE, Ask, Flow, Run, Span, Text, Timed
from bot.flow.render import Template
from bot.flow.tongues import Tongue, tongues
from bot.limits import CALLS_PER_SESSION_MAX, QUESTIONS_REPEATED_MAX, SESSION_JSON_BYTES_MAX
from bot.text import HIDDEN


class Trace(NamedTuple):
    """A small thing that happened, for the action log: `set score = 9`, `went to booked`."""

    kind: str
    text: str
    span: Span = NOWHERE
    flow: str = ""
    """The flow in whose file it stands."""


class Spoken(NamedTuple):
    """What a message was made of."""

    template: Text | None
    """As the author wrote it; None for a text of Parley's own."""
    names: Mapping[str, Json]
    """Everything it could name, if it names anything."""
    flow: str
    """The flow in whose file it stands."""


class Failure(BotError):
    """The flow cannot go on; the session ends as `failed`."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


def tongues_for(flow: Flow, contact: Mapping[str, Json], context: Context) -> tuple[Tongue, ...]:
    """The languages to say a text in: the contact's, else the business's, else the flow's own."""
    return tongues(flow, (contact.get("language"), context.business.get("language")))


def locale_for(flow: Flow, contact: Mapping[str, Json], context: Context, now: datetime) -> Locale:
    """Whom texts of a flow are written for, and in which of its languages: dates and numbers are in that one too."""
    language = tongues_for(flow, contact, context)[0].locale
    timezone = contact.get("timezone") or context.business.get("timezone") or "UTC"
    country = contact.get("country") or context.business.get("country") or ""
    return Locale(language, str(timezone), str(country), now)


_LANGUAGES_KEPT: Final = 256


@dataclass(frozen=True, slots=True)
class Running:
    """A flow that a `run:` step is about to enter."""

    step: Run
    inputs: Mapping[str, Json]


@dataclass(slots=True)
class Turn:
    """The working state of one `step`, as long as one flow has the conversation. `session` is its own copy."""

    machine: Machine
    session: Session
    now: datetime
    context: Context
    library: Machines | None = None
    """The other flows, for `run:`; None where there is only this one."""
    contact: dict[str, Json] = field(default_factory=dict)
    """The contact, with what this turn has changed."""
    effects: list[Effect] = field(default_factory=list)
    trace: list[Trace] = field(default_factory=list)
    path: list[Edge] = field(default_factory=list)
    entered: list[tuple[str, str]] = field(default_factory=list)
    """Flow and version of each `run:` that began."""
    spoken: list[Spoken] = field(default_factory=list)
    """One for each message, in order."""
    taken: Edge | None = None
    heard: Hearing | None = None
    """The reply at hand, or the value of a `match:`."""
    due: Timed | None = None
    """The entry of `silence:` or `no_agent:` that is due."""
    fine: bool = True
    """Whether the inputs of a start, or the result of a call, can be used."""
    running: Running | None = None
    away: Hearing | None = None
    """What was said here and belongs to a flow that waits for this one."""
    returned: str = ""
    """The outcome of the flow that a `run:` waited for."""
    steps: int = 0
    exposed: bool = False
    """Whether the text that was filled in last has something sensitive in it."""
    halted: bool = False
    """Whether the session has come to a point where it waits, or to its end."""
    _names: dict[str, Json] | None = None
    _locale: Locale | None = None
    _tongues: tuple[Tongue, ...] = ()

    def beside(self, machine: Machine, session: Session) -> Turn:
        """The same event, handled on by another flow: what it does is added to what this one did."""
        shared = {name: getattr(self, name) for name in _SHARED}
        return Turn(machine, session, **shared)

    # ── where it stands ──

    @property
    def node(self) -> Node:
        """The node where the session is."""
        return self.machine.nodes[self.session.state]

    def fire(self, trigger: str) -> Edge | None:
        """Move along the first edge that is allowed."""
        edge = self.machine.fire(trigger, self.session, self)
        if edge is not None:
            self.path.append(edge)
            self.session.last_state = self.machine.nodes[edge.dest].state or self.session.last_state
        return edge

    def move(self, trigger: str) -> Edge:
        """Move along an edge that must be there."""
        edge = self.fire(trigger)
        if edge is None:
            raise Failure("no_way", f"nothing leads on from `{self.session.state}` by `{trigger}`")
        return edge

    def allows(self, edge: Edge) -> bool:
        """What the machine's guards ask."""
        guard = _GUARDS.get(edge.way)
        if guard is not None:
            return guard(self, edge)
        return self.heard is None or self.heard.allows(edge)

    # ── what it says and records ──

    def wait(self) -> None:
        """Begin to wait at the node; silence counts from now."""
        self.session.asked_at = self.now
        self.session.fired = 0
        self.halted = True

    def say(self, text: str, state: str, media: tuple[str, ...] = (), *, template: Text | None) -> None:
        """Send a message, made of a template; one without content is left out."""
        if text or media:
            said = Say(text, self.place(state), media, self.machine.flow.message_class, self.exposed)
            self.effects.append(said)
            self.spoken.append(Spoken(template, self._names or {}, self.machine.flow.id))

    def place(self, state: str) -> str:
        """A point of the flow by a name that no other flow of the conversation has."""
        return state if self.session.caller is None else f"{self.machine.flow.id}/{state}"

    def next_call(self) -> str:
        """An id for a call, unlike any other; a flow that calls for ever fails."""
        session = self.session
        session.calls += 1
        if session.calls > CALLS_PER_SESSION_MAX:
            raise Failure("calls", f"the conversation has made more than {CALLS_PER_SESSION_MAX} calls")
        return f"{session.seed:x}-{session.calls}"

    def note(self, kind: str, text: str, span: Span = NOWHERE) -> None:
        """Add to the action log."""
        self.trace.append(Trace(kind, text, span, self.machine.flow.id))

    def problem(self, code: str, detail: str) -> None:
        """Record a fault that the conversation survives."""
        self.effects.append(Problem(code, detail))
        self.note("problem", detail)

    def finish(self, outcome: str) -> None:
        """End the session; it must stand on an end node."""
        session = self.session
        session.outcome = outcome
        session.asked_at = session.pending = session.call = session.candidate = session.choices = session.aside = None
        session.unproven = []
        self.halted = True
        if session.caller is None:
            session.inbox = []
            self.effects.append(Finish(outcome))
        self.note("ended", outcome)

    def fail(self, code: str, detail: str) -> None:
        """End the session because its flow cannot go on."""
        self.problem(code, detail)
        if self.fire("fail") is None:
            self.session.state = end_node(FAILED)  # the state is not one of this machine: nothing can lead out of it
        self.finish(FAILED)

    def remember(self, name: str, value: Json) -> None:
        """Keep a value under a name."""
        self.session.variables[name] = value
        self._after_remembering(name)

    def remember_answer(self, name: str, answer: dict[str, Json], *, understood: bool) -> None:
        """Keep what was answered; its value under the name, if it was understood."""
        self.session.answers[name] = answer
        if understood:
            self.session.variables[name] = answer["value"]
        self._after_remembering(name)

    def _after_remembering(self, name: str) -> None:
        session = self.session
        self.forget_names()
        if _is_too_long([session.variables, session.answers]):
            session.variables.pop(name, None)
            session.answers.pop(name, None)
            raise Failure("too_large", f"`{name}` is more than the conversation can hold")

    # ── what templates see ──

    @property
    def language(self) -> str:
        """The contact's own language, else the one in which the flow speaks."""
        return str(self.contact.get("language") or self.locale.language)

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language that the person may answer in."""
        flow = self.machine.flow
        return _each_once(self.language, self.locale.language, flow.language, flow.languages)

    @property
    def locale(self) -> Locale:
        """Whom texts are written for."""
        if self._locale is None:
            self._locale = locale_for(self.machine.flow, self.contact, self.context, self.now)
        return self._locale

    @property
    def local_now(self) -> datetime:
        """The contact's wall clock."""
        return self.now.astimezone(zone(self.locale.timezone))

    @property
    def names(self) -> Mapping[str, Json]:
        """Everything a template may name."""
        if self._names is None:
            session = self.session
            self._names = {
                **session.variables,
                "contact": self.contact,
                "business": dict(self.context.business),
                "channel": dict(self.context.channel),
                "answers": session.answers,
                "answer": session.answer,
                "attempt": session.attempts,
                "now": self.local_now.isoformat(timespec="seconds"),
            }
        return self._names

    def forget_names(self) -> None:
        """What templates see has changed."""
        self._names = None

    def change_contact(self, field: str, value: Json) -> None:
        """Give the contact another value, which may be the language or the zone that texts are written for."""
        self.contact[field] = value
        self._names = self._locale = None
        self._tongues = ()

    def text(self, text: Text | None, /, **names: Json) -> str:
        """Fill a text in, in the best language there is for the contact; `names` are known in it besides."""
        if text is None:
            return ""
        source, locale = self._in_tongue(text)
        template = self.machine.text(source)
        if self.machine.secrets:
            self.exposed = self.machine.secrets.named_by(template.names, answered=self._answers_secret)
        if template.plain is not None:
            return template.plain.strip()
        return template.render({**self.names, **names} if names else self.names, locale).strip()

    def seen(self, text: Text | None) -> str:
        """Fill in a text that others than the customer read: dots, where something sensitive is in it."""
        filled = self.text(text)
        return HIDDEN if self.exposed and text is not None else filled

    @property
    def _answers_secret(self) -> bool:
        """Whether the question at hand, or one that was just answered, asks for something sensitive."""
        step = self.node.step
        return isinstance(step, Ask) and step.question.sensitive

    def source(self, text: Text | None) -> str:
        """A text as it stands in the flow, in the best language there is for the contact."""
        return "" if text is None else self._in_tongue(text)[0]

    def _in_tongue(self, text: Text) -> tuple[str, Locale]:
        """The text as it is said, and the locale in whose language it is."""
        flow = self.machine.flow
        if not text.id or not flow.catalogs:
            return text.source, self.locale
        if not self._tongues:
            self._tongues = tongues_for(flow, self.contact, self.context)
        for tongue in self._tongues:
            source = flow.catalogs.get(tongue.language, {}).get(text.id)
            if source is not None or tongue.language == flow.language:
                return source or text.source, self.locale._replace(language=tongue.locale)
        return text.source, self.locale

    def media(self, texts: tuple[Text, ...]) -> tuple[str, ...]:
        """Fill in the addresses of pictures."""
        return tuple(filter(None, map(self.address, texts))) if texts else ()

    def address(self, text: Text) -> str:
        """Fill an address in: what a name puts in is one part of it, unless the name is the whole address."""
        source = self.machine.value(text.source)
        if isinstance(source, Template):
            return source.render_url(self.names, self.locale).strip()
        return text_of(source.evaluate(self.names, self.locale)).strip()

    def value(self, text: Text) -> Json:
        """Fill a template in; a whole `{{ … }}` keeps its type."""
        return self.machine.value(text.source).evaluate(self.names, self.locale)

    def expression(self, text: Text) -> Json:
        """Compute an expression."""
        return self.machine.expression(text.source).evaluate(self.names, self.locale)

    def holds(self, condition: Text | None) -> bool:
        """Whether a step's `if:` lets it run."""
        return condition is None or bool(self.expression(condition))


_GUARDS: Final[Mapping[Way, Callable[[Turn, Edge], bool]]] = {
    Way.START: lambda turn, edge: turn.fine,
    Way.RESULT: lambda turn, edge: turn.fine,
    Way.NUDGE: lambda turn, edge: edge.part is turn.due,
    Way.SILENCE: lambda turn, edge: edge.part is turn.due,
    Way.RUN_EXPIRED: lambda turn, edge: turn.returned == EXPIRED,
    Way.RUN_FAILED: lambda turn, edge: turn.returned == FAILED,
    Way.SYSTEM: lambda turn, edge: True,
    Way.WORN_OUT: lambda turn, edge: turn.session.attempts >= QUESTIONS_REPEATED_MAX,
}
"""What lets an edge be taken that no reply decides about."""


@lru_cache(_LANGUAGES_KEPT)
def _each_once(language: str, locale: str, own: str, others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((language, locale, own, *others)))


def _is_too_long(kept: list[Json]) -> bool:
    """Whether this is more than a session may hold, as JSON."""
    try:
        # The quick writer leaves out the spaces after its signs, so what it writes is at least half as long.
        if 2 * len(orjson.dumps(kept)) <= SESSION_JSON_BYTES_MAX:
            return False
    except TypeError:
        pass  # half a character, or a number of more than 64 bits
    return len(_write_json(kept)) > SESSION_JSON_BYTES_MAX


_write_json: Final = json.JSONEncoder(ensure_ascii=False).encode
_SHARED: Final = ("now", "context", "library", "contact", "effects", "trace", "path", "entered", "spoken", "steps")
