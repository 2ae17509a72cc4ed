"""Rows of the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from bot.store.tables import audit


class Entry(NamedTuple):
    """Something that was done."""

    at: datetime
    kind: str
    actor: str
    actor_name: str
    subject: str
    address: str
    data: Mapping[str, Any]


class Wanted(NamedTuple):
    """Which entries are looked for."""

    kind: str = ""
    """Also the beginning of one, such as `sign_in`."""
    actor: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


class Written(NamedTuple):
    """An entry with its place in the log."""

    seq: int
    entry: Entry


_COLUMNS = tuple(audit.c[name] for name in Entry._fields)


def write(conn: Connection, entry: Entry) -> None:
    """Write down what was done, in the transaction that does it."""
    conn.execute(insert(audit), entry._asdict())


def read(conn: Connection, wanted: Wanted, *, before: int | None = None, limit: int) -> list[Written]:
    """Return the newest entries first, those before a place if that is named."""
    query = select(audit.c.seq, *_COLUMNS).order_by(audit.c.seq.desc()).limit(limit)
    if wanted.kind:
        query = query.where(audit.c.kind.startswith(wanted.kind, autoescape=True))
    for name in ("actor", "subject"):
        if value := getattr(wanted, name):
            query = query.where(audit.c[name] == value)
    if wanted.since is not None:
        query = query.where(audit.c.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(audit.c.at < wanted.until)
    if before is not None:
        query = query.where(audit.c.seq < before)
    return [Written(row[0], Entry(*row[1:])) for row in conn.execute(query)]
