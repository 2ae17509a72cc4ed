"""After a change of `privacy.key`: what is sealed with a key before is sealed with the new one, a slice at a time.

    every column that may hold a token ─ slice ─► opened, sealed anew, written if nobody has changed it meanwhile

It may be stopped at any moment and begun again: what is done needs nothing more. Who works meanwhile has both keys.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import JSON, ColumnElement, Connection, Table, Text, and_, cast, func, or_, select, update

from bot.accounts.signing_in import place as factor_of
from bot.inbox.secrecy import ACTION, EVENT, INPUTS
from bot.inbox.sessions import PLACE as SESSION
from bot.sealing import Sealer, is_sealed
from bot.store.db import Database
from bot.store.tables import action, event, inbound, message, session, timer, user, verification, webhook
from bot.store.types import Written

ROWS_A_SLICE: Final = 500
PASSES_MAX: Final = 5
"""A process that has only the key before may go on writing with it: so often it is looked again."""
_SEALED: Final = "%sealed:%"


def _constant(*places: str) -> Callable[[Any], tuple[str, ...]]:
    return lambda _: places


def _own(key: Any) -> tuple[str, ...]:
    return (str(key),)


@dataclass(frozen=True)
class Column:
    """A column that may hold tokens: what orders its rows, and for which places they are sealed."""

    table: Table
    key: ColumnElement[Any]
    column: ColumnElement[Any]
    places: Callable[[Any], tuple[str, ...]]
    """By the row's key."""
    place_by: ColumnElement[Any] | None = None
    """What the place goes by, if not the key."""
    also_plain: bool = False
    """Whether what lies there unsealed, because there was no key, is to be sealed as well."""

    @property
    def name(self) -> str:
        """As it is shown."""
        return f"{self.table.name}.{self.column.name}"


COLUMNS: Final = (
    Column(session, session.c.id, session.c.data, _constant(SESSION)),
    Column(event, event.c.seq, event.c.data, _constant(EVENT, INPUTS)),
    Column(inbound, inbound.c.seq, inbound.c.payload, _constant(INPUTS, EVENT)),
    Column(timer, timer.c.id, timer.c.payload, _constant(INPUTS)),
    Column(action, action.c.id, action.c.request, _constant(ACTION)),
    Column(message, message.c.seq, message.c.text, _own, place_by=message.c.id),
    Column(verification, verification.c.id, verification.c.sealed, _own),
    Column(webhook, webhook.c.id, webhook.c.secret, _own, also_plain=True),
    Column(webhook, webhook.c.id, webhook.c.old_secret, _own, also_plain=True),
    Column(user, user.c.id, user.c.factor, lambda key: (factor_of(str(key)),)),
)
"""Every column in which something may be sealed; a test looks for tokens everywhere else."""


class Slice(NamedTuple):
    """What some rows of a column came to."""

    looked: int
    changed: int
    unknown: Counter[str]
    """Keys that are not here, and how many values each has sealed."""
    after: Any
    """Where the next slice begins; None at the end."""


@dataclass
class Rekeyed:
    """What all of it came to."""

    changed: Counter[str] = field(default_factory=Counter)
    """By column."""
    unknown: Counter[str] = field(default_factory=Counter)
    """By the name of a key that is not here."""
    passes: int = 0


