"""What each kind of inbound row leads to. Pure: a row and a person in, a `Turn` full of what is to be written out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot import events
from bot.compliance.gate import OPTED_OUT
from bot.compliance.screen import Outcome, Verdict, classify
from bot.compliance.standing import UNSURE, is_out, is_stale_block
from bot.engine.asking import asks
from bot.engine.machine import Machine
from bot.engine.plan import date_of
from bot.engine.route import FED, Continue, Enter, enter, route_event, route_text
from bot.events import Json, MessageClass
from bot.inbox import consent, entries, handing, secrecy
from bot.inbox.house import House
from bot.inbox.people import Held, Person
from bot.inbox.turn import Turn
from bot.limits import LATE_HOURS_MAX, TRIGGERED_STARTS_PER_DAY_MAX
from bot.phone import is_e164_shape
from bot.sealing import HIDDEN
from bot.store.conversations import PERSON, Conversation
from bot.store.inbound import Kind, NewInbound, Pending
from bot.store.timers import Timer


def decide(row: Pending, person: Person, house: House, now: datetime) -> Turn:
    """Decide about one row; raises where that is impossible, and then nothing of it has happened."""
    turn = Turn(row, person, house, now)
    turn.catch_up()
    _HANDLERS[row.kind](turn)
    consent.agree_by_flow(turn, person.contact)
    turn.catch_up()
    return turn


# ── a text ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _on_message(turn: Turn) -> None:
    payload = turn.row.payload
    text: str = payload["text"]
    _heard(turn)
    verdict = _screen(turn, text, payload["opt_out"])
    confirm = payload["opt_out"] is None and turn.channel.opt_out_reply == "engine"
    evidence = consent.Evidence(_source(verdict, payload["opt_out"]), text, payload["id"], verdict.word)
    match verdict.verdict:
        case Outcome.OUT:
            consent.opt_out(turn, evidence, confirm=confirm)
        case Outcome.IN:
            heard = payload["opt_out"] == "START" or verdict.word in HEARD_BY_CARRIERS
            consent.opt_in(turn, evidence, confirm=confirm, heard=heard)
        case Outcome.HELP:
            consent.help_out(turn, text, confirm=confirm)
        case _ if consent.is_answer(turn, text):
            consent.keep(turn, replace(evidence, source="clarification"))
        case _:
            if verdict.verdict is Outcome.REVIEW:
                consent.review(turn, evidence, str(verdict.reason or UNSURE), ask=turn.house.asks_when_unclear)
            _converse(turn, text, tuple(payload["media"]))


def _heard(turn: Turn) -> None:
    conversation = turn.conversation
    number = turn.texted or conversation.number
    if turn.person.contact.blocked_at is not None:
        turn.change_conversation(conversation, last_at=turn.now, number=number)
        return
    turn.change_conversation(handing.heard(conversation, number, turn.now))


def _screen(turn: Turn, text: str, handled: str | None) -> Verdict:
    """Judge a text before anything else sees it. What the provider says it has handled itself is believed."""
    if handled in _HANDLED:
        return Verdict(_HANDLED[handled])
    return classify(
        text,
        opted_out=is_out(turn.person.suppression),
        question_pending=turn.session is not None and turn.session.session.waiting,
    )


def _source(verdict: Verdict, handled: str | None) -> str:
    """Who or what understood the text."""
    return "provider" if handled in _HANDLED else verdict.matched_by or "classifier"


HEARD_BY_CARRIERS = frozenset({"start", "unstop"})
"""The words that end a carrier's own block."""
_HANDLED = {"STOP": Outcome.OUT, "START": Outcome.IN, "HELP": Outcome.HELP}


def _converse(turn: Turn, text: str, media: tuple[str, ...]) -> None:
    silent = _why_silent(turn)
    if silent:
        if turn.conversation.handler == PERSON:
            _needs_reply(turn)
        turn.note("text", text=text, media=media, silent=silent)
        return
    if turn.conversation.needs_reply_since is not None:
        turn.change_conversation(turn.conversation, needs_reply_since=None)
    held = turn.session
    session = held.session if held else None
    routed = route_text(turn.house.library(), text, session, turn.context(turn.row.channel), turn.now)
    match routed:
        case Continue() if held:
            turn.advance(held, events.Reply(text, media))
        case Enter(machine=machine, inputs=inputs):
            if held:
                turn.stop(turn.row.channel, "interrupted")
            turn.begin(machine, inputs)
        case _:
            _needs_reply(turn)
            turn.note("text", text=text, media=media, silent="no flow takes it")


def _needs_reply(turn: Turn) -> None:
    """Only a person can answer this."""
    turn.change_conversation(handing.waiting(turn.conversation, turn.now))


