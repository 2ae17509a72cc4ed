"""One row being decided: the person as they will be, and everything that is to be written.

Nothing here touches the database. If deciding fails half-way, the turn is thrown away and nothing of it happened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from bot import events
from bot.engine import moving
from bot.engine.machine import Machine
from bot.engine.nodes import Edge, Kind
from bot.engine.recording import describe, describe_context
from bot.engine.route import Entry, route_tag
from bot.engine.session import Session
from bot.engine.step import Step, new_session, step
from bot.events import Context, Effect, Event, Json
from bot.inbox import entries, handing, secrecy
from bot.inbox.house import House
from bot.inbox.people import Held, Person, names
from bot.outbox.compose import Saying, compose
from bot.outbox.timing import is_answer, timing_of
from bot.providers.channel import Channel
from bot.routing.pool import Picked, is_news, only, pick
from bot.sealing import SEALED
from bot.store.actions import NewAction, Outgoing, request_of
from bot.store.consent import ConsentEvent
from bot.store.contacts import Contact
from bot.store.conversations import PERSON, Conversation
from bot.store.events import LogEntry
from bot.store.inbound import Kind as Inbound
from bot.store.inbound import NewInbound, Pending
from bot.store.messages import Message
from bot.store.timers import Timer

_OWN_COLUMNS = frozenset({"name", "language", "timezone", "country"})


class Turn:
    """The decision about one inbound row."""

    def __init__(self, row: Pending, person: Person, house: House, now: datetime) -> None:
        self.row = row
        self.person = person
        self.house = house
        self.now = now
        self.sessions: dict[str, Held] = {}
        """Sessions that moved, by id."""
        self.messages: list[Message] = []
        self.log: list[LogEntry] = []
        self.actions: list[NewAction] = []
        self.timers: list[Timer] = []
        """In order; one with a key replaces those before it."""
        self.canceled_timers: list[str] = []
        """Keys, taken back before `timers` are set."""
        self.consent: list[ConsentEvent] = []
        self.entries: list[NewInbound] = []
        self.freed: set[str] = set()
        """Channels on which a waiting start may go ahead."""
        self.silenced = False
        """The person opted out: nothing that was queued or scheduled may still happen."""
        self.emptied: dict[str, Json] | None = None
        """What is kept of the row, if what came in is sensitive."""
        self.resumed = False
        """It is known what the person meant: what was held back may go on."""
        self.deferred = False
        """The row itself has to wait until its conversation is free."""
        self._context: tuple[Contact, str, str | None, Context] | None = None
        """The last one made, for whom and where: a turn asks for it several times."""
        self._picked: Picked | None = None
        """The number of the channel that the conversation was begun with, if it was begun now."""

    # ── where we are ────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def channel(self) -> Channel:
        """The channel that the row came by."""
        if self.row.channel not in self.house.channels:
            raise LookupError(f"the settings have no channel `{self.row.channel}` any more")
        return self.house.channels[self.row.channel]

    @property
    def conversation(self) -> Conversation:
        """The conversation that the row belongs to, begun now if there is none."""
        found = self.person.conversations.get(self.row.channel)
        if found is None:
            self._picked = self._pick(self.row.channel, self.texted)
            found = Conversation(
                id=self.house.new_id("cnv"),
                contact_id=self.person.contact.id,
                channel=self.row.channel,
                created_at=self.now,
                last_at=self.now,
                number=self._picked and self._picked.number,
            )
            self.person = self.person.with_conversation(found)
        return found

    @property
    def texted(self) -> str | None:
        """The one of the channel's several numbers that the person has written to, if that is what the row is about."""
        channel, to = self.house.channels.get(self.row.channel), self.row.payload.get("to")
        return to if channel is not None and to in channel.numbers else None

    @property
    def session(self) -> Held | None:
        """The session under way in this conversation."""
        return self.person.sessions.get(self.row.channel)

    @property
    def answers(self) -> bool:
        """Whether what is said now answers what the person has just written; also where a call came in between."""
        match self.row.kind:
            case Inbound.MESSAGE:
                return is_answer(self.row.received_at, self.now)
            case Inbound.RESULT:
                heard = self.conversation.last_at
                return heard > self.conversation.created_at and is_answer(heard, self.now)
        return False

    def context(self, channel: str) -> Context:
        """What templates may name at this moment."""
        contact, made = self.person.contact, self._context
        picked = self._pick(channel)
        number = picked and picked.number
        if made is None or made[0] is not contact or made[1] != channel or made[2] != number:
            made = self._context = (contact, channel, number, self._make_context(channel, number))
        return made[3]

    def _make_context(self, channel: str, number: str | None) -> Context:
        return Context(
            contact=names(self.person.contact, self.house.business),
            business=self.house.business,
            channel={"name": channel, "number": number},
            understands=self.house.understands,
        )

    def _pick(self, name: str, texted: str | None = None) -> Picked | None:
        """Choose the number of a channel that the person hears from; None for a channel that is gone."""
        channel = self.house.channels.get(name)
        if channel is None or not channel.numbers:
            return None if channel is None else only(channel.number)
        conversation = self.person.conversations.get(name)
        known = texted if conversation is None else conversation.number
        return pick(channel, known, self.person.contact.phone, new=conversation is None)

    def change_conversation(self, conversation: Conversation, **changes: Any) -> None:
        """Note that something about a conversation is different."""
        self.person = self.person.with_conversation(conversation._replace(**changes))

    # ── what is done ────────────────────────────────────────────────────────────────────────────────────────────────

    def begin(self, machine: Machine, inputs: Mapping[str, Json]) -> None:
        """Enter a flow."""
        if machine.secrets and self.house.sealer.missing:
            raise LookupError(f"the flow `{machine.flow.id}` asks for something sensitive: {self.house.sealer.missing}")
        conversation = self.conversation
        context = self.context(conversation.channel)
        session = new_session(machine, self.house.new_seed(), self.now, context)
        held = Held(self.house.new_id("ses"), conversation.id, session, new=True)
        self._move(conversation.channel, held, machine, events.Start(inputs))

    def advance(self, held: Held, event: Event) -> None:
        """Let something happen to the session of this conversation."""
        session = held.session
        machine = self.house.library().machine_of(session)
        if machine is None:
            raise LookupError(f"version {session.version} of the flow `{session.flow}` is not stored")
        self._move(self.conversation.channel, held, machine, event)

    def catch_up(self) -> None:
        """Take the session of this conversation along to the version in force, if it may go on there."""
        held = self.session
        library = self.house.library()
        new = None if held is None else library.machines.get(held.session.flow)
        old = None if held is None else library.machine_of(held.session)
        if held is None or old is None or new is None or old is new:
            return
        if (held.session.flow, held.session.version) in library.ahead:
            return  # it is this process that is behind
        context = self.context(self.row.channel)
        session = moving.move(held.session, old, new, self.now, context)
        if session is not None:
            self._keep(self.row.channel, held._replace(session=session))
            self.log.append(self._moved(held, session, context))

    def stop(self, channel: str, outcome: str) -> None:
        """End the session of a channel from outside: also one whose flow is gone, since nobody may be kept in it."""
        held, event = self.person.sessions[channel], events.Stop(outcome)
        machine = self.house.library().machine_of(held.session)
        if machine is not None:
            self._move(channel, held, machine, event)
            return
        session = held.session.copy()
        session.outcome, session.wake_at = outcome, None
        self._settle(_Move(channel, held, event, self.context(channel), Step(session, (events.Finish(outcome),), ())))

    def say(self, saying: Saying) -> Message:
        """Write a message to the outbox, or the refusal of it."""
        conversation, contact, answers = self.conversation, self.person.contact, self.answers
        picked = self._picked or self._pick(self.row.channel)
        if picked is not None and is_news(picked, conversation.number):
            self.change_conversation(conversation, number=picked.number)
        message = compose(
            saying,
            id=self.house.new_id("msg"),
            conversation_id=conversation.id,
            recipient=contact.phone,
            channel=self.channel,
            suppressed=self.person.suppression,
            now=self.now,
            picked=picked,
            answers=answers,
            hours=timing_of(contact, saying.message_class, self.house.hours, self.now, answers=answers),
            content=self.house.content(saying.message_class, saying.text, contact),
        )
        if saying.secret:
            message = message._replace(text=self.house.sealer.seal(message.text, message.id))
        self.messages.append(message)
        return message

    def set_off(self, triggers: Sequence[Entry], names: Mapping[str, Json], channel: str | None = None) -> None:
        """Put what something has set off into the inbox: it starts in its turn, when the conversation is free."""
        phone = self.person.contact.phone
        for entry in triggers:
            key = f"{self.row.seq}:{len(self.entries)}"
            where = channel or self.row.channel
            self.entries.append(entries.trigger(where, phone, key, entry.key, "", names, self.now))

    def note(self, kind: str, **data: Json) -> None:
        """Log something that moved no session."""
        self.log.append(LogEntry(self.conversation.id, None, kind, {"inbound": self.row.seq} | data, self.now))

    # ── one step ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _move(self, channel: str, held: Held, machine: Machine, event: Event) -> None:
        context, library = self.context(channel), self.house.library()
        taken = step(machine, held.session, event, self.now, context, library)
        self._settle(_Move(channel, held, event, context, taken, machine))

    def _settle(self, move: _Move) -> None:
        """Take over what a step has led to."""
        id, conversation_id, _, new, clock = move.held
        self._keep(move.channel, Held(id, conversation_id, move.taken.session, new, clock))
        if move.over:
            self.freed.add(move.channel)
        said = len(self.messages)
        spoken = iter(move.taken.spoken)
        for effect in move.taken.effects:
            made_of = next(spoken, None) if isinstance(effect, events.Say) else None
            self._perform(effect, move, made_of.flow if made_of else move.held.session.flow)
        self._pass_on(move)
        self._record(move, self.messages[said:])

    def _keep(self, channel: str, held: Held) -> None:
        self.sessions[held.id] = held
        self.person = self.person.with_session(channel, None if held.session.outcome is not None else held)

    def _perform(self, effect: Effect, move: _Move, flow: str) -> None:
        """Do what the engine asked for; `flow` is the one in whose file it stands."""
        channel = move.channel
        match effect:
            case events.Say(text, state, media, message_class, secret):
                saying = Saying(text, message_class, media, move.held.id, state, flow=flow, secret=secret)
                self.say(saying)
            case events.SetContact(name, value):
                self._set_contact(name, value)
            case events.TagContact(add, remove):
                had = self.person.contact.tags
                kept = [tag for tag in had if tag not in remove and tag not in add]
                self._change_contact(tags=[*kept, *add])
                self.set_off(route_tag(self.house.library(), [tag for tag in add if tag not in had]), {}, channel)
            case events.LabelConversation(labels):
                conversation = self.person.conversations[channel]
                self.change_conversation(conversation, labels=list(dict.fromkeys([*conversation.labels, *labels])))
            case events.CallHttp() | events.CallAction() | events.SendEmail():
                self._call(effect, move, channel)
            case events.Handoff(queue, note, priority):
                conversation = self.person.conversations[channel]
                waiting = handing.waiting(conversation, self.now)
                self.change_conversation(waiting, queue=queue, note=note, priority=priority, status="open")
            case events.ScheduleFlow(flow, due_at, inputs, key):
                self._schedule(flow, due_at, inputs, key, channel)
            case events.CancelFlow(key):
                self._cancel_timer(key)
            case events.Finish() | events.Problem():
                pass  # both stand in the log entry of the step

    def _set_contact(self, name: str, value: Json) -> None:
        if name in _OWN_COLUMNS:
            self._change_contact(**{name: None if value is None else str(value)})
            return
        fields = {key: kept for key, kept in self.person.contact.fields.items() if key != name}
        self._change_contact(fields=fields if value is None else fields | {name: value})

    def _change_contact(self, **changes: Any) -> None:
        self.person = self.person._replace(contact=self.person.contact._replace(**changes))

    def _call(self, call: Outgoing, move: _Move, channel: str) -> None:
        request = request_of(call)
        if self.house.keeps_secret(move.held.session):
            request = {"kind": request["kind"], SEALED: self.house.sealer.seal(request, secrecy.ACTION)}
        phone = self.person.contact.phone
        self.actions.append(NewAction(call.id, move.held.id, phone, channel, request, self.now, self.now))

    def _schedule(self, flow: str, due_at: datetime, inputs: Mapping[str, Json], key: str, channel: str) -> None:
        self._cancel_timer(key)
        contact = self.person.contact
        payload = entries.start_payload(flow, secrecy.sealed_inputs(self.house, flow, inputs))
        self.timers.append(Timer(self.house.new_id("tmr"), contact.id, contact.phone, channel, key, payload, due_at))

    def _cancel_timer(self, key: str) -> None:
        if not key:
            return  # what has no name cannot be taken back; it is no name that all of it has
        self.canceled_timers.append(key)
        self.timers = [timer for timer in self.timers if timer.key != key]

    def _pass_on(self, move: _Move) -> None:
        """Decide who speaks next: a person while the flow waits for one, or ended with asking for one; else the bot."""
        conversation = self.person.conversations[move.channel]
        asked = any(isinstance(effect, events.Handoff) for effect in move.taken.effects)
        if asked and (move.over or self._waits_for_person(move)):
            self.change_conversation(handing.handed_off(conversation, self.now))
        elif conversation.handler == PERSON and not conversation.held and not self._waits_for_person(move):
            self.change_conversation(handing.given_up(conversation))

    def _waits_for_person(self, move: _Move) -> bool:
        return not move.over and self.waits_for_person(move.taken.session)

    def waits_for_person(self, session: Session) -> bool:
        """Whether the flow itself has handed over to a person, and goes on when that is closed."""
        machine = self.house.library().machine_of(session)
        return machine is not None and machine.nodes[session.state].kind is Kind.HANDOFF

    def _record(self, move: _Move, said: Sequence[Message]) -> None:
        before, session, machine = move.held.session, move.taken.session, move.machine
        data: dict[str, Json] = {
            "inbound": self.row.seq,
            "flow": before.flow,
            "version": before.version if machine is None else machine.flow.version,
            "seed": before.seed,
            "event": describe(move.event),
            "context": describe_context(move.context),
            "from": before.state,
            "to": session.state,
            "said": [message.id for message in said],
            "outcome": session.outcome,
            "entered": [list(entered) for entered in move.taken.entered],
            "path": [_way(edge, before.flow) for edge in move.taken.path],
            "problems": [describe(effect) for effect in move.taken.effects if isinstance(effect, events.Problem)],
        }
        handed = next((effect for effect in move.taken.effects if isinstance(effect, events.Handoff)), None)
        if handed is not None:
            data["handoff"] = describe(handed)
        if isinstance(move.event, events.Start) and self.row.kind == Inbound.MESSAGE:
            heard = self.row.payload  # the engine does not need it: a person reads the log as well
            data |= {"heard": heard["text"]} | ({"media": list(heard["media"])} if heard["media"] else {})
        if self.house.keeps_secret(before):
            hidden = secrecy.hide(data, before, machine, self.house.sealer)
            if hidden is not data:
                self.emptied = secrecy.emptied(self.row.kind, self.row.payload)
            data = hidden
        self.log.append(LogEntry(move.held.conversation_id, move.held.id, "step", data, self.now))

    def _moved(self, held: Held, session: Session, context: Context) -> LogEntry:
        data: dict[str, Json] = {
            "inbound": self.row.seq,
            "flow": session.flow,
            "version": session.version,
            "from_version": held.session.version,
            "context": describe_context(context),
            "from": held.session.state,
            "to": session.state,
        }
        return LogEntry(held.conversation_id, held.id, "moved", data, self.now)


def _way(edge: Edge, flow: str) -> list[Json]:
    """An edge that was taken, for whoever counts: from where, why, whereto, and in which flow if in another one."""
    way: list[Json] = [edge.source, edge.way.value, edge.dest]
    return way if edge.flow in ("", flow) else [*way, edge.flow]


class _Move(NamedTuple):
    """A step that was taken, and where."""

    channel: str
    held: Held
    event: Event
    context: Context
    taken: Step
    machine: Machine | None = None
    """Of the session as it was; None if the flow is gone, and the session could only be ended."""

    @property
    def over(self) -> bool:
        return self.taken.session.outcome is not None
