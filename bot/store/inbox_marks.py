"""What agents leave in the inbox: how far they have read, that they are here, and the views that they keep."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, delete, func, insert, or_, select

from bot.store.bulk import insert_rows
from bot.store.dialect import among, lock
from bot.store.inbox_rows import EVERYTHING
from bot.store.tables import event, listing, presence, read_mark, saved_view

# ── read and unread ─────────────────────────────────────────────────────────────────────────────────────────────────


def read(conn: Connection, agent_id: str, conversation_id: str) -> None:
    """All that is in a conversation by now was read."""
    _mark(conn, agent_id, conversation_id, _heard(conn, conversation_id))


def read_up_to(conn: Connection, agent_id: str, conversation_id: str) -> int | None:
    """Return the number of the last entry of the log that an agent has read; None for who has never looked."""
    of = read_mark.c.conversation_id.in_([conversation_id, EVERYTHING])
    query = select(func.max(read_mark.c.heard)).where(read_mark.c.agent_id == agent_id, of)
    found: int | None = conn.execute(query).scalar_one()
    return found


def unread(conn: Connection, agent_id: str, conversation_id: str) -> None:
    """The newest text is to be read once more."""
    _mark(conn, agent_id, conversation_id, _heard(conn, conversation_id) - 1)


def read_everything(conn: Connection, agent_id: str) -> None:
    """All that came in by now counts as read."""
    newest = conn.execute(select(func.max(event.c.seq))).scalar_one() or 0
    conn.execute(delete(read_mark).where(read_mark.c.agent_id == agent_id))
    conn.execute(insert(read_mark), {"agent_id": agent_id, "conversation_id": EVERYTHING, "heard": newest})


def _heard(conn: Connection, conversation_id: str) -> int:
    query = select(listing.c.heard).where(listing.c.conversation_id == conversation_id)
    return int(conn.execute(query).scalar_one_or_none() or 0)


def _mark(conn: Connection, agent_id: str, conversation_id: str, heard: int) -> None:
    lock(conn, [f"mark {agent_id} {conversation_id}"])
    ours = and_(read_mark.c.agent_id == agent_id, read_mark.c.conversation_id == conversation_id)
    conn.execute(delete(read_mark).where(ours))
    conn.execute(insert(read_mark), {"agent_id": agent_id, "conversation_id": conversation_id, "heard": heard})


# ── who is here ─────────────────────────────────────────────────────────────────────────────────────────────────────


class Present(NamedTuple):
    """An agent at a conversation."""

    conversation_id: str
    agent_id: str
    name: str
    doing: str
    until: datetime


def be_present(conn: Connection, given: Sequence[Present], now: datetime) -> None:
    """Write down who is where; who has said nothing for a while is not there any more."""
    lock(conn, ["presence"])
    gone = presence.c.until < now
    ours = [
        and_(presence.c.conversation_id == one.conversation_id, presence.c.agent_id == one.agent_id) for one in given
    ]
    conn.execute(delete(presence).where(or_(gone, *ours)))
    insert_rows(conn, presence, Present._fields, [one for one in given if one.until > now])


def present(conn: Connection, conversation_ids: Collection[str], now: datetime) -> list[Present]:
    """Return who is at these conversations."""
    columns = [presence.c[name] for name in Present._fields]
    query = select(*columns).where(among(presence.c.conversation_id, conversation_ids), presence.c.until > now)
    rows = conn.execute(query.order_by(presence.c.name, presence.c.agent_id)) if conversation_ids else ()
    return [Present(*row) for row in rows]


# ── views that were kept ────────────────────────────────────────────────────────────────────────────────────────────


class SavedView(NamedTuple):
    """Filters under a name."""

    id: str
    owner: str
    shared: bool
    name: str
    filters: Mapping[str, str]
    created_at: datetime


_VIEW = [saved_view.c[name] for name in SavedView._fields]


def views(conn: Connection, agent_id: str) -> list[SavedView]:
    """Return an agent's own views, and those that others share."""
    query = select(*_VIEW).where(or_(saved_view.c.owner == agent_id, saved_view.c.shared))
    return [SavedView(*row) for row in conn.execute(query.order_by(saved_view.c.name, saved_view.c.id))]


def keep_view(conn: Connection, given: SavedView) -> None:
    """Keep a view."""
    conn.execute(insert(saved_view), given._asdict())


def drop_view(conn: Connection, id: str, owner: str | None) -> bool:
    """Forget a view; only if it belongs to this agent, unless that is left open."""
    mine = [] if owner is None else [saved_view.c.owner == owner]
    return bool(conn.execute(delete(saved_view).where(saved_view.c.id == id, *mine)).rowcount)
