"""What each verb does: it goes on with the line after it, or moves the session and goes on from there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any, Final, cast

from bot.engine.nodes import Back, Kind, Line, Way
from bot.engine.questions import ask_whether, hear_nothing, hear_value, keep, offer, pose
from bot.engine.turn import Failure, Running, Turn
from bot.engine.values import cut, local_time, typed
from bot.errors import TemplateError
from bot.events import (
    CallAction,
    CallHttp,
    CancelFlow,
    Handoff,
    Json,
    LabelConversation,
    ScheduleFlow,
    SendEmail,
    SetContact,
    TagContact,
)
from bot.flow import model
from bot.flow.locale import zone
from bot.limits import STEPS_PER_EVENT_MAX, UNPROVEN_MAX


def run(turn: Turn, line: Line | None) -> None:
    """Run steps until the session waits or is over."""
    while not turn.halted:
        if line is None:
            raise Failure("lost", f"`{turn.session.last_state}` does not say where to go next")
        turn.steps += 1
        if turn.steps > STEPS_PER_EVENT_MAX:
            raise Failure("loop", f"more than {STEPS_PER_EVENT_MAX} steps ran without waiting for the person")
        holds = turn.holds(line.step.condition)
        line = _VERBS[type(line.step)](turn, line) if holds else line.following


def arrive(turn: Turn) -> Line | None:
    """What runs at the node that the session came to; at an end, nothing any more."""
    node = turn.node
    if node.kind is Kind.END:
        turn.finish(node.label)
        return None
    return node.line


# ── talking ──


def _say(turn: Turn, line: Line) -> Line | None:
    step: model.Say = _step(line)
    media = turn.media(step.media)
    place = line.state
    if step.undelivered is not None:
        place = step.id
        kept = [name for name in turn.session.unproven if name != step.id]
        turn.session.unproven = [*kept, step.id][-UNPROVEN_MAX:]
    for number, text in enumerate(step.texts):
        turn.say(turn.text(text), place, media if number == 0 else (), template=text)
    return line.following


def _ask(turn: Turn, line: Line) -> Line | None:
    step: model.Ask = _step(line)
    turn.move(f"enter {line.point}")
    return None if pose(turn, step) else give_up(turn, step)


def give_up(turn: Turn, step: model.Ask) -> Line | None:
    """Leave a question that offers nothing to choose from."""
    turn.heard = hear_nothing(turn)
    if turn.fire("reply") is None:
        raise Failure("choices", f"the question `{step.id}` has no choices to offer")
    turn.note("gave up", step.id, step.span)
    return arrive(turn)


def _back(turn: Turn, line: Line) -> Line | None:
    pending, candidate = turn.session.pending, turn.session.candidate
    if candidate is not None and f"{pending}/confirm" in turn.machine.nodes:
        turn.move(f"enter {pending}/confirm")
        ask_whether(turn, cast(model.Ask, turn.node.step).question)
        return None
    turn.move(f"enter {pending}")
    question: model.Ask = cast(model.Ask, turn.node.step)
    return None if pose(turn, question, again=True) else give_up(turn, question)


def _match(turn: Turn, line: Line) -> Line | None:
    step: model.Match = _step(line)
    turn.move(f"enter {line.point}")
    turn.session.choices = offer(turn, step.question)
    turn.heard = hear_value(turn, step.question, turn.value(step.value))
    edge = turn.move("matched")
    if turn.heard.understood is not None or edge.way is not Way.UNCLEAR:
        keep(turn, step.question, turn.heard, edge)
    turn.note("matched", edge.label or edge.way.value, step.span)
    return arrive(turn)


# ── moving ──


def _go(turn: Turn, line: Line) -> Line | None:
    step: model.Go = _step(line)
    turn.move(f"go {step.state}")
    turn.note("went", step.state, step.span)
    return arrive(turn)


def _end(turn: Turn, line: Line) -> Line | None:
    turn.move(f"enter {line.point}")
    return arrive(turn)


def _split(turn: Turn, line: Line) -> Line | None:
    """Draw by lot from the session's seed, so that the same conversation draws the same again."""
    step: model.Split = _step(line)
    digest = hashlib.sha256(f"{turn.session.seed}:{step.id}".encode()).digest()
    point = int.from_bytes(digest[:8], "big") / (1 << 64) * sum(weight for _, weight in step.ways)
    states = [state for state, _ in step.ways]
    ends = accumulate(weight for _, weight in step.ways)
    state = next((state for state, end in zip(states, ends, strict=True) if point < end), states[-1])
    turn.move(f"go {state}")
    turn.note("split", state, step.span)
    return arrive(turn)


