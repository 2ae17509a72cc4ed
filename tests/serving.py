"""Real processes for tests that need them: `parley serve` with a folder of its own, and a carrier on the air."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import uvicorn

from bot.providers.fake import FakeCarrier

NUMBER = "+15550100000"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`parley serve`, as long as it lives."""

    def __init__(self, folder: Path, port: int, environ: Mapping[str, str] | None = None, **channel: str) -> None:
        """`environ` are more of its settings, `channel` those of its channel `main`."""
        self.folder = folder
        self.port = port
        self.starts = 0
        self._process: asyncio.subprocess.Process | None = None
        self._environ = {
            "PATH": os.environ["PATH"],
            "PARLEY_DATABASE__URL": f"sqlite:///{folder / 'parley.db'}",
            "PARLEY_FLOWS__PATH": str(folder / "flows"),
            "PARLEY_BUSINESS__PUBLIC_URL": f"http://127.0.0.1:{port}",
            "PARLEY_CHANNELS__MAIN__NUMBER": NUMBER,
            "PARLEY_CHANNELS__MAIN__RATE": "1000",
            **{f"PARLEY_CHANNELS__MAIN__{name.upper()}": value for name, value in channel.items()},
            **(environ or {}),
        }

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        self.starts += 1
        with (self.folder / "server.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", "from bot.cli import main; main()", "serve", "--port", str(self.port)),
                env=self._environ,
                stdout=log,
                stderr=log,
            )

    async def answers(self) -> None:
        """Wait until it takes requests."""
        deadline = time.monotonic() + 60
        async with httpx.AsyncClient(trust_env=False) as client:
            while time.monotonic() < deadline:
                with suppress(httpx.TransportError):
                    if (await client.get(f"{self.address}/healthz")).is_success:
                        return
                assert self._process is not None
                assert self._process.returncode is None, self.log()
                await asyncio.sleep(0.02)
        raise TimeoutError(self.log())

    def signal(self, how: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(how)

    async def ended(self) -> int:
        """Wait for its end; how it ended."""
        assert self._process is not None
        return await self._process.wait()

    async def stop(self, how: signal.Signals) -> int:
        """Send a signal and wait for the end; how it ended. A process that is gone already is left in peace."""
        assert self._process is not None
        if self._process.returncode is None:
            self.signal(how)
        return await self.ended()

    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")[-3000:]


@asynccontextmanager
async def on_the_air(carrier: FakeCarrier, listening: socket.socket) -> AsyncIterator[None]:
    """Serve the carrier over HTTP, in this process."""
    server = uvicorn.Server(uvicorn.Config(carrier.app, log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving
        await carrier.close()
