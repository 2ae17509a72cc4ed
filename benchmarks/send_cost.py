"""What sending costs: queued messages claimed, handed to a carrier over HTTP, and recorded; CPU of this process alone.

    python -m benchmarks.send_cost [--messages 4000] [--exchanges all|failures|none] [--profile]

The carrier is a process of its own. `wire` is the HTTP client alone, with requests that were built before. What is
kept of each call (`log.exchanges`) is written meanwhile, and part of the figure.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import multiprocessing
import pstats
import tempfile
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path

import structlog
import uvloop

from benchmarks.load import Ledger, serve_carrier
from bot.cli import garbage
from bot.config import load_settings
from bot.events import MessageClass
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.outbox.wire import HttpWire
from bot.providers.http import Endpoint
from bot.runtime import Runtime

AT_ONCE = 32


def carry(port: multiprocessing.connection.Connection) -> None:
    """Be the carrier, until killed."""

    async def serve() -> None:
        _, number = await serve_carrier(Ledger())
        port.send(number)
        await asyncio.Event().wait()

    uvloop.run(serve())


async def measured(work: Callable[[], Awaitable[int]]) -> tuple[float, float]:
    """Return CPU seconds and seconds for one of what the work says it did."""
    began, cpu = time.perf_counter(), time.process_time()
    done = await work()
    return (time.process_time() - cpu) / done, (time.perf_counter() - began) / done


async def over_the_wire(port: int, messages: int) -> int:
    """Exchange so many requests, some at a time."""
    wire = HttpWire(2 * AT_ONCE)
    body = {"id": "msg_1", "from": "+15550100000", "to": "+12065550101", "text": "Your table is ready."}
    request = Endpoint(f"http://127.0.0.1:{port}/messages").json(body)

    async def some() -> None:
        for _ in range(messages // AT_ONCE):
            assert (await wire.exchange(request)).status == HTTPStatus.OK

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    await wire.close()
    return messages // AT_ONCE * AT_ONCE


async def queued(runtime: Runtime, messages: int) -> None:
    """Write messages, each to somebody else."""
    channel = runtime.channels["main"]
    for first in range(0, messages, 500):
        drafts = [
            Draft(f"+1206{2_000_000 + number}", channel, Saying("Your table is ready.", MessageClass.TRANSACTIONAL))
            for number in range(first, min(first + 500, messages))
        ]
        await runtime.database.run(runtime.messages.create, drafts)


async def emptied(runtime: Runtime, messages: int) -> int:
    """Take turns until everything is sent and recorded."""
    left = 2 * messages  # each is claimed once, and recorded once
    while left:
        did = await runtime.outbox.turn()
        left -= did
        if not did:
            await asyncio.sleep(0.0005)
    await runtime.exchanges.drain()
    return messages


async def run(messages: int, exchanges: str, profile: bool) -> None:
    """Measure, and print the table."""
    ours, theirs = multiprocessing.Pipe()
    carrier = multiprocessing.get_context("spawn").Process(target=carry, args=(theirs,), daemon=True)
    carrier.start()
    port = ours.recv()
    wire = await measured(lambda: over_the_wire(port, messages))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "flows").mkdir()
        runtime = Runtime(
            load_settings(
                environ={
                    "PARLEY_DATABASE__URL": f"sqlite:///{folder}/bench.db",
                    "PARLEY_FLOWS__PATH": f"{folder}/flows",
                    "PARLEY_CHANNELS__MAIN__BASE_URL": f"http://127.0.0.1:{port}/messages",
                    "PARLEY_CHANNELS__MAIN__RATE": "100000",
                    "PARLEY_LOG__EXCHANGES": exchanges,
                }
            )
        )
        await runtime.start(worker=False)
        await runtime.outbox.recover()
        await queued(runtime, messages)
        garbage.expect_little()  # as a worker does
        profiler = cProfile.Profile()
        if profile:
            profiler.enable()
        whole = await measured(lambda: emptied(runtime, messages))
        profiler.disable()
        await runtime.stop()
    for name, (cpu, seconds) in {"wire": wire, "claim, send, record": whole}.items():
        print(f"{name:<24}{cpu * 1e6:>8,.0f} µs CPU{1 / seconds:>10,.0f}/s")
    if profile:
        pstats.Stats(profiler).sort_stats("tottime").print_stats(45)
    carrier.kill()


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--messages", type=int, default=4_000)
    parser.add_argument("--exchanges", default="all", choices=["all", "failures", "none"])
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_known_args()[0]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    uvloop.run(run(options.messages, options.exchanges, options.profile))


if __name__ == "__main__":
    main()
