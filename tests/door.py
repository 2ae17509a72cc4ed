"""A server on a socket, in the test's own loop, that ends as soon as it is told to.

uvicorn's own looks ten times a second whether it is to end, and then waits as long again: of a test that takes
milliseconds that is most.
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress

import uvicorn


class Server(uvicorn.Server):
    """uvicorn, but for how it ends."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._over = asyncio.Event()

    def end(self) -> None:
        """Take no more; what is under way is finished, unless it takes too long."""
        self.should_exit = True
        self._over.set()

    async def main_loop(self) -> None:
        """Serve until it is over."""
        await self.on_tick(0)  # the headers that every answer has
        await self._over.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close, and look a few hundred times a second whether everybody has gone."""
        for listening in (*self.servers, *(sockets or ())):
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with suppress(TimeoutError):
            async with asyncio.timeout(self.config.timeout_graceful_shutdown):
                while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110
                    await asyncio.sleep(0.003)  # uvicorn has no event for it
        for task in self.server_state.tasks:
            task.cancel()
        await self.lifespan.shutdown()
