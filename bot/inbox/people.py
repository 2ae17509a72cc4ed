"""Who the rows of a batch are about: everything that deciding needs, loaded in a handful of statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from bot.compliance.standing import Suppression
from bot.engine.session import Session
from bot.events import Json
from bot.inbox.house import House
from bot.phone import country_of, timezones
from bot.store import addressed, contacts, conversations, events
from bot.store.contacts import Contact
from bot.store.conversations import Conversation


class Held(NamedTuple):
    """A session that is under way, or was until this batch."""

    id: str
    conversation_id: str
    session: Session
    new: bool = False
    """Whether this batch began it."""
    clock: datetime | None = None
    """When the database will have it looked at."""


class Person(NamedTuple):
    """A contact with all conversations, by channel. Decisions make a new one; nothing in it is ever changed."""

    contact: Contact
    key: str
    """The name that suppressions know the phone by."""
    known: bool = True
    """Whether the contact is in the database."""
    suppression: Suppression | None = None
    conversations: Mapping[str, Conversation] = {}
    sessions: Mapping[str, Held] = {}
    starts: int = 0
    """How many flows tags and closings have started in the last day; counted where it may matter."""
    program: str | None = None
    """Which programme the newest message to them belongs to; looked up where somebody says STOP."""

    def with_conversation(self, conversation: Conversation) -> Person:
        """Replace what is known of one conversation."""
        contact, key, known, suppression, conversations, sessions, starts, program = self
        together = {**conversations, conversation.channel: conversation}
        return Person(contact, key, known, suppression, together, sessions, starts, program)

    def with_session(self, channel: str, held: Held | None) -> Person:
        """Replace the session of one channel; None when it is over."""
        contact, key, known, suppression, conversations, sessions, starts, program = self
        kept = {name: other for name, other in sessions.items() if name != channel}
        if held is not None:
            kept[channel] = held
        return Person(contact, key, known, suppression, conversations, kept, starts, program)


def load(conn: Connection, phones: Collection[str], house: House, now: datetime) -> dict[str, Person]:
    """Return the person behind each phone; those that were never met before are made, but not yet written."""
    known = contacts.find(conn, phones)
    keys = {phone: contacts.person_key(house.secret, phone) for phone in phones}
    suppressed = contacts.suppressed(conn, list(keys.values()))
    found, sessions = _conversations(conn, [contact.id for contact in known.values()], house)
    people = {}
    for phone, key in keys.items():
        contact = known.get(phone)
        if contact is None:
            people[phone] = Person(meet(phone, house.new_id("ctc"), now), key, False, suppressed.get(key))
        else:
            theirs = found.get(contact.id, {}), sessions.get(contact.id, {})
            people[phone] = Person(contact, key, True, suppressed.get(key), *theirs)
    return people


def count_starts(
    conn: Connection, people: Mapping[str, Person], phones: Collection[str], now: datetime
) -> dict[str, Person]:
    """Return those behind these phones, with how many flows have started by themselves."""
    counted = {phone: [conversation.id for conversation in people[phone].conversations.values()] for phone in phones}
    ids = [id for owned in counted.values() for id in owned]
    starts = events.count(conn, ids, "trigger", now - timedelta(days=1))
    return {
        phone: people[phone]._replace(starts=sum(starts.get(id, 0) for id in owned)) for phone, owned in counted.items()
    }


def find_programs(conn: Connection, people: Mapping[str, Person], phones: Collection[str]) -> dict[str, Person]:
    """Return those behind these phones, with the programme that the newest message to them belongs to."""
    found = addressed.last_programs(conn, phones) if phones else {}
    return {phone: people[phone]._replace(program=found.get(phone)) for phone in phones}


def meet(phone: str, id: str, now: datetime) -> Contact:
    """Make the contact for a phone: what its number gives away is known from the start."""
    zones = timezones(phone)
    return Contact(
        id=id,
        phone=phone,
        created_at=now,
        timezone=zones[0] if len(zones) == 1 else None,
        country=country_of(phone),
    )


def _conversations(
    conn: Connection, contact_ids: Collection[str], house: House
) -> tuple[dict[str, dict[str, Conversation]], dict[str, dict[str, Held]]]:
    """Return the conversations of contacts, and the sessions in them: by contact, and then by channel."""
    found = {conversation.id: conversation for conversation in conversations.find(conn, contact_ids)}
    theirs: dict[str, dict[str, Conversation]] = {}
    for conversation in found.values():
        theirs.setdefault(conversation.contact_id, {})[conversation.channel] = conversation
    sessions: dict[str, dict[str, Held]] = {}
    for id, conversation_id, data, wake_at in conversations.active_sessions(conn, list(found)):
        conversation = found[conversation_id]
        held = Held(id, conversation_id, house.sessions.read(data), False, wake_at)
        sessions.setdefault(conversation.contact_id, {})[conversation.channel] = held
    return theirs, sessions


def names(contact: Contact, business: Mapping[str, Json]) -> dict[str, Json]:
    """Return what templates may say about a contact."""
    first_name = contact.name.split()[0] if contact.name and contact.name.strip() else None
    return {
        "first_name": first_name,
        **contact.fields,
        "id": contact.id,
        "phone": contact.phone,
        "name": contact.name,
        "language": contact.language or business.get("language"),
        "timezone": contact.timezone or business.get("timezone"),
        "country": contact.country or business.get("country"),
        "tags": list(contact.tags),
    }
