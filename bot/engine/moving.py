"""Whether a waiting session may go on in another version of its flow, and where. Pure, like the engine.

    confirm.1 ──the new version has it, `on_change: move`──► confirm.1
    confirm.1 ──it has not, `moved: {confirm.1: confirm.visit}`──► confirm.visit
    anything else: it finishes on the version that it began with

Nothing is said: the person hears of the new version with the next answer. What was saved and shown stays as it was.
A session stays where it is as well if the new version would miss something that the old one has never asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from bot.engine.clock import entries, wake_at
from bot.engine.inputs import read_changed_inputs
from bot.engine.machine import Machine
from bot.engine.nodes import ANYTIME, Kind, Node
from bot.engine.questions import offer
from bot.engine.session import Session
from bot.engine.turn import Turn
from bot.errors import BotError
from bot.events import Context
from bot.flow.load import Draft
from bot.flow.model import Ask, Flow, HandOff, Pause, Step
from bot.flow.rules.base import Checked
from bot.flow.rules.data import names_set, unset_uses

_ASKING: Final = frozenset({Kind.QUESTION, Kind.CONFIRM})
_PLACES: Final = (Ask, HandOff, Pause)
"""Where a session may move. One that waits for a call's result goes on where it called."""


def move(session: Session, old: Machine, new: Machine, now: datetime, context: Context) -> Session | None:
    """The session as it waits in the new version; None where it finishes on its own."""
    node = old.nodes.get(session.state)
    place = None if node is None or not _may_leave(session, old, new) else destination(node, old, new)
    if node is None or place is None:
        return None
    moved = session.copy()
    moved.version, moved.state = new.flow.version, place.name
    moved.last_state = place.state or moved.last_state
    moved.fired = _fired(session.fired, node, place)
    if not _same(node, place):
        moved.attempts, moved.candidate = 0, None
    turn = Turn(new, moved, now, context, contact=dict(context.contact))
    try:
        read_changed_inputs(turn, old.flow.inputs)
        _keep_choices(turn, place)
        if moved.choices == []:
            return None  # nobody can choose from nothing
    except (BotError, ArithmeticError, LookupError, TypeError, ValueError):
        return None  # an input without a default, or choices that cannot be made
    if not _return_to(moved, place, old, new) or not _complete(moved, place, old, new):
        return None
    moved.wake_at = wake_at(new, moved)
    return moved


def _may_leave(session: Session, old: Machine, new: Machine) -> bool:
    """Whether nothing is under way, and whoever waits for this session would still get what it has promised."""
    promised = session.caller is None or old.flow.outputs.keys() <= new.flow.outputs.keys()
    return session.waiting and session.call is None and promised


def destination(node: Node, old: Machine, new: Machine) -> Node | None:
    """Where a session goes that waits at a node of the old version; None where it stays."""
    if old.flow.version == new.flow.version or not isinstance(node.step, _PLACES):
        return None
    kept = _place(new, node.kind, node.step.id)
    if kept is not None:
        alike = node.kind is not Kind.CONFIRM or _expects(node) is _expects(kept)
        return kept if new.flow.on_change == "move" and alike else None
    return None if node.kind not in _ASKING else _mapped(new, node.step.id)


def question_at(machine: Machine, state: str) -> Ask | None:
    """The question on which a session at this point waits."""
    node = machine.nodes.get(state)
    return node.step if node is not None and node.kind in _ASKING and isinstance(node.step, Ask) else None


def has_place(machine: Machine, question: str) -> bool:
    """Whether sessions that wait on a question of an older version have a place in this one: its own, or a mapped."""
    return _place(machine, Kind.QUESTION, question) is not None or _mapped(machine, question) is not None


def _mapped(machine: Machine, question: str) -> Node | None:
    """Where `moved:` sends those who wait on a question that is no more."""
    dest = machine.flow.moved.get(question)
    return None if dest is None or _place(machine, Kind.QUESTION, question) else _place(machine, Kind.QUESTION, dest)


def _place(machine: Machine, kind: Kind, step: str) -> Node | None:
    """Where sessions wait at a step."""
    found = machine.once(
        "places",
        lambda: {(node.kind, node.step.id): node for node in machine.nodes.values() if isinstance(node.step, _PLACES)},
    )
    return found.get((kind, step))


def _same(node: Node, place: Node) -> bool:
    return _id(node) == _id(place)


def _id(node: Node) -> str:
    return node.step.id if isinstance(node.step, _PLACES) else ""


def _expects(node: Node) -> object:
    return node.step.question.expect if isinstance(node.step, Ask) else None


# ── what goes along ──


def _fired(fired: int, node: Node, place: Node) -> int:
    """How many entries of the new silence are done with: those no later than the last that happened."""
    past = entries(node)[:fired]
    return sum(entry.after <= past[-1].after for entry in entries(place)) if past else 0


def _keep_choices(turn: Turn, place: Node) -> None:
    """A number means what it meant when it was shown; choices that were not shown are made now."""
    if isinstance(place.step, Ask):
        offered = offer(turn, place.step.question) if not turn.session.choices else turn.session.choices
        question = place.step.question
        turn.session.choices = offered if question.choices or question.dynamic_choices else None


def _return_to(moved: Session, place: Node, old: Machine, new: Machine) -> bool:
    """Find the question again that an `anytime` block returns to; False where it must and cannot."""
    if place.state != ANYTIME and place.kind in _ASKING:
        found = _place(new, Kind.QUESTION, _id(place))
    else:
        pending = question_at(old, moved.pending or "")
        found = None if pending is None else _place(new, Kind.QUESTION, pending.id) or _mapped(new, pending.id)
    moved.pending = None if found is None else found.name
    return found is not None or place.state != ANYTIME


# ── what the new version needs ──


def _complete(moved: Session, place: Node, old: Machine, new: Machine) -> bool:
    """Whether every name has a value that the new version will use from here on, so that it cannot fail for want of it.

    A name that the two versions give values of different types is as good as missing.
    """
    before, after = _makers(old), _makers(new)
    names = frozenset(
        name
        for name in moved.variables
        if name in new.flow.inputs or before.get(name, frozenset()) == after.get(name, frozenset())
    )
    points = {_id(place), _id(new.nodes[moved.pending]) if moved.pending else _id(place)}
    return not any(_lacks(new, point, names) for point in points)


def _lacks(machine: Machine, step: str, names: frozenset[str]) -> bool:
    def look() -> bool:
        flow = machine.once("checked", lambda: _checked(machine.flow))
        start = next(at for at, point in enumerate(flow.paths.points) if getattr(point.step, "id", None) == step)
        return any(True for _ in unset_uses(flow, start, names))

    return machine.once(("lacks", step, names), look)


def _makers(machine: Machine) -> Mapping[str, frozenset[str]]:
    """Name → what gives it its value."""

    def look() -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for name, maker in _made(_checked(machine.flow)):
            found[name] = found.get(name, frozenset()) | {maker}
        return found

    return machine.once("makers", look)


def _made(flow: Checked) -> Iterator[tuple[str, str]]:
    for point in flow.paths.points:
        for name in names_set(point.step):
            yield name, _kind(point.step)


def _kind(step: Step | None) -> str:
    question = getattr(step, "question", None)
    return type(step).__name__ if question is None else str(question.expect)


def _checked(flow: Flow) -> Checked:
    return Checked(Draft(flow.path, flow, (), ()), flow)
