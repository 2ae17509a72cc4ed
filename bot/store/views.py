"""What the API and the command line read: never written to, never locked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from bot.audience.tree import EVERYBODY, Clock, Filter
from bot.events import Json, MessageStatus
from bot.store import audience
from bot.store.contacts import Contact
from bot.store.dialect import among, constant
from bot.store.tables import consent_event, contact, conversation, message


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as the API shows it."""

    seq: int
    id: str
    conversation_id: str
    recipient: str
    sender: str
    text: str
    message_class: str
    status: str
    error: str | None
    error_detail: str | None
    segments: int
    encoding: str
    channel: str
    provider: str
    provider_id: str | None
    reference: str | None
    request_id: str | None
    program: str | None
    possible_duplicate: bool
    created_at: datetime
    due_at: datetime | None
    expires_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    decision: dict[str, Json] | None
    """What the rules last said about it, if they said more than that it may go."""

    @property
    def held_reason(self) -> str | None:
        """Why it waits."""
        held = self.decision if self.status == MessageStatus.QUEUED else None
        return held["reason"] if held and held["decision"] == "hold" else None


_MESSAGE = [message.c[name] for name in MessageView.__slots__]


def message_by_id(conn: Connection, message_id: str) -> MessageView | None:
    """Return one message."""
    row = conn.execute(select(*_MESSAGE).where(message.c.id == message_id)).one_or_none()
    return None if row is None else MessageView(*row)


def decision(conn: Connection, message_id: str) -> dict[str, Json] | None:
    """Return what the rules last said about a message, if they said more than that it may go."""
    found: dict[str, Json] | None = conn.execute(
        select(message.c.decision).where(message.c.id == message_id)
    ).scalar_one_or_none()
    return found


def messages_by_ids(conn: Connection, ids: Collection[str]) -> list[MessageView]:
    """Return these messages, in the order in which they were written."""
    query = select(*_MESSAGE).where(among(message.c.id, ids)).order_by(message.c.seq)
    return [MessageView(*row) for row in conn.execute(query)]


def messages(conn: Connection, *, to: str | None, before: str | None, limit: int) -> list[MessageView]:
    """Return messages, the newest first, to everybody or one phone; `before` is the id of the last one seen."""
    query = select(*_MESSAGE).order_by(message.c.seq.desc()).limit(limit)
    if to is not None:
        query = query.where(message.c.recipient == to)
    if before is not None:
        query = query.where(message.c.seq < select(message.c.seq).where(message.c.id == before).scalar_subquery())
    return [MessageView(*row) for row in conn.execute(query)]


def scheduled(conn: Connection, conversation_id: str, now: datetime, limit: int) -> list[MessageView]:
    """Return what is to be sent in a conversation at a time that is still to come, the next first."""
    query = select(*_MESSAGE).where(
        message.c.conversation_id == conversation_id,
        message.c.due_at > now,
        message.c.status == constant(MessageStatus.QUEUED),
    )
    return [MessageView(*row) for row in conn.execute(query.order_by(message.c.due_at, message.c.seq).limit(limit))]


def messages_of_request(conn: Connection, request_id: str) -> list[MessageView]:
    """Return all messages of one API request, in its order."""
    query = select(*_MESSAGE).where(message.c.request_id == request_id).order_by(message.c.seq)
    return [MessageView(*row) for row in conn.execute(query)]


class Written(NamedTuple):
    """What a flow said, as it was written to the outbox."""

    id: str
    state: str | None
    text: str
    media: list[str]
    status: str
    secret: bool = False
    """Whether it was kept encrypted: to be compared, and shown to nobody."""


def written_by_sessions(conn: Connection, conversation_id: str) -> dict[str, Written]:
    """Return what flows have said in a conversation, by id."""
    columns = [message.c[name] for name in Written._fields if name != "secret"]
    whose = conversation.join(contact, contact.c.id == conversation.c.contact_id)
    phone = select(contact.c.phone).select_from(whose).where(conversation.c.id == conversation_id).scalar_subquery()
    query = select(*columns).where(
        message.c.recipient == phone,
        message.c.conversation_id == conversation_id,
        message.c.session_id.is_not(None),
    )
    return {row.id: Written(*row) for row in conn.execute(query)}


class ConsentView(NamedTuple):
    """What a person wanted once, and what proves it."""

    seq: int
    kind: str
    source: str
    channel: str
    text: str
    evidence: str
    at: datetime
    row_hash: str


def consents(conn: Connection, person: str, *, until: datetime) -> list[ConsentView]:
    """Return what is recorded of a person up to a moment, the latest first."""
    query = select(*(consent_event.c[name] for name in ConsentView._fields)).where(
        consent_event.c.person == person, consent_event.c.at <= until
    )
    return [ConsentView(*row) for row in conn.execute(query.order_by(consent_event.c.seq.desc()))]


class ConversationView(NamedTuple):
    """Between whom a conversation is."""

    id: str
    phone: str
    channel: str


def conversations(conn: Connection, *, id: str | None = None, phone: str | None = None) -> list[ConversationView]:
    """Return one conversation, or all of a phone's, the oldest first."""
    query = (
        select(conversation.c.id, contact.c.phone, conversation.c.channel)
        .join(contact, contact.c.id == conversation.c.contact_id)
        .where(conversation.c.id == id if phone is None else contact.c.phone == phone)
        .order_by(conversation.c.created_at, conversation.c.id)
    )
    return [ConversationView(*row) for row in conn.execute(query)]


_PERSON = [contact.c[name] for name in Contact._fields]


def person(conn: Connection, contact_id: str) -> Contact | None:
    """Return one contact."""
    row = conn.execute(select(*_PERSON).where(contact.c.id == contact_id)).one_or_none()
    return None if row is None else Contact(*row)


def people(
    conn: Connection,
    *,
    phone: str | None = None,
    tag: str | None = None,
    asked: Filter = EVERYBODY,
    clock: Clock | None = None,
    after: str | None,
    limit: int,
) -> list[Contact]:
    """Return contacts, those met first at the top; `after` is the id of the last one seen.

    `asked` is a filter, `clock` the time that it goes by.
    """
    query = select(*_PERSON).order_by(contact.c.id).limit(limit)
    if phone is not None:
        query = query.where(contact.c.phone == phone)
    if tag is not None:
        query = query.where(audience.tagged(tag))
    if clock is not None:
        query = query.where(audience.condition(conn, asked, clock))
    if after is not None:
        query = query.where(contact.c.id > after)
    return [Contact(*row) for row in conn.execute(query)]
