"""The inbox: everything that happens to conversations comes in here, is durable first, and is processed in order.

accept ─► inbound rows ─► process: screen ─ route ─ step ─ gate ─► session, log, timers, calls, messages
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.inbox.accept import Acceptor, Busy
from bot.inbox.house import House
from bot.inbox.process import Processor
from bot.inbox.spool import Spool
from bot.metrics import Metrics
from bot.store.db import Database
from bot.store.inbound import NewInbound
from bot.tracing import OFF, Tracer
from bot.world import World

__all__ = ["Busy", "House", "Inbox", "NewInbound"]


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
        self._processor = Processor(database, house, world, metrics, tracer)
        self._on_messages = on_messages
        self._on_actions = on_actions

    async def accept(self, rows: Sequence[NewInbound]) -> None:
        """Return once the rows are durable; raise `Busy` if more comes in than the disk takes."""
        await self._acceptor.accept(rows)

    async def pour(self) -> int:
        """Take in some of what was accepted while the database was away; return how much there was to do."""
        return await self._acceptor.pour()

    async def process_once(self) -> int:
        """Process one batch of waiting rows; return how many there were."""
        processed = await self._processor.process()
        if processed.messages:
            self._on_messages()
        if processed.actions:
            self._on_actions()
        return processed.rows
