"""What has changed in the inbox, as it is by now: looked up once for all who watch, and divided among them.

rows that changed ─ which views have them ─► dressed once ─► News ─ by view ─► a part for each watcher
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from bot.store import conversations, inbox_marks, inbox_rows, inbox_views, listing, users
from bot.store.conversations import Conversation
from bot.store.inbox_marks import Present
from bot.store.inbox_rows import EVERYTHING, Row
from bot.store.inbox_views import Filters
from bot.store.listing import Listing

Living = Callable[[Connection, Collection[str]], Mapping[str, tuple[str, str]]]
"""Says which sessions are not over, with role and zone."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A conversation as it is by now, for everybody who may see it."""

    row: Row
    kept: Conversation | None
    names: Mapping[str, str]
    """Of the agents it speaks of."""
    marks: Mapping[tuple[str, str], int]
    """How far agents have read, it and everything."""
    at: datetime
    written: dict[Hashable, str] = field(default_factory=dict)
    """What pages made of it, by what that depends on: so it is made once for all who see the same."""

    def unread(self, agent_id: str) -> bool:
        """Whether this agent has not read what is in it."""
        item = self.row.listing
        mark = self.marks.get((agent_id, item.conversation_id), self.marks.get((agent_id, EVERYTHING), 0))
        return inbox_rows.to_be_read(item) and item.heard > mark


class Part(NamedTuple):
    """What has changed in one view."""

    shown: Mapping[str, Fresh]
    """What is in it."""
    gone: frozenset[str]
    """What was in it and is no more."""
    perhaps: frozenset[str]
    """What is not in it; whether it was, nobody knows."""


@dataclass(frozen=True, slots=True)
class News:
    """All that has changed between two looks."""

    version: int
    rows: Sequence[Listing]
    before: Mapping[str, Listing]
    """As they were at the look before, where that is known."""
    fresh: Mapping[str, Fresh]
    """Those that are in anybody's view."""
    living: Mapping[str, tuple[str, str]]
    """The sessions that are not over; only looked up where there is something to show."""
    _parts: dict[Hashable, Part] = field(default_factory=dict)

    def part(self, view: Filters, me: str, *, sure: bool) -> Part:
        """Return what has changed in a view; not `sure` is who perhaps shows what is older than the look before."""
        key = (view, me if inbox_views.personal(view) else "", sure)
        if key not in self._parts:
            self._parts[key] = self._part(view, me, sure)
        return self._parts[key]

    def _part(self, view: Filters, me: str, sure: bool) -> Part:
        shown: dict[str, Fresh] = {}
        gone, perhaps = set(), set()
        for row in self.rows:
            id = row.conversation_id
            fresh, before = self.fresh.get(id), self.before.get(id)
            if fresh is not None and _has(view, fresh, me):
                shown[id] = fresh
            elif before is None or not sure:
                perhaps.add(id)
            elif inbox_views.fits(before, view, me):
                gone.add(id)
        return Part(shown, frozenset(gone), frozenset(perhaps))


def _has(view: Filters, fresh: Fresh, me: str) -> bool:
    labelled = not view.label or view.label in fresh.row.labels
    return inbox_views.fits(fresh.row.listing, view, me) and labelled and not (view.unread and not fresh.unread(me))


class Asked(NamedTuple):
    """What is to be looked up."""

    seen: int
    """The version up to which everything is known."""
    most: int
    """More changes than so many are not told one by one."""
    views: Collection[tuple[Filters, str]]
    """Everything that is watched, and by whom."""
    opened: Collection[str]
    """Conversations at which somebody wants to know who is there."""
    sessions: Collection[str]
    now: datetime


def look(
    conn: Connection, asked: Asked, before: Mapping[str, Listing], living: Living
) -> tuple[News, dict[str, list[Present]]]:
    """Look up what has changed, and who is where."""
    present: dict[str, list[Present]] = {}
    for one in inbox_marks.present(conn, asked.opened, asked.now):
        present.setdefault(one.conversation_id, []).append(one)
    rows = listing.since(conn, asked.seen, asked.most + 1)
    seen = [row for row in rows if any(inbox_views.fits(row, view, me) for view, me in asked.views)]
    fresh = _dressed(conn, seen, asked.now) if len(rows) <= asked.most else {}
    sessions = living(conn, asked.sessions) if rows else {}
    version = rows[-1].version if rows else asked.seen
    return News(version, rows, before, fresh, sessions), present


def _dressed(conn: Connection, rows: Sequence[Listing], now: datetime) -> dict[str, Fresh]:
    if not rows:
        return {}
    ids = [row.conversation_id for row in rows]
    kept = {one.id: one for one in conversations.by_ids(conn, ids)}
    marks = inbox_rows.marks(conn, ids)
    names = users.names(conn, set(_speaks_of(rows)))
    return {row.id: Fresh(row, kept.get(row.id), names, marks, now) for row in inbox_rows.dressed(conn, rows, None)}


def _speaks_of(rows: Iterable[Listing]) -> Iterable[str]:
    return (id for row in rows for id in (row.author, row.assignee) if id)
