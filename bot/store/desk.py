"""What the desk writes and looks up in a conversation. Whoever calls holds the person's part."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update

from bot.events import MessageClass, MessageStatus
from bot.store.bulk import insert_rows
from bot.store.conversations import PERSON, Conversation
from bot.store.dialect import among, constant
from bot.store.tables import contact, conversation, event, message, note, notice

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


def of_contact(conn: Connection, contact_id: str) -> list[str]:
    """Return the conversations of a contact, the one in touch last first."""
    query = select(conversation.c.id).where(conversation.c.contact_id == contact_id)
    return list(conn.execute(query.order_by(conversation.c.last_at.desc(), conversation.c.id)).scalars())


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


class Speakable(NamedTuple):
    """Which of the bot's messages may go on; the others are asked about another time."""

    free: set[int]
    silenced: list[int]
    """A person has the conversation by now."""


def speakable(conn: Connection, seqs: Collection[int]) -> Speakable:
    """Look whether messages may still be sent, and let nobody take the free ones over until the transaction ends.

    What cannot be held at once is neither: whoever holds it may be taking it over, and waits for nobody here.
    """
    if not seqs:
        return Speakable(set(), [])
    query = (
        select(message.c.seq)
        .join(conversation, conversation.c.id == message.c.conversation_id)
        .where(among(message.c.seq, seqs))
    )
    held = and_(_of_bot(), conversation.c.handler == constant(PERSON), conversation.c.taken_at.is_not(None))
    silenced = list(conn.execute(query.where(held)).scalars())
    free = query.where(~held).with_for_update(read=True, of=conversation, skip_locked=True)
    return Speakable(set(conn.execute(free).scalars()), silenced)


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


# ── what the clock and the queues see to ────────────────────────────────────────────────────────────────────────────


class Due(NamedTuple):
    """What a time has come for, by conversation."""

    snoozed: list[str]
    paused: list[str]


def due(conn: Connection, now: datetime, limit: int) -> Due:
    """Return what was put away until now, and where the bot is to go on now."""
    snoozed = select(conversation.c.id).where(conversation.c.snoozed_until <= now).limit(limit)
    paused = select(conversation.c.id).where(conversation.c.bot_paused_until <= now).limit(limit)
    return Due(list(conn.execute(snoozed).scalars()), list(conn.execute(paused).scalars()))


def waiting(conn: Connection, limit: int) -> list[Conversation]:
    """Return what waits for a person to come, those who wait the longest first."""
    query = select(*_COLUMNS).where(
        conversation.c.handler == constant(PERSON),
        conversation.c.taken_at.is_(None),
        conversation.c.status == constant("open"),
    )
    return [Conversation(*row) for row in conn.execute(query.order_by(conversation.c.handed_at).limit(limit))]


def unanswered_by_bot(conn: Connection, limit: int) -> list[Conversation]:
    """Return what the bot has and cannot answer, and nobody was told of yet."""
    query = select(*_COLUMNS).where(
        conversation.c.needs_reply_since.is_not(None),
        conversation.c.handler != constant(PERSON),
        conversation.c.status == constant("open"),
        or_(
            conversation.c.noticed_at.is_(None),
            conversation.c.noticed_at < conversation.c.needs_reply_since,
        ),
    )
    return [Conversation(*row) for row in conn.execute(query.order_by(conversation.c.needs_reply_since).limit(limit))]


class Waits(NamedTuple):
    """How many wait in a queue, and since when the first of them."""

    queue: str
    people: int
    since: datetime | None


def queue_lengths(conn: Connection) -> list[Waits]:
    """Count what waits for a person to come, by queue."""
    queue = func.coalesce(conversation.c.queue, "")
    query = (
        select(queue, func.count(), func.min(conversation.c.handed_at, type_=conversation.c.handed_at.type))
        .where(conversation.c.handler == constant(PERSON), conversation.c.taken_at.is_(None))
        .where(conversation.c.status == constant("open"))
        .group_by(queue)
        .order_by(queue)
    )
    return [Waits(*row) for row in conn.execute(query)]


# ── notices ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class Notice(NamedTuple):
    """Somebody is to know of something."""

    id: str
    recipient: str
    kind: str
    conversation_id: str
    by_name: str
    created_at: datetime
    seen_at: datetime | None = None
    mailed_at: datetime | None = None


_NOTICE = [notice.c[name] for name in Notice._fields]


def add_notices(conn: Connection, given: Sequence[Notice]) -> None:
    """Keep notices."""
    insert_rows(conn, notice, Notice._fields, given)


def notices(conn: Connection, recipient: str, limit: int) -> list[Notice]:
    """Return what somebody was told last, the newest first."""
    query = select(*_NOTICE).where(notice.c.recipient == recipient).order_by(notice.c.id.desc()).limit(limit)
    return [Notice(*row) for row in conn.execute(query)]


def mark_noticed(conn: Connection, conversation_id: str, now: datetime) -> None:
    """Note that people were told that a conversation needs one of them."""
    conn.execute(update(conversation).where(conversation.c.id == conversation_id).values(noticed_at=now))


def see_notices(conn: Connection, recipient: str, conversation_id: str | None, now: datetime) -> int:
    """Note that somebody has seen what they were told, of one conversation or of all."""
    unseen = and_(notice.c.recipient == recipient, notice.c.seen_at.is_(None))
    if conversation_id is not None:
        unseen = and_(unseen, notice.c.conversation_id == conversation_id)
    return int(conn.execute(update(notice).where(unseen).values(seen_at=now)).rowcount)


def unsent_notices(conn: Connection, limit: int) -> list[Notice]:
    """Return what may still be to be mailed, the oldest first."""
    query = select(*_NOTICE).where(notice.c.mailed_at.is_(None)).order_by(notice.c.id).limit(limit)
    return [Notice(*row) for row in conn.execute(query.with_for_update(skip_locked=True))]


def mark_mailed(conn: Connection, ids: Collection[str], now: datetime) -> None:
    """Note that these are not to be mailed any more."""
    if ids:
        conn.execute(update(notice).where(among(notice.c.id, ids)).values(mailed_at=now))
