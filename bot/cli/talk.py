"""One person with a phone, in front of all flows: the conversation behind `parley chat`, without a terminal.

Texts take the way that they take in production (consent words, then the flow that wants them, then the engine), but
nothing is sent, nothing is stored, and time passes only when it is told to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.engine.machine import Machine
from bot.engine.route import Continue, Enter, Library, route_text
from bot.events import CallHttp, Context, Json
from bot.simulator import Bubble, Entry, Simulation

SEED = 1


@dataclass(frozen=True)
class Heard:
    """What one event brought to the phone, and what happened unseen."""

    bubbles: tuple[Bubble, ...] = ()
    log: tuple[Entry, ...] = ()
    unanswered: bool = False
    """No flow wanted the text: in production nothing would be answered."""


@dataclass(frozen=True)
class _Moment:
    simulation: Simulation | None
    now: datetime
    contact: Mapping[str, Json]


@dataclass
class Talk:
    """The conversation so far, every moment of it to come back to."""

    library: Library
    now: datetime
    contact: Mapping[str, Json]
    business: Mapping[str, Json] = field(default_factory=dict)
    channel: Mapping[str, Json] = field(default_factory=dict)
    simulation: Simulation | None = None
    _past: list[_Moment] = field(default_factory=list)

    def start(self, machine: Machine, inputs: Mapping[str, Json]) -> Heard:
        """Enter a flow from outside, as an event or the API does."""
        self._remember()
        return self._enter(machine, inputs)

    def says(self, text: str) -> Heard:
        """The person writes."""
        self._remember()
        simulation = self.simulation
        session = simulation.session if simulation else None
        context = Context(self.contact, self.business, self.channel)
        match route_text(self.library, text, session, context, self.now):
            case Continue() if simulation is not None:
                return self._do(simulation, lambda: simulation.says(text))
            case Enter(machine, _, inputs):
                return self._enter(machine, inputs)
        return Heard(unanswered=True)

    def happens(self, event: Callable[[Simulation], Sequence[str]]) -> Heard:
        """Something else happens to the flow that is open: a timer, a receipt, an answer, an agent."""
        if self.simulation is None:
            return Heard()
        self._remember()
        simulation = self.simulation
        return self._do(simulation, lambda: event(simulation))

    def back(self) -> bool:
        """Undo the last event; False if there is none."""
        if not self._past:
            return False
        moment = self._past.pop()
        self.simulation, self.now, self.contact = moment.simulation, moment.now, moment.contact
        return True

    @property
    def call(self) -> CallHttp | None:
        """The request that the flow waits for, since nothing is really called."""
        simulation = self.simulation
        if simulation is None or simulation.session.call is None:
            return None
        calls = [effect for effect in simulation.effects if isinstance(effect, CallHttp)]
        return calls[-1] if calls else None

    def _remember(self) -> None:
        simulation = self.simulation.copy() if self.simulation else None
        self._past.append(_Moment(simulation, self.now, self.contact))

    def _enter(self, machine: Machine, inputs: Mapping[str, Json]) -> Heard:
        entered = Simulation(
            machine, self.now, contact=self.contact, business=self.business, channel=self.channel, seed=SEED
        )
        self.simulation = entered
        return self._do(entered, lambda: entered.start(inputs))

    def _do(self, simulation: Simulation, event: Callable[[], Sequence[str]]) -> Heard:
        bubbles, log = len(simulation.bubbles), len(simulation.log)
        event()
        self.now, self.contact = simulation.now, simulation.contact
        return Heard(tuple(simulation.bubbles[bubbles:]), tuple(simulation.log[log:]))
