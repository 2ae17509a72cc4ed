"""The messages to a person, as consent has to do with them: taken back, held, let go, looked through."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, null, select, update

from bot.events import MessageClass, MessageStatus
from bot.store.dialect import among, constant
from bot.store.messages import TEXT_AFTERWARDS
from bot.store.tables import conversation, message

_QUEUED, _SENDING, _UNKNOWN = (
    constant(status) for status in (MessageStatus.QUEUED, MessageStatus.SENDING, MessageStatus.UNKNOWN)
)


def cancel_queued(conn: Connection, contact_ids: Collection[str], reason: str) -> None:
    """Take back what these contacts have not been sent yet, except confirmations of their own STOP, START and HELP."""
    if contact_ids:
        theirs = select(conversation.c.id).where(among(conversation.c.contact_id, contact_ids))
        statement = update(message).where(
            message.c.conversation_id.in_(theirs),
            message.c.due_at.is_not(None),
            message.c.status == _QUEUED,
            message.c.message_class != MessageClass.CONSENT,
        )
        gone = {"status": MessageStatus.CANCELED, "error": reason, "due_at": None, "text": TEXT_AFTERWARDS}
        conn.execute(statement.values(gone))


def release(conn: Connection, contact_ids: Collection[str], reason: str, now: datetime) -> None:
    """Let go on what was held back from these contacts."""
    if contact_ids:
        theirs = select(conversation.c.id).where(among(conversation.c.contact_id, contact_ids))
        statement = update(message).where(
            message.c.conversation_id.in_(theirs),
            message.c.due_at.is_not(None),
            message.c.status == _QUEUED,
            message.c.decision["reason"].as_string() == reason,
        )
        conn.execute(statement.values(due_at=now, decision=null()))


def on_the_wire(conn: Connection, contact_ids: Collection[str]) -> list[tuple[str, str, str]]:
    """Return contact, conversation and id of what is being handed to a provider, or was with unknown outcome."""
    if not contact_ids:
        return []
    query = (
        select(conversation.c.contact_id, message.c.conversation_id, message.c.id)
        .join(message, message.c.conversation_id == conversation.c.id)
        .where(among(conversation.c.contact_id, contact_ids), message.c.due_at.is_not(None))
        .where(message.c.status.in_([_SENDING, _UNKNOWN]), message.c.message_class != MessageClass.CONSENT)
        .order_by(message.c.seq)
    )
    return [(contact_id, thread, id) for contact_id, thread, id in conn.execute(query)]


def said_by(conn: Connection, phone: str, session_id: str) -> list[tuple[str, str]]:
    """Return id and text of what a session has said to a phone, and was not taken back, in its order."""
    query = (
        select(message.c.id, message.c.text)
        .where(message.c.recipient == phone, message.c.session_id == session_id)
        .where(message.c.status.not_in([MessageStatus.REFUSED, MessageStatus.CANCELED]))
        .order_by(message.c.seq)
    )
    return [(row.id, row.text) for row in conn.execute(query)]


def last_programs(conn: Connection, phones: Collection[str]) -> dict[str, str | None]:
    """Return which programme the newest message to each of these phones belongs to, if any."""
    newest = (
        select(func.max(message.c.seq))
        .where(among(message.c.recipient, phones), message.c.message_class != MessageClass.CONSENT)
        .group_by(message.c.recipient)
    )
    query = select(message.c.recipient, message.c.program).where(message.c.seq.in_(newest))
    return {row.recipient: row.program for row in conn.execute(query)} if phones else {}


_LAST_HOME = (
    select(func.coalesce(message.c.moved_from, message.c.channel))
    .where(
        message.c.recipient == bindparam("recipient"), message.c.channel == bindparam("channel"), message.c.attempts > 0
    )
    .order_by(message.c.seq.desc())
    .limit(1)
)


def last_home(conn: Connection, recipient: str, channel: str) -> str | None:
    """Return the channel of the conversation of which a person last got something by this channel."""
    home: str | None = conn.execute(_LAST_HOME, {"recipient": recipient, "channel": channel}).scalar_one_or_none()
    return home