# ── remembering ──


def _set(turn: Turn, line: Line) -> Line | None:
    step: model.Set = _step(line)
    for name, source in step.values:
        value = _filled(turn, source)
        value = None if value == "" else value
        scope, dot, field = name.partition(".")
        if dot:
            turn.change_contact(field, value)
            turn.effects.append(SetContact(field, value))
        else:
            turn.remember(scope, value)
        turn.note("set", f"{name} = {value!r}", step.span)
    return line.following


def _tag(turn: Turn, line: Line) -> Line | None:
    step: model.Tag = _step(line)
    tags = tuple(filter(None, map(turn.seen, step.tags)))
    had = turn.contact.get("tags")
    kept = [tag for tag in had if tag not in tags] if isinstance(had, list) else []
    if step.verb == "label":
        turn.effects.append(LabelConversation(tags))
    elif step.verb == "untag":
        turn.contact["tags"] = kept
        turn.effects.append(TagContact(remove=tags))
    else:
        turn.contact["tags"] = [*kept, *tags]
        turn.effects.append(TagContact(add=tags))
    turn.note(step.verb, ", ".join(tags), step.span)
    return line.following


def _filled(turn: Turn, source: Json) -> Json:
    """A nested value with its templates filled in."""
    match source:
        case model.Text():
            return cut(turn.value(source))
        case list() | tuple():
            return [_filled(turn, item) for item in source]
        case Mapping():
            return {key: _filled(turn, item) for key, item in source.items()}
    return source


# ── asking the world ──


def _call(turn: Turn, line: Line) -> Line | None:
    step: model.Http | model.Do = _step(line)
    turn.move(f"enter {line.point}")
    id = turn.next_call()
    try:
        call = _http(turn, step, id) if isinstance(step, model.Http) else _do(turn, step, id)
    except TemplateError as error:
        return unanswered(turn, f"`{step.id}` could not be called: {error}")
    turn.session.call = call.id
    turn.wait()
    turn.effects.append(call)
    turn.note("called", f"{call.method} {call.url}" if isinstance(call, CallHttp) else call.name, step.span)
    return None


def unanswered(turn: Turn, detail: str) -> Line | None:
    """Leave a call that came to nothing, by `on_error` or to a failed end."""
    turn.problem("http" if isinstance(turn.node.step, model.Http) else "do", detail)
    turn.fine = False
    turn.move("result")
    return arrive(turn)


def _do(turn: Turn, step: model.Do, id: str) -> CallAction:
    return CallAction(id, step.action, {name: _filled(turn, value) for name, value in step.inputs})


def _http(turn: Turn, step: model.Http, id: str) -> CallHttp:
    return CallHttp(
        id=id,
        method=step.method,
        url=turn.address(step.url),
        headers={name: _header(name, turn.text(value)) for name, value in step.headers},
        json=_filled(turn, step.json),
        form=None if step.form is None else {name: turn.text(value) for name, value in step.form},
        body=None if step.body is None else turn.text(step.body),
        timeout_s=step.timeout.total_seconds(),
        retries=step.retry,
    )


def _header(name: str, value: str) -> str:
    """A header's value, which may hold what a customer wrote: no line break may begin another header."""
    if not value.isascii() or not value.isprintable():
        raise TemplateError(f"the header `{name}` holds a sign that a header cannot")
    return value


