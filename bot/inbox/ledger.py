"""Everything that a batch decided, gathered so that each table is written once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.compliance.gate import PAUSED
from bot.compliance.standing import Kind
from bot.events import Json, MessageClass, MessageStatus
from bot.inbox import plans
from bot.inbox.house import House
from bot.inbox.people import Held, Person
from bot.inbox.turn import Turn
from bot.limits import DISCLOSURE_CHARS_MAX
from bot.sealing import shown as seen
from bot.store import actions, addressed, consent, contacts, conversations, events, inbound, messages, timers
from bot.store.actions import NewAction
from bot.store.consent import ConsentEvent
from bot.store.conversations import SessionRecord
from bot.store.events import LogEntry
from bot.store.inbound import NewInbound
from bot.store.messages import Message
from bot.store.timers import Timer


@dataclass(slots=True)
class Ledger:
    """What is to be written. Turns are taken in the order of their rows."""

    done: list[int] = field(default_factory=list)
    deferred: list[int] = field(default_factory=list)
    waiting: dict[int, datetime] = field(default_factory=dict)
    """Rows that wait for the rest of a long text, each until its time."""
    parked: dict[int, str] = field(default_factory=dict)
    emptied: dict[int, dict[str, Json]] = field(default_factory=dict)
    """What is kept of rows that held something sensitive."""
    entries: list[NewInbound] = field(default_factory=list)
    sessions: dict[str, Held] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    log: list[LogEntry] = field(default_factory=list)
    actions: list[NewAction] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    canceled_timers: set[tuple[str, str]] = field(default_factory=set)
    consent: list[ConsentEvent] = field(default_factory=list)
    freed: set[tuple[str, str]] = field(default_factory=set)
    silenced: dict[str, str] = field(default_factory=dict)
    """Contact id → phone of those who opted out."""
    resumed: set[str] = field(default_factory=set)
    """The contacts to whom what was held back may go."""

    def take(self, turn: Turn, pieces: Collection[int] = ()) -> None:
        """Add what a turn decided; `pieces` are the other rows of a text that came in several."""
        contact = turn.person.contact
        if turn.silenced:
            self._silence(contact.id, contact.phone)
        if turn.resumed:
            self.resumed.add(contact.id)
        (self.deferred if turn.deferred else self.done).append(turn.row.seq)
        if turn.emptied is not None and not turn.deferred:
            self.emptied |= dict.fromkeys([turn.row.seq, *pieces], turn.emptied)
        if turn.canceled_timers:
            self._take_back({(contact.id, key) for key in turn.canceled_timers})
        self.timers += turn.timers
        self.sessions |= turn.sessions
        self.messages += turn.messages
        self.log += turn.log
        self.actions += turn.actions
        self.entries += turn.entries
        self.consent += turn.consent
        self.freed |= {(contact.phone, channel) for channel in turn.freed}

    def _take_back(self, canceled: set[tuple[str, str]]) -> None:
        self.timers = [timer for timer in self.timers if (timer.contact_id, timer.key) not in canceled]
        self.canceled_timers |= canceled

    def _silence(self, contact_id: str, phone: str) -> None:
        """Take back what earlier rows of this batch have queued; `write` does it for what older batches have."""
        self.silenced[contact_id] = phone
        self.timers = [timer for timer in self.timers if timer.contact_id != contact_id]
        self.entries = [entry for entry in self.entries if entry.contact != phone]
        self.messages = [
            message._replace(status=MessageStatus.CANCELED, due_at=None, error="opted_out")
            if message.recipient == phone and _may_be_taken_back(message)
            else message
            for message in self.messages
        ]


def _may_be_taken_back(message: Message) -> bool:
    return message.status is MessageStatus.QUEUED and message.message_class is not MessageClass.CONSENT


def write(
    conn: Connection,
    ledger: Ledger,
    before: Mapping[str, Person],
    after: Mapping[str, Person],
    house: House,
    now: datetime,
) -> None:
    """Write a batch, in its caller's transaction; what older batches left for those who opted out goes first."""
    addressed.cancel_queued(conn, list(ledger.silenced), "opted_out")
    timers.remove_all(conn, list(ledger.silenced))
    inbound.withdraw(conn, list(ledger.silenced.values()), now)
    addressed.release(conn, sorted(ledger.resumed), PAUSED, now)
    _note_what_is_on_the_wire(conn, ledger, now)
    _add_what_was_shown(conn, ledger, after)
    inbound.finish(conn, ledger.done, now)  # whoever follows hears of a text before what it has led to
    _write_people(conn, before, after, now)
    _write_sessions(conn, ledger.sessions, house, now)
    messages.add(conn, ledger.messages)
    events.add(conn, ledger.log)
    actions.add(conn, ledger.actions)
    timers.remove(conn, ledger.canceled_timers)
    timers.add(conn, ledger.timers)
    _write_plans(conn, ledger, before, after, house, now)
    consent.add(conn, ledger.consent)
    inbound.append(conn, ledger.entries)
    inbound.empty(conn, ledger.emptied)
    inbound.defer(conn, ledger.deferred)
    inbound.wait(conn, ledger.waiting)
    inbound.park(conn, ledger.parked, now)
    inbound.release(conn, ledger.freed)


