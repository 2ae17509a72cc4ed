"""A flow, compiled once into one shared `transitions.Machine` and the steps that run at each of its nodes.

    new: ──start──► confirm ──ask confirm.1──► confirm.1 ──reply "yes"──► booked ──end confirmed──► end:confirmed

Whatever moves a session, an event from outside or a step of the flow, is a trigger of this machine: nothing goes where
no edge goes. Sessions are never registered as models, they only lend it their `.state`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, cast

import transitions

from bot.engine.nodes import NEW, Edge, Node, Way
from bot.engine.session import Session
from bot.engine.wiring import wire
from bot.flow.model import Flow
from bot.flow.render import Expression, Template, compile_expression, compile_text, compile_value
from bot.flow.secrets import NONE, Secrets, secrets_of

T = TypeVar("T")


class Moment(Protocol):
    """The event at hand, as the machine sees it."""

    taken: Edge | None

    def allows(self, edge: Edge) -> bool:
        """Whether the event takes this edge. Asked in order: the first that does is taken."""


class Machines(Protocol):
    """The flows of a deployment, as one of them sees the others."""

    @property
    def machines(self) -> Mapping[str, Machine]:
        """The flows that are in force, by their ids."""

    def machine_of(self, session: Session) -> Machine | None:
        """The machine of the version on which a session began."""


@dataclass(frozen=True, slots=True)
class Machine:
    """The compiled flow."""

    flow: Flow
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    machine: transitions.Machine
    secrets: Secrets = NONE
    """What of it nobody may see."""
    _memo: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)
    """The flow's templates, compiled when they are first used, and what else is worked out once."""

    def fire(self, trigger: str, session: Session, moment: Moment) -> Edge | None:
        """Move the session along the first edge that the moment allows; None where there is none."""
        event = self.machine.events.get(trigger)
        moment.taken = None
        if event is not None and session.state in event.transitions:
            event.trigger(session, moment)
        return moment.taken

    def text(self, source: str) -> Template:
        """The compiled template of a text."""
        return cast(Template, self._compiled(compile_text, source))

    def expression(self, source: str) -> Expression:
        """The compiled expression of a condition or a list."""
        return cast(Expression, self._compiled(compile_expression, source))

    def value(self, source: str) -> Template | Expression:
        """The compiled template of a value that may keep its type."""
        return cast(Template | Expression, self._compiled(compile_value, source))

    def once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What follows from the flow alone, worked out the first time that it is asked."""
        if key not in self._memo:
            self._memo[key] = work_out()
        return cast(T, self._memo[key])

    def _compiled(self, compile_: Callable[[str], Any], source: str) -> Any:
        key = (compile_, source)
        made = self._memo.get(key)
        if made is None:
            made = self._memo[key] = compile_(source)
        return made


def compile_flow(flow: Flow) -> Machine:
    """Compile a flow that passed the checker. It costs milliseconds and serves every session: keep the result."""
    nodes, edges = wire(flow)
    return Machine(flow, nodes, edges, _link(nodes, edges), secrets_of(flow))


class _Event(transitions.Event):
    """A trigger of the shared machine, without what no flow uses: queues, callbacks of states, lines in a log.

    The library spends 14 µs on a move, more than on all that the usual turn does between two moves.
    """

    def trigger(self, model: Any, *args: Any, **kwargs: Any) -> bool:
        """Take the first way on whose guards hold; False where there is none."""
        for way in self.transitions[model.state]:
            guards: list[Any] = way.conditions
            marks: list[Any] = way.before
            for guard in guards:
                if not guard.func(*args):
                    break
            else:
                for mark in marks:
                    mark(*args)
                model.state = way.dest or model.state
                return True
        return False


class _Machine(transitions.Machine):
    event_cls = _Event


def _link(nodes: Mapping[str, Node], edges: Sequence[Edge]) -> transitions.Machine:
    machine = _Machine(
        model=None, states=list(nodes), initial=NEW, auto_transitions=False, send_event=False, queued=False
    )
    for edge in edges:
        machine.add_transition(
            edge.trigger,
            edge.source,
            None if edge.source == edge.dest else edge.dest,
            conditions=None if edge.way is Way.STEP else _guard(edge),
            before=_mark(edge),
        )
    return machine


def _guard(edge: Edge) -> Callable[[Moment], bool]:
    return lambda moment: moment.allows(edge)


def _mark(edge: Edge) -> Callable[[Moment], None]:
    def mark(moment: Moment) -> None:
        moment.taken = edge

    return mark
