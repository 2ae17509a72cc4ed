"""Short links, and the clicks on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, literal, select, update

from bot.store import events
from bot.store.bulk import insert_rows
from bot.store.dialect import among
from bot.store.events import LogEntry
from bot.store.statistics import add_counts
from bot.store.tables import link, message

CLICKED = "clicked"
"""The kind of a log entry: the first click of a person on a link."""
_BROADCAST = "brd_"


class Link(NamedTuple):
    """A link of one message, and what came of it."""

    code: str
    message_id: str
    target: str
    created_at: datetime
    day: str | None = None
    source: str = ""
    clicks: int = 0
    first_click_at: datetime | None = None
    last_click_at: datetime | None = None


_COLUMNS = [link.c[name] for name in Link._fields]


def add(conn: Connection, links: Sequence[Link]) -> None:
    """Keep new links, and count them."""
    insert_rows(conn, link, Link._fields, links)
    add_counts(conn, Counter(("click", one.day, one.source, "links") for one in links if one.day is not None))


def of_new(
    shorts: Iterable[tuple[str, str]], message_id: str, now: datetime, day: str | None, request_id: str | None
) -> list[Link]:
    """Make the rows of a message's links, as code and target; without a day they are not counted."""
    source = request_id if request_id is not None and request_id.startswith(_BROADCAST) else ""
    return [Link(code, message_id, target, now, day, source) for code, target in shorts]


def target(conn: Connection, code: str) -> str | None:
    """Return where a link leads; None for a code that is nobody's."""
    found: str | None = conn.execute(select(link.c.target).where(link.c.code == code)).scalar_one_or_none()
    return found


def click(conn: Connection, code: str, now: datetime) -> str | None:
    """Count a click and return where the link leads. The first one is noted among what happened with the person.

    It counts on the day on which the link was sent: a share of the links of a day is never more than all of them.
    """
    first = func.coalesce(link.c.first_click_at, literal(now, link.c.first_click_at.type))
    counted = update(link).where(link.c.code == code).values(clicks=link.c.clicks + 1, last_click_at=now)
    row = conn.execute(
        counted.values(first_click_at=first).returning(
            link.c.target, link.c.clicks, link.c.message_id, link.c.day, link.c.source
        )
    ).one_or_none()
    if row is None:
        return None
    if row.day is not None:
        what = ("clicks", "followed") if row.clicks == 1 else ("clicks",)
        add_counts(conn, {("click", row.day, row.source, each): 1 for each in what})
    if row.clicks == 1:
        whose = select(message.c.conversation_id).where(message.c.id == row.message_id)
        conversation_id = conn.execute(whose).scalar_one_or_none()
        if conversation_id is not None:
            data = {"message": row.message_id, "target": row.target}
            events.add(conn, [LogEntry(conversation_id, None, CLICKED, data, now)])
    found: str = row.target
    return found


def of_message(conn: Connection, message_id: str) -> list[Link]:
    """Return the links of a message, in the order in which they were made."""
    query = select(*_COLUMNS).where(link.c.message_id == message_id).order_by(link.c.created_at, link.c.code)
    return [Link(*row) for row in conn.execute(query)]


def forget(conn: Connection, message_ids: Collection[str]) -> int:
    """Forget the links of messages; they lead nowhere any more."""
    if not message_ids:
        return 0
    return int(conn.execute(delete(link).where(among(link.c.message_id, message_ids))).rowcount)
