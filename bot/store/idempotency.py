"""Answers kept for repetitions of a request with an `Idempotency-Key`."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from bot.store.dialect import lock
from bot.store.tables import idempotency_key


class KeptAnswer(NamedTuple):
    """What the first request got, and what it asked."""

    fingerprint: str
    status: int
    body: str


def find_answer(conn: Connection, owner: str, key: str, *, since: datetime) -> KeptAnswer | None:
    """Return the answer that this key of this owner has led to, unless it is older than `since`."""
    lock(conn, [f"once {owner} {key}"])  # the same request to another process waits, and gets the answer of this one
    table = idempotency_key
    query = select(table.c.fingerprint, table.c.status, table.c.body).where(
        table.c.owner == owner, table.c.key == key, table.c.created_at >= since
    )
    row = conn.execute(query).one_or_none()
    return None if row is None else KeptAnswer(*row)


def keep_answer(conn: Connection, owner: str, key: str, answer: KeptAnswer, *, now: datetime, since: datetime) -> None:
    """Keep an answer, and forget those that are older than `since`."""
    table = idempotency_key
    conn.execute(delete(table).where(table.c.created_at < since))
    conn.execute(insert(table), {"owner": owner, "key": key, "created_at": now} | answer._asdict())
