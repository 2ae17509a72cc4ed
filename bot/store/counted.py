"""What the pages and the API read of the figures: sums over days, and of the raw tables only a few texts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Integer, cast, extract, func, or_, select

from bot.store.coarse import reading
from bot.store.dialect import POSTGRESQL, among
from bot.store.statistics import COUNTED
from bot.store.tables import broadcast, contact, conversation, event, message, user
from bot.store.tables_analytics import stat_cursor, stat_hour, stat_optout, stat_stop, stat_unmatched, stat_walk

Where = Mapping[str, str | Collection[str]]
"""Columns that have to hold something, or one of several things."""


def sums(
    conn: Connection, name: str, by: Sequence[str], first: str, last: str, where: Where | None = None
) -> Sequence[Any]:
    """Add up the counts of some days: a row for each combination of `by`, then the numbers of the table."""
    table, columns = COUNTED[name].table, COUNTED[name].table.c
    read = reading(name, {*by, *(where or ())}, first, last)
    shown = [func.substr(columns.day, 2) if column == "day" and read.mark else columns[column] for column in by]
    numbers = [func.sum(columns[number]) for number in COUNTED[name].numbers]
    days = or_(*(columns.day.between(*each) for each in read.ranges))
    query = select(*shown, *numbers).where(days, *_held(table, where))
    return conn.execute(query.group_by(*(columns[column] for column in by)) if by else query).all()


def hours(conn: Connection, first: str, last: str, where: Where | None = None) -> Sequence[Any]:
    """Add up texts by the hour of the week: weekday (1 is Monday), hour, what, how many."""
    weekday = _weekday(stat_hour.c.day, conn.dialect.name)
    columns = (weekday, stat_hour.c.hour, stat_hour.c.what)
    query = select(*columns, func.sum(stat_hour.c.n))
    query = query.where(stat_hour.c.day.between(first, last), *_held(stat_hour, where))
    return conn.execute(query.group_by(*columns)).all()


def _weekday(day: ColumnElement[str], dialect: str) -> ColumnElement[int]:
    if dialect == POSTGRESQL:
        return cast(extract("isodow", cast(day, Date)), Integer)
    return cast(func.strftime("%w", func.date(day, "-1 day")), Integer) + 1


def under_way(
    conn: Connection, by: Sequence[str], first: str, last: str, silent_before: datetime, where: Where | None = None
) -> Sequence[Any]:
    """Count sessions that are not over, by the day on which they started: all, and those that are silent."""
    columns = [stat_walk.c[column] for column in by]
    silent = func.count().filter(stat_walk.c.since <= silent_before)
    query = select(*columns, func.count(), silent).where(stat_walk.c.day.between(first, last), *_held(stat_walk, where))
    return conn.execute(query.group_by(*columns) if columns else query).all()


def standing(conn: Connection, flow: str, version: str | None) -> Sequence[Any]:
    """Count who stands where now: point, sessions."""
    query = select(stat_walk.c.point, func.count()).where(stat_walk.c.now_flow == flow)
    if version is not None:
        query = query.where(stat_walk.c.now_version == version)
    return conn.execute(query.group_by(stat_walk.c.point)).all()


def unmatched(conn: Connection, first: str, last: str, limit: int, where: Where | None = None) -> Sequence[Any]:
    """The most frequent texts that nothing understood: flow, place, digest, how many, and an entry that has it."""
    table = stat_unmatched
    columns = (table.c.flow, table.c.place, table.c.digest)
    n = func.count()
    query = (
        select(*columns, n, func.max(table.c.event))
        .where(table.c.day.between(first, last), *_held(table, where))
        .group_by(*columns)
        .order_by(n.desc(), *columns)
        .limit(limit)
    )
    return conn.execute(query).all()


def unmatched_total(conn: Connection, first: str, last: str, where: Where | None = None) -> int:
    """How many texts nothing understood."""
    query = select(func.count()).where(stat_unmatched.c.day.between(first, last), *_held(stat_unmatched, where))
    return int(conn.execute(query).scalar_one())


def entries(conn: Connection, seqs: Collection[int]) -> dict[int, dict[str, Any]]:
    """Entries of the log, as far as they are kept."""
    return {row[0]: row[1] for row in conn.execute(select(event.c.seq, event.c.data).where(among(event.c.seq, seqs)))}


def stops(conn: Connection, first: str, last: str, limit: int, where: Where | None = None) -> Sequence[Any]:
    """Conversations whose session ended other than by completing: conversation, day, ending, name, phone, last text."""
    query = (
        select(
            stat_stop.c.conversation_id,
            stat_stop.c.day,
            stat_stop.c.ending,
            contact.c.name,
            contact.c.phone,
            conversation.c.last_at,
        )
        .join(conversation, conversation.c.id == stat_stop.c.conversation_id)
        .join(contact, contact.c.id == conversation.c.contact_id)
        .where(stat_stop.c.day.between(first, last), *_held(stat_stop, where))
        .order_by(stat_stop.c.day.desc(), stat_stop.c.session_id.desc())
        .limit(limit)
    )
    return conn.execute(query).all()


def broadcasts(conn: Connection, ids: Collection[str]) -> dict[str, str]:
    """The names of broadcasts."""
    return {
        row[0]: row[1]
        for row in conn.execute(select(broadcast.c.id, broadcast.c.name).where(among(broadcast.c.id, ids)))
    }


def optouts(conn: Connection, by: Sequence[str], first: str, last: str, where: Where | None = None) -> Sequence[Any]:
    """Count opt-outs; with each combination the latest message that came before one."""
    columns = [stat_optout.c[column] for column in by]
    query = select(*columns, func.count(), func.max(stat_optout.c.message_id)).where(
        stat_optout.c.day.between(first, last), *_held(stat_optout, where)
    )
    return conn.execute(query.group_by(*columns) if columns else query).all()


def texts(conn: Connection, ids: Collection[str]) -> dict[str, str]:
    """Message → its text, as far as it is kept."""
    return {
        row[0]: row[1] for row in conn.execute(select(message.c.id, message.c.text).where(among(message.c.id, ids)))
    }


def names(conn: Connection) -> dict[str, str]:
    """Agent → name."""
    return {row[0]: row[1] for row in conn.execute(select(user.c.id, user.c.name))}


def begun(conn: Connection) -> bool:
    """Whether anything was ever counted."""
    return conn.execute(select(stat_cursor.c.source).limit(1)).first() is not None


def _held(table: Any, where: Where | None) -> list[ColumnElement[bool]]:
    return [
        table.c[name] == value if isinstance(value, str) else table.c[name].in_(value)
        for name, value in (where or {}).items()
    ]
