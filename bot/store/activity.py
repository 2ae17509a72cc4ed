"""What happened, in the order in which it became known: what `/v1/activity` lists and webhooks tell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, or_, select
from sqlalchemy.sql.elements import ColumnClause

from bot.events import Json
from bot.store.bulk import insert_rows
from bot.store.dialect import among, try_lock
from bot.store.tables import activity

TELLER = "activity"
"""Who writes holds this name until its commit, so that positions are visible in their order."""


class NewActivity(NamedTuple):
    """Something happened."""

    id: str
    type: str
    phone: str
    conversation_id: str
    data: dict[str, Json]
    at: datetime


class Activity(NamedTuple):
    """Something happened, at its place among everything that did."""

    position: int
    id: str
    type: str
    phone: str
    conversation_id: str
    data: dict[str, Json]
    at: datetime


_COLUMNS = [activity.c[name] for name in Activity._fields]


def may_write(conn: Connection) -> bool:
    """Whether this transaction is the one that writes; another process may be at it."""
    return try_lock(conn, TELLER)


def add(conn: Connection, happened: Sequence[NewActivity]) -> list[Activity]:
    """Write down what happened; return it with its positions, in order."""
    insert_rows(conn, activity, NewActivity._fields, happened)
    return by_ids(conn, [item.id for item in happened]) if happened else []


def by_ids(conn: Connection, ids: Collection[str]) -> list[Activity]:
    """Return these, in their order."""
    query = select(*_COLUMNS).where(among(activity.c.id, ids)).order_by(activity.c.position + 0)
    return [Activity(*row) for row in conn.execute(query)]


def find(conn: Connection, id: str) -> Activity | None:
    """Return one."""
    row = conn.execute(select(*_COLUMNS).where(activity.c.id == id)).one_or_none()
    return None if row is None else Activity(*row)


def page(
    conn: Connection,
    *,
    after: int,
    limit: int,
    types: Collection[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    phone: str | None = None,
    conversation_id: str | None = None,
) -> list[Activity]:
    """Return what happened after a position, oldest first; `types` may hold families such as `message.*`."""
    query = select(*_COLUMNS).where(activity.c.position > after)
    if types:
        query = query.where(or_(*(_is(activity.c.type, wanted) for wanted in types)))
    if since is not None:
        query = query.where(activity.c.at >= since)
    if until is not None:
        query = query.where(activity.c.at < until)
    if phone is not None:
        query = query.where(activity.c.phone == phone)
    if conversation_id is not None:
        query = query.where(activity.c.conversation_id == conversation_id)
    return [Activity(*row) for row in conn.execute(query.order_by(activity.c.position).limit(limit))]


def about(phone: str, until: datetime | None = None) -> Select[tuple[str]]:
    """The ids of all that is about a phone, for a statement that is about more; what came after `until` is not."""
    return select(activity.c.id).where(_about(phone, until))


def forget(conn: Connection, phone: str, until: datetime | None = None) -> int:
    """Delete all that is about a phone; return how much that was."""
    return int(conn.execute(delete(activity).where(_about(phone, until))).rowcount)


def wants(patterns: Collection[str], type: str) -> bool:
    """Whether somebody who asked for these wants to know of this."""
    return not patterns or any(
        type.startswith(pattern[:-1]) if pattern.endswith(".*") else type == pattern for pattern in patterns
    )


def _about(phone: str, until: datetime | None) -> ColumnElement[bool]:
    theirs = activity.c.phone == phone
    return theirs if until is None else and_(theirs, activity.c.at <= until)


def _is(column: ColumnClause[str], wanted: str) -> ColumnElement[bool]:
    if wanted.endswith(".*"):
        return column.startswith(wanted[:-1], autoescape=True)
    return column == wanted
