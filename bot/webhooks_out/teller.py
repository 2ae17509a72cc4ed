"""Takes facts out of their queue, writes down what happened, and puts it into the queue of every address that asked.

All of that is one transaction: a crash leaves a fact in its queue, or told to everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.errors import DatabaseAway
from bot.metrics import Metrics
from bot.store import activity, facts, settings, webhooks_out
from bot.store.activity import Activity, NewActivity
from bot.store.db import Database
from bot.store.facts import Fact
from bot.store.webhooks_out import NewDelivery
from bot.world import World

FACTS_A_TURN_MAX: Final = 500
"""More than one transaction of the inbox takes in."""
LOOK_EVERY_S: Final = 60.0
READER_KEPT_FOR: Final = timedelta(days=7)
"""So long after somebody has read the activity it goes on being written down."""
READ_AT: Final = "activity_read_at"
TEST: Final = "webhook.test"

Describe = Callable[[Connection, Sequence[Fact]], list[NewActivity]]
"""Makes of facts what the API shows; facts about what is gone by now it leaves out."""

log = structlog.get_logger(__name__)


class Teller:
    """Writes the activity."""

    def __init__(
        self, database: Database, world: World, metrics: Metrics, *, on_deliveries: Callable[[], None]
    ) -> None:
        self._database = database
        self._world = world
        self._metrics = metrics
        self._on_deliveries = on_deliveries
        self.describe: Describe | None = None
        """Given by whoever knows the objects of the API; without it facts wait."""
        self._next_look = 0.0
        self._read_noted_until = 0.0
        self._batch = FACTS_A_TURN_MAX

    async def watch(self, *, recent: bool = False) -> None:
        """See to it that facts are noticed; with `recent` also what happened lately, if none were until now."""
        if await self._database.run(facts.watched):
            return
        for table in facts.tables():
            await self._database.run(facts.watch_table, table)
        await self._database.run(_begin, recent)
        log.info("what happens is written down from now on, for webhooks and /v1/activity")

    async def read(self) -> None:
        """Somebody reads the activity: from now on, and for some time, there is one."""
        began = self._world.monotonic()
        if began < self._read_noted_until:
            return
        await self._database.run(settings.exchange, READ_AT, self._world.now().isoformat())
        await self.watch(recent=True)
        while self.describe is not None and await self.turn():
            pass
        self._read_noted_until = began + LOOK_EVERY_S

    async def turn(self) -> int:
        """Tell what is in the queue; return how much that was."""
        describe = self.describe
        if describe is None:
            return 0
        await self._look()
        try:
            told = await self._database.run(self._tell, describe, self._batch)
        except DatabaseAway:
            raise
        except Exception as error:
            await self._narrow_down(error)
            return 1
        self._batch = FACTS_A_TURN_MAX
        if told:
            self._on_deliveries()
        return told

    def _tell(self, conn: Connection, describe: Describe, limit: int) -> int:
        if not activity.may_write(conn):
            return 0
        found = facts.take(conn, limit)
        if found:
            publish(conn, describe(conn, found), self._world)
        return len(found)

    async def _narrow_down(self, error: Exception) -> None:
        """Find the fact that cannot be told, and go on without it: nobody else is to wait for it."""
        if self._batch > 1:
            self._batch //= 2
            return
        lost = await self._database.run(facts.take, 1)
        self._batch = FACTS_A_TURN_MAX
        self._metrics.facts_untold.inc()
        for item in lost:
            log.error("a fact cannot be told", kind=item.kind, ref=item.ref, error=f"{type(error).__name__}: {error}")

    async def _look(self) -> None:
        """Now and then: make triggers anew that a newer version defines otherwise, or drop those that serve nobody."""
        began = self._world.monotonic()
        if began < self._next_look:
            return
        self._next_look = began + LOOK_EVERY_S
        wanted, current = await self._database.run(self._standing)
        if wanted and not current:
            await self.watch()
        elif current and not wanted:
            await self._database.run(facts.stop_watching)
            log.info("what happens is not written down any more: nobody wants to know")

    def _standing(self, conn: Connection) -> tuple[bool, bool]:
        read_at = settings.find(conn, READ_AT)
        reader = read_at is not None and self._world.now() - datetime.fromisoformat(read_at) < READER_KEPT_FOR
        return reader or webhooks_out.count(conn) > 0, facts.watched(conn)


def publish(conn: Connection, happened: Sequence[NewActivity], world: World) -> list[Activity]:
    """Write down what happened, and let every address that wants to know be told. For whoever may write now."""
    rows = activity.add(conn, happened)
    endpoints = webhooks_out.listed(conn, enabled=True) if rows else []
    wanted = [(it.id, row) for row in rows for it in endpoints if _is_for(row, it)]
    enqueue(conn, wanted, world)
    return rows


def enqueue(conn: Connection, wanted: Sequence[tuple[str, Activity]], world: World) -> None:
    """Put what addresses are to be told into their queues."""
    now = world.now()
    rows = [
        NewDelivery(world.new_id("dlv"), id, row.id, row.position, row.conversation_id, now, now, now)
        for id, row in wanted
    ]
    webhooks_out.put(conn, rows)


def _is_for(row: Activity, endpoint: webhooks_out.Webhook) -> bool:
    if row.type == TEST:
        return bool(row.data["webhook_id"] == endpoint.id)
    return activity.wants(endpoint.events, row.type)


def _begin(conn: Connection, recent: bool) -> None:
    if facts.watched(conn):
        return
    facts.begin_watching(conn)
    if recent:
        facts.tell_recent(conn)
