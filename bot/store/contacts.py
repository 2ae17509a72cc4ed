"""People: who they are, and who must not be texted."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from bot.compliance.standing import Suppression
from bot.events import Json
from bot.store.bulk import insert_rows, update_rows
from bot.store.dialect import among, among_given
from bot.store.tables import contact, suppression

_SECRETS_KEPT: Final = 4


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
    blocked_at: datetime | None = None
    """Since when nobody answers them."""


COLUMNS = [contact.c[name] for name in Contact._fields]
_CHANGING = ("name", "language", "timezone", "country", "fields", "tags")
_changing = attrgetter(*_CHANGING)


_FIND = select(*COLUMNS).where(among_given(contact.c.phone, "phones"))


def find(conn: Connection, phones: Collection[str]) -> dict[str, Contact]:
    """Return those of these phones that are known."""
    found = [Contact(*row) for row in conn.execute(_FIND, {"phones": phones})] if phones else []
    return {person.phone: person for person in found}


def by_ids(conn: Connection, ids: Collection[str]) -> dict[str, Contact]:
    """Return the contacts that have these ids."""
    rows = conn.execute(select(*COLUMNS).where(among(contact.c.id, ids))) if ids else ()
    return {row.id: Contact(*row) for row in rows}


def page(conn: Connection, after: str, limit: int) -> list[Contact]:
    """Return the contacts that come after an id, in the order of their ids."""
    query = select(*COLUMNS).where(contact.c.id > after).order_by(contact.c.id).limit(limit)
    return [Contact(*row) for row in conn.execute(query)]


def block(conn: Connection, contact_id: str, since: datetime | None) -> None:
    """Answer a contact no longer, or again; whoever calls holds the contact's part."""
    conn.execute(update(contact).where(contact.c.id == contact_id).values(blocked_at=since))


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
    keyed = _keyed(secret).copy()
    keyed.update(phone.encode())
    return keyed.hexdigest()


@lru_cache(_SECRETS_KEPT)
def _keyed(secret: bytes) -> hmac.HMAC:
    """Half of the work: it is the same for every phone."""
    return hmac.new(secret, digestmod=hashlib.sha256)


_SUPPRESSED = select(suppression.c.person, *(suppression.c[name] for name in Suppression._fields)).where(
    among_given(suppression.c.person, "persons")
)


def suppressed(conn: Connection, persons: Collection[str]) -> dict[str, Suppression]:
    """Return what bars texts to those of these persons whom not everything may be sent to."""
    rows = conn.execute(_SUPPRESSED, {"persons": persons}) if persons else ()
    return {person: Suppression(*kept) for person, *kept in rows}


def set_suppression(conn: Connection, changes: Mapping[str, Suppression | None]) -> None:
    """Keep what bars texts to persons now; None where nothing does."""
    if changes:
        conn.execute(delete(suppression).where(among(suppression.c.person, list(changes))))
        rows = [{"person": person, **kept._asdict()} for person, kept in changes.items() if kept is not None]
        if rows:
            conn.execute(insert(suppression), rows)


def paused(conn: Connection, limit: int) -> list[tuple[str, Suppression]]:
    """Return the persons whose proactive texts wait, with why; those who wait the longest at the top."""
    query = select(suppression.c.person, *(suppression.c[name] for name in Suppression._fields))
    rows = conn.execute(query.where(suppression.c.paused.is_not(None)).order_by(suppression.c.at).limit(limit))
    return [(person, Suppression(*kept)) for person, *kept in rows]
