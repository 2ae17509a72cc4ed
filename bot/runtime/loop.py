"""A loop that does a turn as long as there is work, and otherwise waits: to be woken, or to look for itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.errors import DatabaseAway

POLL_S = 0.25
"""Wakings only make it quicker; what is in the database is the truth, and it is looked at this often."""
AFTER_FAILURE_S = 1.0

log = structlog.get_logger(__name__)


class Loop:
    """Repeats a turn, which returns how much it found to do."""

    def __init__(self, name: str, poll_s: float = POLL_S) -> None:
        self.name = name
        self._poll_s = poll_s
        self._woken = asyncio.Event()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """There is something to do."""
        self._woken.set()

    def start(self, turn: Callable[[], Awaitable[int]]) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run(turn), name=self.name)

    async def stop(self) -> None:
        """Let the turn under way finish, and do no other."""
        self._stopping = True
        self.wake()
        if self._task is not None:
            await self._task

    async def _run(self, turn: Callable[[], Awaitable[int]]) -> None:
        while not self._stopping:
            self._woken.clear()
            try:
                busy = await turn()
            except DatabaseAway as error:
                log.warning("the database is away", loop=self.name, error=str(error), retried_in_s=AFTER_FAILURE_S)
                await self._rest(AFTER_FAILURE_S)
                continue
            except Exception:
                log.exception("a turn failed", loop=self.name, retried_in_s=AFTER_FAILURE_S)
                await self._rest(AFTER_FAILURE_S)
                continue
            if not busy:
                await self._rest(self._poll_s)

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            pass
