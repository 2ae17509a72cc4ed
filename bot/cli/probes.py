"""What probes and Prometheus ask of a process that serves nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import structlog
import uvicorn

from bot.cli.serve import address_of, bind
from bot.config import Settings
from bot.runtime import Runtime
from bot.web.health import create_probes


class _Quiet(uvicorn.Server):
    """Leaves the signals to the process that it is only a part of."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take none."""
        yield


@asynccontextmanager
async def probes(runtime: Runtime, settings: Settings) -> AsyncIterator[str | None]:
    """Answer them at `server.metrics_port` for as long as the block lasts; None where none is set."""
    port = settings.server.metrics_port
    if port is None:
        yield None
        return
    with bind(settings.server.host, port) as listening:
        config = uvicorn.Config(create_probes(runtime), lifespan="off", log_config=None, access_log=False, ws="none")
        server = _Quiet(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]), name="probes")
        address = address_of(listening)
        structlog.get_logger(__name__).info("answering probes", address=address)
        try:
            yield address
        finally:
            server.should_exit = True
            await serving
