"""Reading a log on from where one was, each entry once, also where several processes write it.

PostgreSQL gives a number when a row is written and shows the row when its transaction is over: a lower number may come
to be seen after a higher one. What was missing is looked for again, for as long as a transaction can last. SQLite lets
one transaction in at a time: what is missing there is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from bot.store.bulk import put
from bot.store.dialect import shares
from bot.store.tables_analytics import stat_cursor

MISSING_FOR: Final = timedelta(minutes=15)
"""No transaction lasts this long: the server ends those that idle and statements that take too long."""
GAPS_MAX: Final = 500

Gap = tuple[int, int, str]
"""The first and the last number that were missing, and since when."""


class Cursor(NamedTuple):
    """How far a log was read."""

    source: str
    high: int
    gaps: list[Gap]


def cursor(conn: Connection, source: str) -> Cursor | None:
    """Return how far a log was read; None if never."""
    row = conn.execute(select(stat_cursor).where(stat_cursor.c.source == source)).one_or_none()
    return None if row is None else Cursor(source, row.high, [tuple(gap) for gap in row.gaps])


def read_on(
    conn: Connection, source: str, query: Select[Any], seq: ColumnElement[int], limit: int, now: datetime
) -> Sequence[Any]:
    """Return the next entries in their order, and remember them as read; the query's first column is the number.

    Its second is the time: what is missing before an old entry will not come any more.
    """
    known = cursor(conn, source)
    high, gaps = (0, []) if known is None else (known.high, known.gaps)
    late = [and_(seq >= first, seq <= last) for first, last, _ in gaps]
    rows = list(conn.execute(query.where(or_(*late)).order_by(seq)).all()) if late else []
    fresh = conn.execute(query.where(seq > high).order_by(seq).limit(limit)).all()
    if not rows and not fresh and not gaps:
        return []
    oldest = now - MISSING_FOR
    gaps = _without(gaps, {row[0] for row in rows}, oldest)
    if shares(conn) and fresh:
        gaps += _missing(high if known is not None else fresh[0][0] - 1, fresh, oldest, now)
    after = Cursor(source, fresh[-1][0] if fresh else high, gaps[-GAPS_MAX:])
    if after != known:
        put(conn, stat_cursor, Cursor._fields, [after])
    return [*rows, *fresh]


def _without(gaps: list[Gap], found: set[int], oldest: datetime) -> list[Gap]:
    """What is still missing, and may still come."""
    left: list[Gap] = []
    for first, last, since in gaps:
        if datetime.fromisoformat(since) < oldest:
            continue
        start = first
        for number in sorted(number for number in found if first <= number <= last):
            if number > start:
                left.append((start, number - 1, since))
            start = number + 1
        if start <= last:
            left.append((start, last, since))
    return left


def _missing(high: int, rows: Sequence[Any], oldest: datetime, now: datetime) -> list[Gap]:
    found: list[Gap] = []
    for number, at, *_ in rows:
        if number > high + 1 and at >= oldest:
            found.append((high + 1, number - 1, now.isoformat()))
        high = number
    return found
