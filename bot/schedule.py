"""The clock of conversations: whatever is due is put into the inbox, once, and happens there in its turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from bot.inbox import entries, plans
from bot.inbox.house import House
from bot.store import conversations, inbound, timers
from bot.store.db import Database
from bot.store.dialect import lock, try_lock
from bot.world import World

ROWS_A_TURN = 500


class Schedule:
    """Wakes sessions, and starts the flows that the clock sets off."""

    def __init__(self, database: Database, house: House, world: World, *, on_news: Callable[[], None]) -> None:
        """`on_news` says that there is something in the inbox."""
        self._database = database
        self._house = house
        self._world = world
        self._on_news = on_news
        self._settled: object = None
        """The flows for which everybody has their timers."""

    async def turn(self) -> int:
        """Queue what is due, and see to the timers of flows that have changed; return how much that was."""
        library = self._house.library()
        planned = 0
        if self._settled is not library:
            planned = await self._database.run(_settle, self._house, self._world.now())
            self._settled = None if planned else library
        queued = await self._database.run(tick, self._house, self._world.now())
        if queued:
            self._on_news()
        return queued + planned


def tick(conn: Connection, house: House, now: datetime, limit: int = ROWS_A_TURN) -> int:
    """Move what is due into the inbox. Both sides are one transaction, so that nothing is woken twice or never."""
    if not try_lock(conn, "schedule"):
        return 0  # another worker is at it
    reached = conversations.due_sessions(conn, now, limit)
    sessions = [row for row in reached if row.waits_until <= now]
    conversations.postpone_waking(conn, {row.id: row.waits_until for row in reached if row.waits_until > now}, now)
    due = timers.due(conn, now, limit)
    planned = [timer for timer in due if timer.of_trigger]
    scheduled = [timer for timer in due if not timer.of_trigger]
    timers.delete_fired(conn, [timer.id for timer in due])
    late = inbound.wait_no_longer(conn, now)
    inbound.append(
        conn,
        [entries.wake(row.channel, row.contact, house.new_id("wake"), row.id, now) for row in sessions]
        + [entries.start(timer.channel, timer.contact, timer.id, timer.payload, now) for timer in scheduled]
        + (plans.fire(conn, planned, house, now) if planned else []),
    )
    conversations.forget_wake_times(conn, [row.id for row in sessions], now)
    return len(reached) + len(due) + late


def _settle(conn: Connection, house: House, now: datetime) -> int:
    lock(conn, ["plans"])  # how far it is stands in one row: workers take turns
    return plans.settle(conn, house, now)
