"""The engine: a function from a session and an event to the next session and what the world should do about it.

    step(machine, session, event, now, context) -> Step(session, effects, trace)

No clock, no database, no network, no randomness, no logging: simulator, tests, replays and production run this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from bot.engine.clock import due, wake_at
from bot.engine.inputs import read_inputs
from bot.engine.machine import Machine
from bot.engine.nodes import NEW, Edge, Kind, Way
from bot.engine.questions import hear, keep, misunderstood, pose, repeat_back
from bot.engine.session import Session
from bot.engine.turn import Failure, Trace, Turn
from bot.engine.values import cut
from bot.engine.verbs import arrive, give_up, run, unanswered
from bot.errors import TemplateError
from bot.events import AgentClosed, Context, Effect, Event, Reply, Result, Start, Stop, Undelivered, Wake
from bot.flow.model import Ask, Http
from bot.limits import INBOX_MESSAGES_MAX, MATCH_TEXT_CHARS_MAX

__all__ = ["Step", "Trace", "new_session", "step"]

HTTP_ERROR: Final = 400


@dataclass(frozen=True, slots=True)
class Step:
    """What came of an event."""

    session: Session
    effects: tuple[Effect, ...]
    trace: tuple[Trace, ...]
    path: tuple[Edge, ...] = ()
    """The edges that the session took, in order."""


def new_session(machine: Machine, seed: int, now: datetime, context: Context) -> Session:
    """A session that waits for `Start`."""
    flow = machine.flow
    language = str(context.contact.get("language") or flow.language)
    return Session(flow.id, flow.version, seed, started_at=now, touched_at=now, language=language)


def step(machine: Machine, session: Session, event: Event, now: datetime, context: Context) -> Step:
    """Let an event happen. The given session is left as it is, and no event or flow can make this raise."""
    turn = Turn(machine, session.copy(), now, context, contact=dict(context.contact))
    if session.outcome is not None:
        turn.note("ignored", f"{type(event).__name__.lower()} after the end")
        return Step(turn.session, (), tuple(turn.trace))
    try:
        if session.state not in machine.nodes:
            raise Failure("unknown_state", f"the flow has no point `{session.state}`")
        _EVENTS[type(event)](turn, event)
        _take_queued(turn)
    except Failure as failure:
        turn.fail(failure.code, str(failure))
    except TemplateError as error:
        turn.fail("template", str(error))
    except Exception as error:  # whatever a flow manages to break must not stop the others
        turn.fail("internal", f"{type(error).__name__}: {error}")
    turn.session.language = turn.language
    turn.session.wake_at = wake_at(machine, turn.session)
    return Step(turn.session, tuple(turn.effects), tuple(turn.trace), tuple(turn.path))


def _take_queued(turn: Turn) -> None:
    """Let the question that is pending now take what was written before it was asked."""
    session = turn.session
    while session.inbox and session.waiting and turn.node.kind in _QUESTIONS:
        message = session.inbox.pop(0)
        _hear(turn, message["text"], tuple(message["media"]), early=True)


# ── one handler an event ──


def _start(turn: Turn, event: Start) -> None:
    if turn.session.state != NEW:
        turn.note("ignored", "start: it has begun")
        return
    turn.session.touched_at = turn.now
    read_inputs(turn, event.inputs)
    turn.move("start")
    run(turn, arrive(turn))


def _reply(turn: Turn, event: Reply) -> None:
    kind = turn.node.kind
    if kind in _QUESTIONS:
        _hear(turn, event.text, event.media)
    elif kind in (Kind.CALL, Kind.PAUSE):
        _queue(turn, event)
    else:
        turn.note("ignored", "reply: nobody listens here")


def _queue(turn: Turn, event: Reply) -> None:
    text = str(cut(event.text))[:MATCH_TEXT_CHARS_MAX]
    turn.session.touched_at = turn.now
    if len(turn.session.inbox) < INBOX_MESSAGES_MAX:
        turn.session.inbox.append({"text": text, "media": cut(event.media)})
        turn.note("queued", text)
    else:
        turn.note("ignored", "reply: too many are waiting already")


def _hear(turn: Turn, text: str, media: tuple[str, ...], *, early: bool = False) -> None:
    turn.halted = False
    turn.session.touched_at = turn.now
    step = cast(Ask, turn.node.step)
    question = step.question
    turn.heard = heard = hear(turn, question, text, media, early=early)
    edge = turn.move("reply")
    turn.note(edge.way.value, edge.label or heard.text, edge.span)
    match edge.way:
        case Way.UNCLEAR:
            misunderstood(turn, question, heard)
        case Way.CONFIRM:
            repeat_back(turn, question, heard)
        case Way.DENIED:
            if not pose(turn, step):
                run(turn, give_up(turn, step))
        case Way.WORN_OUT:
            turn.problem("repeated", f"`{step.id}` was not understood {turn.session.attempts} times")
            arrive(turn)
        case way:
            if way in (Way.REPLY, Way.OTHERWISE, Way.ANSWERED):
                keep(turn, question, heard, edge)
            run(turn, arrive(turn))


def _wake(turn: Turn, event: Wake) -> None:
    session, node = turn.session, turn.node
    what = due(turn.machine, session, node, turn.now)
    if what.entry is not None:
        session.fired, turn.due = what.fired, what.entry
        edge = turn.move("no_agent" if node.kind is Kind.HANDOFF else "silence")
        turn.note(edge.way.value, edge.label, edge.span)
        if what.entry.block is None:
            turn.say(turn.text(what.entry.say), session.state)
            return
    elif what.pause:
        session.touched_at = turn.now
        turn.move("pause")
    elif what.expired:
        turn.move("expired")
    else:
        turn.note("ignored", "wake: nothing is due")
        return
    run(turn, arrive(turn))


def _result(turn: Turn, event: Result) -> None:
    session, call = turn.session, turn.node.step
    if not isinstance(call, Http) or event.call != session.call:
        turn.note("ignored", "result: nobody waits for it")
        return
    session.call = None
    session.touched_at = turn.now
    if call.save is not None:
        turn.remember(call.save, cut({"status": event.status, "headers": event.headers, "body": event.body}))
    if event.error is not None or not 0 < event.status < HTTP_ERROR:
        run(turn, unanswered(turn, f"`{call.id}` failed: {event.error or f'status {event.status}'}"))
        return
    turn.note("answered", f"status {event.status}", call.span)
    turn.move("result")
    run(turn, arrive(turn))


def _undelivered(turn: Turn, event: Undelivered) -> None:
    if turn.fire("undelivered") is None:
        turn.note("ignored", "undelivered: the flow does not say what then")
        return
    turn.note("undelivered", "")
    run(turn, arrive(turn))


def _closed(turn: Turn, event: AgentClosed) -> None:
    if turn.node.kind is not Kind.HANDOFF:
        turn.note("ignored", "closed: it was not handed off")
        return
    turn.session.handoff = None
    turn.session.touched_at = turn.now
    turn.move("closed")
    turn.note("closed", "by the agent")
    run(turn, arrive(turn))


def _stop(turn: Turn, event: Stop) -> None:
    turn.move("stop")
    turn.finish(event.outcome)


_QUESTIONS: Final = frozenset({Kind.QUESTION, Kind.CONFIRM})
_EVENTS: Final[Mapping[type[Event], Callable[[Turn, Any], None]]] = {
    Start: _start,
    Reply: _reply,
    Wake: _wake,
    Result: _result,
    Undelivered: _undelivered,
    AgentClosed: _closed,
    Stop: _stop,
}
