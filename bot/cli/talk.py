"""One person with a phone, in front of all flows: the conversation behind `parley chat`, without a terminal.

Texts take the way that they take in production (consent words, then the flow that wants them, then the engine), but
nothing is sent, nothing is stored, and time passes only when it is told to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.compliance import replies
from bot.compliance.screen import Outcome, classify
from bot.engine.machine import Machine
from bot.engine.route import Continue, Enter, Library, enter, route_tag, route_text
from bot.engine.route import Entry as Way
from bot.events import Call, Context, Effect, Json, TagContact
from bot.simulator import BOT, Bubble, Chip, Entry, Simulation
from bot.text import segments

SEED = 1
CONSENT = "consent"
"""The state of what is answered before any flow."""


@dataclass(frozen=True)
class Heard:
    """What one event brought to the phone, and what happened unseen."""

    bubbles: tuple[Bubble, ...] = ()
    log: tuple[Entry, ...] = ()
    silent: str = ""
    """Why nothing is answered, where nothing is."""
    inputs: Mapping[str, Json] | None = None
    """What a flow was entered with, if one was."""


_SetOff = tuple[Way, Mapping[str, Json]]


@dataclass(frozen=True)
class _Moment:
    simulation: Simulation | None
    now: datetime
    contact: Mapping[str, Json]
    opted_out: bool
    set_off: tuple[_SetOff, ...]


@dataclass
class Talk:
    """The conversation so far, every moment of it to come back to."""

    library: Library
    now: datetime
    contact: Mapping[str, Json]
    business: Mapping[str, Json] = field(default_factory=dict)
    channel: Mapping[str, Json] = field(default_factory=dict)
    simulation: Simulation | None = None
    opted_out: bool = False
    _past: list[_Moment] = field(default_factory=list)
    _set_off: list[_SetOff] = field(default_factory=list)
    """What tags and a closing have set off, until the conversation is free."""

    def start(self, machine: Machine, inputs: Mapping[str, Json]) -> Heard:
        """Enter a flow from outside, as an event or the API does."""
        self._remember()
        return self._enter(machine, inputs)

    def says(self, text: str) -> Heard:
        """The person writes."""
        self._remember()
        pending = self.simulation is not None and self.simulation.waiting
        verdict = classify(text, opted_out=self.opted_out, question_pending=pending).verdict
        if verdict in (Outcome.OUT, Outcome.IN, Outcome.HELP):
            return self._consent(verdict)
        return self._converse(text)

    def happens(self, event: Callable[[Simulation], Sequence[str]]) -> Heard:
        """Something else happens to the flow that is open: a timer, a receipt, an answer, an agent."""
        if self.simulation is None:
            return Heard()
        self._remember()
        simulation = self.simulation
        return self._do(simulation, lambda: event(simulation))

    def closes(self) -> Heard:
        """The agent closes the conversation."""
        if self.simulation is None:
            return Heard()
        handoff = self.simulation.handoff or {"queue": None, "priority": None}
        closed = {"queue": handoff["queue"], "priority": handoff["priority"], "labels": list(self.simulation.labels)}
        heard = self.happens(Simulation.agent_closed)
        self._set_off += [(way, {"conversation": closed}) for way in self.library.entries("agent_closed")]
        return heard

    def follows(self) -> Heard | None:
        """Enter what the events before have set off, as soon as the conversation is free; None where nothing is."""
        for way, names in list(self._set_off):
            busy = self.opted_out or (self.simulation is not None and self.simulation.waiting)
            if busy and way.trigger.interrupt not in ("yes", "skip"):
                continue
            self._set_off.remove((way, names))
            entered = enter(way, names, self._context, self.now)
            if entered is not None and not self.opted_out and not (busy and way.trigger.interrupt == "skip"):
                self._remember()
                return self._enter(entered.machine, entered.inputs)
        return None

    def back(self) -> bool:
        """Undo the last event; False if there is none."""
        if not self._past:
            return False
        moment = self._past.pop()
        self.simulation, self.opted_out = moment.simulation, moment.opted_out
        self.now, self.contact = moment.now, moment.contact
        self._set_off = list(moment.set_off)
        return True

    @property
    def timezone(self) -> str:
        """Where the customer is: where the business is, unless it is known."""
        return self._context.timezone

    @property
    def call(self) -> Call | None:
        """The call that the flow waits for, since nothing is really called."""
        return self.simulation.call if self.simulation else None

    @property
    def chips(self) -> list[Chip]:
        """What the person might tap."""
        return self.simulation.quick_replies if self.simulation else []

    def _consent(self, verdict: Outcome) -> Heard:
        """What is answered before any flow: it ends the session of whoever opts out, and only that."""
        heard = Heard()
        if verdict is Outcome.OUT and self.simulation is not None and self.simulation.waiting:
            simulation = self.simulation
            heard = self._do(simulation, simulation.stop)
        if verdict is not Outcome.HELP:
            self.opted_out = verdict is Outcome.OUT
        text = replies.reply(verdict, language=self._context.language, business=self.business)
        return Heard((Bubble(BOT, text, self.now, segments(text).count, state=CONSENT),), heard.log)

    def _converse(self, text: str) -> Heard:
        simulation = self.simulation
        if self.opted_out:
            return Heard(silent="opted out")
        if simulation is not None and simulation.waiting and simulation.handoff is not None:
            return Heard(silent="a person has the conversation")
        session = simulation.session if simulation else None
        match route_text(self.library, text, session, self._context, self.now):
            case Continue() if simulation is not None:
                return self._do(simulation, lambda: simulation.says(text))
            case Enter(machine=machine, inputs=inputs):
                return self._enter(machine, inputs)
        return Heard(silent="no flow takes it")

    @property
    def _context(self) -> Context:
        return Context(self.contact, self.business, self.channel)

    def _remember(self) -> None:
        simulation = self.simulation.copy() if self.simulation else None
        self._past.append(_Moment(simulation, self.now, self.contact, self.opted_out, tuple(self._set_off)))

    def _enter(self, machine: Machine, inputs: Mapping[str, Json]) -> Heard:
        entered = Simulation(
            machine,
            self.now,
            contact=self.contact,
            business=self.business,
            channel=self.channel,
            library=self.library,
            seed=SEED,
        )
        self.simulation = entered
        return replace(self._do(entered, lambda: entered.start(inputs)), inputs=inputs)

    def _do(self, simulation: Simulation, event: Callable[[], Sequence[str]]) -> Heard:
        bubbles, log, effects = len(simulation.bubbles), len(simulation.log), simulation.effects
        event()
        if simulation.effects is not effects:
            self._set_off += [(way, {}) for way in route_tag(self.library, self._gained(simulation.effects))]
        self.now, self.contact = simulation.now, simulation.contact
        return Heard(tuple(simulation.bubbles[bubbles:]), tuple(simulation.log[log:]))

    def _gained(self, effects: Sequence[Effect]) -> list[str]:
        """The tags that the contact has now and had not before, however often they were taken in between."""
        had, gained = list(self.contact.get("tags") or ()), []
        for effect in effects:
            if isinstance(effect, TagContact):
                gained += [tag for tag in effect.add if tag not in had]
                had = [*(tag for tag in had if tag not in effect.remove), *effect.add]
        return gained
