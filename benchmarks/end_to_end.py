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
import contextlib
import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import uvloop

from benchmarks import baselines
from benchmarks.afternoon import start_afternoon
from benchmarks.load import Ledger, Posted, percentile, post_all, request_bytes, serve_carrier
from tests.postgres import Cluster, ask

FLOWS = Path(__file__).parent / "flows"
SCRIPT = ("order", "1", "2", "3", "Ana", "yes", "12 Elm Street", "yes")
"""What every customer writes, again and again; each text gets one reply."""
CUSTOMERS = 1000
READY_TIMEOUT_S = 30
ANSWERS_TIMEOUT_S = 120
PACED_S = 5
SETTLE_S = 0.5


@dataclass(frozen=True)
class EndToEnd:
    """Figures of one load: times in seconds."""

    messages: int
    answered: int
    messages_per_s: float
    webhook_p50_s: float
    webhook_p99_s: float
    answer_p50_s: float
    answer_p99_s: float
    cpu_s_per_message: dict[str, float]
    """By process."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once the server takes connections."""
    deadline = time.monotonic() + READY_TIMEOUT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"the server stopped with exit code {process.returncode} before it listened")
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise SystemExit(f"the server did not listen on port {port} within {READY_TIMEOUT_S} s")


@dataclass(frozen=True)
class System:
    """How Parley is deployed."""

    name: str
    database: str
    """The address of an empty database; `{folder}` stands for a folder of its own."""
    workers: int = 0
    """Processes beside the one that serves, which then only receives."""


def start_parley(system: System, port: int, carrier_port: int, folder: Path) -> list[subprocess.Popen[bytes]]:
    """Real processes: the benchmark's flow, loopback towards the fake carrier."""
    (folder / "parley.toml").write_text(
        f'[database]\nurl = "{system.database.format(folder=folder)}"\nstate = "{folder}/state"\n'
        f'[flows]\npath = "{FLOWS}"\n'
        '[channels.main]\nprovider = "loopback"\nnumber = "+15550100000"\nrate = 100000\n'
        f'base_url = "http://127.0.0.1:{carrier_port}/messages"\n'
    )
    environment = os.environ | {"PARLEY_CONFIG": str(folder / "parley.toml")}
    serve = ["serve", "--port", str(port), *(["--no-worker"] if system.workers else [])]
    started = []
    for number, arguments in enumerate([serve, *(["worker"] for _ in range(system.workers))]):
        command = [str(Path(sys.executable).parent / "parley"), *arguments]
        with (folder / f"{number}.log").open("wb") as log:
            started.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder))
    return started


