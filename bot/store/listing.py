"""The list of conversations as agents see it, brought up to date with what has happened in them.

Whoever writes to it holds its lock, so that its versions grow in the order in which they become visible.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, delete, select

from bot.store import settings
from bot.store.bulk import insert_new, insert_rows, update_rows
from bot.store.conversations import BOT
from bot.store.dialect import among, lock, try_lock
from bot.store.tables import conversation, listing, listing_label, session

LOCK: Final = "inbox list"
VERSION: Final = "inbox_version"
"""The setting with the version that was given last."""
THEM: Final = "them"


class Listing(NamedTuple):
    """A row of the list."""

    conversation_id: str
    contact_id: str
    channel: str
    status: str
    handler: str
    assignee: str
    queue: str
    priority: str
    flow: str
    state: str
    needs: int
    at: datetime
    author: str
    heard: int
    message_id: str
    waiting_since: datetime | None
    version: int


class Change(NamedTuple):
    """What has happened in a conversation since it was last looked at. Blank is: nothing of the kind."""

    heard: int = 0
    heard_at: datetime | None = None
    message_id: str = ""
    said_at: datetime | None = None
    author: str = ""
    """Who wrote the newest of all that."""
    flow: str = ""
    needs: bool | None = None

    def then(self, other: Change) -> Change:
        """Both, one after the other."""
        return Change(
            heard=max(self.heard, other.heard),
            heard_at=_later(self.heard_at, other.heard_at),
            message_id=other.message_id or self.message_id,
            said_at=_later(self.said_at, other.said_at),
            author=other.author or self.author,
            flow=other.flow or self.flow,
            needs=self.needs if other.needs is None else other.needs,
        )

    @property
    def at(self) -> datetime | None:
        """When somebody wrote last."""
        return _later(self.heard_at, self.said_at)


NOTHING: Final = Change()


def hold(conn: Connection) -> None:
    """Wait until nobody else writes to the list, and keep it so until the transaction ends."""
    lock(conn, [LOCK])


def try_hold(conn: Connection) -> bool:
    """Hold the list, unless somebody else does."""
    return try_lock(conn, LOCK)


_COLUMNS = [listing.c[name] for name in Listing._fields]
_NAMES = Listing._fields
_CHANGING = _NAMES[1:]


class _Facts(NamedTuple):
    """What a conversation says of itself."""

    id: str
    contact_id: str
    channel: str
    status: str
    handler: str
    assignee: str | None
    queue: str | None
    priority: str | None
    labels: Sequence[str]
    last_at: datetime
    needs_reply_since: datetime | None


def bring_up_to_date(conn: Connection, changes: Mapping[str, Change]) -> list[Listing]:
    """Write down how these conversations stand now; whoever calls holds the list."""
    columns = [conversation.c[name] for name in _Facts._fields]
    query = select(*columns).where(among(conversation.c.id, list(changes)))
    facts = [_Facts(*row) for row in conn.execute(query)] if changes else []
    ids = [fact.id for fact in facts]
    known = {row.conversation_id: row for row in rows(conn, ids)}
    under_way = _sessions(conn, ids)
    version = int(settings.find(conn, VERSION) or 0)
    fresh = [
        _row(fact, changes[fact.id], known.get(fact.id), under_way.get(fact.id), version + place)
        for place, fact in enumerate(facts, 1)
    ]
    insert_rows(conn, listing, _NAMES, [row for row in fresh if row.conversation_id not in known])
    changed = [row for row in fresh if row.conversation_id in known]
    update_rows(conn, listing, (*_CHANGING, "conversation_id"), [(*row[1:], row[0]) for row in changed])
    _label(conn, {fact.id: fact.labels for fact in facts})
    if fresh:
        settings.exchange(conn, VERSION, str(version + len(fresh)))
    return fresh


def rows(conn: Connection, ids: Collection[str]) -> list[Listing]:
    """Return the rows of these conversations."""
    query = select(*_COLUMNS).where(among(listing.c.conversation_id, ids))
    return [Listing(*row) for row in conn.execute(query)] if ids else []


def version(conn: Connection) -> int:
    """Return the newest version."""
    newest = conn.execute(select(listing.c.version).order_by(listing.c.version.desc()).limit(1)).scalar_one_or_none()
    return newest or 0


def since(conn: Connection, seen: int, limit: int) -> list[Listing]:
    """Return what has changed after a version, in the order in which it did."""
    query = select(*_COLUMNS).where(listing.c.version > seen).order_by(listing.c.version).limit(limit)
    return [Listing(*row) for row in conn.execute(query)]


def forget(conn: Connection, ids: Collection[str]) -> None:
    """Take conversations off the list."""
    conn.execute(delete(listing_label).where(among(listing_label.c.conversation_id, ids)))
    conn.execute(delete(listing).where(among(listing.c.conversation_id, ids)))


# ── how ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _sessions(conn: Connection, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    query = select(session.c.conversation_id, session.c.flow, session.c.state).where(
        among(session.c.conversation_id, ids), session.c.ended_at.is_(None)
    )
    return {row[0]: (row[1], row[2]) for row in conn.execute(query)} if ids else {}


def _row(
    fact: _Facts, change: Change, known: Listing | None, under_way: tuple[str, str] | None, version: int
) -> Listing:
    flow, state = under_way or (change.flow or (known.flow if known else ""), "")
    at = max(filter(None, (change.at, known.at if known else fact.last_at)))
    newer = known is None or change.at is None or change.at >= known.at
    needs = change.needs if change.needs is not None else bool(known and known.needs)
    return Listing(
        conversation_id=fact.id,
        contact_id=fact.contact_id,
        channel=fact.channel,
        status=fact.status,
        handler=fact.handler,
        assignee=fact.assignee or "",
        queue=fact.queue or "",
        priority=fact.priority or "",
        flow=flow,
        state=state,
        needs=int(needs and fact.handler == BOT and fact.status == "open"),
        at=at,
        author=(change.author if newer else "") or (known.author if known else ""),
        heard=max(change.heard, known.heard if known else 0),
        message_id=(change.message_id if newer else "") or (known.message_id if known else ""),
        waiting_since=fact.needs_reply_since,
        version=version,
    )


def _label(conn: Connection, wanted: Mapping[str, Iterable[str]]) -> None:
    columns = (listing_label.c.conversation_id, listing_label.c.label)
    query = select(*columns).where(among(listing_label.c.conversation_id, list(wanted)))
    had = {(row[0], row[1]) for row in conn.execute(query)} if wanted else set()
    has = {(id, label) for id, labels in wanted.items() for label in labels}
    for id, label in had - has:
        conn.execute(delete(listing_label).where(columns[0] == id, columns[1] == label))
    insert_new(conn, listing_label, ("conversation_id", "label"), sorted(has - had))


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)
