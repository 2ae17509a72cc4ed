"""People as the console lists them, and what they have talked about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from bot.events import Json
from bot.store import findings
from bot.store.audience import tagged
from bot.store.contacts import Contact
from bot.store.dialect import among
from bot.store.tables import contact, conversation, same_person, session
from bot.store.terms import person_query

TALKS_MAX = 50
FOUND_MAX = 1_000
"""More people than that are found by another word."""


class Talk(NamedTuple):
    """A walk through a flow, or a conversation without one."""

    conversation_id: str
    channel: str
    status: str
    last_at: datetime
    flow: str | None
    outcome: str | None
    started_at: datetime | None
    ended_at: datetime | None


def talks(conn: Connection, contact_ids: Collection[str]) -> list[Talk]:
    """Return the flows that people walked through, by conversation, the newest first."""
    started = func.coalesce(session.c.started_at, conversation.c.created_at)
    columns = (
        conversation.c.id,
        conversation.c.channel,
        conversation.c.status,
        conversation.c.last_at,
        session.c.flow,
        session.c.outcome,
        session.c.started_at,
        session.c.ended_at,
    )
    query = (
        select(*columns)
        .join(session, session.c.conversation_id == conversation.c.id, isouter=True)
        .where(among(conversation.c.contact_id, contact_ids))
        .order_by(started.desc())
        .limit(TALKS_MAX)
    )
    return [Talk(*row) for row in conn.execute(query)]


def session_data(conn: Connection, session_id: str) -> dict[str, Json]:
    """Return a session as it is kept, perhaps encrypted."""
    found: dict[str, Json] = conn.execute(select(session.c.data).where(session.c.id == session_id)).scalar_one()
    return found


_COLUMNS = [contact.c[name] for name in Contact._fields]


def listed(conn: Connection, *, wanted: str, tag: str, after: str, limit: int) -> list[Contact]:
    """Return people, those met last at the top: with what was typed in name or number, and with a tag; each once.

    Whom words belong to is looked up where the inbox looks as well, so it costs the same however many there are. Who
    has just been met is found there a second later.
    """
    others = select(same_person.c.contact_id).where(same_person.c.contact_id == contact.c.id).exists()
    conditions: list[ColumnElement[bool]] = [~others]
    if wanted.strip():
        conditions.append(among(contact.c.id, findings.people(conn, person_query(wanted), FOUND_MAX)))
    if tag:
        conditions.append(tagged(tag))
    if after:
        conditions.append(contact.c.id < after)
    query = select(*_COLUMNS).where(*conditions).order_by(contact.c.id.desc()).limit(limit)
    return [Contact(*row) for row in conn.execute(query)]
