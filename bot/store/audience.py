"""Whom a filter means, as SQL: every value and every name of a field is bound, and each test is true or false.

`bot.audience.match` says the same in plain Python, and a test compares the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Numeric,
    String,
    Text,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.audience.match import DAY_CHARS
from bot.audience.tree import (
    Among,
    And,
    Clock,
    Compare,
    Filter,
    Has,
    IsSet,
    Node,
    Not,
    Op,
    Or,
    Path,
    Sort,
    Today,
    Value,
)
from bot.store.contacts import COLUMNS, Contact
from bot.store.dialect import shares
from bot.store.tables import contact, conversation


def people(conn: Connection, asked: Filter, clock: Clock, *, after: str, limit: int) -> list[Contact]:
    """Return those who are meant and come after an id, in the order of their ids."""
    query = select(*COLUMNS).where(contact.c.id > after, condition(conn, asked, clock))
    return [Contact(*row) for row in conn.execute(query.order_by(contact.c.id).limit(limit))]


def count(conn: Connection, asked: Filter, clock: Clock) -> int:
    """Return how many are meant."""
    return int(
        conn.execute(select(func.count()).select_from(contact).where(condition(conn, asked, clock))).scalar_one()
    )


def phones(conn: Connection, asked: Filter, clock: Clock, limit: int) -> Sequence[str]:
    """Return the phones of those who are meant."""
    query = select(contact.c.phone).where(condition(conn, asked, clock)).order_by(contact.c.id).limit(limit)
    return conn.execute(query).scalars().all()


def condition(conn: Connection, asked: Filter, clock: Clock) -> ColumnElement[bool]:
    """Say in SQL whether a row of the contacts is meant."""
    return true() if asked.tree is None else _Writer(shares(conn), clock).write(asked.tree)


def tagged(tag: str) -> ColumnElement[bool]:
    """Whether a row of the contacts has a tag."""
    return _Tagged(contact.c.tags, _bound(tag))


class _Writer:
    """Writes for one of the databases, at one time."""

    def __init__(self, postgresql: bool, clock: Clock) -> None:
        self._postgresql = postgresql
        self._clock = clock

    def write(self, node: Node) -> ColumnElement[bool]:
        match node:
            case And(parts):
                return and_(*map(self.write, parts))
            case Or(parts):
                return or_(*map(self.write, parts))
            case Not(part):
                return not_(self.write(part))
            case Has(tags, every):
                return (and_ if every else or_)(*(_Tagged(contact.c.tags, _bound(tag)) for tag in tags))
            case IsSet(path):
                return self._is_set(path)
            case Among(path, values):
                return or_(*(self._compare(path, Op.EQUAL, value) for value in values))
            case Compare(path, op, value):
                return self._compare(path, op, value)

    def _is_set(self, path: Path) -> ColumnElement[bool]:
        if path.sort is Sort.TAGS:
            return _true(func.json_array_length(contact.c.tags) > 0)
        if path.sort is Sort.FIELD:
            return _true(self._kind(path) != "null")
        return self._column(path).is_not(None)

    def _compare(self, path: Path, op: Op, value: Value) -> ColumnElement[bool]:
        asked = self._clock.settle(value)
        if path.sort is not Sort.FIELD:
            kept = self._column(path)
            return _true(_held(kept if isinstance(asked, datetime) else _plain(kept, self._postgresql), op, asked))
        if isinstance(asked, bool):
            return _true(self._truth(path, asked))
        if isinstance(asked, int | float):
            return _true(and_(self._is_number(path), _held(self._number(path), op, self._exact(asked))))
        text = _plain(self._text(path), self._postgresql)
        if isinstance(value, Today):
            day = func.substr(text, 1, DAY_CHARS)
            dashed = and_(func.substr(text, 5, 1) == "-", func.substr(text, 8, 1) == "-")
            long_enough = func.length(text) >= DAY_CHARS
            return _true(
                and_(self._is_text(path), long_enough, dashed, _held(_plain(day, self._postgresql), op, asked))
            )
        return _true(and_(self._is_text(path), _held(text, op, asked)))

    # ── what is kept ────────────────────────────────────────────────────────────────────────────────────────────────

    def _column(self, path: Path) -> ColumnElement[Any]:
        if path.name == "last_seen":
            theirs = conversation.c.contact_id == contact.c.id
            return select(func.max(conversation.c.last_at)).where(theirs).correlate(contact).scalar_subquery()
        return contact.c[path.name]

    def _text(self, path: Path) -> ColumnElement[str]:
        if self._postgresql:
            return func.json_extract_path_text(contact.c.fields, _bound(path.name), type_=Text())
        return func.json_extract(contact.c.fields, _place(path), type_=Text())

    def _kind(self, path: Path) -> ColumnElement[str]:
        if self._postgresql:
            return func.json_typeof(func.json_extract_path(contact.c.fields, _bound(path.name)), type_=Text())
        return func.json_type(contact.c.fields, _place(path), type_=Text())

    def _is_text(self, path: Path) -> ColumnElement[bool]:
        return self._kind(path) == ("string" if self._postgresql else "text")

    def _is_number(self, path: Path) -> ColumnElement[bool]:
        return self._kind(path) == "number" if self._postgresql else self._kind(path).in_(["integer", "real"])

    def _truth(self, path: Path, asked: bool) -> ColumnElement[bool]:
        word = "true" if asked else "false"
        if self._postgresql:
            return and_(self._kind(path) == "boolean", self._text(path) == word)
        return self._kind(path) == word

    def _number(self, path: Path) -> ColumnElement[Any]:
        """PostgreSQL reads a number only where there is one: it may look at both sides of an `and` in any order."""
        if self._postgresql:
            return case((self._is_number(path), cast(self._text(path), Numeric())))
        return func.json_extract(contact.c.fields, _place(path), type_=Numeric())

    def _exact(self, asked: float) -> ColumnElement[Any]:
        if self._postgresql:
            return cast(bindparam(None, str(Decimal(repr(asked))), type_=String(), unique=True), Numeric())
        return bindparam(None, asked, unique=True)


def _true(test: ColumnElement[bool]) -> ColumnElement[bool]:
    """Where SQL does not know, the answer is no."""
    return func.coalesce(test, false(), type_=Boolean())


def _held(kept: ColumnElement[Any], op: Op, asked: Any) -> ColumnElement[bool]:
    value = asked if isinstance(asked, ColumnElement) else _bound(asked)
    match op:
        case Op.EQUAL:
            return kept == value
        case Op.LESS:
            return kept < value
        case Op.LESS_EQUAL:
            return kept <= value
        case Op.MORE:
            return kept > value
        case Op.MORE_EQUAL:
            return kept >= value
        case Op.CONTAINS:
            return _Position(kept, value) > 0
        case Op.STARTS:
            return func.substr(kept, 1, func.length(value)) == value


def _bound(value: Any) -> ColumnElement[Any]:
    if isinstance(value, str):
        return cast(bindparam(None, value, type_=Text(), unique=True), Text())
    return bindparam(None, value, type_=contact.c.created_at.type, unique=True)


def _plain(text: ColumnElement[Any], postgresql: bool) -> ColumnElement[Any]:
    """Compared character by character, whatever order a language has."""
    return cast(text, Text()).collate("C") if postgresql else text


def _place(path: Path) -> ColumnElement[str]:
    return bindparam(None, f'$."{path.name}"', type_=Text(), unique=True)


class _Tagged(FunctionElement[bool]):
    """Whether a tag is in a document that is a list."""

    inherit_cache = True
    name = "tagged"
    type = Boolean()
    _is_implicitly_boolean = True


@compiles(_Tagged)
def _tagged_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    tags, tag = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"EXISTS (SELECT 1 FROM json_each({tags}) AS had WHERE had.value = {tag})"  # noqa: S608 - SQLAlchemy's texts


@compiles(_Tagged, "postgresql")
def _tagged_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    tags, tag = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"EXISTS (SELECT 1 FROM json_array_elements_text({tags}) AS had (value) WHERE had.value = {tag})"  # noqa: S608


class _Position(FunctionElement[int]):
    """Where in a text another begins, from 1; 0 where it does not."""

    inherit_cache = True
    name = "position"


@compiles(_Position)
def _position_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    text, part = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"instr({text}, {part})"


@compiles(_Position, "postgresql")
def _position_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    text, part = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"strpos({text}, {part})"
