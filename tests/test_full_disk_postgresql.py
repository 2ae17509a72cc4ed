"""The disks of PostgreSQL are full, or read-only, while people write. Ours is not, until it takes nothing either.

PostgreSQL lives through a full disk for its tables. If it cannot write its log of changes (the WAL), it ends, and is
started in vain until there is room. `PARLEY_FULL_DISK_S` for the long run: so long lasts each trouble.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path

import asyncpg
import httpx
import pytest
from httpx_aiohttp import HttpxAiohttpClient

from bot.providers.fake import FakeCarrier
from tests.disks import full, nothing_can_be_written, read_only, small_disk
from tests.postgres import QUICK, Cluster
from tests.serving import NUMBER, Server, Worker, free_port, on_the_air
from tests.stage import write_flows
from tests.torment import COUNTING, RESOLVED_WITHIN_S, Customers, Deployment

TROUBLE_S = float(os.environ.get("PARLEY_FULL_DISK_S", "0.3"))
PEOPLE, TEXTS_A_SECOND = (300, 50) if "PARLEY_FULL_DISK_S" in os.environ else (10, 20)
DISK_MB = 256
KEEPER_PAUSE_S = 0.2
SMALL_WAL = {"min_wal_size": "2MB", "max_wal_size": "16MB", "wal_recycle": "off"}

pytestmark = pytest.mark.timeout(300 + 10 * TROUBLE_S)


class Telephone(HttpxAiohttpClient):
    """What the carrier's webhooks are sent with."""

    def __init__(self) -> None:
        super().__init__(timeout=30, trust_env=False)
        self.answers: Counter[tuple[int, bool]] = Counter()
        """What they were told, and whether also when to come back."""

    async def post(self, *args, **kwargs) -> httpx.Response:
        answer = await super().post(*args, **kwargs)
        self.answers[answer.status_code, "retry-after" in answer.headers] += 1
        return answer


class Scene:
    """People who write to a server and a worker, and the PostgreSQL behind them."""

    def __init__(self, deployment: Deployment, customers: Customers, telephone: Telephone, cluster: Cluster) -> None:
        self.deployment = deployment
        self.customers = customers
        self.telephone = telephone
        self.cluster = cluster

    async def texts_are_kept(self) -> None:
        """It is noticed that the database takes nothing, and what comes in goes to the spool for a while."""
        self.customers.patient = False
        state = self.deployment.server.folder / "state"
        await _until(lambda: any(path.stat().st_size for path in state.glob("spool-*")))
        await asyncio.sleep(TROUBLE_S)

    async def texts_are_refused(self) -> None:
        """Nor can the spool be written: whoever writes now is told to come back, and nobody that a text was taken.

        PostgreSQL, which is started again and again, may have room for a moment. What it takes then counts as taken.
        """
        rounds = count()
        with nothing_can_be_written(self.deployment.server.pid):
            async with asyncio.timeout(RESOLVED_WITHIN_S):
                while {503} != await self._strangers_are_told(f"+1206{next(rounds):03}"):
                    pass

    async def _strangers_are_told(self, first_digits: str) -> set[int]:
        phones = [f"{first_digits}{number:04}" for number in range(20)]
        told = await asyncio.gather(*(self.customers.post(phone, "text 0", f"{phone}-0") for phone in phones))
        self.customers.written |= {phone: 1 for phone, status in zip(phones, told, strict=True) if status == 200}
        return set(told)

    async def everybody_is_answered(self) -> None:
        """There is room: within a minute everybody has heard the answers to what they wrote until now."""
        self.customers.patient = True
        began_at, written = time.monotonic(), dict(self.customers.written)
        await _until(lambda: all(len(self.customers.heard()[phone]) >= count for phone, count in written.items()))
        print(f"{sum(written.values())} texts until then, all answered after {time.monotonic() - began_at:.1f} s")

    async def is_well(self) -> None:
        """Nothing was lost, nothing came twice, nothing is stuck, and no file of the database is damaged."""
        await self.customers.have_their_answers(self.deployment.books)
        await self.customers.carrier.settle()
        await self.deployment.books.are_closed()
        assert [] == self.customers.differences(), self.deployment.log()
        assert [] == self.customers.carrier.ledger.repeated
        await self.deployment.books.check(self.customers.carrier)
        assert {(200, False), (503, True)} == set(self.telephone.answers)
        assert [] == await damages(self.cluster.url())


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(RESOLVED_WITHIN_S):
        while not condition():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.05)