def _why_silent(turn: Turn) -> str | None:
    """Say why the bot does not answer, if it does not."""
    if is_out(turn.person.suppression):
        return "opted out"
    if turn.person.contact.blocked_at is not None:
        return "blocked"
    if turn.conversation.handler == PERSON:
        return "a person has the conversation"
    if not is_e164_shape(turn.row.contact):
        return "the sender is no phone"  # answering a short code or a name may never end
    return None


# ── a flow that shall start ─────────────────────────────────────────────────────────────────────────────────────────


def _on_start(turn: Turn) -> None:
    payload = turn.row.payload
    flow, interrupt = payload["flow"], payload["interrupt"]
    inputs = turn.house.sealer.document(payload["inputs"], secrecy.INPUTS)
    machine = turn.house.library().machines.get(flow)
    if machine is None:
        raise LookupError(f"there is no flow `{flow}`")
    _enter(turn, machine, inputs, interrupt)


def _enter(turn: Turn, machine: Machine, inputs: Mapping[str, Json], interrupt: str | None) -> None:
    """Start a flow, unless the conversation is not free: then the row waits, or the flow does not start."""
    flow, known = machine.flow.id, turn.person.suppression
    if known is not None and known.everything:
        turn.note("refused", flow=flow, reason=OPTED_OUT, record=known.event)
    elif turn.person.contact.blocked_at is not None:
        turn.note("refused", flow=flow, reason="blocked")
    elif turn.channel.one_way and asks(machine, turn.house.library().machines):
        turn.note("refused", flow=flow, reason="one_way")
    elif known is not None and known.paused and machine.flow.message_class is MessageClass.MARKETING:
        turn.deferred = True  # until it is known what the person meant
    elif turn.conversation.handler == PERSON:
        turn.deferred = True
    elif turn.session is None:
        turn.begin(machine, inputs)
    elif interrupt == "skip":
        turn.note("refused", flow=flow, reason="busy")
    elif interrupt == "yes":
        turn.stop(turn.row.channel, "interrupted")
        turn.begin(machine, inputs)
    else:
        turn.deferred = True


def _on_event(turn: Turn) -> None:
    name, data = turn.row.payload["name"], turn.row.payload["data"]
    taken = route_event(turn.house.library(), name, data, turn.context(turn.row.channel), turn.now)
    flows = [entered.machine.flow.id for entered in taken]
    if any(entered.machine.secrets for entered in taken):
        sealed = turn.house.sealer.seal({"data": data}, secrecy.EVENT)
        turn.note("event", name=name, data=HIDDEN, flows=flows, sealed=sealed)
        turn.emptied = secrecy.emptied(turn.row.kind, turn.row.payload)
    else:
        turn.note("event", name=name, data=data, flows=flows)
    for entered in taken:
        flow = entered.machine.flow.id
        inputs = secrecy.sealed_inputs(turn.house, flow, entered.inputs)
        payload = entries.start_payload(flow, inputs, entered.trigger.interrupt)
        if entered.due_at is None or entered.due_at <= turn.now:
            turn.entries.append(_start(turn, f"{turn.row.seq}:{flow}", payload))
        else:
            turn.timers.append(_timer(turn, payload, entered.due_at))


def _on_trigger(turn: Turn) -> None:
    """A flow that something has set off: its `if` and `with` see the contact as it is now."""
    payload, context = turn.row.payload, turn.context(turn.row.channel)
    entry = turn.house.library().entry(payload["trigger"])
    if entry is None or (entry.trigger.kind == "date" and date_of(entry.trigger, context) != payload["value"]):
        return  # the flow went, or the date was moved: then another moment is planned
    entered = enter(entry, payload["names"], context, turn.now)
    if entered is None:
        return
    if entry.trigger.kind == "schedule" and turn.now - turn.row.received_at > timedelta(hours=LATE_HOURS_MAX):
        turn.note("refused", flow=entry.machine.flow.id, trigger=entry.name, reason="late")
        return
    fed = entry.trigger.kind in FED
    if fed and turn.person.starts >= TRIGGERED_STARTS_PER_DAY_MAX:
        turn.note("refused", flow=entry.machine.flow.id, trigger=entry.name, reason="loop")
        return
    _enter(turn, entered.machine, entered.inputs, entry.trigger.interrupt)
    if fed and not turn.deferred:
        turn.note("trigger", flow=entry.machine.flow.id, trigger=entry.name)
        turn.person = turn.person._replace(starts=turn.person.starts + 1)


def _start(turn: Turn, key: str, payload: Mapping[str, Json]) -> NewInbound:
    return entries.start(turn.row.channel, turn.row.contact, key, payload, turn.now)


