"""A flow within a flow: `run:` suspends a session, another one begins, and its end is an event for the first.

    booking ──run address──► address ── … ──► end:done
       ▲                                         │
       └────────── {outcome, outputs} ───────────┘

The inner session is the one that is kept and moved; the suspended ones hang on it, each on the one that it ran.
"""

from __future__ import annotations

import hashlib

from bot.engine.hear import Hearing
from bot.engine.machine import Machine
from bot.engine.match import Spec
from bot.engine.nodes import FAILED, INTERRUPTED
from bot.engine.questions import listener_of
from bot.engine.session import Session
from bot.engine.turn import Failure, Turn
from bot.engine.values import cut
from bot.engine.verbs import arrive, run
from bot.events import Json
from bot.flow.model import Run
from bot.limits import MATCH_TEXT_CHARS_MAX, RUNS_DEEP_MAX


def enter(turn: Turn) -> Turn | None:
    """Begin the flow of a `run:`; None where there is none to begin, and the flow has gone on by `failed:`."""
    assert turn.running is not None  # noqa: S101 (the caller looked)
    running, turn.running = turn.running, None
    step, session = running.step, turn.session
    number = turn.next_call()
    machine = turn.library.machines.get(step.flow) if turn.library else None
    if machine is None:
        _miss(turn, step, f"there is no flow `{step.flow}` to run")
        return None
    if step.come_back and len(session.callers) >= RUNS_DEEP_MAX:
        _miss(turn, step, f"more than {RUNS_DEEP_MAX} flows ran within each other")
        return None
    flow = machine.flow
    turn.note("ran", flow.id, step.span)
    turn.entered.append((flow.id, flow.version))
    inner = Session(
        flow.id,
        flow.version,
        seed=int.from_bytes(hashlib.sha256(number.encode()).digest()[:8], "big") >> 1,
        started_at=turn.now,
        touched_at=turn.now,
        language=session.language,
        calls=0 if step.come_back else session.calls,
        inbox=session.inbox,
        caller=session if step.come_back else session.caller,
    )
    session.inbox = []
    return turn.beside(machine, inner)


def _miss(turn: Turn, step: Run, problem: str) -> None:
    if not step.come_back:
        raise Failure("run", problem)
    turn.problem("run", problem)
    _go_on(turn, step, FAILED)


def suspended(turn: Turn) -> Turn:
    """The session that waits for the end of this one."""
    inner = turn.session
    assert inner.caller is not None  # noqa: S101 (the caller looked)
    outer = inner.caller.copy()
    outer.inbox, inner.inbox = [*outer.inbox, *inner.inbox], []
    machine = turn.library.machine_of(outer) if turn.library else None
    if machine is None or outer.state not in machine.nodes:
        turn = turn.beside(turn.machine, outer)
        turn.fail("unknown_state", f"the flow `{outer.flow}`, which waited for `{inner.flow}`, is gone")
        return turn
    return turn.beside(machine, outer)


def called_away(turn: Turn, text: str, media: tuple[str, ...]) -> bool:
    """Whether a flow that waits for this one takes the text at any time: then this one is over, and that one goes on.

    What this flow takes at any time itself comes first; what returns to a pending question is for that question only.
    """
    if turn.session.caller is None:
        return False
    hearing = Hearing(listener_of(turn), Spec(), str(cut(text))[:MATCH_TEXT_CHARS_MAX], media)
    if _takes(turn.machine, hearing):
        return False
    waiting = [turn.library.machine_of(session) for session in turn.session.callers] if turn.library else []
    if not any(machine is not None and _takes(machine, hearing, back=False) for machine in waiting):
        return False
    _give_way(turn, hearing)
    return True


def take_over(turn: Turn, hearing: Hearing) -> None:
    """Take a text that was said within another flow, if it is this one that takes it at any time."""
    turn.session.touched_at = turn.now
    turn.heard = hearing
    edge = turn.fire("reply")
    if edge is None:
        _give_way(turn, hearing)
        return
    turn.note(edge.way.value, edge.label, edge.span)
    run(turn, arrive(turn))


def _takes(machine: Machine, hearing: Hearing, *, back: bool = True) -> bool:
    entries = (entry for entry in machine.flow.anytime if back or not entry.back)
    return any(hearing.listener.matches(entry.matcher, hearing.text, hearing.media) for entry in entries)


def _give_way(turn: Turn, hearing: Hearing) -> None:
    turn.away = hearing
    turn.move("stop")
    turn.finish(INTERRUPTED)


def come_back(turn: Turn, inner: Session, outputs: dict[str, Json]) -> None:
    """Go on after the `run:`, with the outcome and the outputs of the flow that it ran."""
    step = turn.node.step
    if not isinstance(step, Run):
        raise Failure("no_way", f"`{turn.session.state}` has run nothing")
    turn.session.touched_at = turn.now
    if step.save is not None:
        turn.remember(step.save, {**outputs, "outcome": inner.outcome})
    turn.note("came back", f"{inner.flow}: {inner.outcome}", step.span)
    _go_on(turn, step, inner.outcome or FAILED)


def _go_on(turn: Turn, step: Run, outcome: str) -> None:
    turn.halted = False
    turn.returned = outcome
    turn.move("returned")
    run(turn, arrive(turn))
