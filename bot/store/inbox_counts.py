"""How much there is in the inbox: in each view, and of it unread, for one who looks or for all who do at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, literal, select

from bot.store.conversations import BOT
from bot.store.dialect import among, constant
from bot.store.inbox_rows import EVERYTHING, marks, unread_by
from bot.store.inbox_views import VIEWS, Filters, conditions, in_order
from bot.store.tables import listing

COUNTED_MAX: Final = 1_000
"""Where counting ends: nobody works through more, and a count of everything would cost as much as there is."""
UNREAD_AMONG: Final = 200
"""What is unread was written lately, so of what nobody has it is counted among so many of the newest."""
_NOBODY: Final = ""


class Counts(NamedTuple):
    """How many conversations there are in each view, up to `COUNTED_MAX`."""

    mine: int
    unassigned: int
    all: int
    bot: int
    snoozed: int
    closed: int
    needs: int
    """Of what the bot has: where a person should look."""


class Tally(NamedTuple):
    """How much there is for an agent."""

    counts: Counts
    unread: int
    """What they have not read of what is theirs, or nobody's."""


def counts(conn: Connection, me: str) -> Counts:
    """Count every view."""
    needing = [listing.c.status == "open", listing.c.handler == BOT, listing.c.needs == 1]
    asked = [*(conditions(Filters(view), me) for view in VIEWS), needing]
    return Counts(**dict(zip(Counts._fields, conn.execute(select(*map(_count, asked))).one(), strict=True)))


def tally(conn: Connection, me: str) -> Tally:
    """Count for one."""
    return Tally(counts(conn, me), _unread(conn, [me])[me])


def tallies(conn: Connection, agents: Collection[str]) -> dict[str, Tally]:
    """Count for all of these at once: what is the same for everybody only once."""
    common = counts(conn, _NOBODY)
    held, unread = _held(conn, agents), _unread(conn, agents)
    return {id: Tally(common._replace(mine=held.get(id, 0)), unread[id]) for id in agents}


def _count(asked: Sequence[ColumnElement[bool]]) -> ColumnElement[int]:
    found = select(literal(1)).select_from(listing).where(*asked).limit(COUNTED_MAX).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


def _theirs(agents: Collection[str]) -> list[ColumnElement[bool]]:
    row = listing.c
    return [among(row.assignee, agents), row.assignee != constant(""), row.status == constant("open")]


def _held(conn: Connection, agents: Collection[str]) -> dict[str, int]:
    query = select(listing.c.assignee, func.count()).where(*_theirs(agents)).group_by(listing.c.assignee)
    return {id: min(count, COUNTED_MAX) for id, count in conn.execute(query)}


def _unread(conn: Connection, agents: Collection[str]) -> dict[str, int]:
    """Count what each has not read. What is nobody's is read once for all, with how far each has come in it."""
    own = select(listing.c.assignee, func.count()).where(*_theirs(agents), unread_by(listing.c.assignee))
    mine: dict[str, int] = {row[0]: row[1] for row in conn.execute(own.group_by(listing.c.assignee))}
    waiting = Filters("unassigned")
    newest = in_order(
        select(listing.c.conversation_id, listing.c.heard).where(*conditions(waiting, _NOBODY)), waiting, None
    )
    heard: dict[str, int] = {row[0]: row[1] for row in conn.execute(newest.limit(UNREAD_AMONG))}
    marked: dict[str, dict[str, int]] = {id: {} for id in agents}
    for (agent, id), mark in marks(conn, heard).items():
        if agent in marked:
            marked[agent][id] = mark
    places = sorted(heard.values())
    return {id: mine.get(id, 0) + _later(heard, places, marked[id]) for id in agents}


def _later(heard: dict[str, int], places: Sequence[int], marked: dict[str, int]) -> int:
    """How many of these were heard after the marks of one agent; most have none of their own."""
    everything = marked.pop(EVERYTHING, 0)
    count = len(places) - bisect_right(places, everything)
    return count + sum((heard[id] > mark) - (heard[id] > everything) for id, mark in marked.items())