async def damages(url: str) -> list[str]:
    """What the server's own tools find wrong with its tables and indexes; they are not in every package of it."""
    connection = await asyncpg.connect(url)
    try:
        if not await connection.fetch("SELECT 1 FROM pg_available_extensions WHERE name = 'amcheck'"):
            return []
        await connection.execute("CREATE EXTENSION amcheck")
        await connection.execute(
            "SELECT bt_index_check(indexrelid, true) FROM pg_index JOIN pg_class c ON c.oid = indexrelid "
            "JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'btree' AND c.relpersistence = 'p'"
        )
        tables = "SELECT c.relname, v.msg FROM pg_class c, verify_heapam(c.oid) v WHERE c.relkind IN ('r', 't')"
        return [f"{table}: {found}" for table, found in await connection.fetch(tables)]
    finally:
        await connection.close()


# ── the scene ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder into which PostgreSQL's user may go."""
    with tempfile.TemporaryDirectory(prefix="parley-postgres-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@asynccontextmanager
async def kept_alive(cluster: Cluster) -> AsyncIterator[None]:
    """Start PostgreSQL again and again when it has ended, as whatever watches over a server does."""
    enough = asyncio.Event()

    async def keep() -> None:
        while not enough.is_set():
            if not cluster.lives:
                with suppress(RuntimeError):
                    await asyncio.to_thread(cluster.start)
            await asyncio.sleep(KEEPER_PAUSE_S)

    await asyncio.to_thread(cluster.start)
    keeping = asyncio.create_task(keep())
    try:
        yield
    finally:
        enough.set()
        await keeping
        await asyncio.to_thread(cluster.stop, signal.SIGQUIT)


@asynccontextmanager
async def people_write(folder: Path, cluster: Cluster) -> AsyncIterator[Scene]:
    """Whatever happens here, in the end all is well."""
    write_flows(folder, COUNTING)
    port, telephone = free_port(), Telephone()
    carrier = FakeCarrier(webhook=f"http://127.0.0.1:{port}/webhooks/main", client=telephone)
    customers = Customers(
        carrier,
        lambda phone, said, id: carrier.text(phone, NUMBER, said, id=id),
        PEOPLE,
        pause_s=PEOPLE / TEXTS_A_SECOND,
    )
    environ = {"PARLEY_DATABASE__URL": cluster.url(), "PARLEY_DATABASE__STATE": str(folder / "state")}
    with socket.create_server(("127.0.0.1", 0)) as door:
        base_url = f"http://127.0.0.1:{door.getsockname()[1]}/send"
        server = Server(folder, port, environ, worker=False, provider="loopback", base_url=base_url)
        deployment = Deployment(server, [Worker(server)], cluster)
        async with kept_alive(cluster), on_the_air(carrier, door):
            writing = asyncio.create_task(customers.write())
            try:
                await deployment.start()
                await deployment.answers()
                await customers.have_talked()
                scene = Scene(deployment, customers, telephone, cluster)
                await scene.everybody_is_answered()
                yield scene
                customers.enough.set()
                await writing
                await scene.is_well()
            finally:
                writing.cancel()
                await deployment.stop()


# ── troubles ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_full_disk_of_its_tables_and_one_of_its_log(tmp_path: Path, place: Path):
    with small_disk(place / "tables", DISK_MB), small_disk(place / "wal", DISK_MB):
        log = place / "wal" / "pg_wal"
        cluster = Cluster(place / "tables", made=["--wal-segsize=1", f"--waldir={log}"], **SMALL_WAL)
        async with people_write(tmp_path, cluster) as scene:
            async with full(place / "tables"):
                await scene.texts_are_kept()
            await scene.everybody_is_answered()

            async with full(place / "wal"):
                await scene.texts_are_kept()
                await scene.texts_are_refused()
            await scene.everybody_is_answered()


async def test_a_disk_that_is_read_only(tmp_path: Path, place: Path):
    """First that of its tables, then all; made so by rights, for which nobody need be root."""
    cluster = Cluster(place / "cluster", made=["--wal-segsize=1"], **QUICK)
    async with people_write(tmp_path, cluster) as scene:
        with read_only(cluster.folder / "data" / "base"):
            cluster.hang_up()
            await scene.texts_are_kept()
        await scene.everybody_is_answered()

        with read_only(cluster.folder / "data"):
            cluster.hang_up()
            await scene.texts_are_kept()
            await scene.texts_are_refused()
        await scene.everybody_is_answered()
