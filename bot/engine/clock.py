"""Time in a session: when it must be woken, and what is due then. All times come from outside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bot.engine.machine import Machine
from bot.engine.nodes import Node
from bot.engine.session import Session
from bot.engine.wiring import EXPIRING
from bot.flow.model import Ask, HandOff, Pause, Timed


def wake_at(machine: Machine, session: Session) -> datetime | None:
    """When something is due next, if nothing else happens before."""
    node = machine.nodes.get(session.state)
    if not session.waiting or node is None or session.asked_at is None:
        return None
    moments = [later(session.asked_at, entry.after) for entry in entries(node)[session.fired : session.fired + 1]]
    if isinstance(node.step, Pause):
        moments.append(later(session.asked_at, node.step.duration))
    if node.kind in EXPIRING:
        moments.append(_expiry(machine, session))
    return min(moments, default=None)


class Due(NamedTuple):
    """What has become due at a node: one of these, or nothing."""

    entry: Timed | None = None
    """Of `silence:` or `no_agent:`."""
    fired: int = 0
    """How many entries are done with afterwards."""
    pause: bool = False
    expired: bool = False


def due(machine: Machine, session: Session, node: Node, now: datetime) -> Due:
    """What is due now. Of several late entries only the last text is said, and none where a block or the end is due."""
    if session.asked_at is None:
        return Due()
    if isinstance(node.step, Pause):
        return Due(pause=later(session.asked_at, node.step.duration) <= now)
    expiry = _expiry(machine, session) if node.kind in EXPIRING else None
    expired = expiry is not None and expiry <= now
    found = Due()
    for number, entry in enumerate(entries(node)[session.fired :], start=session.fired + 1):
        moment = later(session.asked_at, entry.after)
        if moment > now or (expiry is not None and moment > expiry):
            break
        found = Due(entry, number)
        if entry.block is not None:
            return found
    return Due(expired=True) if expired else found


def later(moment: datetime, span: timedelta) -> datetime:
    """A moment after another; the end of time where there is none so late."""
    try:
        return moment + span
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def entries(node: Node) -> tuple[Timed, ...]:
    """What `silence:` or `no_agent:` says at a node."""
    match node.step:
        case Ask(question=question):
            return question.silence
        case HandOff(no_agent=entries):
            return entries
    return ()


def _expiry(machine: Machine, session: Session) -> datetime:
    return later(session.touched_at, machine.flow.expires)
