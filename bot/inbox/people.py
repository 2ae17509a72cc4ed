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
    people = {
        phone: Person(
            contact=known[phone] if phone in known else meet(phone, house.new_id("ctc"), now),
            key=keys[phone],
            known=phone in known,
            suppression=suppressed.get(keys[phone]),
        )
        for phone in phones
    }
    return _with_conversations(conn, people, [contact.id for contact in known.values()], house)


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


def _with_conversations(
    conn: Connection, people: dict[str, Person], contact_ids: Collection[str], house: House
) -> dict[str, Person]:
    phones = {person.contact.id: phone for phone, person in people.items()}
    found = conversations.find(conn, contact_ids)
    owners = {conversation.id: conversation for conversation in found}
    for conversation in found:
        phone = phones[conversation.contact_id]
        people[phone] = people[phone].with_conversation(conversation)
    for active in conversations.active_sessions(conn, list(owners)):
        conversation = owners[active.conversation_id]
        phone = phones[conversation.contact_id]
        held = Held(active.id, active.conversation_id, house.sessions.read(active.data), clock=active.wake_at)
        people[phone] = people[phone].with_session(conversation.channel, held)
    return people


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
