"""What the desk writes and looks up in a conversation. Whoever calls holds the person's part."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select, update

from bot.events import MessageClass, MessageStatus
from bot.store.conversations import PERSON, Conversation
from bot.store.dialect import among, constant
from bot.store.tables import contact, conversation, event, message, note

_QUEUED, _SENDING, _UNKNOWN = (
    constant(status) for status in (MessageStatus.QUEUED, MessageStatus.SENDING, MessageStatus.UNKNOWN)
)
_COLUMNS = [conversation.c[name] for name in Conversation._fields]


def phone_of(conn: Connection, conversation_id: str) -> str | None:
    """Return whose conversation it is, without holding anything."""
    whose = contact.join(conversation, conversation.c.contact_id == contact.c.id)
    found: str | None = conn.execute(
        select(contact.c.phone).select_from(whose).where(conversation.c.id == conversation_id)
    ).scalar_one_or_none()
    return found


def hold(conn: Connection, conversation_id: str) -> Conversation | None:
    """Return a conversation, held until the transaction ends."""
    query = select(*_COLUMNS).where(conversation.c.id == conversation_id).with_for_update()
    row = conn.execute(query).one_or_none()
    return None if row is None else Conversation(*row)


def find(conn: Connection, conversation_id: str) -> Conversation | None:
    """Return a conversation as it is."""
    row = conn.execute(select(*_COLUMNS).where(conversation.c.id == conversation_id)).one_or_none()
    return None if row is None else Conversation(*row)


# ── what the bot has said and not sent ──────────────────────────────────────────────────────────────────────────────


def _of_bot() -> ColumnElement[bool]:
    """What a flow says; the answers to STOP, START and HELP are no flow's, and the law wants them."""
    return and_(message.c.session_id.is_not(None), message.c.message_class != MessageClass.CONSENT)


def cancel_bot(conn: Connection, conversation_id: str, reason: str) -> list[str]:
    """Take back what the bot has not sent yet in a conversation; return which messages those were."""
    waiting = and_(
        message.c.conversation_id == conversation_id,
        message.c.due_at.is_not(None),
        message.c.status == _QUEUED,
        _of_bot(),
    )
    values = {"status": MessageStatus.CANCELED, "error": reason, "due_at": None}
    return list(conn.execute(update(message).where(waiting).values(values).returning(message.c.id)).scalars())


def bot_in_flight(conn: Connection, conversation_id: str) -> list[str]:
    """Return what the bot has said in a conversation that is on the wire, or may be, and can still arrive."""
    query = select(message.c.id).where(
        message.c.conversation_id == conversation_id,
        message.c.due_at.is_not(None),
        message.c.status.in_([_SENDING, _UNKNOWN]),
        _of_bot(),
    )
    return list(conn.execute(query.order_by(message.c.seq)).scalars())


def silenced(conn: Connection, seqs: Collection[int]) -> list[int]:
    """Return which of these messages the bot may not send, because a person has taken the conversation over."""
    query = (
        select(message.c.seq)
        .join(conversation, conversation.c.id == message.c.conversation_id)
        .where(
            among(message.c.seq, seqs),
            _of_bot(),
            conversation.c.handler == constant(PERSON),
            conversation.c.taken_at.is_not(None),
        )
    )
    return list(conn.execute(query).scalars()) if seqs else []


# ── single messages ─────────────────────────────────────────────────────────────────────────────────────────────────


class Waiting(NamedTuple):
    """A message, as far as taking it back needs to know it."""

    conversation_id: str
    status: str
    author: str | None


def message_of(conn: Connection, message_id: str) -> Waiting | None:
    """Return whose conversation a message is in, and how far it got."""
    columns = (message.c.conversation_id, message.c.status, message.c.author)
    row = conn.execute(select(*columns).where(message.c.id == message_id)).one_or_none()
    return None if row is None else Waiting(*row)


def newest_event(conn: Connection, conversation_id: str) -> int:
    """Return the number of the last thing that happened in a conversation; 0 where nothing did."""
    found: int | None = conn.execute(
        select(func.max(event.c.seq)).where(event.c.conversation_id == conversation_id)
    ).scalar_one()
    return found or 0


# ── notes ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class Note(NamedTuple):
    """What an agent wrote for the others."""

    id: str
    conversation_id: str
    author: str
    author_name: str
    text: str
    mentions: Sequence[str]
    created_at: datetime


def add_note(conn: Connection, given: Note) -> None:
    """Keep a note."""
    conn.execute(insert(note), given._asdict())


def notes(conn: Connection, ids: Collection[str]) -> dict[str, Note]:
    """Return these notes, by id."""
    columns = [note.c[name] for name in Note._fields]
    rows = conn.execute(select(*columns).where(among(note.c.id, ids))) if ids else ()
    return {row.id: Note(*row) for row in rows}
