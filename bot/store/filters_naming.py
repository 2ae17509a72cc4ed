"""Filters that name a person: of broadcasts, of audiences with a name, and in answers kept for repetitions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Text, and_, cast, false, or_, select, update

from bot.audience.mask import CHARS_MIN, Named, texts, without
from bot.audience.tree import At, Clock, Compare, Filter, Op, Path, Sort
from bot.events import Json
from bot.store import audience, contacts
from bot.store.contacts import Contact
from bot.store.tables import broadcast, idempotency_key, saved_audience

_MEMBERS: Final = frozenset({"audience", "filter"})
"""What a filter is called in an answer of the API."""
_RUNS: Final = re.compile(r'[^"\\\s]+')
"""What stands in a document as it was written, whatever had to be escaped around it."""


class Naming(NamedTuple):
    """A filter that names somebody, and of what it is."""

    kind: str
    id: str
    filter: str


def forget(conn: Connection, phone: str) -> int:
    """Take whoever has this phone out of every filter, while it is known what names them; return of how many."""
    person = contacts.find(conn, [phone]).get(phone)
    named = _named(conn, phone, person)
    changed = 0
    for row in _broadcasts(conn, named):
        if (left := without(row.plan["audience"], named)) != row.plan["audience"]:
            plan = {**row.plan, "audience": left}
            conn.execute(update(broadcast).where(broadcast.c.id == row.id).values(plan=plan))
            changed += 1
    for row in _audiences(conn, named):
        if (left := without(row.filter, named)) != row.filter:
            conn.execute(update(saved_audience).where(saved_audience.c.name == row.name).values(filter=left))
            changed += 1
    return changed + _forget_answers(conn, named)


def naming(conn: Connection, person: Contact) -> list[Naming]:
    """Return the filters that name a person, for that person."""
    named = _named(conn, person.phone, person)
    kept = [Naming("broadcast", row.id, row.plan["audience"]) for row in _broadcasts(conn, named)]
    kept += [Naming("audience", row.name, row.filter) for row in _audiences(conn, named)]
    return [one for one in kept if any(named.by(text) for text in texts(one.filter))]


# ── what names them ─────────────────────────────────────────────────────────────────────────────────────────────────


def _named(conn: Connection, phone: str, person: Contact | None) -> Named:
    if person is None:
        return Named(phone)
    name = person.name or ""
    if name and _others(conn, person, Path("name", Sort.TEXT), name):
        name = ""
    fields = {
        Path(field, Sort.FIELD): value
        for field, value in person.fields.items()
        if isinstance(value, str) and len(value) >= CHARS_MIN
    }
    asked = set(_asked(conn, fields.values()))
    values = [value for path, value in fields.items() if value in asked and not _others(conn, person, path, value)]
    return Named(phone, name, values)


def _asked(conn: Connection, values: Iterable[str]) -> Iterator[str]:
    """Those of these values that some filter compares with: only of them it is worth to know who else has them."""
    named = Named(values=list(values))
    if not named.values:
        return
    for row in _broadcasts(conn, named):
        yield from texts(row.plan["audience"])
    for row in _audiences(conn, named):
        yield from texts(row.filter)


def _others(conn: Connection, person: Contact, path: Path, value: str) -> bool:
    """Whether somebody else has this, too: then it names nobody."""
    same = Filter("", Compare(path, Op.EQUAL, value, At(0, 0)))
    found = audience.phones(conn, same, Clock(person.created_at), 2)
    return any(phone != person.phone for phone in found)


# ── where they are named ────────────────────────────────────────────────────────────────────────────────────────────


def _broadcasts(conn: Connection, named: Named) -> list[Any]:
    plan = cast(broadcast.c.plan, Text)
    where = and_(plan.contains('"audience"'), _holds(plan, named))
    return [row for row in conn.execute(select(broadcast.c.id, broadcast.c.plan).where(where)) if _has_filter(row.plan)]


def _has_filter(plan: Json) -> bool:
    return isinstance(plan.get("audience"), str)


def _audiences(conn: Connection, named: Named) -> list[Any]:
    query = select(saved_audience.c.name, saved_audience.c.filter)
    return list(conn.execute(query.where(_holds(saved_audience.c.filter, named))))


def _forget_answers(conn: Connection, named: Named) -> int:
    table = idempotency_key
    query = select(table.c.owner, table.c.key, table.c.body).where(
        or_(table.c.body.contains('"audience":"'), table.c.body.contains('"filter":"')), _holds(table.c.body, named)
    )
    changed = 0
    for owner, key, body in conn.execute(query).all():
        answer = json.loads(body)
        left = _changed(answer, lambda filter: without(filter, named))
        if left != answer:
            kept = json.dumps(left, ensure_ascii=False, separators=(",", ":"))
            conn.execute(update(table).where(table.c.owner == owner, table.c.key == key).values(body=kept))
            changed += 1
    return changed


def _changed(answer: Json, change: Callable[[str], str]) -> Json:
    """An answer with its filters changed, however deep they lie."""
    if isinstance(answer, list):
        return [_changed(item, change) for item in answer]
    if not isinstance(answer, dict):
        return answer
    return {
        name: change(value) if name in _MEMBERS and isinstance(value, str) else _changed(value, change)
        for name, value in answer.items()
    }


def _holds(column: ColumnElement[Any], named: Named) -> ColumnElement[bool]:
    """Whether a text may name them: it holds their number, a word of their name, or the longest of what else would."""
    words = [*_RUNS.findall(named.name), *(max(_RUNS.findall(text), key=len, default="") for text in named.values)]
    wanted = [word for word in (named.phone[1:], *words) if len(word) >= CHARS_MIN]
    return or_(false(), *(column.icontains(word, autoescape=True) for word in wanted))
