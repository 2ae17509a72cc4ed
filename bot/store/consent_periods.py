"""How long the ledger keeps the words of those whose contact is gone: for years a business has to prove consent.

The wishes themselves, and that they were uttered, stay for ever, as after any erasure.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.store.dialect import among
from bot.store.tables import consent_event, consent_period


def note(conn: Connection, person: str, last_at: datetime, now: datetime) -> None:
    """Remember from when on the years count for a person whose contact goes now."""
    forget(conn, [person])
    conn.execute(insert(consent_period), {"person": person, "kept_at": now, "last_at": last_at})


def forget(conn: Connection, persons: Collection[str]) -> int:
    """These are met again, or their words are gone."""
    return int(conn.execute(delete(consent_period).where(among(consent_period.c.person, list(persons)))).rowcount)


def due(conn: Connection, before: datetime, limit: int) -> list[str]:
    """Return persons whose words have been kept for long enough: since `before` nothing was sent to them."""
    query = select(consent_period.c.person).where(consent_period.c.last_at <= before)
    return list(conn.execute(query.order_by(consent_period.c.last_at).limit(limit)).scalars())


def any_kept(conn: Connection) -> bool:
    """Whether there is anybody of whom words are kept for a while."""
    return conn.execute(select(consent_period.c.person).limit(1)).first() is not None


def last_word(conn: Connection, person: str) -> datetime | None:
    """When the last record was made of which the words are still there; None if there is none."""
    query = select(consent_event.c.at).where(
        consent_event.c.person == person, consent_event.c.erased_at.is_(None), consent_event.c.kind != "erased"
    )
    return conn.execute(query.order_by(consent_event.c.seq.desc()).limit(1)).scalar_one_or_none()
