"""The clock of conversations: whatever is due is put into the inbox, once, and happens there in its turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from bot.inbox import entries
from bot.store import conversations, inbound, timers
from bot.store.db import Database
from bot.world import World

ROWS_A_TURN = 500


class Schedule:
    """Wakes sessions and starts scheduled flows."""

    def __init__(self, database: Database, world: World, *, on_news: Callable[[], None]) -> None:
        """`on_news` says that there is something in the inbox."""
        self._database = database
        self._world = world
        self._on_news = on_news

    async def turn(self) -> int:
        """Queue what is due; return how much that was."""
        queued = await self._database.run(tick, self._world.now())
        if queued:
            self._on_news()
        return queued


def tick(conn: Connection, now: datetime, limit: int = ROWS_A_TURN) -> int:
    """Move what is due into the inbox. Both sides are one transaction, so that nothing is woken twice or never."""
    sessions = conversations.due_sessions(conn, now, limit)
    due = timers.due(conn, now, limit)
    inbound.append(
        conn,
        [entries.wake(row.channel, row.contact, row.id, row.wake_at, now) for row in sessions]
        + [entries.start(timer.channel, timer.contact, timer.id, timer.payload, now) for timer in due],
    )
    conversations.forget_wake_times(conn, [row.id for row in sessions])
    timers.delete_fired(conn, [timer.id for timer in due])
    return len(sessions) + len(due)
