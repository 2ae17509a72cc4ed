"""The inbox: everything that happens to conversations comes in here, is durable first, and is processed in order.

accept ─► inbound rows ─► process: screen ─ route ─ step ─ gate ─► session, log, timers, calls, messages
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final

from bot.inbox.accept import Acceptor, Busy
from bot.inbox.house import House
from bot.inbox.process import Processed, Processor
from bot.inbox.spool import Spool
from bot.limits import PROCESS_BATCH_ROWS_MAX
from bot.metrics import Metrics
from bot.store.db import Database
from bot.store.inbound import NewInbound
from bot.tracing import OFF, Tracer
from bot.world import World

__all__ = ["Busy", "House", "Inbox", "NewInbound"]

BATCHES_AT_ONCE: Final = 2
"""While much waits: where several can go on at once, one is decided about while the database works on another."""


class Inbox:
    """The one way in."""

    def __init__(
        self,
        database: Database,
        house: House,
        world: World,
        metrics: Metrics,
        *,
        on_arrival: Callable[[], None],
        on_messages: Callable[[], None],
        on_actions: Callable[[], None],
        spool: Spool | None = None,
        tracer: Tracer = OFF,
    ) -> None:
        """The three callables wake whoever goes on: with rows, with messages, with calls to businesses' APIs."""
        self._acceptor = Acceptor(database, metrics, on_arrival, spool)
        self._spool = spool
        batches = BATCHES_AT_ONCE if database.shared else 1
        self._processors = [Processor(database, house, world, metrics, tracer) for _ in range(batches)]
        self._at_once = 1
        self._on_messages = on_messages
        self._on_actions = on_actions

    async def accept(self, rows: Sequence[NewInbound]) -> None:
        """Return once the rows are durable; raise `Busy` if more comes in than the disk takes."""
        await self._acceptor.accept(rows)

    async def pour(self) -> int:
        """Take in some of what was accepted while the database was away; return how much there was to do."""
        return await self._acceptor.pour()

    @property
    def poured(self) -> bool:
        """Whether all that was accepted is in the database, by whichever process that shares the state folder."""
        return self._spool is None or self._spool.all_empty

    async def forget(self, contact: str) -> int:
        """Cut what a person sent out of what was set aside; return how much that was."""
        return 0 if self._spool is None else await self._spool.forget(contact)

    async def process_once(self) -> int:
        """Process a batch of waiting rows, or several of different people at once; return how many there were."""
        batches = await _all(processor.process() for processor in self._processors[: self._at_once])
        if any(batch.messages for batch in batches):
            self._on_messages()
        if any(batch.actions for batch in batches):
            self._on_actions()
        rows = sum(batch.rows for batch in batches)
        self._at_once = len(self._processors) if rows >= PROCESS_BATCH_ROWS_MAX else 1
        return rows


async def _all(batches: Iterable[Awaitable[Processed]]) -> list[Processed]:
    """Let every batch come to its end, also when one of them fails."""
    ended = await asyncio.gather(*batches, return_exceptions=True)
    for end in ended:
        if isinstance(end, BaseException):
            raise end
    return [end for end in ended if not isinstance(end, BaseException)]
