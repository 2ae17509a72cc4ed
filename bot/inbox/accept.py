"""Group commit: what arrives while a commit is under way shares the next one.

    accept ─► waiting ─► one INSERT, one commit ─► every caller resumes

No timer: the commit in flight is the window. So a lone row waits for nobody, and a crowd costs one disk flush.

While the database is away, rows go to the spool instead, with the same promise, and stay behind each other:

    accept ─► waiting ─► spool ─► every caller resumes            pour: spool ─► inbox, until the spool is empty
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import NamedTuple

import structlog
from sqlalchemy import Connection

from bot.errors import BotError, DatabaseAway
from bot.inbox.spool import Spool, SpoolFull
from bot.limits import ACCEPT_BATCH_ROWS_MAX, ACCEPT_COMMIT_S_MAX, ACCEPT_WAITING_MAX
from bot.metrics import Metrics
from bot.store import inbound
from bot.store.db import Database
from bot.store.dialect import one_statement
from bot.store.inbound import NewInbound

log = structlog.get_logger(__name__)


class Busy(BotError):
    """More comes in than can be made durable; the sender should come back."""


class _Waiting(NamedTuple):
    entries: Sequence[NewInbound]
    durable: asyncio.Future[None]


class Acceptor:
    """The door of the inbox."""

    def __init__(
        self, database: Database, metrics: Metrics, on_commit: Callable[[], None], spool: Spool | None = None
    ) -> None:
        """Without a `spool`, nothing is taken while the database is away."""
        self._database = database
        self._spool = spool
        self._metrics = metrics
        self._on_commit = on_commit
        self._waiting: deque[_Waiting] = deque()
        self._rows_waiting = 0
        metrics.accept_waiting.set_function(lambda: self._rows_waiting)
        self._drain: asyncio.Task[None] | None = None
        self._door = asyncio.Lock()
        """Whoever holds it decides where rows go."""
        self._pouring = asyncio.Lock()
        self._back = False
        """Whether the database took what was poured last."""

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

    async def pour(self) -> int:
        """Put the rows that have waited longest in the spool into the inbox; return how much there was to do.

        Raises `DatabaseAway` if it is not back yet. While it takes what is poured, the door is held shut, for one batch
        at a time: so the spool comes to its end, whatever is coming in.
        """
        spool = self._spool
        if spool is None:
            return 0
        async with AsyncExitStack() as held:
            await held.enter_async_context(self._pouring)
            if self._back:
                await held.enter_async_context(self._door)
                await held.enter_async_context(_in_time())
            self._back = False
            found = await spool.next()
            if found is None:
                return await spool.inherit()
            file, batch = found
            await self._insert(batch.rows, spool)
            await spool.taken(file, batch)
            self._back = True
        if spool.empty:
            log.info("the spool is empty", hint="the database is back, and has everything")
        self._on_commit()
        return len(batch.rows)

    async def _drain_all(self) -> None:
        while self._waiting:
            batch = self._next_batch()
            entries = [entry for waiting in batch for entry in waiting.entries]
            try:
                with self._metrics.commit_seconds.labels("accept").time():
                    await self._store(entries)
            except Exception as error:  # whoever waits is told; the next batch has its own chance
                for waiting in batch:
                    if not waiting.durable.done():
                        waiting.durable.set_exception(error)
                continue
            for waiting in batch:
                if not waiting.durable.done():  # a caller that went away does not wait any more
                    waiting.durable.set_result(None)
            for kind, count in Counter(entry.kind for entry in entries).items():
                self._metrics.accepted.labels(kind).inc(count)
            self._on_commit()

    async def _store(self, entries: Sequence[NewInbound]) -> None:
        """Make rows durable: in the inbox, or behind those that wait for it."""
        if self._spool is None:
            await self._database.run(_append, entries)
            return
        async with self._door:
            if self._spool.empty:
                try:
                    async with _in_time():
                        await self._database.run(_append, entries)
                    return
                except DatabaseAway as error:  # its outcome may be unknown: what it took after all, it takes once
                    log.warning("the database is away", error=str(error), hint="what comes in is kept in the spool")
            try:
                await self._spool.append(entries)
            except SpoolFull as error:
                raise Busy(str(error)) from error
            self._metrics.spooled.inc(len(entries))

    async def _insert(self, rows: Sequence[NewInbound], spool: Spool) -> None:
        try:
            await self._database.run(_append, rows)
        except DatabaseAway:
            raise
        except Exception as error:
            if len(rows) > 1:
                for row in rows:
                    await self._insert([row], spool)
                return
            log.exception("a row can never be stored", kind=rows[0].kind, channel=rows[0].channel, error=str(error))
            await spool.refuse(rows[0])

    def _next_batch(self) -> list[_Waiting]:
        batch: list[_Waiting] = []
        rows = 0
        while self._waiting and (not batch or rows + len(self._waiting[0].entries) <= ACCEPT_BATCH_ROWS_MAX):
            batch.append(self._waiting.popleft())
            rows += len(batch[-1].entries)
        self._rows_waiting -= rows
        return batch


@one_statement
def _append(conn: Connection, entries: Sequence[NewInbound]) -> None:
    inbound.append(conn, entries, news="inbox")


@asynccontextmanager
async def _in_time() -> AsyncIterator[None]:
    """Take a database for away that lets others wait for too long: a provider hangs up after some seconds."""
    try:
        async with asyncio.timeout(ACCEPT_COMMIT_S_MAX):
            yield
    except TimeoutError as error:
        raise DatabaseAway(f"no commit within {ACCEPT_COMMIT_S_MAX:g} seconds") from error
