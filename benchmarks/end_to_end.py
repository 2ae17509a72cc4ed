"""Webhook in → durable → step → reply durable → handed to a carrier over HTTP, beside what this machine can do at all.

    python -m benchmarks.end_to_end [--messages 16000] [--connections 64] [--only sqlite] [--json FILE]

One run measures, on the same two cores: the disk, a bare batched insert, a bare Starlette endpoint, the bot that a
developer writes in an afternoon, and real processes of Parley on SQLite and on PostgreSQL that answer signed texts at a
fake carrier: a thousand customers, each amid a conversation of eight texts. The ratios are the result; absolute figures
are this machine's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import uvloop

from benchmarks import baselines
from benchmarks.afternoon import start_afternoon
from benchmarks.load import Ledger, Posted, percentile, post_all, serve_carrier
from benchmarks.systems import (
    CUSTOMERS,
    FULL,
    PACED,
    WARM,
    EndToEnd,
    Running,
    System,
    free_port,
    measure,
    postgresql,
    running,
    stop,
    wait_for_port,
)
from tests.postgres import Cluster, ask

PACED_S = 5


async def bare_starlette(requests: int, connections: int) -> Posted:
    """The same requests against an endpoint that only answers."""
    port = free_port()
    process = baselines.start_bare_starlette(port)
    try:
        await wait_for_port(port, process)
        return await post_all([port], [FULL.text(number) for number in range(requests)], connections=connections)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


async def afternoon(messages: int, connections: int, database: str | None = None) -> EndToEnd:
    """The bot of an afternoon at full load, in the same way; on SQLite unless there is an address of a database."""
    ledger = Ledger()
    carrier, carrier_port = await serve_carrier(ledger)
    with tempfile.TemporaryDirectory() as name:
        port = free_port()
        process = start_afternoon(port, carrier_port, database or f"sqlite:///{name}/afternoon.db")
        try:
            await wait_for_port(port, process)
            at = Running([port], Path(name), [process], None)
            await measure(at, ledger, WARM, 200, connections)
            return await measure(at, ledger, FULL, messages, connections)
        finally:
            stop([process])
            carrier.close()


async def parley(system: System, messages: int, connections: int, server: Cluster | None) -> tuple[EndToEnd, EndToEnd]:
    """At full load, and at a tenth of what full load gave."""
    ledger = Ledger()
    carrier, carrier_port = await serve_carrier(ledger)
    try:
        with running(system, carrier_port, server) as at:
            await at.listening()
            await measure(at, ledger, WARM, CUSTOMERS, connections)
            full = await measure(at, ledger, FULL, messages, connections)
            rate = max(10.0, full.messages_per_s / 10)
            paced = await measure(at, ledger, PACED, int(rate * PACED_S), 16, rate)
    finally:
        carrier.close()
    return full, paced


def systems(server: Cluster | None, rate: float = 100_000.0) -> list[System]:
    """What is compared, each on an empty database, with a channel that allows so many messages a second."""
    found = [
        System("SQLite, one process", "sqlite:///{folder}/bench.db", rate=rate),
        System("SQLite, serve and worker", "sqlite:///{folder}/bench.db", 1, rate=rate),
    ]
    if server is not None:
        for number, (name, servers, workers) in enumerate(_POSTGRESQL):
            ask(server.url(), f"CREATE DATABASE bench_{number}")
            found.append(System(f"PostgreSQL, {name}", server.url(f"bench_{number}"), workers, servers, rate))
    return found


_POSTGRESQL = (
    ("one process", 1, 0),
    ("two processes", 2, 0),
    ("serve and worker", 1, 1),
    ("serve and two workers", 1, 2),
)
"""Each with how many processes serve, and how many only work; without the latter the former work as well."""


# ── the table ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def report(fsync: float, insert: float, bare: Posted, plain: EndToEnd) -> Iterator[str]:
    """What everything else is compared with."""
    bare_rate = len(bare.latencies_s) / bare.elapsed_s
    yield _line("fdatasync of 4 KiB", f"{fsync:,.0f}/s")
    yield _line("bare batched insert (100 a commit, FULL)", f"{insert:,.0f}/s")
    yield _line(
        "bare Starlette endpoint", f"{bare_rate:,.0f}/s", f"p99 {percentile(bare.latencies_s, 0.99) * 1e3:.1f} ms"
    )
    yield from _system("the bot of an afternoon, SQLite", plain, None)


def _system(name: str, full: EndToEnd, plain: EndToEnd | None) -> Iterator[str]:
    missing = "" if full.answered == full.messages else f"ONLY {full.answered} of {full.messages} answered"
    ratio = f"{full.messages_per_s / plain.messages_per_s:.1f} × the bot of an afternoon" if plain else ""
    yield _line(name, f"{full.messages_per_s:,.0f}/s", missing or ratio)
    parts = ", ".join(f"{part} {cpu * 1e6:,.0f}" for part, cpu in full.cpu_s_per_message.items())
    yield _line("  CPU a message", f"{sum(full.cpu_s_per_message.values()) * 1e6:,.0f} µs", parts)
    yield from _latencies(full)


def _latencies(found: EndToEnd) -> Iterator[str]:
    yield _line(
        "  webhook answered", f"p50 {found.webhook_p50_s * 1e3:.1f} ms", f"p99 {found.webhook_p99_s * 1e3:.1f} ms"
    )
    yield _line(
        "  reply at the carrier", f"p50 {found.answer_p50_s * 1e3:.1f} ms", f"p99 {found.answer_p99_s * 1e3:.1f} ms"
    )


def _line(name: str, value: str, note: str = "") -> str:
    return f"{name:<42}{value:>16}   {note}".rstrip()


async def run(messages: int, connections: int, only: str, json_path: Path | None) -> None:
    """Measure everything, print the table, keep the figures."""
    fsync = baselines.fsyncs_per_second()
    insert = baselines.batched_inserts_per_second()
    bare = await bare_starlette(messages, connections)
    plain = await afternoon(max(200, messages // 20), connections)  # it is slow, and its rate is steady
    print("\n".join(report(fsync, insert, bare, plain)), flush=True)
    figures: dict[str, Any] = {
        "fsync_per_s": fsync,
        "insert_per_s": insert,
        "bare_starlette_per_s": len(bare.latencies_s) / bare.elapsed_s,
        "afternoon": asdict(plain),
    }
    with postgresql() as server:
        for system in systems(server):
            if only.casefold() in system.name.casefold():
                full, paced = await parley(system, messages, connections, server)
                figures[system.name] = {"full": asdict(full), "paced": asdict(paced)}
                print("\n".join(_system(f"Parley, {system.name}", full, plain)))
                print(_line("  at a tenth of that", f"{paced.messages_per_s:,.0f}/s"))
                print("\n".join(_latencies(paced)), flush=True)
    if json_path:
        await asyncio.to_thread(json_path.write_text, json.dumps(figures, indent=1) + "\n")


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--messages", type=int, default=16_000)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--only", default="", help="systems whose name holds this")
    parser.add_argument("--json", type=Path)
    options = parser.parse_known_args()[0]
    uvloop.run(run(options.messages, options.connections, options.only, options.json))


if __name__ == "__main__":
    main()
