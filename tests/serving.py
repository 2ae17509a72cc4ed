"""Real processes for tests that need them: `parley serve` and its workers in a folder, and a carrier on the air."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import httpx
import uvicorn

from bot.providers.fake import FakeCarrier
from tests import door
from tests.forked import fork
from tests.sqlite import ready_file

NUMBER = "+15550100000"
PARLEY = ("-c", "from bot.cli import main; main()")
"""The command line, to whichever Python runs the tests."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Exited(RuntimeError):
    """A process ended that nobody had stopped."""


class Process:
    """A process of Python, as long as it lives, and again when it is started again."""

    def __init__(self, folder: Path, command: Sequence[str], environ: Mapping[str, str], log: str) -> None:
        """`log` names the file in the folder for what it says."""
        self.folder = folder
        self.starts = 0
        self._command = command
        self._environ = {"PATH": os.environ["PATH"], **environ}
        self._log = folder / log
        self._process: ForkServerProcess | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid

    @property
    def lives(self) -> bool:
        return self._process is not None and self._process.exitcode is None

    async def start(self) -> None:
        self.starts += 1
        self._process = await asyncio.to_thread(fork, self._command, self._environ, self._log)

    def signal(self, how: signal.Signals) -> None:
        """Send a signal; a process that is gone already is left in peace."""
        if self.lives:
            with suppress(ProcessLookupError):
                os.kill(self.pid, how)

    async def ended(self) -> int:
        """Wait for its end; how it ended."""
        assert self._process is not None
        while (code := self._process.exitcode) is None:  # noqa: ASYNC110 - that has no event
            await asyncio.sleep(0.005)
        return code

    async def stop(self, how: signal.Signals) -> int:
        """Send a signal and wait for the end."""
        self.signal(how)
        return await self.ended()

    def log(self) -> str:
        return self._log.read_text(errors="replace")[-3000:]


class Server(Process):
    """`parley serve`."""

    def __init__(
        self, folder: Path, port: int, environ: Mapping[str, str] | None = None, *, worker: bool = True, **channel: str
    ) -> None:
        """`environ` are more of its settings, `channel` those of its channel `main`."""
        self.port = port
        self.settings = {
            "PARLEY_DATABASE__URL": (environ or {}).get("PARLEY_DATABASE__URL") or ready_file(folder / "parley.db"),
            "PARLEY_FLOWS__PATH": str(folder / "flows"),
            "PARLEY_BUSINESS__PUBLIC_URL": f"http://127.0.0.1:{port}",
            "PARLEY_CHANNELS__MAIN__NUMBER": NUMBER,
            "PARLEY_CHANNELS__MAIN__RATE": "1000",
            **{f"PARLEY_CHANNELS__MAIN__{name.upper()}": value for name, value in channel.items()},
            **(environ or {}),
        }
        command = [*PARLEY, "serve", "--port", str(port), *([] if worker else ["--no-worker"])]
        super().__init__(folder, command, self.settings, "server.log")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def answers(self) -> None:
        """Wait until it takes requests."""
        deadline = time.monotonic() + 60
        async with httpx.AsyncClient(trust_env=False) as client:
            while time.monotonic() < deadline:
                with suppress(httpx.TransportError):
                    if (await client.get(f"{self.address}/healthz")).is_success:
                        return
                if not self.lives:
                    raise Exited(self.log())
                await asyncio.sleep(0.02)
        raise TimeoutError(self.log())


class Worker(Process):
    """`parley worker`, beside a server and with its settings."""

    def __init__(self, server: Server, number: int = 1, program: Sequence[str] = PARLEY) -> None:
        super().__init__(server.folder, [*program, "worker"], server.settings, f"worker-{number}.log")


@asynccontextmanager
async def on_the_air(carrier: FakeCarrier, listening: socket.socket) -> AsyncIterator[None]:
    """Serve the carrier over HTTP, in this process."""
    server = door.Server(uvicorn.Config(carrier.app, log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield
    finally:
        server.end()
        await serving
        await carrier.close()
