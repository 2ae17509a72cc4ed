"""Parley as it is deployed, in real processes, and the load on it: what the benchmarks of the whole way share."""

from __future__ import annotations

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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import Ledger, Posted, percentile, post_all, request_bytes
from tests.postgres import Cluster

FLOWS = Path(__file__).parent / "flows"
SCRIPT = ("order", "1", "2", "3", "Ana", "yes", "12 Elm Street", "yes")
"""What every customer writes, again and again; each text gets one reply."""
CUSTOMERS = 1000
READY_TIMEOUT_S = 30
ANSWERS_TIMEOUT_S = 120
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


async def wait_for_port(port: int, process: subprocess.Popen[bytes] | None = None) -> None:
    """Return once the server takes connections."""
    deadline = time.monotonic() + READY_TIMEOUT_S
    while time.monotonic() < deadline:
        if process is not None and process.poll() is not None:
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
    servers: int = 1
    """Processes that serve; each also works where there are no others for it."""
    rate: float = 100_000.0
    """Messages a second that the channel allows."""


def start_parley(
    system: System, ports: Sequence[int], carrier_port: int, folder: Path
) -> list[subprocess.Popen[bytes]]:
    """Real processes: the benchmark's flow, loopback towards the fake carrier."""
    (folder / "parley.toml").write_text(
        f'[database]\nurl = "{system.database.format(folder=folder)}"\nstate = "{folder}/state"\n'
        f'[flows]\npath = "{FLOWS}"\n'
        f'[channels.main]\nprovider = "loopback"\nnumber = "+15550100000"\nrate = {system.rate}\n'
        f'base_url = "http://127.0.0.1:{carrier_port}/messages"\n'
    )
    environment = os.environ | {"PARLEY_CONFIG": str(folder / "parley.toml")}
    receive_only = ["--no-worker"] if system.workers else []
    serving = [["serve", "--port", str(port), *receive_only] for port in ports]
    started = []
    for number, arguments in enumerate([*serving, *(["worker"] for _ in range(system.workers))]):
        command = [str(Path(sys.executable).parent / "parley"), *arguments]
        with (folder / f"{number}.log").open("wb") as log:
            started.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder))
    return started


@dataclass(frozen=True)
class Crowd:
    """The customers of one run. All write their first text, then all their second."""

    area: int
    stride: int = 1
    """How far apart they are in an area whose other numbers are customers from before."""

    def phone(self, number: int) -> str:
        """Whose text it is."""
        return f"+1{self.area}{2_000_000 + number % CUSTOMERS * self.stride}"

    def text(self, number: int) -> bytes:
        """A signed loopback webhook."""
        text = SCRIPT[number // CUSTOMERS % len(SCRIPT)]
        sender = self.phone(number)
        body = json.dumps({"id": f"{self.area}-{number}", "from": sender, "to": "+15550100000", "text": text}).encode()
        signature = hmac.new(b"loopback", body, hashlib.sha256).hexdigest()
        return request_bytes("/webhooks/main", body, {"x-parley-signature": f"sha256={signature}"})


WARM, FULL, PACED = Crowd(201), Crowd(203), Crowd(202)


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of processes so far, and of their children that are gone."""
    total = 0
    for pid in pids:
        with contextlib.suppress(FileNotFoundError):
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += sum(map(int, fields[11:15]))
    return total / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Running:
    """A system that runs."""

    ports: Sequence[int]
    """Where texts may be posted."""
    folder: Path
    """Where its settings are."""
    processes: list[subprocess.Popen[bytes]]
    """Those that serve, then the workers."""
    server: Cluster | None
    """Its PostgreSQL, if it has one."""

    @property
    def port(self) -> int:
        """Of the first of them."""
        return self.ports[0]

    async def listening(self) -> None:
        """Wait for all of them."""
        for port in self.ports:
            await wait_for_port(port)

    def pids(self) -> dict[str, list[int]]:
        """The processes as they are now, by what they do."""
        pids, servers = [process.pid for process in self.processes], len(self.ports)
        groups = {"serve": pids[:servers], "worker": pids[servers:]}
        groups["PostgreSQL"] = self.server.pids() if self.server else []
        return {group: found for group, found in groups.items() if found}

    def memory_bytes(self) -> int:
        """Resident memory of Parley's own processes."""
        pages = [int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) for process in self.processes]
        return sum(pages) * os.sysconf("SC_PAGE_SIZE")


async def measure(
    at: Running, ledger: Ledger, crowd: Crowd, messages: int, connections: int, rate: float | None = None
) -> EndToEnd:
    """Post `messages` texts and wait until the carrier has an answer to each."""
    ledger.expect(messages)
    sent_at: dict[str, deque[float]] = defaultdict(deque)

    def remember(index: int) -> None:
        sent_at[crowd.phone(index)].append(time.perf_counter())

    cpu_before = {name: cpu_seconds(group) for name, group in at.pids().items()}
    requests = [crowd.text(number) for number in range(messages)]
    began = time.perf_counter()
    posted: Posted = await post_all(at.ports, requests, connections=connections, rate=rate, on_send=remember)
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
        cpu_s_per_message={
            name: (cpu_seconds(group) - cpu_before[name]) / messages for name, group in at.pids().items()
        },
    )


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


@contextlib.contextmanager
def running(system: System, carrier_port: int, server: Cluster | None) -> Iterator[Running]:
    """Run a system; it listens a moment later."""
    with tempfile.TemporaryDirectory() as name:
        ports = [free_port() for _ in range(system.servers)]
        processes = start_parley(system, ports, carrier_port, Path(name))
        try:
            yield Running(ports, Path(name), processes, None if system.database.startswith("sqlite") else server)
        finally:
            stop(processes)
