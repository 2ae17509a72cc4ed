"""The engine: a function from a session and an event to the next session and what the world should do about it.

    step(machine, session, event, now, context, library) -> Step(session, effects, trace)

No clock, no database, no network, no randomness, no logging: simulator, tests, replays and production run this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple, cast

from bot.engine.clock import due, entries, wake_at
from bot.engine.inputs import read_inputs
from bot.engine.machine import Machine, Machines
from bot.engine.nodes import NEW, Edge, Kind, Way
from bot.engine.questions import Thought, ask_aside, ask_whether, hear, keep, misunderstood, pose, repeat_back
from bot.engine.revise import another_candidate, note_answer, reconsider, settle
from bot.engine.running import called_away, come_back, enter, suspended, take_over
from bot.engine.session import Session
from bot.engine.turn import Failure, Spoken, Trace, Turn
from bot.engine.values import cut
from bot.engine.verbs import arrive, give_up, run, unanswered
from bot.errors import TemplateError
from bot.events import (
    AgentClosed,
    Context,
    Effect,
    Event,
    Reply,
    Result,
    Resume,
    Start,
    Stop,
    Undelivered,
    Wake,
)
from bot.flow.model import Ask, Do, Http
from bot.limits import INBOX_MESSAGES_MAX, MATCH_TEXT_CHARS_MAX

__all__ = ["Step", "Trace", "new_session", "step"]

HTTP_ERROR: Final = 400


class Step(NamedTuple):
    """What came of an event."""

    session: Session
    effects: tuple[Effect, ...]
    trace: tuple[Trace, ...]
    path: tuple[Edge, ...] = ()
    """The edges that the session took, in order."""
    entered: tuple[tuple[str, str], ...] = ()
    """Flow and version of each `run:` that began."""
    spoken: tuple[Spoken, ...] = ()
    """What each message was made of, in the order of the `Say` effects."""


def new_session(machine: Machine, seed: int, now: datetime, context: Context) -> Session:
    """A session that waits for `Start`."""
    flow = machine.flow
    language = str(context.contact.get("language") or flow.language)
    return Session(flow.id, flow.version, seed, started_at=now, touched_at=now, language=language)


def step(
    machine: Machine,
    session: Session,
    event: Event,
    now: datetime,
    context: Context,
    library: Machines | None = None,
) -> Step:
    """Let an event happen. The given session is left as it is, and no event or flow can make this raise.

    `machine` is that of the session; `library` finds those of the flows that it runs or that wait for it.
    """
    turn = Turn(machine, session.copy(), now, context, library, contact=dict(context.contact))
    if session.outcome is not None:
        turn.note("ignored", f"{type(event).__name__.lower()} after the end")
        return Step(turn.session, (), tuple(turn.trace))
    _attempt(turn, _happen, event)
    settle(turn, session)
    while (following := _go_on(turn, event)) is not None:
        turn = following
    turn.session.language = turn.language
    turn.session.wake_at = wake_at(turn.machine, turn.session)
    return Step(
        turn.session,
        tuple(turn.effects),
        tuple(turn.trace),
        tuple(turn.path),
        tuple(turn.entered),
        tuple(turn.spoken),
    )


def _attempt(turn: Turn, act: Callable[..., None], *given: Any) -> None:
    """Do something; whatever goes wrong ends the session as `failed`."""
    try:
        act(turn, *given)
    except Failure as failure:
        turn.fail(failure.code, str(failure))
    except TemplateError as error:
        turn.fail("template", str(error))
    except Exception as error:  # whatever a flow manages to break must not stop the others
        turn.fail("internal", f"{type(error).__name__}: {error}")


def _happen(turn: Turn, event: Event) -> None:
    if turn.session.state not in turn.machine.nodes:
        raise Failure("unknown_state", f"the flow has no point `{turn.session.state}`")
    _EVENTS[type(event)](turn, event)


def _go_on(turn: Turn, event: Event) -> Turn | None:
    """What follows by itself: a flow enters another, comes back from it, or takes what was written before it asked."""
    session = turn.session
    if turn.running is not None and session.outcome is None:
        return _enter(turn)
    if session.outcome is not None and session.caller is not None:
        return _leave(turn, event)
    if session.inbox and session.waiting and session.call is None and turn.node.kind in _QUESTIONS:
        message = session.inbox.pop(0)
        _attempt(turn, lambda turn: _hear(turn, message["text"], tuple(message["media"]), early=True))
        return turn
    return None


def _enter(turn: Turn) -> Turn:
    entered: list[Turn | None] = []
    inputs = turn.running.inputs if turn.running else {}
    _attempt(turn, lambda turn: entered.append(enter(turn)))
    inner = entered[0] if entered else None
    if inner is None:
        return turn
    _attempt(inner, _happen, Start(inputs))
    return inner


def _leave(turn: Turn, event: Event) -> Turn:
    inner, outputs = turn.session, turn.machine.flow.outputs
    outer = suspended(turn)
    if outer.session.outcome is None and isinstance(event, Stop):
        _attempt(outer, _stop, event)
    elif outer.session.outcome is None and turn.away is not None:
        _attempt(outer, take_over, turn.away)
    elif outer.session.outcome is None:
        _attempt(outer, come_back, inner, {name: inner.variables.get(name) for name in outputs})
    return outer


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
    if kind in _QUESTIONS and turn.session.call is None:
        _hear(turn, event.text, event.media)
    elif kind in (Kind.CALL, Kind.PAUSE) or kind in _QUESTIONS:
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


def _hear(
    turn: Turn, text: str, media: tuple[str, ...], *, early: bool = False, thought: Thought | None = None
) -> None:
    turn.halted = False
    turn.session.touched_at = turn.now
    turn.session.unproven = []
    if thought is None and called_away(turn, text, media):
        return
    if not early and thought is None:
        text = reconsider(turn, text)
    step = cast(Ask, turn.node.step)
    question = step.question
    if turn.node.kind is Kind.CONFIRM and (instead := another_candidate(turn, question, text)) is not None:
        turn.note("revised", instead.text)
        repeat_back(turn, question, instead)
        return
    shown = turn.session.choices
    turn.heard = heard = hear(turn, question, text, media, early=early, thought=thought)
    edge = turn.move("reply")
    turn.note(edge.way.value, edge.label or heard.text, edge.span)
    match edge.way:
        case Way.ASIDE:
            ask_aside(turn, step, heard)
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
                note_answer(turn, None if early else edge.source, shown)
            run(turn, arrive(turn))


def _wake(turn: Turn, event: Wake) -> None:
    session, node = turn.session, turn.node
    what = due(turn.machine, session, node, turn.now)
    if what.entry is not None:
        session.fired, turn.due = what.fired, what.entry
        turn.session.call = turn.session.call if what.entry.block is None else None
        edge = turn.move("no_agent" if node.kind is Kind.HANDOFF else "silence")
        turn.note(edge.way.value, edge.label, edge.span)
        if what.entry.block is None:
            turn.say(turn.text(what.entry.say), session.state, template=what.entry.say)
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
    if event.call != session.call or not isinstance(call, Http | Do | Ask):
        turn.note("ignored", "result: nobody waits for it")
        if event.error is not None:
            turn.problem("undone", event.error)
        return
    session.call = None
    if isinstance(call, Ask):
        aside, session.aside = session.aside or {}, None
        _hear(turn, str(aside.get("text", "")), tuple(aside.get("media", ())), thought=Thought.of(event))
        return
    session.touched_at = turn.now
    if call.save is not None and isinstance(call, Http):
        turn.remember(call.save, cut({"status": event.status, "headers": event.headers, "body": event.body}))
    elif call.save is not None and event.error is None:
        turn.remember(call.save, cut(event.body))
    if event.error is not None or not 0 < event.status < HTTP_ERROR:
        run(turn, unanswered(turn, f"`{call.id}` failed: {event.error or f'status {event.status}'}"))
        return
    turn.note("answered", f"status {event.status}", call.span)
    turn.move("result")
    run(turn, arrive(turn))


def _undelivered(turn: Turn, event: Undelivered) -> None:
    """The pending question never arrived, or a `say` since the person was last heard."""
    session = turn.session
    said = next((name for name in session.unproven if turn.place(name) == event.state), None)
    pending = event.state in ("", turn.place(session.state))
    edge = turn.fire(f"undelivered {said}") if said else turn.fire("undelivered") if pending else None
    if edge is None:
        turn.note("ignored", "undelivered: the flow does not say what then")
        return
    session.call = session.aside = None
    turn.note("undelivered", said or "", edge.span)
    run(turn, arrive(turn))


def _closed(turn: Turn, event: AgentClosed) -> None:
    if turn.node.kind is not Kind.HANDOFF:
        turn.note("ignored", "closed: it was not handed off")
        return
    if not event.came:
        _nobody_came(turn)
        return
    turn.session.handoff = None
    turn.session.touched_at = turn.now
    turn.move("closed")
    turn.note("closed", "by the agent")
    run(turn, arrive(turn))


def _nobody_came(turn: Turn) -> None:
    """Go on by the first block of `no_agent:`, although its time may not have come."""
    later = enumerate(entries(turn.node)[turn.session.fired :], start=turn.session.fired + 1)
    number, entry = next(((number, entry) for number, entry in later if entry.block is not None), (0, None))
    if entry is None:
        turn.note("ignored", "nobody came: the flow does not say what then")
        return
    turn.session.fired, turn.due = number, entry
    edge = turn.move("no_agent")
    turn.note(edge.way.value, edge.label, edge.span)
    run(turn, arrive(turn))


def _resume(turn: Turn, event: Resume) -> None:
    """Say the pending question once more; what waits for something else than the person goes on waiting for it."""
    kind, step = turn.node.kind, turn.node.step
    if event.state:
        _go_to(turn, event.state)
        return
    if kind not in _QUESTIONS or not isinstance(step, Ask):
        turn.note("ignored", "resume: no question is pending")
        return
    turn.session.touched_at = turn.now
    turn.note("resumed", step.id, step.span)
    if kind is Kind.CONFIRM:
        ask_whether(turn, step.question)
    elif not pose(turn, step, again=True):
        run(turn, give_up(turn, step))


def _go_to(turn: Turn, state: str) -> None:
    """Begin a state, whatever the session waited for: a person has decided it, so no edge of the flow has to lead."""
    session = turn.session
    if state not in turn.machine.flow.states:
        raise Failure("unknown_state", f"the flow has no state `{state}` to be sent to")
    session.call = session.candidate = session.choices = session.aside = session.pending = session.handoff = None
    session.attempts, session.unproven, session.inbox = 0, [], []
    session.state = session.last_state = state
    session.touched_at = turn.now
    turn.note("sent to", state)
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
    Resume: _resume,
    Stop: _stop,
}
