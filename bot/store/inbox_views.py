"""The inbox as agents look at it: views and filters, a page at a time, and how many conversations each view has.

    view: mine, unassigned, all, bot, snoozed, closed         what the tabs are
    filters: status, assignee, label, flow, …                 narrow any of them

Every query goes along one index in the order of the page, so that the millionth row costs what the first does.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, literal, or_, select, text, tuple_

from bot.limits import YEAR_MAX, YEAR_MIN
from bot.store import findings, terms
from bot.store.conversations import BOT, PERSON
from bot.store.dialect import among, constant
from bot.store.findings import Found
from bot.store.inbox_rows import Row, dressed, unread_by
from bot.store.listing import Listing
from bot.store.tables import listing, listing_label

STATUSES: Final = frozenset({"open", "snoozed", "closed"})
VIEWS: Final = ("mine", "unassigned", "all", "bot", "snoozed", "closed")
ROWS_A_PAGE: Final = 50
FEW_MAX: Final = 500
"""So many conversations are looked at one by one, rather than all of a view in its order."""
PEOPLE_FOUND_MAX: Final = 300
PEOPLE_SHOWN_MAX: Final = 20
TEXTS_A_LOOK: Final = 100
LOOKS_MAX: Final = 5
CHOICES_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for; blank is anything."""

    view: str = "all"
    status: str = ""
    assignee: str = ""
    """An agent, `me`, or `nobody`."""
    label: str = ""
    flow: str = ""
    state: str = ""
    """Where in that flow it is."""
    channel: str = ""
    queue: str = ""
    priority: str = ""
    unread: str = ""
    """`yes`: only what this agent has not read."""
    order: str = ""
    """`oldest`: those who wrote longest ago come first."""
    q: str = ""
    """Words in texts, names, numbers."""

    def given(self) -> dict[str, str]:
        """What differs from nothing, as the query of an address has it."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    @property
    def narrowed(self) -> bool:
        """Whether there is more than a view."""
        return self != replace(Filters(), view=self.view)


class PageOfRows(NamedTuple):
    """A part of a list."""

    rows: list[Row]
    next: str
    """Where the next part begins; blank where there is none."""


# ── views ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_ROW = [listing.c[name] for name in Listing._fields]


def page(conn: Connection, wanted: Filters, me: str, after: str = "", limit: int = ROWS_A_PAGE) -> PageOfRows:
    """Return the rows that follow a place in a view."""
    if wanted.q:
        return search(conn, wanted, me, after, limit)
    query = select(*_ROW).where(*conditions(wanted, me), *_rare(conn, wanted)).limit(limit + 1)
    found = [Listing(*row) for row in conn.execute(in_order(query, wanted, _read_place(after)))]
    rows = dressed(conn, found[:limit], me)
    return PageOfRows(rows, _place(rows[-1].listing) if len(found) > limit else "")


def some(conn: Connection, ids: Collection[str], wanted: Filters, me: str) -> list[Row]:
    """Return those of these conversations that a view has."""
    if not ids:
        return []
    query = select(*_ROW).where(among(listing.c.conversation_id, ids), *conditions(wanted, me))
    return dressed(conn, [Listing(*row) for row in conn.execute(in_order(query, wanted, None))], me)


def beside(conn: Connection, id: str, wanted: Filters, me: str) -> str | None:
    """Return which conversation comes after this one in a view: the next to be worked on."""
    here = conn.execute(select(*_ROW).where(listing.c.conversation_id == id)).one_or_none()
    place = None if here is None else _read_place(_place(Listing(*here)))
    query = select(listing.c.conversation_id).where(*conditions(wanted, me), listing.c.conversation_id != id).limit(1)
    for start in (place, None):
        found: str | None = conn.execute(in_order(query, wanted, start)).scalar_one_or_none()
        if found is not None or start is None:
            return found
    return None


def fits(row: Listing, wanted: Filters, me: str) -> bool:
    """Whether a row may be in a view, without a look at the database: labels, words and what was read are left open.

    Who searches looks everywhere, so only the filters count then.
    """
    view, status = ("" if wanted.q else wanted.view), wanted.status
    anywhere = bool(wanted.q) and not status
    if view in ("snoozed", "closed"):
        status = status or view
    checks = (
        anywhere or row.status == (status or "open"),
        view != "mine" or row.assignee == me,
        view != "unassigned" or (row.assignee == "" and row.handler == PERSON),
        view != "bot" or row.handler == BOT,
        not wanted.assignee or row.assignee == _agent(wanted.assignee, me),
        not wanted.flow or row.flow == wanted.flow,
        not wanted.state or row.state == wanted.state or row.state.startswith(_within(wanted.state)),
        not wanted.channel or row.channel == wanted.channel,
        not wanted.queue or row.queue == wanted.queue,
        not wanted.priority or row.priority == wanted.priority,
    )
    return all(checks)


def personal(wanted: Filters) -> bool:
    """Whether it depends on who looks what is in a view."""
    return bool(wanted.unread) or wanted.view == "mine" or wanted.assignee == "me"


def conditions(wanted: Filters, me: str, *, view: bool = True) -> list[ColumnElement[bool]]:
    """What a view and its filters ask of a row; without the `view`, only what the filters do."""
    row = listing.c
    given: list[ColumnElement[bool]] = []
    if view:
        status = wanted.status or (wanted.view if wanted.view in ("snoozed", "closed") else "open")
        given.append(row.status == constant(status if status in STATUSES else "open"))
        match wanted.view:  # our own words stand in the statement, so the database knows how many rows that may be
            case "mine":
                given += [row.assignee == me, row.assignee != constant("")]
            case "unassigned":
                given += [row.handler == constant(PERSON), row.assignee == constant("")]
            case "bot":
                given.append(row.handler == constant(BOT))
    elif wanted.status:
        given.append(row.status == wanted.status)
    if wanted.assignee:
        agent = _agent(wanted.assignee, me)
        given += [row.assignee == agent, *([row.assignee != ""] if agent else [])]
    for name in ("flow", "queue"):
        if value := getattr(wanted, name):
            given += [row[name] == value, row[name] != ""]
    for name in ("channel", "priority"):
        if value := getattr(wanted, name):
            given.append(row[name] == value)
    if wanted.state:
        given.append(_at(wanted.state))
    if wanted.label:
        labelled = select(listing_label.c.conversation_id).where(listing_label.c.label == wanted.label)
        given.append(row.conversation_id.in_(labelled))
    if wanted.unread:
        given.append(unread_by(me))
    return given


def _rare(conn: Connection, wanted: Filters) -> list[ColumnElement[bool]]:
    """Name the conversations that a filter leaves, where those are few: the database would rather read all in order,
    because it cannot know how many that will be."""
    row, label = listing.c, listing_label.c
    few = {
        "label": select(label.conversation_id).where(label.label == wanted.label),
        "flow": select(row.conversation_id).where(row.flow == wanted.flow, row.flow != ""),
        "state": select(row.conversation_id).where(row.flow == wanted.flow, row.flow != "", _at(wanted.state)),
        "queue": select(row.conversation_id).where(row.queue == wanted.queue, row.queue != ""),
    }
    for name, query in few.items():
        if getattr(wanted, name):
            ids = list(conn.execute(query.limit(FEW_MAX + 1)).scalars())
            if len(ids) <= FEW_MAX:
                return [among(row.conversation_id, ids)]
    return []


def _at(state: str) -> ColumnElement[bool]:
    """Whether somebody stands in a state, at whichever of its steps."""
    start = func.substr(listing.c.state, 1, len(state) + 1)
    return or_(listing.c.state == state, start.in_(_within(state)))


def _within(state: str) -> tuple[str, str]:
    """What the points within a state begin with: its steps, and what belongs to them."""
    return f"{state}.", f"{state}/"


def _agent(assignee: str, me: str) -> str:
    return {"me": me, "nobody": ""}.get(assignee, assignee)


# ── places in a list ────────────────────────────────────────────────────────────────────────────────────────────────


def in_order(query: Select[Any], wanted: Filters, start: tuple[int, datetime, str] | None) -> Select[Any]:
    """Put a page in its order, from a place on. What needs a person comes first among what the bot has."""
    row = listing.c
    keys: list[ColumnElement[Any]] = [row.at, row.conversation_id]
    at: tuple[Any, ...] | None = None if start is None else start[1:]
    if wanted.view == "bot" and not wanted.narrowed:
        keys, at = [row.needs, *keys], start
    upwards = wanted.order == "oldest"
    if at is not None:
        here = tuple_(*(literal(value, key.type) for value, key in zip(at, keys, strict=True)))
        query = query.where(tuple_(*keys) > here if upwards else tuple_(*keys) < here)
    return query.order_by(*(key if upwards else key.desc() for key in keys))


def _place(row: Listing) -> str:
    return f"{row.needs}~{row.at.isoformat()}~{row.conversation_id}"


def _read_place(written: str) -> tuple[int, datetime, str] | None:
    """Read a place; what is none is the beginning."""
    needs, _, rest = written.partition("~")
    at, _, id = rest.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    in_reach = moment.tzinfo is not None and YEAR_MIN <= moment.year <= YEAR_MAX
    return (int(needs == "1"), moment, id) if id and in_reach else None


# ── searching ───────────────────────────────────────────────────────────────────────────────────────────────────────


def search(conn: Connection, wanted: Filters, me: str, after: str = "", limit: int = ROWS_A_PAGE) -> PageOfRows:
    """Return who is called so, and then the conversations in which it was said lately: open or not, whoever has them.

    The filters narrow it, the view does not: who searches wants to find.
    """
    people = [] if after else _people(conn, wanted, me)
    taken = {row.id for row in people}
    clauses = terms.query(wanted.q)
    before, by_index = _read_hit(after)
    hits: dict[str, Found] = {}
    rows: list[Row] = []
    for _ in range(LOOKS_MAX):
        look = findings.texts(conn, clauses, TEXTS_A_LOOK, before, by_index=by_index)
        fresh = {hit.about: hit for hit in reversed(look.found) if hit.about not in taken and hit.about not in hits}
        rows += _of_hits(conn, fresh, wanted, me)
        hits |= fresh
        before, by_index = look.rest, look.by_index
        if before is None or len(look.found) < TEXTS_A_LOOK or len(rows) >= limit:
            break
    rows.sort(key=lambda row: -(row.hit.id if row.hit else 0))
    shown = rows[:limit]
    last = shown[-1].hit if len(rows) > limit else None
    rest = before if last is None else last.id
    return PageOfRows([*people, *shown], "" if rest is None else f"{rest}{'' if by_index else _THROUGH}")


_THROUGH: Final = "~"
"""At the end of a place: from here on texts are looked through, since the index takes too long."""


def _read_hit(written: str) -> tuple[int | None, bool]:
    """Read a place among what was found: before which text, and whether the index helps; what is none is the top."""
    number = written.removesuffix(_THROUGH)
    if not number.isdecimal() or len(number) >= 20 or int(number) > findings.PEOPLE_FROM:
        return None, True
    return int(number), number == written


def _people(conn: Connection, wanted: Filters, me: str) -> list[Row]:
    ids = findings.people(conn, terms.person_query(wanted.q), PEOPLE_FOUND_MAX)
    if not ids:
        return []
    query = select(*_ROW).where(among(listing.c.contact_id, ids), *conditions(wanted, me, view=False))
    found = conn.execute(query.order_by(listing.c.at.desc()).limit(PEOPLE_SHOWN_MAX))
    return dressed(conn, [Listing(*row) for row in found], me)


def _of_hits(conn: Connection, hits: dict[str, Found], wanted: Filters, me: str) -> list[Row]:
    narrowed = conditions(wanted, me, view=False)
    query = select(*_ROW).where(among(listing.c.conversation_id, list(hits)), *narrowed)
    return dressed(conn, [Listing(*row) for row in conn.execute(query)], me, hits) if hits else []


# ── what there is to choose from ────────────────────────────────────────────────────────────────────────────────────

_CHOICES: Final = {
    "label": "SELECT min(label) FROM listing_label WHERE label > {after}",
    "queue": "SELECT min(queue) FROM listing WHERE queue <> '' AND queue > {after}",
    "flow": "SELECT min(flow) FROM listing WHERE flow <> '' AND flow > {after}",
}


def choices(conn: Connection, name: str) -> list[str]:
    """Return the labels, queues or flows that conversations have: from one to the next, not from row to row."""
    next_one = _CHOICES[name]
    query = (
        f"WITH RECURSIVE found (word) AS ({next_one.format(after=repr(''))} UNION ALL "  # noqa: S608 - our own texts
        f"SELECT ({next_one.format(after='found.word')}) FROM found WHERE found.word IS NOT NULL) "
        "SELECT word FROM found WHERE word IS NOT NULL LIMIT :most"
    )
    return list(conn.execute(text(query), {"most": CHOICES_MAX}).scalars())