def signed_text(number: int, run: str) -> bytes:
    """A loopback webhook: the next text of the next customer. All write their first, then all their second."""
    text = SCRIPT[number // CUSTOMERS % len(SCRIPT)]
    body = json.dumps(
        {"id": f"{run}-{number}", "from": phone(number, run), "to": "+15550100000", "text": text}
    ).encode()
    signature = hmac.new(b"loopback", body, hashlib.sha256).hexdigest()
    return request_bytes("/webhooks/main", body, {"x-parley-signature": f"sha256={signature}"})


AREA_CODES = {"bare": 200, "warm": 201, "paced": 202, "full": 203}


def phone(number: int, run: str) -> str:
    """Whose text it is."""
    return f"+1{AREA_CODES[run]}{2_000_000 + number % CUSTOMERS}"


Pids = Callable[[], dict[str, list[int]]]
"""The processes of a system as they are now, by what they do."""


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of processes so far, and of their children that are gone."""
    total = 0
    for pid in pids:
        with contextlib.suppress(FileNotFoundError):
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += sum(map(int, fields[11:15]))
    return total / os.sysconf("SC_CLK_TCK")


async def measure(
    port: int, pids: Pids, ledger: Ledger, run: str, messages: int, connections: int, rate: float | None = None
) -> EndToEnd:
    """Post `messages` texts and wait until the carrier has an answer to each."""
    ledger.expect(messages)
    sent_at: dict[str, deque[float]] = defaultdict(deque)

    def remember(index: int) -> None:
        sent_at[phone(index, run)].append(time.perf_counter())

    cpu_before = {name: cpu_seconds(group) for name, group in pids().items()}
    requests = [signed_text(number, run) for number in range(messages)]
    began = time.perf_counter()
    posted: Posted = await post_all(port, requests, connections=connections, rate=rate, on_send=remember)
    with contextlib.suppress(TimeoutError):  # what did not arrive by then shows in the table
        await asyncio.wait_for(ledger.complete.wait(), ANSWERS_TIMEOUT_S)
    if set(posted.statuses) != {200}:
        raise SystemExit(f"not every webhook was accepted: {posted.statuses}")
    waits = [at - sent_at[json.loads(body)["to"]].popleft() for at, body in ledger.arrivals]
    last = max(at for at, _ in ledger.arrivals)
    await asyncio.sleep(SETTLE_S)  # what follows an answer counts as well
    return EndToEnd(
        messages=messages,
        answered=len(ledger.arrivals),
        messages_per_s=len(ledger.arrivals) / (last - began),
        webhook_p50_s=percentile(posted.latencies_s, 0.50),
        webhook_p99_s=percentile(posted.latencies_s, 0.99),
        answer_p50_s=percentile(waits, 0.50),
        answer_p99_s=percentile(waits, 0.99),
        cpu_s_per_message={name: (cpu_seconds(group) - cpu_before[name]) / messages for name, group in pids().items()},
    )


async def bare_starlette(requests: int, connections: int) -> Posted:
    """The same requests against an endpoint that only answers."""
    port = free_port()
    process = baselines.start_bare_starlette(port)
    try:
        await wait_for_port(port, process)
        return await post_all(port, [signed_text(n, "bare") for n in range(requests)], connections=connections)
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
            pids = {"serve": [process.pid]}
            await measure(port, lambda: pids, ledger, "warm", 200, connections)
            return await measure(port, lambda: pids, ledger, "full", messages, connections)
        finally:
            stop([process])
            carrier.close()


async def parley(system: System, messages: int, connections: int, server: Cluster | None) -> tuple[EndToEnd, EndToEnd]:
    """At full load, and at a tenth of what full load gave."""
    ledger = Ledger()
    carrier, carrier_port = await serve_carrier(ledger)
    with tempfile.TemporaryDirectory() as name:
        port = free_port()
        processes = start_parley(system, port, carrier_port, Path(name))

        def pids() -> dict[str, list[int]]:
            groups = {"serve": [processes[0].pid], "worker": [process.pid for process in processes[1:]]}
            groups["PostgreSQL"] = server.pids() if server and not system.database.startswith("sqlite") else []
            return {group: found for group, found in groups.items() if found}

        try:
            await wait_for_port(port, processes[0])
            await measure(port, pids, ledger, "warm", CUSTOMERS, connections)
            full = await measure(port, pids, ledger, "full", messages, connections)
            rate = max(10.0, full.messages_per_s / 10)
            paced = await measure(port, pids, ledger, "paced", int(rate * PACED_S), 16, rate)
        finally:
            stop(processes)
            carrier.close()
    return full, paced


def stop(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    """Let them finish."""
    for process in processes:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


@contextlib.contextmanager
def postgresql() -> Iterator[Cluster | None]:
    """A server of its own, as installed: every commit is on the disk. None where PostgreSQL is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        try:
            server = Cluster(Path(folder) / "cluster")
        except FileNotFoundError as error:
            print(error)
            yield None
            return
        server.start()
        try:
            yield server
        finally:
            server.stop()


def systems(server: Cluster | None) -> list[System]:
    """What is compared."""
    found = [
        System("SQLite, one process", "sqlite:///{folder}/bench.db"),
        System("SQLite, serve and worker", "sqlite:///{folder}/bench.db", workers=1),
    ]
    if server is not None:
        for number, (name, workers) in enumerate(_POSTGRESQL):
            ask(server.url(), f"CREATE DATABASE bench_{number}")
            found.append(System(f"PostgreSQL, {name}", server.url(f"bench_{number}"), workers))
    return found


_POSTGRESQL = (("one process", 0), ("serve and worker", 1), ("serve and two workers", 2))


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
