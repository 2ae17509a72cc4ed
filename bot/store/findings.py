"""Finding people and texts by what they say: kept apart from the texts, which nobody has to read for it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Text, bindparam, cast, delete, func, select, text
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.exc import DBAPIError

from bot.events import Json
from bot.store import terms
from bot.store.dialect import among, shares
from bot.store.tables import contact, finding
from bot.store.terms import Clause

IN, OUT, NOTE, PERSON = "in", "out", "note", "person"
PEOPLE_FROM: Final = 1 << 62
"""The findings of people have numbers from here on; no text has, before the year 2109."""
OF_PERSON: Final = "ƿ"
"""A letter that nobody writes, before each term of a person: so a name is not looked for in a million texts."""
_SEQ_BITS: Final = 20

RECENT: Final = 3_000
"""A word that many texts have is found among so many of the newest: nobody sorts all of them to show fifty."""
FURTHER_MAX: Final = 4
"""Times as many are looked through where the newest promise that there will be enough among them: a phrase of common
words has the index fetch every text that has the words, in any order."""
PATIENCE_MS: Final = 40
"""So long the index may take; after that texts are looked through from the newest on, some at a time."""
_CANCELED: Final = "57014"


class Finding(NamedTuple):
    """What a text, a note or a person is found by."""

    id: int
    about: str
    kind: str
    source: str
    at: datetime
    terms: str


def of_text(about: str, kind: str, seq: int, source: str, at: datetime, said: str, *, arrays: bool) -> Finding | None:
    """Make what a text is found by; None if there is no word in it. `seq` is its number in its table."""
    found = terms.terms(said)
    if not found:
        return None
    number = (int(at.timestamp() * 1000) << _SEQ_BITS) | ((seq * 2 + (kind == OUT)) & ((1 << _SEQ_BITS) - 1))
    return Finding(number, about, kind, source, at, terms.tsvector(found) if arrays else " ".join(found))


def of_person(
    id: str, phone: str, name: str | None, fields: Json, tags: Iterable[str], changed: datetime, *, arrays: bool
) -> Finding:
    """Make what a person is found by: name, number, fields and tags."""
    said = [name or "", *tags, *(str(value) for value in fields.values() if isinstance(value, str | int))]
    words = [*terms.phone_terms(phone), *(term for part in said for term in terms.terms(part))]
    found = [OF_PERSON + term for term in words[: terms.TERMS_MAX]]
    written = terms.tsvector(found) if arrays else " ".join(found)
    return Finding(person_number(id), id, PERSON, changed.isoformat(), changed, written)


def person_number(contact_id: str) -> int:
    """Return the number of a person's finding."""
    digest = hashlib.sha256(contact_id.encode()).digest()[:8]
    return PEOPLE_FROM | (int.from_bytes(digest) & (PEOPLE_FROM - 1))


# ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_NAMES: Final = ", ".join(Finding._fields)
_INTO_SQLITE: Final = f"INSERT OR IGNORE INTO finding ({_NAMES}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608
_INTO_POSTGRESQL: Final = (
    f"INSERT INTO finding ({_NAMES}) SELECT id, about, kind, source, at, terms::tsvector FROM unnest("  # noqa: S608
    "$1::BIGINT[], $2::TEXT[], $3::TEXT[], $4::TEXT[], $5::TIMESTAMPTZ[], $6::TEXT[]) AS given "
    f"({_NAMES}) ON CONFLICT DO NOTHING"
)


def add(conn: Connection, found: Sequence[Finding]) -> None:
    """Keep findings; those that are kept already stay as they are."""
    if not found:
        return
    if shares(conn):
        conn.exec_driver_sql(_INTO_POSTGRESQL, tuple(map(list, zip(*found, strict=True))))
    else:
        write = finding.c.at.type.bind_processor(conn.dialect)
        assert write is not None  # noqa: S101 - times are text there
        conn.exec_driver_sql(_INTO_SQLITE, [(*one[:4], write(one.at), one.terms) for one in found])


_WHO = ("id", "phone", "name", "fields", "tags", "updated_at")


def know_people(conn: Connection, ids: Collection[str]) -> int:
    """Let these people be found by what they are called now; return how many were known as something else."""
    columns = [contact.c[name] for name in _WHO]
    return _know(conn, conn.execute(select(*columns).where(among(contact.c.id, ids))).all()) if ids else 0


def know_more_people(conn: Connection, after: str, limit: int) -> tuple[str | None, int]:
    """Look at the next people in turn; return the last of them (None: there are no more) and how many were news."""
    columns = [contact.c[name] for name in _WHO]
    rows = conn.execute(select(*columns).where(contact.c.id > after).order_by(contact.c.id).limit(limit)).all()
    return (rows[-1].id if len(rows) == limit else None), _know(conn, rows)


def _know(conn: Connection, people: Sequence[Any]) -> int:
    numbers = {person_number(row.id): row for row in people}
    query = select(finding.c.id, finding.c.source).where(among(finding.c.id, list(numbers)))
    known = {row.id: row.source for row in conn.execute(query)} if numbers else {}
    changed = [number for number, row in numbers.items() if known.get(number) != row.updated_at.isoformat()]
    stale = [number for number in changed if number in known]
    if stale:
        conn.execute(delete(finding).where(among(finding.c.id, stale)))
    arrays = shares(conn)
    add(conn, [of_person(*numbers[number], arrays=arrays) for number in changed])
    return len(changed)


def forget(conn: Connection, about: Collection[str]) -> int:
    """Let nothing be found any more that is about these conversations and people."""
    return int(conn.execute(delete(finding).where(among(finding.c.about, about))).rowcount)


# ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class Found(NamedTuple):
    """What was found."""

    id: int
    about: str
    kind: str
    source: str
    at: datetime


_FOUND = [finding.c[name] for name in Found._fields]
_SQLITE: Final = (
    f"SELECT {', '.join(f'finding.{name}' for name in Found._fields)} "  # noqa: S608 - our names
    "FROM finding_index CROSS JOIN finding ON finding.id = finding_index.rowid "
    "WHERE finding_index MATCH :wanted AND finding_index.rowid >= :start AND finding_index.rowid < :end "
    "ORDER BY finding_index.rowid DESC LIMIT :limit"
)
_ALL: Final = (1 << 63) - 1


def people(conn: Connection, clauses: Sequence[Clause], limit: int) -> list[str]:
    """Return the contacts who are found by all of this."""
    if not clauses:
        return []
    clauses = [Clause(tuple(OF_PERSON + term for term in clause.terms), clause.prefix) for clause in clauses]
    if not shares(conn):
        return [found.about for found in _in_sqlite(conn, clauses, limit, PEOPLE_FROM, _ALL)]
    query = select(finding.c.about).where(_matches(clauses), finding.c.kind == PERSON).limit(limit)
    return list(conn.execute(query).scalars())


class Look(NamedTuple):
    """The newest texts that were found, and before which one to go on: None where all were looked through."""

    found: list[Found]
    rest: int | None = None
    by_index: bool = True
    """How to go on."""


def texts(
    conn: Connection, clauses: Sequence[Clause], limit: int, before: int | None = None, *, by_index: bool = True
) -> Look:
    """Find the newest texts and notes in which all of this is; `before` is the last one seen.

    Without `by_index` texts are looked through at once, as they are after the index turned out to take too long.
    """
    if not clauses:
        return Look([])
    end = PEOPLE_FROM if before is None else before
    if not shares(conn):
        return _ended(_in_sqlite(conn, clauses, limit, 0, end), limit, True)
    start = _before(conn, end, RECENT)
    found = _newest(conn, clauses, limit, start, end)
    if start and len(found) < limit and (not by_index or limit <= len(found) * FURTHER_MAX):
        start, found = _further(conn, clauses, limit, start, found)
    if len(found) == limit or not start:
        return _ended(found, limit, by_index)
    indexed = _rarest(conn, clauses, limit, end) if by_index else None
    return Look(found, start + 1, False) if indexed is None else _ended(indexed, limit, True)


def _ended(found: list[Found], limit: int, by_index: bool) -> Look:
    return Look(found, found[-1].id if len(found) == limit else None, by_index)


def _further(
    conn: Connection, clauses: Sequence[Clause], limit: int, start: int, found: list[Found]
) -> tuple[int, list[Found]]:
    """Look through more; return from where on that was, and all that was found."""
    further = _before(conn, start, RECENT * FURTHER_MAX)
    return further, found + _newest(conn, clauses, limit - len(found), further, start + 1)


def _before(conn: Connection, end: int, count: int) -> int:
    """Return the finding before which there are so many up to another; 0 if there are fewer."""
    edge = select(finding.c.id).where(finding.c.id < end).order_by(finding.c.id.desc()).offset(count).limit(1)
    return conn.execute(edge).scalar_one_or_none() or 0


def _in_sqlite(conn: Connection, clauses: Sequence[Clause], limit: int, start: int, end: int) -> list[Found]:
    """FTS5 goes through what matches from the newest on, and stops when there is enough."""
    given = {"wanted": terms.fts5(clauses), "start": start, "end": end, "limit": limit}
    return [Found(*row) for row in conn.execute(text(_SQLITE).columns(*_FOUND), given)]


def _newest(conn: Connection, clauses: Sequence[Clause], limit: int, start: int, end: int) -> list[Found]:
    """Go through the newest and look at each: quick for what many of them have."""
    fits = func.coalesce(finding.c.terms, cast("", TSVECTOR)).op("@@")(_wanted(clauses))  # so no index is used for it
    query = select(*_FOUND).where(finding.c.id > start, finding.c.id < end, fits)
    return [Found(*row) for row in conn.execute(query.order_by(finding.c.id.desc()).limit(limit))]


def _rarest(conn: Connection, clauses: Sequence[Clause], limit: int, end: int) -> list[Found] | None:
    """Take all that the index of terms knows, and sort it: quick for what few have. None: it would take too long.

    Where they end is asked of what was found and not of the table: else PostgreSQL, which plans without knowing the
    values, goes through the index of numbers as well, all million of them.
    """
    every = select(*_FOUND).where(_matches(clauses)).cte("every").prefix_with("MATERIALIZED")
    query = select(*(every.c[name] for name in Found._fields)).where(every.c.id < end)
    query = query.order_by(every.c.id.desc()).limit(limit)
    try:
        with conn.begin_nested():
            before = conn.execute(text("SHOW statement_timeout")).scalar_one()
            conn.execute(_PATIENCE, {"patience": str(PATIENCE_MS)})
            found = [Found(*row) for row in conn.execute(query)]
            conn.execute(_PATIENCE, {"patience": before})
            return found
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _CANCELED:
            raise
        return None


_PATIENCE = text("SELECT set_config('statement_timeout', :patience, true)")


def _matches(clauses: Sequence[Clause]) -> ColumnElement[bool]:
    return finding.c.terms.op("@@", is_comparison=True)(_wanted(clauses))


def _wanted(clauses: Sequence[Clause]) -> ColumnElement[Any]:
    return cast(bindparam("wanted", terms.tsquery(clauses), type_=Text()), TSQUERY)
