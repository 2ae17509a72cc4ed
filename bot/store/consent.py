"""The append-only, hash-chained log of consent: each hash covers the row before, so that none goes missing unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.store.dialect import lock
from bot.store.tables import consent_event

FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """Who opted out or in, when, and what proves it."""

    person: str
    contact_id: str
    kind: str
    """out or in."""
    source: str
    """keyword, phrase, provider, carrier or api."""
    channel: str
    text: str
    evidence: str
    confirmation_id: str | None
    at: datetime


def add(conn: Connection, events: Sequence[ConsentEvent]) -> None:
    """Append to the chain."""
    if not events:
        return
    lock(conn, ["consent"])  # one chain: whoever appends next has to see the end of it
    previous = _last_hash(conn)
    rows = []
    for event in events:
        row = asdict(event)
        row_hash = chain(previous, event)
        rows.append(row | {"previous_hash": previous, "row_hash": row_hash})
        previous = row_hash
    conn.execute(insert(consent_event), rows)


def chain(previous: str, event: ConsentEvent) -> str:
    """Return the hash of a row that follows another."""
    document: dict[str, Any] = asdict(event) | {"at": event.at.isoformat(), "previous": previous}
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def first_broken(conn: Connection) -> int | None:
    """Check the whole chain; the number of the first row that was changed, or follows one that is gone."""
    previous = FIRST
    names = list(ConsentEvent.__slots__)
    query = select(consent_event).order_by(consent_event.c.seq)
    for row in conn.execute(query.execution_options(yield_per=1000)).mappings():
        event = ConsentEvent(**{name: row[name] for name in names})
        if row["previous_hash"] != previous or row["row_hash"] != chain(previous, event):
            return int(row["seq"])
        previous = row["row_hash"]
    return None


def pseudonymise(conn: Connection, person: str, *, at: datetime, actor: str) -> int:
    """Take the words out of what proves a person's wishes; return how many rows that was.

    Hashes cover the words, so the chain is made anew from there on.
    """
    theirs = select(consent_event.c.seq).where(consent_event.c.person == person).order_by(consent_event.c.seq)
    seqs = list(conn.execute(theirs).scalars())
    if not seqs:
        return 0
    lock(conn, ["consent"])
    emptied = {"text": "", "evidence": "", "contact_id": ""}
    conn.execute(update(consent_event).where(consent_event.c.person == person).values(**emptied))
    before = select(consent_event.c.row_hash).where(consent_event.c.seq < seqs[0])
    previous = conn.execute(before.order_by(consent_event.c.seq.desc()).limit(1)).scalar_one_or_none() or FIRST
    later = select(consent_event).where(consent_event.c.seq >= seqs[0]).order_by(consent_event.c.seq)
    for row in conn.execute(later).mappings().all():
        row_hash = chain(previous, ConsentEvent(**{name: row[name] for name in ConsentEvent.__slots__}))
        hashes = {"previous_hash": previous, "row_hash": row_hash}
        conn.execute(update(consent_event).where(consent_event.c.seq == row["seq"]).values(**hashes))
        previous = row_hash
    return len(seqs)


def _last_hash(conn: Connection) -> str:
    query = select(consent_event.c.row_hash).order_by(consent_event.c.seq.desc()).limit(1)
    return conn.execute(query).scalar_one_or_none() or FIRST
