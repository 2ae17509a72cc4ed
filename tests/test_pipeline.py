"""The pipeline in a real process, over real HTTP: crowds, a database that is away, disks that are full, and the end.

`PARLEY_PIPELINE_MESSAGES` and `PARLEY_OUTAGE_S` for the long run.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import os
import random
import signal
import socket
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from bot.config import LOOPBACK_SECRET
from bot.limits import HEAD_TIMEOUT_S_MAX
from bot.providers.fake import FakeCarrier
from tests.disks import fill, make_read_only, make_room, nothing_can_be_written, small_disk
from tests.postgres import ask, fresh_database
from tests.serving import NUMBER, Server, free_port, on_the_air
from tests.stage import COUNTING, write_flows
from tests.torment import Books

MESSAGES = int(os.environ.get("PARLEY_PIPELINE_MESSAGES", "10"))
OUTAGE_S = float(os.environ.get("PARLEY_OUTAGE_S", "3"))
COPIES = 50
ANA = "+12065550101"
PATIENCE_S = 60.0
PROVIDERS_WAIT_S = 10.0


class Unhurried(FakeCarrier):
    """A carrier that takes a message at once and may let one wait for the answer."""

    answers_after_s = 0.0

    def __init__(self) -> None:
        super().__init__()
        at_once = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            async def late(message: Message) -> None:
                if message["type"] == "http.response.start":
                    await asyncio.sleep(self.answers_after_s)
                await send(message)

            await at_once(scope, receive, late)

        self.app = app  # type: ignore[assignment]


class Deployment:
    """A server, its carrier, and somebody who posts to its webhook."""

    def __init__(self, server: Server, carrier: Unhurried, http: httpx.AsyncClient) -> None:
        self.server = server
        self.carrier = carrier
        self.http = http

    async def post(self, phone: str, id: str, said: str = "more") -> int:
        """Hand in a text; the status of the answer, 0 if there was none."""
        raw = json.dumps({"id": id, "from": phone, "to": NUMBER, "text": said}).encode()
        signature = "sha256=" + hmac.new(LOOPBACK_SECRET.encode(), raw, hashlib.sha256).hexdigest()
        try:
            answer = await self.http.post(
                f"{self.server.address}/webhooks/main", content=raw, headers={"x-parley-signature": signature}
            )
        except httpx.TransportError:
            return 0
        assert answer.status_code != 503 or "retry-after" in answer.headers
        return answer.status_code

    async def heard(self, count: int) -> list[tuple[str, str]]:
        """Wait until so many texts were sent, and a little for one too many; to whom, and what."""
        for _ in range(int(PATIENCE_S / 0.05)):
            if len(self.carrier.accepted) < count:
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.3)
        return [(message.recipient, message.text) for message in self.carrier.accepted]

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Look into the database."""
        return await Books(self.database_url).read(query)

    @property
    def database_url(self) -> str:
        return self.server.settings["PARLEY_DATABASE__URL"]

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """The database can do nothing: another holds the file, or the server lets nobody in."""
        if self.database_url.startswith("sqlite:///"):
            async with _held(self.database_url.removeprefix("sqlite:///")):
                yield
            return
        server, _, name = self.database_url.rpartition("/")
        ask(
            f"{server}/postgres",
            f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",  # noqa: S608 - the test's own name
        )
        try:
            yield
        finally:
            ask(f"{server}/postgres", f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


@asynccontextmanager
async def _held(file: str) -> AsyncIterator[None]:
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA busy_timeout = 30000")
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


on_both = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the server keeps everything."""
    return tmp_path


@pytest.fixture
def database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of the database; on SQLite, unless a test is for both."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield f"sqlite:///{folder / 'parley.db'}"
        return
    with fresh_database(request.getfixturevalue("postgresql_server")) as url:
        yield url


@pytest.fixture
async def deployment(folder: Path, database: str) -> AsyncIterator[Deployment]:
    write_flows(folder, COUNTING)
    carrier = Unhurried()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        base_url = f"http://127.0.0.1:{listening.getsockname()[1]}/send"
        environ = {
            "PARLEY_DATABASE__URL": database,
            "PARLEY_DATABASE__STATE": str(folder / "state"),
            "PARLEY_LOG__FORMAT": "json",
        }
        server = Server(folder, free_port(), environ, provider="loopback", base_url=base_url)
        limits = httpx.Limits(max_connections=64)
        async with (
            on_the_air(carrier, listening),
            httpx.AsyncClient(trust_env=False, limits=limits, timeout=httpx.Timeout(30, pool=None)) as http,
        ):
            await server.start()
            await server.answers()
            yield Deployment(server, carrier, http)
            await server.stop(signal.SIGKILL)


# ── crowds ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@on_both
async def test_fifty_copies_of_each_webhook_at_once_are_processed_once(deployment: Deployment):
    phones = [f"+1206555{number:04}" for number in range(MESSAGES)]
    for some in (phones[at : at + 10] for at in range(0, MESSAGES, 10)):
        answers = await asyncio.gather(*(deployment.post(phone, phone) for phone in some for _ in range(COPIES)))
        assert {200} == set(answers)

    assert Counter((phone, "1") for phone in phones) == Counter(await deployment.heard(MESSAGES))
    assert [(MESSAGES,)] == await deployment.rows("SELECT count(*) FROM inbound WHERE kind = 'message'")


@on_both
async def test_a_hundred_texts_of_one_person_from_sixteen_sides_are_one_after_the_other(deployment: Deployment):
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")
    numbers = list(range(100))
    random.Random(seed).shuffle(numbers)  # noqa: S311 - to be repeated, not to be secret
    answers: list[int] = []

    async def post() -> None:
        while numbers:
            number = numbers.pop()
            answers.append(await deployment.post(ANA, f"in-{number}"))

    await asyncio.gather(*(post() for _ in range(16)))

    assert [200] * 100 == answers
    assert [(ANA, str(number + 1)) for number in range(100)] == await deployment.heard(100)
    assert [("done", 100)] == await deployment.rows(
        "SELECT status, count(*) FROM inbound WHERE kind = 'message' GROUP BY 1"
    )
    assert [] == await deployment.rows(
        "SELECT a.seq FROM inbound a JOIN inbound b ON a.seq < b.seq WHERE a.received_at > b.received_at"
    )


# ── the database is away ────────────────────────────────────────────────────────────────────────────────────────────


@on_both
async def test_what_was_acknowledged_while_the_database_was_away_is_answered(deployment: Deployment):
    taken: list[str] = []
    slowest = 0.0
    everybody: list[asyncio.Task[None]] = []

    async def write(phone: str) -> None:
        nonlocal slowest
        began = time.monotonic()
        if await deployment.post(phone, phone) == 200:
            taken.append(phone)
        slowest = max(slowest, time.monotonic() - began)

    async with deployment.away():
        for number in range(int(50 * OUTAGE_S)):
            everybody.append(asyncio.create_task(write(f"+1206{5550000 + number}")))
            await asyncio.sleep(0.02)
        await asyncio.gather(*everybody)
        assert 503 == (await deployment.http.get(f"{deployment.server.address}/readyz")).status_code

    assert 50 * OUTAGE_S - 1 <= len(taken)  # the spool had room, so nobody was sent away
    assert slowest < PROVIDERS_WAIT_S
    assert Counter((phone, "1") for phone in taken) == Counter(await deployment.heard(len(taken)))


@on_both
async def test_a_server_that_is_killed_while_the_database_is_away_forgets_nothing(deployment: Deployment):
    async with deployment.away():
        answers = await asyncio.gather(*(deployment.post(f"+1206555{number:04}", f"{number}") for number in range(20)))
        await deployment.server.stop(signal.SIGKILL)
    await deployment.server.start()
    await deployment.server.answers()

    assert [200] * 20 == answers
    assert {(f"+1206555{number:04}", "1") for number in range(20)} == set(await deployment.heard(20))
    assert 20 == len(deployment.carrier.accepted)


# ── disks ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def write_for_a_while(deployment: Deployment, first: int, count: int) -> list[str]:
    """Let people write, each once; who was told that it was taken."""
    phones = [f"+1206{5550000 + first + number}" for number in range(count)]
    answers = await asyncio.gather(*(deployment.post(phone, phone, "x" * 300) for phone in phones))
    assert set(answers) <= {200, 503}
    return [phone for phone, answer in zip(phones, answers, strict=True) if answer == 200]


async def until_one_is_taken(deployment: Deployment, first: int) -> list[str]:
    """Let somebody write again and again until it is taken, as providers do."""
    for _ in range(int(PATIENCE_S / 0.2)):
        if taken := await write_for_a_while(deployment, first, 1):
            return taken
        await asyncio.sleep(0.2)
    raise AssertionError(deployment.server.log())


async def everything_is_well(deployment: Deployment, taken: list[str]) -> None:
    heard = Counter(await deployment.heard(len(taken)))
    assert heard[ANA, "1"] <= 1
    assert {(phone, "1") for phone in taken} <= heard.keys()
    assert {1} == set(heard.values())
    assert [("ok",)] == await deployment.rows("PRAGMA integrity_check")


async def test_on_a_disk_that_takes_nothing_nothing_is_acknowledged(deployment: Deployment):
    taken = await write_for_a_while(deployment, 0, 20)
    with nothing_can_be_written(deployment.server.pid):
        assert [] == await write_for_a_while(deployment, 100, 20)
        assert [] == await write_for_a_while(deployment, 200, 20)
        assert (await deployment.http.get(f"{deployment.server.address}/healthz")).is_success
    again = await until_one_is_taken(deployment, 300)

    await everything_is_well(deployment, taken + again)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_with_neither_database_nor_spool_nothing_is_acknowledged(deployment: Deployment):
    """While the server is there, a disk of ours that takes nothing holds up what goes out, and not what comes in."""
    with nothing_can_be_written(deployment.server.pid):
        taken = await write_for_a_while(deployment, 0, 20)
        assert 20 == len(taken)
        async with deployment.away():
            assert [] == await write_for_a_while(deployment, 100, 20)
    again = await until_one_is_taken(deployment, 300)

    assert Counter((phone, "1") for phone in taken + again) == Counter(await deployment.heard(21))


class TestOnASmallDisk:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Iterator[Path]:
        with small_disk(tmp_path / "disk"):
            yield tmp_path / "disk"

    async def test_a_full_disk_is_said_and_lived_through(self, deployment: Deployment, folder: Path):
        taken = await write_for_a_while(deployment, 0, 20)
        fill(folder)
        refused = 0
        for at in range(1000, 6000, 100):
            some = await write_for_a_while(deployment, at, 100)
            taken += some
            refused += 100 - len(some)
            if refused >= 200:
                break
        assert refused >= 200
        make_room(folder)
        again = await until_one_is_taken(deployment, 9000)

        await everything_is_well(deployment, taken + again)


async def test_on_a_disk_that_is_read_only_it_does_not_start(tmp_path: Path):
    with small_disk(tmp_path / "disk"):
        folder = tmp_path / "disk"
        write_flows(folder, COUNTING)
        make_read_only(folder)
        server = Server(tmp_path, free_port(), {"PARLEY_DATABASE__URL": f"sqlite:///{folder / 'parley.db'}"})
        await server.start()

        assert 3 == await server.ended()
        assert "cannot be opened" in server.log()


# ── the end ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@on_both
async def test_told_to_end_it_finishes_what_it_began(deployment: Deployment):
    """Texts keep coming, and the carrier takes its time to answer. What was not begun waits for the next start."""
    deployment.carrier.answers_after_s = 3.0
    acknowledged: list[str] = []
    enough = asyncio.Event()

    async def write() -> None:
        while not enough.is_set():
            phone = f"+1206{5550000 + len(acknowledged)}"
            if await deployment.post(phone, phone) == 200:
                acknowledged.append(phone)
            await asyncio.sleep(0.01)

    writing = asyncio.create_task(write())
    await deployment.heard(20)
    began = time.monotonic()
    await deployment.server.stop(signal.SIGTERM)
    took_s = time.monotonic() - began
    enough.set()
    await writing

    assert took_s <= 10.0
    assert [] == await deployment.rows("SELECT id, status, error FROM message WHERE status IN ('sending', 'unknown')")
    deployment.carrier.answers_after_s = 0.0
    await deployment.server.start()
    assert Counter((phone, "1") for phone in acknowledged) == Counter(await deployment.heard(len(acknowledged)))


async def test_told_twice_it_ends_at_once(deployment: Deployment):
    deployment.carrier.answers_after_s = 8.0
    assert 200 == await deployment.post(ANA, "in-1")
    await deployment.heard(1)
    began = time.monotonic()
    deployment.server.signal(signal.SIGTERM)
    await asyncio.sleep(1.0)

    assert -signal.SIGTERM == await deployment.server.stop(signal.SIGTERM)
    assert time.monotonic() - began < 5.0


@on_both
async def test_a_locked_database_does_not_hold_the_end_up(deployment: Deployment):
    async with deployment.away():
        assert 200 == await deployment.post(ANA, "in-1")
        began = time.monotonic()
        await deployment.server.stop(signal.SIGTERM)
        assert time.monotonic() - began <= 10.0
    await deployment.server.start()

    assert [(ANA, "1")] == await deployment.heard(1)


# ── clients ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_headers_without_end_are_refused(deployment: Deployment):
    reader, writer = await asyncio.open_connection("127.0.0.1", deployment.server.port)
    writer.write(b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-long: ")
    with contextlib.suppress(ConnectionError):
        for _ in range(100):
            writer.write(b"x" * 4096)
            await writer.drain()
            await asyncio.sleep(0)
    with contextlib.suppress(ConnectionError):
        assert (await reader.read()).startswith(b"HTTP/1.1 431 ")
    writer.close()


async def test_whoever_sends_nothing_is_hung_up_on(deployment: Deployment):
    """Enough of them would keep everybody else out."""
    silent = [await asyncio.open_connection("127.0.0.1", deployment.server.port) for _ in range(20)]
    silent[0][1].write(b"GET /healthz HTT")
    async with asyncio.timeout(HEAD_TIMEOUT_S_MAX + PROVIDERS_WAIT_S):
        for reader, writer in silent:
            with contextlib.suppress(ConnectionError):
                assert b"" == await reader.read()
            writer.close()
