"""The left pane of the inbox: tabs with counts, filters, and the conversations themselves, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from bot.accounts import Agent, Role
from bot.desk.follower import BOT
from bot.events import FAILED, MessageStatus
from bot.runtime import Runtime
from bot.sealing import shown as seen
from bot.store import conversations, findings, inbox_counts, inbox_marks, inbox_views, listing, terms, users
from bot.store.conversations import Conversation
from bot.store.inbox_counts import COUNTED_MAX, Counts
from bot.store.inbox_marks import SavedView
from bot.store.inbox_rows import Row
from bot.store.inbox_views import VIEWS, Filters
from bot.store.listing import THEM
from bot.web.api.analytics import state_order
from bot.web.console.filters import read_filters, written
from bot.web.console.page import Visit

TEXT_CHARS_MAX: Final = 140
"""Of a text, as much as two lines hold."""
BEFORE_HIT_CHARS: Final = 30
LONG: Final = timedelta(hours=1)
"""Where a queue has promised nothing: who waits for longer waits for long."""
_FAILED: Final = frozenset({*FAILED, MessageStatus.REFUSED, MessageStatus.UNKNOWN})
_TABS: Final[Mapping[str, str]] = {
    "mine": "Mine",
    "unassigned": "Unassigned",
    "all": "All open",
    "bot": "With the bot",
    "snoozed": "Snoozed",
    "closed": "Closed",
}
_DELIVERY: Final[Mapping[str, str]] = {
    MessageStatus.UNDELIVERED: "not delivered",
    MessageStatus.FAILED: "failed",
    MessageStatus.REJECTED: "rejected",
    MessageStatus.EXPIRED: "too late",
    MessageStatus.REFUSED: "not sent",
    MessageStatus.UNKNOWN: "outcome unknown",
}
_CLOCK: Final[Mapping[str, tuple[str, str]]] = {
    "running": ("due", ""),
    "at_risk": ("due soon", "warn"),
    "breached": ("overdue", "bad"),
}


class Tab(NamedTuple):
    """A view, with how much is in it."""

    view: str
    name: str
    number: str
    href: str
    here: bool
    needs: int


class Snippet(NamedTuple):
    """A text as the list shows it, with what was looked for in it."""

    before: str
    hit: str
    after: str


class Wait(NamedTuple):
    """For how long somebody waits, in words; `tone` is the colour that goes with them."""

    word: str
    since: datetime
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A conversation in the list, in words."""

    row: Row
    href: str
    author: str
    """Who wrote the text: blank for the person."""
    snippet: Snippet
    holder: str
    holder_kind: str
    """bot, agent or nobody."""
    wait: Wait | None
    trouble: str
    """What became of our newest message, if it did not arrive."""
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pane:
    """The left pane."""

    filters: Filters
    query: str
    """Of the address, with its `?`."""
    rows: tuple[Shown, ...]
    more: str
    """Where the list goes on; blank where it ends."""
    further: bool
    """Whether it is not the beginning of the list."""
    tabs: tuple[Tab, ...]
    unread: int
    version: int
    """Up to which everything is in it: the stream goes on from there."""
    open: str
    """The conversation beside it."""
    views: tuple[tuple[SavedView, str, bool], ...]
    """Views that were kept, where they lead, and whether this agent may drop them."""
    choices: Mapping[str, Sequence[tuple[str, str]]]
    """What each filter can be set to: value and name."""
    given: tuple[tuple[str, str, str], ...]
    """The filters that are set: name, value in words, and the address without it."""
    empty_house: bool
    """Whether nobody ever wrote."""


async def pane_of(visit: Visit, *, wanted: Filters, after: str = "", open_id: str = "") -> Pane:
    """Read the left pane."""
    return await visit.runtime.database.look(_read, visit, wanted, after, open_id)


async def rows_of(visit: Visit, ids: Sequence[str], wanted: Filters, open_id: str) -> tuple[list[Shown], Any]:
    """Read single rows, and the tabs as they are now."""
    return await visit.runtime.database.look(_read_rows, visit, ids, wanted, open_id)


def _read(conn: Connection, visit: Visit, wanted: Filters, after: str, open_id: str) -> Pane:
    agent, runtime = visit.agent, visit.runtime
    version = listing.version(conn)
    page = inbox_views.page(conn, wanted, agent.id, after)
    names = {user.id: user.name for user in users.everybody(conn)}
    choices = _choices(conn, runtime, names, wanted)
    tally = inbox_counts.tally(conn, agent.id)
    return Pane(
        filters=wanted,
        query=written(wanted),
        rows=tuple(_shown(conn, page.rows, visit, wanted, names, open_id)),
        more=page.next,
        further=bool(after),
        tabs=tabs(tally.counts, wanted),
        unread=tally.unread,
        version=version,
        open=open_id,
        views=tuple(
            (view, written(read_filters(view.filters)), _may_drop(view, agent)) for view in _views(conn, agent)
        ),
        choices=choices,
        given=tuple(_given(wanted, choices)),
        empty_house=version == 0,
    )


def _read_rows(
    conn: Connection, visit: Visit, ids: Sequence[str], wanted: Filters, open_id: str
) -> tuple[list[Shown], dict[str, Any]]:
    me = visit.agent.id
    rows = inbox_views.some(conn, ids, wanted, me)
    names = {user.id: user.name for user in users.everybody(conn)}
    tally = inbox_counts.tally(conn, me)
    beside = {"tabs": tabs(tally.counts, wanted), "unread": tally.unread, "version": listing.version(conn)}
    return _shown(conn, rows, visit, wanted, names, open_id), beside


