"""Rows that count what failed in a row, so that nobody guesses for long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.dialect import lock
from bot.store.tables import attempt

FORGOTTEN_AFTER = timedelta(days=2)


class Limit(NamedTuple):
    """How often something may fail, and how long it has to wait then: doubled each time, up to a most."""

    free: int
    within: timedelta
    """Failures that are further apart are not in a row."""
    first: timedelta
    most: timedelta


def take(conn: Connection, subject: str, limit: Limit, now: datetime) -> datetime | None:
    """Count an attempt before it is made, so that many at once count, too; until when to wait if it may not be."""
    lock(conn, [f"attempt:{subject}"])
    row = conn.execute(select(attempt).where(attempt.c.subject == subject)).one_or_none()
    if row is not None and row.blocked_until is not None and row.blocked_until > now:
        until: datetime = row.blocked_until
        return until
    failures = 1 + (row.failures if row is not None and now - row.last_at < limit.within else 0)
    values = {"failures": failures, "last_at": now, "blocked_until": _blocked_until(failures, limit, now)}
    if row is None:
        conn.execute(insert(attempt), {"subject": subject} | values)
    else:
        conn.execute(update(attempt).where(attempt.c.subject == subject).values(**values))
    return None


def forget(conn: Connection, subject: str) -> None:
    """It was right: begin to count anew."""
    conn.execute(delete(attempt).where(attempt.c.subject == subject))


def give_back(conn: Connection, subject: str) -> None:
    """It was right, but that says nothing about the attempts before."""
    taken = update(attempt).where((attempt.c.subject == subject) & (attempt.c.failures > 0))
    conn.execute(taken.values(failures=attempt.c.failures - 1, blocked_until=None))


def forget_old(conn: Connection, now: datetime) -> None:
    """Clear away what no limit looks at any more."""
    conn.execute(delete(attempt).where(attempt.c.last_at < now - FORGOTTEN_AFTER))


def _blocked_until(failures: int, limit: Limit, now: datetime) -> datetime | None:
    if failures < limit.free:
        return None
    return now + min(limit.most, limit.first * (1 << min(failures - limit.free, 20)))
