"""Those who work here, as far as handing out work has to know them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from bot.store.conversations import PERSON
from bot.store.dialect import constant
from bot.store.tables import conversation, user


def rows(conn: Connection) -> list[dict[str, Any]]:
    """Return everybody who may sign in."""
    names = ("id", "name", "email", "role", "status", "capacity", "queues", "notify")
    query = select(*(user.c[name] for name in names)).where(user.c.disabled_at.is_(None)).order_by(user.c.id)
    return [dict(row) for row in conn.execute(query).mappings()]


def loads(conn: Connection) -> dict[str, int]:
    """Return how many conversations everybody has that are open and with people."""
    query = (
        select(conversation.c.assignee, func.count())
        .where(conversation.c.handler == constant(PERSON), conversation.c.status == constant("open"))
        .where(conversation.c.assignee.is_not(None))
        .group_by(conversation.c.assignee)
    )
    return {row[0]: row[1] for row in conn.execute(query)}
