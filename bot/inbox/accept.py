"""Group commit: what arrives while a commit is under way shares the next one.

    accept ─► waiting ─► one INSERT, one commit ─► every caller resumes

No timer: the commit in flight is the window. So a lone row waits for nobody, and a crowd costs one disk flush.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from bot.errors import BotError
from bot.limits import ACCEPT_BATCH_ROWS_MAX, ACCEPT_WAITING_MAX
from bot.metrics import Metrics
from bot.store import inbound
from bot.store.db import Database
from bot.store.dialect import notify
from bot.store.inbound import NewInbound


class Busy(BotError):
    """More comes in than can be made durable; the sender should come back."""


class _Waiting(NamedTuple):
    entries: Sequence[NewInbound]
    durable: asyncio.Future[None]


class Acceptor:
    """The door of the inbox."""

    def __init__(self, database: Database, metrics: Metrics, on_commit: Callable[[], None]) -> None:
        self._database = database
        self._metrics = metrics
        self._on_commit = on_commit
        self._waiting: deque[_Waiting] = deque()
        self._rows_waiting = 0
        self._drain: asyncio.Task[None] | None = None

    async def accept(self, entries: Sequence[NewInbound]) -> None:
        """Return once the rows are on the disk; those that were taken before are left out, silently."""
        if not entries:
            return
        if self._rows_waiting + len(entries) > ACCEPT_WAITING_MAX:
            raise Busy
        waiting = _Waiting(entries, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._rows_waiting += len(entries)
        if self._drain is None or self._drain.done():
            self._drain = asyncio.create_task(self._drain_all())
        await waiting.durable

    async def _drain_all(self) -> None:
        while self._waiting:
            batch = self._next_batch()
            entries = [entry for waiting in batch for entry in waiting.entries]
            try:
                with self._metrics.commit_seconds.labels("accept").time():
                    await self._database.run(_append, entries)
            except Exception as error:  # whoever waits is told; the next batch has its own chance
                for waiting in batch:
                    if not waiting.durable.done():
                        waiting.durable.set_exception(error)
                continue
            for waiting in batch:
                if not waiting.durable.done():  # a caller that went away does not wait any more
                    waiting.durable.set_result(None)
            for entry in entries:
                self._metrics.accepted.labels(entry.kind).inc()
            self._on_commit()

    def _next_batch(self) -> list[_Waiting]:
        batch: list[_Waiting] = []
        rows = 0
        while self._waiting and (not batch or rows + len(self._waiting[0].entries) <= ACCEPT_BATCH_ROWS_MAX):
            batch.append(self._waiting.popleft())
            rows += len(batch[-1].entries)
        self._rows_waiting -= rows
        return batch


def _append(conn: Connection, entries: Sequence[NewInbound]) -> None:
    inbound.append(conn, entries)
    notify(conn, "inbox")
