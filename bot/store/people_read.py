"""People as the console lists them, and what they have talked about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, String, cast, func, literal, select, tuple_

from bot.events import Json
from bot.store.contacts import Contact
from bot.store.dialect import among
from bot.store.tables import contact, conversation, same_person, session

TALKS_MAX = 50


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


class Place(NamedTuple):
    """How far a list has been read: it goes by name, those without one last, and then by id."""

    name: str
    id: str


_COLUMNS = [contact.c[name] for name in Contact._fields]
_NAME = func.lower(func.coalesce(contact.c.name, "\U0010ffff"))
"""Who has no name comes behind everybody who has."""


def listed(conn: Connection, *, wanted: str, tag: str, after: Place | None, limit: int) -> list[tuple[Contact, Place]]:
    """Return people by name: those with what was typed in name or number, and with a tag; each person once."""
    others = select(same_person.c.contact_id).where(same_person.c.contact_id == contact.c.id).exists()
    conditions: list[ColumnElement[bool]] = [~others, *_found(wanted), *([_tagged(tag)] if tag else [])]
    if after is not None:
        conditions.append(tuple_(_NAME, contact.c.id) > tuple_(literal(after.name), literal(after.id)))
    query = select(*_COLUMNS, _NAME).where(*conditions).order_by(_NAME, contact.c.id).limit(limit)
    return [(Contact(*row[:-1]), Place(row[-1], row[0])) for row in conn.execute(query)]


def _found(wanted: str) -> list[ColumnElement[bool]]:
    """Every word of it is in the name, or its digits in the number."""
    words = wanted.split()
    digits = "".join(filter(str.isdigit, wanted))
    if len(digits) >= 3 and not any(char.isalpha() for char in wanted):
        return [contact.c.phone.contains(digits, autoescape=True)]
    return [func.lower(contact.c.name).contains(word.lower(), autoescape=True) for word in words]


def _tagged(tag: str) -> ColumnElement[bool]:
    """The tags are a document: the one that is meant stands in it with its quotes around it."""
    return cast(contact.c.tags, String).contains(f'"{tag}"', autoescape=True)
