"""What became of a broadcast, in numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, and_, case, func, or_, select, true

from bot.store.tables import broadcast_recipient, conversation, listing, message, session


def count(conn: Connection, id: str) -> dict[str, int]:
    """Count its messages by status, and those whose turn is still to come, got nothing, or started the flow."""
    statuses = select(message.c.status, func.count()).where(message.c.request_id == id).group_by(message.c.status)
    counts = _numbers(conn, statuses)
    for name, number in count_others(conn, id).items():
        counts[name] = counts.get(name, 0) + number
    return counts


def count_others(conn: Connection, id: str, some: ColumnElement[bool] | None = None) -> dict[str, int]:
    """Count its recipients without a message: whose turn is still to come, who got nothing, or started the flow."""
    table = broadcast_recipient.c
    state = case((table.due_at.is_not(None), "waiting"), (table.reason == "expired", "expired"), else_="started")
    where = and_(table.broadcast_id == id, table.message_id.is_(None), _all_or(some))
    return _numbers(conn, select(state, func.count()).where(where).group_by(state))


def _numbers(conn: Connection, query: Executable) -> dict[Any, int]:
    return {row[0]: int(row[1]) for row in conn.execute(query)}


def _all_or(some: ColumnElement[bool] | None) -> ColumnElement[bool]:
    """Some of the recipients, or all of them."""
    return true() if some is None else some


def count_variants(conn: Connection, id: str, some: ColumnElement[bool] | None = None) -> dict[int, dict[str, int]]:
    """Count its messages by variant and status; `some` are the recipients that are looked at."""
    table = broadcast_recipient.c
    query = (
        select(table.variant, message.c.status, func.count())
        .join(message, message.c.id == table.message_id)
        .where(table.broadcast_id == id, _all_or(some))
        .group_by(table.variant, message.c.status)
    )
    found: dict[int, dict[str, int]] = {}
    for variant, status, number in conn.execute(query):
        found.setdefault(variant, {})[status] = number
    return found


def count_replies(
    conn: Connection, id: str, since: datetime, some: ColumnElement[bool] | None = None
) -> dict[int, int]:
    """Count those who have written since it began, by variant.

    Of a conversation that was new then, only the inbox knows whether its person began it.
    """
    table = broadcast_recipient.c
    theirs = or_(conversation.c.last_at > conversation.c.created_at, listing.c.heard > 0)
    query = (
        select(table.variant, func.count(func.distinct(table.contact_id)))
        .join(conversation, conversation.c.contact_id == table.contact_id)
        .outerjoin(listing, listing.c.conversation_id == conversation.c.id)
        .where(
            table.broadcast_id == id,
            table.due_at.is_(None),
            conversation.c.last_at > since,
            theirs,
            _all_or(some),
        )
        .group_by(table.variant)
    )
    return _numbers(conn, query)


def count_outcomes(
    conn: Connection, id: str, flow: str, since: datetime, some: ColumnElement[bool] | None = None
) -> dict[str, int]:
    """Count how its flow ended for its recipients; `active` is still under way."""
    table = broadcast_recipient.c
    outcome = func.coalesce(session.c.outcome, "active")
    query = (
        select(outcome, func.count())
        .select_from(broadcast_recipient)
        .join(conversation, conversation.c.contact_id == table.contact_id)
        .join(session, session.c.conversation_id == conversation.c.id)
        .where(table.broadcast_id == id, session.c.flow == flow, session.c.started_at >= since, _all_or(some))
        .group_by(outcome)
    )
    return _numbers(conn, query)