def _timer(turn: Turn, payload: dict[str, Json], due_at: datetime) -> Timer:
    contact = turn.person.contact
    return Timer(turn.house.new_id("tmr"), contact.id, contact.phone, turn.row.channel, "", payload, due_at)


# ── what happens to a session ───────────────────────────────────────────────────────────────────────────────────────


def _on_wake(turn: Turn) -> None:
    held = turn.session
    if held and held.id == turn.row.payload["session"]:
        if turn.conversation.held:
            turn.deferred = True  # until the bot goes on
        else:
            turn.advance(held, events.Wake())


def _on_result(turn: Turn) -> None:
    if turn.session:
        if turn.conversation.held:
            turn.deferred = True
        else:
            turn.advance(turn.session, events.Result(**turn.row.payload))


def _on_undelivered(turn: Turn) -> None:
    held, payload = turn.session, turn.row.payload
    if held and held.id == payload["session"] and not turn.conversation.held:  # whoever holds it sees it in the thread
        machine, state = turn.house.library().machine_of(held.session), payload["state"]
        moved = {} if machine is None else machine.flow.moved  # the question may have another name by now
        turn.advance(held, events.Undelivered(moved.get(state, state)))


# ── what agents do ──────────────────────────────────────────────────────────────────────────────────────────────────


def _on_agent(turn: Turn) -> None:
    payload, conversation = turn.row.payload, turn.conversation
    if payload.get("epoch", conversation.epoch) != conversation.epoch:
        return  # somebody has taken it over since
    if payload["did"] == "escalated":
        if turn.session and not conversation.held:
            turn.advance(turn.session, events.AgentClosed(came=False))
        return
    if conversation.handler == PERSON:  # else the desk has seen to it
        turn.change_conversation(handing.given_up(conversation), unread=0)
    if turn.session:
        _DESK[payload["did"]](turn, turn.session)
    turn.freed.add(turn.row.channel)
    if payload["did"] == "closed":
        turn.set_off(turn.house.library().entries("agent_closed"), {"conversation": _shown(conversation)})


def _closed(turn: Turn, held: Held) -> None:
    """A flow that has handed over goes on; one that was cut into has nothing more to ask."""
    blocked = turn.person.contact.blocked_at is not None
    if blocked or (turn.row.payload.get("held") and not turn.waits_for_person(held.session)):
        turn.stop(turn.row.channel, "interrupted")
    else:
        turn.advance(held, events.AgentClosed())


def _handed_back(turn: Turn, held: Held) -> None:
    payload = turn.row.payload
    match payload["how"]:
        case "state":
            turn.advance(held, events.Resume(payload["state"]))
        case "restart":
            _restart(turn, held)
        case _ if turn.waits_for_person(held.session):
            turn.advance(held, events.AgentClosed())
        case _ if payload.get("ask") and held.session.touched_at <= turn.row.received_at:
            turn.advance(held, events.Resume())


def _restart(turn: Turn, held: Held) -> None:
    """Begin the outermost flow anew, in the version that is in force, with what it was given."""
    outermost = [held.session, *held.session.callers][-1]
    machine = turn.house.library().machines.get(outermost.flow)
    if machine is None:
        raise LookupError(f"there is no flow `{outermost.flow}`")
    inputs = {name: outermost.variables.get(name) for name in machine.flow.inputs}
    turn.stop(turn.row.channel, "interrupted")
    turn.begin(machine, inputs)


_DESK: Mapping[str, Callable[[Turn, Held], None]] = {"closed": _closed, "handed_back": _handed_back}


def _shown(conversation: Conversation) -> dict[str, Json]:
    """What an `agent_closed` trigger may name of the conversation that was closed."""
    return {"queue": conversation.queue, "priority": conversation.priority, "labels": list(conversation.labels)}


def _on_carrier_opt_out(turn: Turn) -> None:
    """A carrier says that the person opted out there; after a START that it did not hear it only blocks the number."""
    payload = turn.row.payload
    evidence, channel = consent.Evidence("carrier", payload["detail"], payload["message"]), payload.get("by")
    if channel is not None and is_stale_block(turn.person.suppression, channel):
        consent.block(turn, evidence, channel)
    else:
        consent.opt_out(turn, evidence, confirm=False)


_HANDLERS: Mapping[str, Callable[[Turn], None]] = {
    Kind.MESSAGE: _on_message,
    Kind.START: _on_start,
    Kind.EVENT: _on_event,
    Kind.TRIGGER: _on_trigger,
    Kind.WAKE: _on_wake,
    Kind.RESULT: _on_result,
    Kind.UNDELIVERED: _on_undelivered,
    Kind.OPT_OUT: _on_carrier_opt_out,
    Kind.AGENT: _on_agent,
}
