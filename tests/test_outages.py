"""PostgreSQL goes away and comes back while people write: it restarts, or the network is cut, even in a COMMIT."""

from __future__ import annotations

import asyncio
import signal
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import pytest

from bot.config import load_settings
from bot.errors import BotError
from bot.events import Inbound
from bot.inbox import entries
from bot.outbox import claim, sender
from bot.runtime import Runtime
from tests.postgres import fresh_database, own_cluster
from tests.stage import CHANNEL, NOON, Carrier, write_flows
from tests.torment import COUNTING

PEOPLE = [f"+1206555{number:04}" for number in range(6)]
PATIENCE_S = 60.0
PAUSE_S = 0.15


class Proxy:
    """A network between a process and its database, which can be cut."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._pipes: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.commits_to_cut = 0
        """So many of the next commits reach the database, and their answers do not come back."""

    @property
    def url(self) -> str:
        assert self._server is not None
        port = self._server.sockets[0].getsockname()[1]
        return self._url._replace(netloc=f"{self._url.username}@127.0.0.1:{port}").geturl()

    @asynccontextmanager
    async def open(self):
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        try:
            yield self
        finally:
            self._server.close()
            self.cut()
            await asyncio.sleep(0.05)

    def cut(self) -> None:
        """Every connection is lost, wherever it is."""
        for pipe in list(self._pipes):
            pipe.transport.abort()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            there, back = await asyncio.open_connection(self._url.hostname, self._url.port)
            pipes = {writer, back}
            self._pipes |= pipes
            await asyncio.gather(self._ask(reader, back, writer), self._pass(there, writer), return_exceptions=True)
            for pipe in pipes:
                pipe.close()
            self._pipes -= pipes

    async def _ask(self, reader: asyncio.StreamReader, there: asyncio.StreamWriter, back: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if self.commits_to_cut and b"COMMIT" in data:
                self.commits_to_cut -= 1
                back.transport.abort()
            there.write(data)
            await there.drain()
        there.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()


class Writers:
    """People who write some texts a second to a process, each again until it was taken."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.written = dict.fromkeys(PEOPLE, 0)
        self.enough = False

    async def write(self) -> None:
        await asyncio.gather(*map(self._one, PEOPLE))

    async def _one(self, phone: str) -> None:
        while not self.enough:
            number = self.written[phone]
            inbound = Inbound(f"{phone}-{number}", phone, "+15550100000", f"text {number}")
            row = entries.message(CHANNEL, inbound, NOON)
            while True:
                with suppress(BotError):
                    await self.runtime.inbox.accept([row])
                    break
                await asyncio.sleep(PAUSE_S)
            self.written[phone] += 1
            await asyncio.sleep(PAUSE_S)


def heard(carrier):
    """What reached everybody's carrier, each time it did."""
    return {phone: [body["text"] for body in carrier.taken if body["to"] == phone] for phone in PEOPLE}


@asynccontextmanager
async def under_load(folder, url, monkeypatch):
    """A worker and people who write to it; at the end everybody has heard the answer to each text, once, in order."""
    for module in (claim, sender):
        monkeypatch.setattr(module, "LEASE_S", 2.0)  # so soon it is seen that a claim was in doubt and led to no call
    write_flows(folder, COUNTING)
    carrier = Carrier()
    environ = {
        "PARLEY_DATABASE__URL": url,
        "PARLEY_DATABASE__STATE": str(folder / "state"),
        "PARLEY_FLOWS__PATH": str(folder / "flows"),
        "PARLEY_CHANNELS__MAIN__BASE_URL": "https://carrier.test/send",
        "PARLEY_CHANNELS__MAIN__RATE": "1000",
    }
    runtime = Runtime(load_settings(environ=environ), wire=lambda connections: carrier)
    await runtime.start()
    try:
        writers = Writers(runtime)
        writing = asyncio.create_task(writers.write())
        await asyncio.sleep(1.0)
        yield
        await asyncio.sleep(1.0)
        writers.enough = True
        await writing
        wanted = {
            phone: [f"{number + 1} {f'text {number}' if number else 'nothing'}" for number in range(count)]
            for phone, count in writers.written.items()
        }
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                while len(carrier.taken) < sum(writers.written.values()):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
        assert wanted == heard(carrier)
    finally:
        await runtime.stop()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["shut down", "killed"])
async def test_the_server_restarts(tmp_path, monkeypatch, how):
    with own_cluster() as cluster:
        async with under_load(tmp_path, cluster.url(), monkeypatch):
            await asyncio.to_thread(cluster.kill if how is signal.SIGKILL else cluster.stop)
            await asyncio.sleep(0.5)
            await asyncio.to_thread(cluster.start)


async def test_the_network_is_cut(tmp_path, monkeypatch, postgresql_server):
    with fresh_database(postgresql_server) as url:
        async with Proxy(url).open() as network, under_load(tmp_path, network.url, monkeypatch):
            for _ in range(4):
                network.cut()
                await asyncio.sleep(0.5)


async def test_the_network_is_cut_in_the_middle_of_a_commit(tmp_path, monkeypatch, postgresql_server):
    """It may have happened or not, and whoever asked for it cannot know."""
    with fresh_database(postgresql_server) as url:
        async with Proxy(url).open() as network, under_load(tmp_path, network.url, monkeypatch):
            for _ in range(4):
                network.commits_to_cut = 2
                await asyncio.sleep(0.5)
            assert not network.commits_to_cut
