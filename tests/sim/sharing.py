"""Several workers on one database, as PostgreSQL lets them: what its server would decide is decided by the dice.

The database beneath is SQLite, and lets one transaction in at a time. So between two transactions of one worker comes
whatever another does, and never in the middle of one: leases, claims, take-overs, caches and clocks are as on
PostgreSQL, but not what its rows and locks do to transactions that run at the same time.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Protocol
from unittest.mock import patch

from sqlalchemy import Connection, select

from bot import exchanges, schedule
from bot.desk import turns
from bot.runtime import runtime
from bot.store import activity, inbound, listing, sqlite
from bot.store.db import Database
from bot.store.inbound import Pending
from bot.store.parts import PARTS, PARTS_A_BATCH_MAX
from bot.store.tables import inbound as table
from tests.sim.process import Clock

HELD = 0.1
"""How often somebody else holds a lock just now."""
HELD_FOR_S = 0.05
LOOKED_FOR_AGAIN_S = 0.3


class Stage(Protocol):
    """What it needs of the simulation."""

    dice: random.Random
    clock: Clock

    def at(self, delay: float, happening: Callable[[], None]) -> None: ...


@contextmanager
def shared(stage: Stage) -> Iterator[None]:
    """Let any number of workers in, and let them go by the database's clock."""

    def try_lock(_: Connection, name: str) -> bool:
        held = stage.dice.random() < HELD
        if held:
            stage.at(LOOKED_FOR_AGAIN_S, lambda: None)
        return not held

    def take(conn: Connection, limit: int, first: int) -> list[Pending]:
        """Take parts that nobody else holds, as `parts.claim` does."""
        waiting = conn.execute(select(table.c.part).where(table.c.status == "new").distinct()).scalars()
        in_order = sorted(waiting, key=lambda part: (part - first) % PARTS)
        free = [part for part in in_order if stage.dice.random() >= HELD][: min(limit, PARTS_A_BATCH_MAX)]
        if len(free) < len(in_order):
            stage.at(HELD_FOR_S, lambda: None)
        return _rows(conn, free, -(-limit // len(free))) if free else []

    def is_blocked(conn: Connection) -> bool:
        return bool(conn.execute(inbound._SOMETHING_WAITS).scalar_one())

    with ExitStack() as patches:
        for owner, name, stand_in in (
            (Database, "shared", property(lambda _: True)),
            (sqlite, "_claim", lambda _: None),
            (runtime, "clock", lambda _: stage.clock.now()),
            (inbound, "take", take),
            (inbound, "is_blocked", is_blocked),
            *((module, "try_lock", try_lock) for module in (schedule, exchanges, turns, activity, listing)),
        ):
            patches.enter_context(patch.object(owner, name, stand_in))
        yield


def _rows(conn: Connection, parts: Collection[int], each: int) -> list[Pending]:
    columns: Any = [table.c[name] for name in Pending._fields]
    found = []
    for part in parts:
        waiting = select(*columns).where(table.c.status == "new", table.c.part == part)
        found += [Pending(*row) for row in conn.execute(waiting.order_by(table.c.seq).limit(each))]
    return sorted(found, key=lambda row: row.seq)