def tabs(counts: Counts, wanted: Filters) -> tuple[Tab, ...]:
    """Every view with its count."""
    return tuple(
        Tab(
            view=view,
            name=_TABS[view],
            number=number(getattr(counts, view)),
            href=f"/console/inbox{written(Filters(view))}",
            here=wanted.view == view and not wanted.q,
            needs=counts.needs if view == "bot" else 0,
        )
        for view in VIEWS
    )


def number(count: int) -> str:
    """Counting ends somewhere."""
    return f"{COUNTED_MAX - 1}+" if count >= COUNTED_MAX else str(count)


# ── rows in words ───────────────────────────────────────────────────────────────────────────────────────────────────


def _shown(
    conn: Connection, rows: Sequence[Row], visit: Visit, wanted: Filters, names: Mapping[str, str], open_id: str
) -> list[Shown]:
    words = [term for clause in terms.query(wanted.q) for term in clause.terms] if wanted.q else []
    waiting = [row.id for row in rows if _waits(row)]
    kept = {one.id: one for one in conversations.by_ids(conn, waiting)}
    runtime, now = visit.runtime, visit.now
    return [
        in_words(runtime, row, kept.get(row.id), names, now, query=written(wanted), words=words, open_id=open_id)
        for row in rows
    ]


def in_words(
    runtime: Runtime,
    row: Row,
    kept: Conversation | None,
    names: Mapping[str, str],
    now: datetime,
    *,
    query: str = "",
    words: Sequence[str] = (),
    open_id: str = "",
) -> Shown:
    """Say what there is to say about a row. `kept` is needed of conversations in which a person is waited for."""
    return Shown(
        row=row,
        href=f"/console/inbox/{row.id}{query}",
        author=_author(row, names),
        snippet=snippet(seen(row.text), words if row.hit is not None else ()),
        holder=_holder(row, names),
        holder_kind="agent" if row.listing.assignee else BOT if row.listing.handler == BOT else "nobody",
        wait=_wait(runtime, row, kept, now) if kept is not None and _waits(row) else None,
        trouble=_DELIVERY[MessageStatus(row.delivery)] if row.delivery in _FAILED else "",
        current=row.id == open_id,
    )


def _waits(row: Row) -> bool:
    return row.listing.handler != BOT and row.listing.status != "closed"


def _wait(runtime: Runtime, row: Row, kept: Conversation, now: datetime) -> Wait | None:
    """What a queue has promised, else since when somebody waits."""
    clocks = runtime.desk.clocks(kept)
    if clocks:
        word, tone = _CLOCK[clocks[0].state]
        return Wait(word, clocks[0].due_at, tone)
    since = row.listing.waiting_since
    return None if since is None else Wait("waits", since, "warn" if now - since >= LONG else "")


def _author(row: Row, names: Mapping[str, str]) -> str:
    if row.hit is not None:
        return {findings.OUT: "we", findings.NOTE: "note"}.get(row.hit.kind, "")
    author = row.listing.author
    if author in ("", THEM):
        return ""
    return BOT if author == BOT else names.get(author, "API")


def _holder(row: Row, names: Mapping[str, str]) -> str:
    item = row.listing
    if item.assignee:
        return names.get(item.assignee, item.assignee)
    if item.handler == BOT:
        return " · ".join(filter(None, (BOT, item.flow and item.state and f"{item.flow} {item.state}")))
    return f"nobody · {item.queue}" if item.queue else "nobody"


def snippet(text: str, words: Sequence[str]) -> Snippet:
    """Cut a text around the first of the words that is in it as it was typed."""
    flat = " ".join(text.split())
    low = flat.casefold()
    found = min((place for word in words if (place := low.find(word)) >= 0), default=-1)
    if found < 0 or len(low) != len(flat):
        return Snippet(flat[:TEXT_CHARS_MAX], "", "")
    length = max(len(word) for word in words if low.startswith(word, found))
    start = max(0, found - BEFORE_HIT_CHARS)
    before = f"…{flat[start:found]}" if start else flat[:found]
    return Snippet(before, flat[found : found + length], flat[found + length :][:TEXT_CHARS_MAX])


# ── filters in words ────────────────────────────────────────────────────────────────────────────────────────────────


def _choices(
    conn: Connection, runtime: Runtime, names: Mapping[str, str], wanted: Filters
) -> dict[str, list[tuple[str, str]]]:
    named = {name: [(word, word) for word in inbox_views.choices(conn, name)] for name in ("label", "queue", "flow")}
    states = list(dict.fromkeys([*state_order(runtime, wanted.flow), wanted.state])) if wanted.flow else []
    return {
        "status": [("open", "open"), ("snoozed", "snoozed"), ("closed", "closed")],
        "assignee": [("me", "me"), ("nobody", "nobody"), *sorted(names.items(), key=lambda item: item[1].casefold())],
        **named,
        "state": [(state, state) for state in states if state],
        "channel": [(name, name) for name in runtime.channels],
        "priority": [(word, word) for word in ("urgent", "high", "normal", "low")],
        "unread": [("yes", "unread only")],
        "order": [("oldest", "oldest first")],
    }


def _given(wanted: Filters, choices: Mapping[str, Sequence[tuple[str, str]]]) -> list[tuple[str, str, str]]:
    """What is set, besides view and words."""
    found = []
    for name, value in wanted.given().items():
        if name not in ("view", "q"):
            said = dict(choices.get(name, ())).get(value, value)
            found.append((name, said, f"/console/inbox{written(wanted, **{name: ''})}"))
    return found


def _views(conn: Connection, agent: Agent) -> list[SavedView]:
    return inbox_marks.views(conn, agent.id)


def _may_drop(view: SavedView, agent: Agent) -> bool:
    return view.owner == agent.id or agent.role.may(Role.SUPERVISOR)
