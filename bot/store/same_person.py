"""Contacts that are one person with several numbers: which is shown as whose."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select, update

from bot.store.contacts import Contact, by_ids
from bot.store.tables import same_person


def main_of(conn: Connection, contact_id: str) -> str:
    """Return as whom a contact is shown: itself, unless it is another's number."""
    found = conn.execute(select(same_person.c.main_id).where(same_person.c.contact_id == contact_id))
    return found.scalar_one_or_none() or contact_id


def numbers_of(conn: Connection, main_id: str) -> list[Contact]:
    """Return all contacts of a person, the one that they are shown as first, the others as they were added."""
    query = select(same_person.c.contact_id).where(same_person.c.main_id == main_id).order_by(same_person.c.at)
    ids = [main_id, *conn.execute(query).scalars()]
    found = by_ids(conn, ids)
    return [found[id] for id in ids if id in found]


def join(conn: Connection, contact_id: str, main_id: str, by: str, now: datetime) -> None:
    """Show a contact, and whoever was shown as it, as another's number."""
    conn.execute(update(same_person).where(same_person.c.main_id == contact_id).values(main_id=main_id))
    conn.execute(insert(same_person), {"contact_id": contact_id, "main_id": main_id, "by": by, "at": now})


def part(conn: Connection, contact_id: str) -> None:
    """Let a contact be somebody of their own again."""
    conn.execute(delete(same_person).where(same_person.c.contact_id == contact_id))


def forget(conn: Connection, contact_id: str) -> int:
    """Take a contact out; the others of that person are somebody of their own again where they were shown as it."""
    theirs = or_(same_person.c.contact_id == contact_id, same_person.c.main_id == contact_id)
    return int(conn.execute(delete(same_person).where(theirs)).rowcount)
