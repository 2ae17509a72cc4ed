"""A loop that does a turn as long as there is work, and otherwise waits: to be woken, or to look for itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import structlog

from bot.errors import DatabaseAway
from bot.metrics import Metrics

POLL_S = 0.25
"""Wakings only make it quicker; what is in the database is the truth, and it is looked at this often."""
AFTER_FAILURE_S = 1.0
POLLS_S = {
    **dict.fromkeys(("inbox", "outbox", "actions", "schedule", "broadcasts", "teller", "courier", "exchanges"), POLL_S),
    "inbox list": 0.2,
    "figures": 0.2,
    **dict.fromkeys(("flows", "call over", "spool", "desk", "clock"), 1.0),
    **dict.fromkeys(("erasing", "retention", "idle contacts", "opt-out lists"), 1.0),
}
"""How often each service looks for itself. `inbox list` is how soon agents see what has happened, `clock` how soon a
database's clock that was set is followed; in the last line it is a rest between two pages."""

log = structlog.get_logger(__name__)


class Loop:
    """Repeats a turn, which returns how much it found to do."""

    def __init__(self, name: str, poll_s: float = POLL_S, metrics: Metrics | None = None) -> None:
        self.name = name
        self._poll_s = poll_s
        self._metrics = metrics or Metrics()
        self._woken = asyncio.Event()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None
        self._began_at: float | None = None
        """When the turn under way began, by the monotonic clock."""

    def wake(self) -> None:
        """There is something to do."""
        self._woken.set()

    def start(self, turn: Callable[[], Awaitable[int]]) -> None:
        """Begin."""
        self._metrics.turn_age_seconds.labels(self.name).set_function(self.turn_age_s)
        self._task = asyncio.create_task(self._run(turn), name=self.name)

    async def stop(self) -> None:
        """Let the turn under way finish, and do no other."""
        self._stopping = True
        self.wake()
        if self._task is not None:
            await self._task

    def turn_age_s(self) -> float:
        """For how long the turn under way has lasted: one that does not end is stuck."""
        return 0.0 if self._began_at is None else time.monotonic() - self._began_at

    async def _run(self, turn: Callable[[], Awaitable[int]]) -> None:
        while not self._stopping:
            self._woken.clear()
            try:
                busy = await self._timed(turn)
            except DatabaseAway as error:
                log.warning("the database is away", loop=self.name, error=str(error), retried_in_s=AFTER_FAILURE_S)
                self._metrics.turn_failures.labels(self.name, type(error).__name__).inc()
                await self._rest(AFTER_FAILURE_S)
                continue
            except Exception as error:
                log.exception("a turn failed", loop=self.name, retried_in_s=AFTER_FAILURE_S)
                self._metrics.turn_failures.labels(self.name, type(error).__name__).inc()
                await self._rest(AFTER_FAILURE_S)
                continue
            if not busy:
                await self._rest(self._poll_s)

    async def _timed(self, turn: Callable[[], Awaitable[int]]) -> int:
        self._began_at = began_at = time.monotonic()
        try:
            busy = await turn()
        finally:
            self._began_at = None
        if busy:
            self._metrics.work.labels(self.name).inc(busy)
            self._metrics.turn_seconds.labels(self.name).observe(time.monotonic() - began_at)
        return busy

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            pass


def make_loops(metrics: Metrics, others: Mapping[str, float]) -> dict[str, Loop]:
    """Make a loop for each service, and for others with how often they look."""
    return {name: Loop(name, poll_s, metrics) for name, poll_s in {**POLLS_S, **others}.items()}


@asynccontextmanager
async def at_most(seconds: float) -> AsyncIterator[None]:
    """Let the end take no longer than this. What is cut off is as after a crash, and the next start takes it over."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except (DatabaseAway, TimeoutError) as error:
        log.warning("left undone at the end", error=str(error) or f"not over after {seconds:.1f} seconds")
