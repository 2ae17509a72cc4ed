"""Webhook in → durable → step → reply durable → handed to a carrier over HTTP, beside what this machine can do at all.

    python -m benchmarks.end_to_end [--messages 5000] [--connections 32] [--json FILE]

One run measures, on the same two cores: the disk, a bare batched insert, a bare Starlette endpoint, the bot that a
developer writes in an afternoon, and a real `parley serve` process (SQLite, one process) that answers signed texts at a
fake carrier. The ratios are the result; absolute figures are this machine's.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import hmac
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import uvloop

from benchmarks import baselines
from benchmarks.afternoon import start_afternoon
from benchmarks.load import Ledger, Posted, percentile, post_all, request_bytes, serve_carrier

FLOWS = Path(__file__).parent.parent / "flows"
READY_TIMEOUT_S = 30
ANSWERS_TIMEOUT_S = 120


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
    server_cpu_s_per_message: float


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


def start_parley(port: int, carrier_port: int, folder: Path) -> subprocess.Popen[bytes]:
    """A real server process: SQLite in `folder`, the shipped flows, loopback towards the fake carrier."""
    shutil.copytree(FLOWS, folder / "flows")
    (folder / "parley.toml").write_text(
        f'[database]\nurl = "sqlite:///{folder}/bench.db"\n'
        f'[flows]\npath = "{folder}/flows"\n'
        '[channels.main]\nprovider = "loopback"\nnumber = "+15550100000"\nrate = 100000\n'
        f'base_url = "http://127.0.0.1:{carrier_port}/messages"\n'
    )
    environment = os.environ | {"PARLEY_CONFIG": str(folder / "parley.toml")}
    command = [str(Path(sys.executable).parent / "parley"), "serve", "--port", str(port)]
    log = (folder / "serve.log").open("wb")
    return subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=Path(__file__).parent.parent)


def signed_text(number: int, run: str) -> bytes:
    """A loopback webhook from a phone of its own."""
    body = json.dumps(
        {"id": f"{run}-{number}", "from": phone(number, run), "to": "+15550100000", "text": "support"}
    ).encode()
    signature = hmac.new(b"loopback", body, hashlib.sha256).hexdigest()
    return request_bytes("/webhooks/main", body, {"x-parley-signature": f"sha256={signature}"})


AREA_CODES = {"bare": 200, "warm": 201, "paced": 202, "full": 203}


def phone(number: int, run: str) -> str:
    """A number of its own for each run and index."""
    return f"+1{AREA_CODES[run]}{2_000_000 + number}"


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure(
    port: int,
    pid: int,
    ledger: Ledger,
    run: str,
    messages: int,
    connections: int,
    rate: float | None,
) -> EndToEnd:
    """Post `messages` texts and wait until the carrier has an answer to each."""
    ledger.expect(messages)
    sent_at: dict[str, float] = {}

    def remember(index: int) -> None:
        sent_at[phone(index, run)] = time.perf_counter()

    cpu_before = cpu_seconds(pid)
    began = time.perf_counter()
    requests = [signed_text(number, run) for number in range(messages)]
    posted: Posted = await post_all(port, requests, connections=connections, rate=rate, on_send=remember)
    with contextlib.suppress(TimeoutError):  # what did not arrive by then shows in the table
        await asyncio.wait_for(ledger.complete.wait(), ANSWERS_TIMEOUT_S)
    if set(posted.statuses) != {200}:
        raise SystemExit(f"not every webhook was accepted: {posted.statuses}")
    waits = [at - sent_at[json.loads(body)["to"]] for at, body in ledger.arrivals]
    last = max(at for at, _ in ledger.arrivals)
    return EndToEnd(
        messages=messages,
        answered=len(ledger.arrivals),
        messages_per_s=len(ledger.arrivals) / (last - began),
        webhook_p50_s=percentile(posted.latencies_s, 0.50),
        webhook_p99_s=percentile(posted.latencies_s, 0.99),
        answer_p50_s=percentile(waits, 0.50),
        answer_p99_s=percentile(waits, 0.99),
        server_cpu_s_per_message=(cpu_seconds(pid) - cpu_before) / messages,
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
            await measure(port, process.pid, ledger, "warm", 200, connections, None)
            return await measure(port, process.pid, ledger, "full", messages, connections, None)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
            carrier.close()


async def parley(messages: int, connections: int) -> tuple[EndToEnd, EndToEnd]:
    """At full load, and at a tenth of what full load gave."""
    ledger = Ledger()
    carrier, carrier_port = await serve_carrier(ledger)
    with tempfile.TemporaryDirectory() as name:
        port = free_port()
        process = start_parley(port, carrier_port, Path(name))
        try:
            await wait_for_port(port, process)
            await measure(port, process.pid, ledger, "warm", 200, connections, None)
            full = await measure(port, process.pid, ledger, "full", messages, connections, None)
            rate = max(10.0, full.messages_per_s / 10)
            paced = await measure(port, process.pid, ledger, "paced", int(rate * 5), 16, rate)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
            carrier.close()
    return full, paced


def report(fsync: float, insert: float, bare: Posted, plain: EndToEnd, full: EndToEnd, paced: EndToEnd) -> str:
    """The table that a person reads."""
    bare_rate = len(bare.latencies_s) / bare.elapsed_s
    rows = [
        ("fdatasync of 4 KiB", f"{fsync:,.0f}/s", ""),
        ("bare batched insert (100 a commit, FULL)", f"{insert:,.0f}/s", ""),
        ("bare Starlette endpoint", f"{bare_rate:,.0f}/s", f"p99 {percentile(bare.latencies_s, 0.99) * 1e3:.1f} ms"),
        (
            "the bot of an afternoon, full load",
            f"{plain.messages_per_s:,.0f}/s",
            f"{plain.answered} of {plain.messages} answered",
        ),
        ("  server CPU a message", f"{plain.server_cpu_s_per_message * 1e6:,.0f} µs", ""),
        (
            "Parley end to end, full load",
            f"{full.messages_per_s:,.0f}/s",
            f"{full.answered} of {full.messages} answered",
        ),
        ("  of the bare endpoint", f"{full.messages_per_s / bare_rate:.1%}", ""),
        ("  of the bare insert", f"{full.messages_per_s / insert:.1%}", ""),
        ("  of the bot of an afternoon", f"{full.messages_per_s / plain.messages_per_s:.1f} ×", ""),
        ("  server CPU a message", f"{full.server_cpu_s_per_message * 1e6:,.0f} µs", ""),
        ("  webhook answered", f"p50 {full.webhook_p50_s * 1e3:.1f} ms", f"p99 {full.webhook_p99_s * 1e3:.1f} ms"),
        ("  reply at the carrier", f"p50 {full.answer_p50_s * 1e3:.1f} ms", f"p99 {full.answer_p99_s * 1e3:.1f} ms"),
        (
            "Parley at a tenth of that load",
            f"{paced.messages_per_s:,.0f}/s",
            f"{paced.answered} of {paced.messages} answered",
        ),
        ("  webhook answered", f"p50 {paced.webhook_p50_s * 1e3:.1f} ms", f"p99 {paced.webhook_p99_s * 1e3:.1f} ms"),
        ("  reply at the carrier", f"p50 {paced.answer_p50_s * 1e3:.1f} ms", f"p99 {paced.answer_p99_s * 1e3:.1f} ms"),
    ]
    return "\n".join(f"{name:<42}{value:>16}   {note}" for name, value, note in rows)


async def run(messages: int, connections: int, json_path: Path | None) -> None:
    """Measure everything, print the table, keep the figures."""
    fsync = baselines.fsyncs_per_second()
    insert = baselines.batched_inserts_per_second()
    bare = await bare_starlette(messages, connections)
    plain = await afternoon(max(200, messages // 5), connections)  # it is slow, and its rate is steady
    full, paced = await parley(messages, connections)
    print(report(fsync, insert, bare, plain, full, paced))
    if json_path:
        figures = {
            "fsync_per_s": fsync,
            "insert_per_s": insert,
            "bare_starlette_per_s": len(bare.latencies_s) / bare.elapsed_s,
            "afternoon": asdict(plain),
            "full": asdict(full),
            "paced": asdict(paced),
        }
        await asyncio.to_thread(json_path.write_text, json.dumps(figures, indent=1) + "\n")


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--messages", type=int, default=5_000)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--json", type=Path)
    options = parser.parse_known_args()[0]
    uvloop.run(run(options.messages, options.connections, options.json))


if __name__ == "__main__":
    main()
