"""What two real workers make together of one sender's rate, as the carrier sees it."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.load import Ledger, serve_carrier
from bot.config import load_settings
from bot.events import MessageClass
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.runtime import Runtime
from tests.serving import Server, Worker, free_port
from tests.stage import ECHO, write_flows
from tests.torment import Books

WORKERS: Final = 2
BURST_S: Final = 1.5
"""The first second may be as fast as an idle one has saved up for; a little more, until that is through."""
PATIENCE_S: Final = 60.0


class Observed(NamedTuple):
    """What the carrier saw, and who had claimed it."""

    a_second: float
    """After the first burst."""
    fastest: float
    """The most in any second after it."""
    shares: list[int]
    """How many each worker had claimed."""


async def observe(folder: Path, url: str, rate: float, seconds: float) -> Observed:
    """Let two workers send for so many seconds, at a rate that one of them alone could keep."""
    ledger = Ledger()
    ledger.expect(1 << 60)
    carrier, port = await serve_carrier(ledger)
    write_flows(folder, ECHO)
    environ = {
        "PARLEY_DATABASE__URL": url,
        "PARLEY_DATABASE__STATE": str(folder / "state"),
        "PARLEY_CHANNELS__MAIN__RATE": str(rate),
    }
    base_url = f"http://127.0.0.1:{port}/messages"
    server = Server(folder, free_port(), environ, worker=False, provider="loopback", base_url=base_url)
    workers = [Worker(server, number) for number in range(WORKERS)]
    books = Books(url)
    try:
        for worker in workers:
            await worker.start()
        await _until(lambda: _is(books, "SELECT count(*) FROM worker", WORKERS))
        await _fill(server, int(rate * (seconds + 2 * BURST_S)))
        await _until(lambda: _arrived(ledger))
        await asyncio.sleep(BURST_S + seconds + 0.5)
        shares = [
            count
            for (count,) in await books.read("SELECT count(*) FROM message WHERE attempts > 0 GROUP BY claimed_by")
        ]
    finally:
        await asyncio.gather(*(worker.stop(signal.SIGTERM) for worker in workers if worker.starts))
        carrier.close()
    began = ledger.arrivals[0][0] + BURST_S
    times = [arrived - began for arrived, _ in ledger.arrivals if 0 <= arrived - began < seconds]
    fastest = max(sum(1 for other in times if 0 <= other - at < 1.0) for at in times)
    return Observed(len(times) / seconds, fastest, shares)


async def _fill(server: Server, messages: int) -> None:
    """Put messages to as many people into the outbox, all at once."""
    runtime = Runtime(load_settings(environ=server.settings))
    await runtime.start(worker=False)
    try:
        channel, saying = runtime.channels["main"], Saying("Hello", MessageClass.TRANSACTIONAL)
        drafts = [Draft(f"+1206{2_000_000 + number}", channel, saying) for number in range(messages)]
        await runtime.database.run(runtime.messages.create, drafts)
    finally:
        await runtime.stop()


async def _until(done: Callable[[], Awaitable[bool]]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not await done():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


async def _is(books: Books, query: str, value: int) -> bool:
    return await books.read(query) == [(value,)]


async def _arrived(ledger: Ledger) -> bool:
    return bool(ledger.arrivals)