def _note_what_is_on_the_wire(conn: Connection, ledger: Ledger, now: datetime) -> None:
    """Say of those who opted out in this batch what had left already: it may still arrive, and can be explained."""
    leaving: dict[str, list[str]] = {}
    for contact_id, conversation_id, id in addressed.on_the_wire(conn, list(ledger.silenced)):
        leaving.setdefault(contact_id, []).append(id)
        ledger.log.append(LogEntry(conversation_id, None, "after_optout_inflight", {"message": id}, now))
    ledger.consent = [
        replace(event, details={**event.details, "inflight": leaving[event.contact_id]})
        if event.kind == Kind.OUT and not event.scope and event.contact_id in leaving
        else event
        for event in ledger.consent
    ]


def _add_what_was_shown(conn: Connection, ledger: Ledger, after: Mapping[str, Person]) -> None:
    """Consent that a flow asked for comes with all that the flow had said until then, word for word."""
    phones = {person.contact.id: phone for phone, person in after.items()}
    for place, event in enumerate(ledger.consent):
        session = event.details.get("session")
        shown = addressed.said_by(conn, phones[event.contact_id], session) if session else []
        if shown:
            ids, texts = zip(*shown, strict=True)
            disclosure = "\n".join(map(seen, texts))[:DISCLOSURE_CHARS_MAX]
            ledger.consent[place] = replace(event, disclosure=disclosure, details={**event.details, "shown": list(ids)})


def _write_people(conn: Connection, before: Mapping[str, Person], after: Mapping[str, Person], now: datetime) -> None:
    contacts.add(conn, [person.contact for person in after.values() if not person.known])
    changed = [
        person.contact
        for phone, person in after.items()
        if person.known and person.contact is not before[phone].contact
    ]
    contacts.save(conn, changed, now)
    contacts.set_suppression(
        conn,
        {
            person.key: person.suppression
            for phone, person in after.items()
            if person.suppression != before[phone].suppression
        },
    )
    _write_conversations(conn, before, after)


def _write_plans(
    conn: Connection,
    ledger: Ledger,
    before: Mapping[str, Person],
    after: Mapping[str, Person],
    house: House,
    now: datetime,
) -> None:
    """Move what the clock sets off for people who are another than before; whoever was silenced has nothing left."""
    changes, notes = [], []
    for phone, person in after.items():
        was = before[phone]
        silenced = person.contact.id in ledger.silenced
        if silenced or person.contact is not was.contact or person.suppression != was.suppression or not person.known:
            change = plans.change(was, person)
            changes.append(change._replace(before=None) if silenced else change)
            notes += plans.notes(was, person, house, now)
    plans.follow(conn, changes, house, now)
    events.add(conn, notes)


def _write_conversations(conn: Connection, before: Mapping[str, Person], after: Mapping[str, Person]) -> None:
    new, changed = [], []
    for phone, person in after.items():
        for channel, conversation in person.conversations.items():
            known = before[phone].conversations.get(channel)
            if known is None:
                new.append(conversation)
            elif known is not conversation:
                changed.append((known, conversation))
    conversations.add(conn, new)
    conversations.save_changed(conn, changed)


def _write_sessions(conn: Connection, sessions: Mapping[str, Held], house: House, now: datetime) -> None:
    """Sessions that are over go first: a conversation has at most one that is not."""
    records = [(held.new, record(held, house, now)) for held in sessions.values()]
    conversations.save_sessions(conn, [record for new, record in records if not new])
    conversations.add_sessions(conn, [record for new, record in records if new])


def record(held: Held, house: House, now: datetime) -> SessionRecord:
    """What is stored of a session."""
    session = held.session
    return SessionRecord(
        id=held.id,
        conversation_id=held.conversation_id,
        flow=session.flow,
        version=session.version,
        state=session.state,
        data=house.sessions.write(session, secret=house.keeps_secret(session)),
        callers=[[caller.flow, caller.version] for caller in session.callers] or None,
        wake_at=_clock(held, now),
        outcome=session.outcome,
        started_at=session.started_at,
        ended_at=None if session.outcome is None else now,
    )


def _clock(held: Held, now: datetime) -> datetime | None:
    """When the session is to be looked at: as it is in the database, unless that would be too late or is over."""
    needed = held.session.wake_at
    return held.clock if needed and held.clock and now < held.clock <= needed else needed
