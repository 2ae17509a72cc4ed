"""People: who they are, and who must not be texted."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from bot.events import Json
from bot.store.bulk import insert_rows, update_rows
from bot.store.dialect import among, among_given
from bot.store.tables import contact, suppression


class Contact(NamedTuple):
    """A person, known by a phone number."""

    id: str
    phone: str
    created_at: datetime
    name: str | None = None
    language: str | None = None
    timezone: str | None = None
    country: str | None = None
    fields: Mapping[str, Json] = {}
    tags: Sequence[str] = ()


class Suppression(NamedTuple):
    """Somebody who is not to be texted."""

    source: str
    """keyword, phrase, provider, carrier or api."""
    at: datetime
    confirmed_at: datetime | None
    """When the one confirmation was last given."""


_COLUMNS = [contact.c[name] for name in Contact._fields]
_CHANGING = ("name", "language", "timezone", "country", "fields", "tags")
_changing = attrgetter(*_CHANGING)


_FIND = select(*_COLUMNS).where(among_given(contact.c.phone, "phones"))


def find(conn: Connection, phones: Collection[str]) -> dict[str, Contact]:
    """Return those of these phones that are known."""
    found = [Contact(*row) for row in conn.execute(_FIND, {"phones": phones})] if phones else []
    return {person.phone: person for person in found}


def by_ids(conn: Connection, ids: Collection[str]) -> dict[str, Contact]:
    """Return the contacts that have these ids."""
    rows = conn.execute(select(*_COLUMNS).where(among(contact.c.id, ids))) if ids else ()
    return {row.id: Contact(*row) for row in rows}


def page(conn: Connection, after: str, limit: int) -> list[Contact]:
    """Return the contacts that come after an id, in the order of their ids."""
    query = select(*_COLUMNS).where(contact.c.id > after).order_by(contact.c.id).limit(limit)
    return [Contact(*row) for row in conn.execute(query)]


def add(conn: Connection, people: Sequence[Contact]) -> None:
    """Keep people who are met for the first time."""
    names = (*Contact._fields, "updated_at")
    insert_rows(conn, contact, names, [(*person, person.created_at) for person in people])


def save(conn: Connection, people: Sequence[Contact], now: datetime) -> None:
    """Keep what has changed about people."""
    names = (*_CHANGING, "updated_at", "id")
    update_rows(conn, contact, names, [(*_changing(person), now, person.id) for person in people])


# ── suppression ─────────────────────────────────────────────────────────────────────────────────────────────────────


def person_key(secret: bytes, phone: str) -> str:
    """Name a phone without saying it; only who has the secret can tell whose it is."""
    return hmac.digest(secret, phone.encode(), hashlib.sha256).hex()


_SUPPRESSED = select(suppression.c.person, *(suppression.c[name] for name in Suppression._fields)).where(
    among_given(suppression.c.person, "persons")
)


def suppressed(conn: Connection, persons: Collection[str]) -> dict[str, Suppression]:
    """Return those of these persons who must not be texted."""
    rows = conn.execute(_SUPPRESSED, {"persons": persons}) if persons else ()
    return {person: Suppression(*kept) for person, *kept in rows}


def set_suppression(conn: Connection, changes: Mapping[str, Suppression | None]) -> None:
    """Suppress persons, or let them be texted again (None)."""
    if changes:
        conn.execute(delete(suppression).where(among(suppression.c.person, list(changes))))
        rows = _suppression_rows(changes.items())
        if rows:
            conn.execute(insert(suppression), rows)


def _suppression_rows(changes: Iterable[tuple[str, Suppression | None]]) -> list[dict[str, Json]]:
    return [
        {"person": person, "source": kept.source, "at": kept.at, "confirmed_at": kept.confirmed_at}
        for person, kept in changes
        if kept is not None
    ]