def rekey_slice(
    conn: Connection, column: Column, sealer: Sealer, after: Any, *, write: bool = True, limit: int = ROWS_A_SLICE
) -> Slice:
    """Seal anew what some rows hold; without `write` only count. What changed meanwhile is found by the next pass."""
    beyond = [] if after is None else [column.key > after]
    keys = list(conn.execute(select(column.key).where(*beyond).order_by(column.key).limit(limit)).scalars())
    if not keys:
        return Slice(0, 0, Counter(), None)
    text = cast(column.column, Text)
    holds = or_(text.like(_SEALED), text != "") if column.also_plain else text.like(_SEALED)
    within = and_(*beyond, column.key <= keys[-1], holds)
    place_by = column.key if column.place_by is None else column.place_by
    changed, unknown = 0, Counter[str]()
    for key, by, kept in conn.execute(select(column.key, place_by.label("by"), text.label("kept")).where(within)).all():
        renewed, foreign = _renewed(column, sealer, kept, by)
        unknown.update(foreign)
        if renewed != kept:
            changed += _exchange(conn, column, key, kept, renewed) if write else 1
    return Slice(len(keys), changed, unknown, keys[-1] if len(keys) == limit else None)


def _renewed(column: Column, sealer: Sealer, kept: str, by: Any) -> tuple[str, tuple[str, ...]]:
    places = column.places(by)
    if column.also_plain and not is_sealed(kept):
        return sealer.seal(kept, places[0]), ()
    return sealer.renewed(kept, places)


def _exchange(conn: Connection, column: Column, key: Any, kept: str, renewed: str) -> int:
    """Write it, unless somebody else has written there since: whoever does seals with the new key anyway."""
    value = Written(renewed) if isinstance(column.column.type, JSON) else renewed
    ours = and_(column.key == key, cast(column.column, Text) == kept)
    return int(conn.execute(update(column.table).where(ours).values({column.column.name: value})).rowcount)


class Rekeyer:
    """Goes through everything, and again until nothing is left to do."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        """`sealer` opens with all keys that there were, those of passcodes included."""
        self._database = database
        self._sealer = sealer

    async def run(self, told: Callable[[str, int], None] = lambda column, looked: None) -> Rekeyed:
        """Seal anew; `told` hears how many rows of a column were looked at."""
        done = Rekeyed()
        while done.passes < PASSES_MAX:
            found = await self._pass(told, write=True)
            done = Rekeyed(done.changed + found.changed, found.unknown, done.passes + 1)
            if not found.changed.total():
                break
        return done

    async def count(self, told: Callable[[str, int], None] = lambda column, looked: None) -> Rekeyed:
        """Count what `run` would do."""
        return await self._pass(told, write=False)

    async def _pass(self, told: Callable[[str, int], None], *, write: bool) -> Rekeyed:
        found = Rekeyed(passes=1)
        for column in COLUMNS:
            async for part in self._slices(column, write=write):
                found.changed[column.name] += part.changed
                found.unknown += part.unknown
                told(column.name, part.looked)
        return found

    async def _slices(self, column: Column, *, write: bool) -> AsyncIterator[Slice]:
        after: Any = None
        while True:
            began = time.monotonic()
            work = self._database.run if write else self._database.look
            part = await work(rekey_slice, column, self._sealer, after, write=write)
            yield part
            after = part.after
            if after is None:
                return
            await asyncio.sleep(time.monotonic() - began)  # as long as it took, others have the database to themselves


# ── counting, for who only wants to know ────────────────────────────────────────────────────────────────────────────


def under(conn: Connection, names: tuple[str, ...]) -> Mapping[str, int]:
    """Count the values in every column that are sealed with one of these keys. It looks at all rows: for people."""
    found = {}
    for column in COLUMNS if names else ():
        text = cast(column.column, Text)
        query = select(func.count()).select_from(column.table)
        found[column.name] = conn.execute(
            query.where(or_(*(text.like(f"%sealed:{name}:%") for name in names)))
        ).scalar_one()
    return {name: count for name, count in found.items() if count}


def codes_under(conn: Connection, names: tuple[str, ...], now: datetime) -> int:
    """Count the passcodes under way that only one of these keys knows again: digests cannot be made anew."""
    table = verification
    if not names:
        return 0
    query = select(func.count()).where(table.c.status == "pending", table.c.expires_at > now)
    return int(conn.execute(query.where(or_(*(table.c.digest.like(f"{name}:%") for name in names)))).scalar_one())
