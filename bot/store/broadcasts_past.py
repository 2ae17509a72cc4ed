"""Who got a broadcast is forgotten once it has been over for long enough; how it did is kept, as counts.

A page of recipients is counted and deleted in one transaction, so that a result is always the sum of what is there and
of what went.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, update

from bot.events import Json
from bot.store import broadcast_counts
from bot.store.tables import broadcast, broadcast_recipient

PAST: Final = "past"
"""In the report: what was counted of recipients that went."""
Counts = Mapping[str, int]


class _Found(NamedTuple):
    """A broadcast of which recipients go."""

    id: str
    plan: Mapping[str, Json]
    report: Mapping[str, Json]
    started_at: datetime | None


def forget_page(conn: Connection, before: datetime, after: str, limit: int) -> tuple[int, str | None]:
    """Forget some recipients of the next broadcast that ended before a moment; return how many, and which it was.

    None says that there is none any more.
    """
    found = _next(conn, before, after)
    if found is None:
        return 0, None
    table = broadcast_recipient.c
    last = _last_place(conn, found.id, limit)
    page = and_(table.broadcast_id == found.id, table.place <= last)
    past = _added(found.report.get(PAST, {}), _counted(conn, found, page))
    gone = conn.execute(delete(broadcast_recipient).where(page)).rowcount
    past["recipients"] = past.get("recipients", 0) + gone
    report = {**found.report, PAST: past}
    conn.execute(update(broadcast).where(broadcast.c.id == found.id).values(report=report))
    return int(gone), str(found.id)


def count_old(conn: Connection, before: datetime) -> int:
    """Count the recipients that would go."""
    over = broadcast_recipient.join(broadcast, broadcast.c.id == broadcast_recipient.c.broadcast_id)
    query = select(func.count()).select_from(over).where(broadcast.c.ended_at < before)
    return int(conn.execute(query).scalar_one())


def _next(conn: Connection, before: datetime, after: str) -> _Found | None:
    theirs = select(1).where(broadcast_recipient.c.broadcast_id == broadcast.c.id).exists()
    columns = (broadcast.c.id, broadcast.c.plan, broadcast.c.report, broadcast.c.started_at)
    query = select(*columns).where(broadcast.c.id >= after, broadcast.c.ended_at < before, theirs)
    row = conn.execute(query.order_by(broadcast.c.id).limit(1).with_for_update()).one_or_none()
    return None if row is None else _Found(*row)


def _last_place(conn: Connection, id: str, limit: int) -> int:
    table = broadcast_recipient.c
    places = select(table.place).where(table.broadcast_id == id).order_by(table.place).limit(limit).subquery()
    return int(conn.execute(select(func.max(places.c.place))).scalar_one())


def _counted(conn: Connection, found: _Found, page: ColumnElement[bool]) -> dict[str, Json]:
    """How those of a page did: what only their rows tell."""
    variants = {
        str(number): dict(counts) for number, counts in broadcast_counts.count_variants(conn, found.id, page).items()
    }
    counted: dict[str, Json] = {"others": broadcast_counts.count_others(conn, found.id, page), "variants": variants}
    if found.started_at is not None:
        replies = broadcast_counts.count_replies(conn, found.id, found.started_at, page)
        counted["replies"] = {str(number): count for number, count in replies.items()}
        if flow := found.plan.get("flow"):
            counted["outcomes"] = broadcast_counts.count_outcomes(conn, found.id, flow, found.started_at, page)
    return counted


def _added(past: Mapping[str, Json], more: Mapping[str, Json]) -> dict[str, Json]:
    """Add counts to counts, however deep they lie."""
    total = dict(past)
    for name, value in more.items():
        before = total.get(name)
        if isinstance(value, Mapping):
            total[name] = _added(before or {}, value)
        else:
            total[name] = (before or 0) + value
    return total


# ── what is there and what went ─────────────────────────────────────────────────────────────────────────────────────


def others(report: Mapping[str, Json], counts: Counts) -> dict[str, int]:
    """Counts of a broadcast by status, with those whose rows alone told it."""
    return dict(Counter(counts) + Counter(_past(report, "others")))


def variants(report: Mapping[str, Json], counts: Mapping[int, Counts]) -> dict[int, dict[str, int]]:
    """Counts by variant and status."""
    past = {int(number): theirs for number, theirs in _past(report, "variants").items()}
    return {
        number: dict(Counter(counts.get(number, {})) + Counter(past.get(number, {})))
        for number in sorted(counts.keys() | past.keys())
    }


def replies(report: Mapping[str, Json], counts: Mapping[int, int]) -> dict[int, int]:
    """Those who have written, by variant."""
    past = {int(number): count for number, count in _past(report, "replies").items()}
    return dict(Counter(counts) + Counter(past))


def outcomes(report: Mapping[str, Json], counts: Counts) -> dict[str, int]:
    """How its flow ended."""
    return dict(Counter(counts) + Counter(_past(report, "outcomes")))


def forgotten(report: Mapping[str, Json]) -> int:
    """How many recipients are not listed any more."""
    return int(report.get(PAST, {}).get("recipients", 0))


def _past(report: Mapping[str, Json], name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = report.get(PAST, {}).get(name, {})
    return found