def _email(turn: Turn, line: Line) -> Line | None:
    """Send an e-mail; what is wrong with its address is a problem, and not the person's."""
    step: model.Email = _step(line)
    written = turn.text(step.address)
    try:
        address = str(typed(written, model.Type.EMAIL, turn.locale))
    except ValueError as error:
        turn.problem("email", f"`{written[:80]}` {error}")
        return line.following
    subject = " ".join(turn.text(step.subject).split())
    turn.effects.append(SendEmail(turn.next_call(), address, subject, turn.text(step.body)))
    turn.note("e-mailed", address, step.span)
    return line.following


def _run(turn: Turn, line: Line) -> Line | None:
    step: model.Run = _step(line)
    inputs = _inputs(turn, step.inputs)
    turn.move(f"enter {line.point}")
    turn.wait()
    turn.running = Running(step, inputs)
    return None


def _inputs(turn: Turn, given: Iterable[tuple[str, model.Text]]) -> dict[str, Json]:
    return {name: cut(turn.value(value)) for name, value in given}


def _handoff(turn: Turn, line: Line) -> Line | None:
    step: model.HandOff = _step(line)
    handoff = Handoff(turn.seen(step.queue), turn.seen(step.note), turn.text(step.priority) or "normal")
    if line.point:
        turn.move(f"enter {line.point}")
    turn.say(turn.text(step.say), line.state, template=step.say)
    turn.effects.append(handoff)
    turn.session.handoff = {"queue": handoff.queue, "note": handoff.note, "priority": handoff.priority}
    turn.note("handed off", handoff.queue, step.span)
    if not line.point:
        return line.following
    turn.wait()
    return None


def _schedule(turn: Turn, line: Line) -> Line | None:
    """Start a flow later. What would be due already is left out: a reminder after the event helps nobody."""
    step: model.Schedule = _step(line)
    due_at = _due_at(turn, step)
    if due_at <= turn.now:
        turn.note("too late", step.flow, step.span)
        return line.following
    turn.effects.append(ScheduleFlow(step.flow, due_at, _inputs(turn, step.inputs), turn.text(step.key)))
    turn.note("scheduled", f"{step.flow} at {due_at.astimezone(zone(turn.locale.timezone)):%Y-%m-%d %H:%M}", step.span)
    return line.following


def _due_at(turn: Turn, step: model.Schedule) -> datetime:
    start: datetime | None = turn.now
    if step.at is not None:
        written = turn.text(step.at)
        start = local_time(written, turn.locale)
        if start is None:
            raise Failure("schedule", f"`{written}` is not a date with a time such as 2026-03-06 10:00")
    try:
        return (start or turn.now) + (step.delay or timedelta()) + step.offset
    except OverflowError:
        raise Failure("schedule", f"`{step.flow}` would start too far away") from None


def _cancel(turn: Turn, line: Line) -> Line | None:
    step: model.Cancel = _step(line)
    key = turn.text(step.key)
    turn.effects.append(CancelFlow(key))
    turn.note("cancelled", key, step.span)
    return line.following


def _pause(turn: Turn, line: Line) -> Line | None:
    step: model.Pause = _step(line)
    turn.move(f"enter {line.point}")
    turn.wait()
    turn.note("paused", str(step.duration), step.span)
    return None


def _step(line: Line) -> Any:
    return line.step


_VERBS: Final[Mapping[type[model.Step], Callable[[Turn, Line], Line | None]]] = {
    Back: _back,
    model.Ask: _ask,
    model.Cancel: _cancel,
    model.Do: _call,
    model.Email: _email,
    model.End: _end,
    model.Go: _go,
    model.HandOff: _handoff,
    model.Http: _call,
    model.Match: _match,
    model.Pause: _pause,
    model.Run: _run,
    model.Say: _say,
    model.Schedule: _schedule,
    model.Set: _set,
    model.Split: _split,
    model.Tag: _tag,
}
