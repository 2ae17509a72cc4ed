"""Contacts with whom nothing has happened for long: nothing heard, sent or changed, and nothing is to come."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, and_, func, or_, select

from bot.store.dialect import among, constant
from bot.store.tables import (
    broadcast,
    broadcast_recipient,
    consent_event,
    contact,
    conversation,
    inbound,
    message,
    same_person,
    session,
    timer,
)

ROWS_A_PAGE: Final = 200
_UNDONE: Final = [constant(status) for status in ("new", "deferred", "partial", "parked")]
_ENDED: Final = ("done", "canceled")


class Quiet(NamedTuple):
    """A contact that nobody has heard of since."""

    id: str
    phone: str
    sent_at: datetime | None
    """When the last message to them was written."""


class Page(NamedTuple):
    """Some contacts, in the order of their ids."""

    phones: Sequence[str]
    """All of them."""
    idle: Sequence[Quiet]
    after: str | None
    """Where the next page begins; None at the end."""


def page(
    conn: Connection, before: datetime, after: str, person: Callable[[str], str], limit: int = ROWS_A_PAGE
) -> Page:
    """Look at some contacts; `person` is the keyed name of a phone."""
    query = select(contact.c.id, contact.c.phone).where(contact.c.id > after).order_by(contact.c.id).limit(limit)
    rows = conn.execute(query).all()
    found = of(conn, [row.id for row in rows], before, person)
    return Page([row.phone for row in rows], found, rows[-1].id if len(rows) == limit else None)


def of(conn: Connection, ids: Collection[str], before: datetime, person: Callable[[str], str]) -> list[Quiet]:
    """Return those of some contacts that are idle; whoever is one person with others is so only together with them."""
    whole = _together(conn, ids)
    quiet = {
        one.id: one for one in _quiet(conn, {*ids, *(other for group in whole.values() for other in group)}, before)
    }
    awake = _spoken_of(conn, {person(one.phone): one.id for one in quiet.values()}, before)
    asleep = quiet.keys() - awake
    return [quiet[id] for id in ids if id in asleep and whole.get(id, frozenset()) <= asleep]


def _quiet(conn: Connection, ids: Collection[str], before: datetime) -> list[Quiet]:
    last = (
        select(message.c.created_at)
        .where(message.c.recipient == contact.c.phone)
        .order_by(message.c.seq.desc())
        .limit(1)
        .scalar_subquery()
        .label("last")
    )
    threads = select(conversation.c.id).where(conversation.c.contact_id == contact.c.id)
    under_way = [
        threads.where(or_(conversation.c.last_at >= before, conversation.c.needs_reply_since.is_not(None))),
        select(session.c.id).where(session.c.conversation_id.in_(threads), session.c.ended_at.is_(None)),
        select(timer.c.id).where(timer.c.contact_id == contact.c.id),
        select(message.c.seq).where(message.c.recipient == contact.c.phone, message.c.due_at.is_not(None)),
        select(inbound.c.seq).where(inbound.c.status.in_(_UNDONE), inbound.c.contact == contact.c.phone),
        select(broadcast.c.id)
        .join(broadcast_recipient, broadcast_recipient.c.broadcast_id == broadcast.c.id)
        .where(broadcast_recipient.c.contact_id == contact.c.id, broadcast.c.state.not_in(_ENDED)),
    ]
    old = and_(among(contact.c.id, ids), contact.c.updated_at < before, contact.c.blocked_at.is_(None))
    query = select(contact.c.id, contact.c.phone, last).where(old, *(~asked.exists() for asked in under_way))
    rows = conn.execute(query).all() if ids else ()
    return [Quiet(*row) for row in rows if row.last is None or row.last < before]


def _spoken_of(conn: Connection, persons: Mapping[str, str], before: datetime) -> set[str]:
    """The contacts of whose wishes something was recorded since."""
    query = select(consent_event.c.person).where(among(consent_event.c.person, list(persons)))
    recent = query.group_by(consent_event.c.person).having(func.max(consent_event.c.at) >= before)
    return {persons[person] for person in conn.execute(recent).scalars()} if persons else set()


def _together(conn: Connection, ids: Collection[str]) -> dict[str, frozenset[str]]:
    """For each contact that is one person with others: all contacts of that person."""
    if not ids:
        return {}
    mains = {id: id for id in ids}
    shown = select(same_person.c.contact_id, same_person.c.main_id).where(among(same_person.c.contact_id, list(ids)))
    mains |= {row.contact_id: row.main_id for row in conn.execute(shown)}
    query = select(same_person.c.main_id, same_person.c.contact_id).where(
        among(same_person.c.main_id, list(set(mains.values())))
    )
    groups: dict[str, set[str]] = {}
    for main, other in conn.execute(query):
        groups.setdefault(main, {main}).add(other)
    return {id: frozenset(groups[main]) for id, main in mains.items() if main in groups}
