"""Rows of API keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from bot.store.tables import api_key


@dataclass(frozen=True, slots=True)
class NewKey:
    """What is kept of a key when it is made."""

    id: str
    name: str
    digest: str
    scopes: Sequence[str]
    created_at: datetime
    test: bool = False


class KeyRow(NamedTuple):
    """A key as it is read; its digest stays here."""

    id: str
    name: str
    scopes: list[str]
    created_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    test: bool


_COLUMNS = tuple(api_key.c[name] for name in KeyRow._fields)


def add_key(conn: Connection, key: NewKey) -> None:
    """Keep a new key."""
    conn.execute(insert(api_key), asdict(key))


def find_key(conn: Connection, digest: str) -> KeyRow | None:
    """Look a key up by its digest."""
    row = conn.execute(select(*_COLUMNS).where(api_key.c.digest == digest)).one_or_none()
    return None if row is None else KeyRow(*row)


def note_use(conn: Connection, key_id: str, now: datetime) -> None:
    """Remember when a key was used."""
    conn.execute(update(api_key).where(api_key.c.id == key_id).values(last_used_at=now))


def list_keys(conn: Connection) -> list[KeyRow]:
    """Return every key, oldest first."""
    return [KeyRow(*row) for row in conn.execute(select(*_COLUMNS).order_by(api_key.c.created_at, api_key.c.id))]


def revoke_key(conn: Connection, key_id: str, now: datetime) -> bool:
    """Mark a living key as revoked; False if there is none."""
    living = (api_key.c.id == key_id) & api_key.c.revoked_at.is_(None)
    return conn.execute(update(api_key).where(living).values(revoked_at=now)).rowcount == 1
