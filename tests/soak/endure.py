"""Part of `make soak`: hours of texts beside five hundred slow clients and two hundred streams, some of them stalled.

Nothing may be lost or doubled, webhooks and streams must stay quick, and the server must not grow.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import tempfile
import time
from asyncio import CancelledError
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import httpx
import uvloop

from bot.accounts import CLI, Role
from bot.accounts.links import LinkKind
from bot.config import load_settings
from bot.providers.fake import FakeCarrier
from bot.runtime import Runtime
from tests.postgres import own_cluster
from tests.serving import NUMBER, Server, free_port, on_the_air
from tests.soak.readers import WORD, Readers
from tests.soak.slow import Slow
from tests.soak.table import Ran, tell
from tests.soak.trend import Delays, Growth, Size
from tests.stage import write_flows
from tests.torment import COUNTING, Books

RATE: Final = 30.0
PEOPLE: Final = 600
SLOW: Final = 500
TEAMS: Final = ("alpha", "bravo", "charlie", "delta", "echo")
"""Each has a flow, which its word begins, and most agents look at one team's conversations."""
AGENTS: Final = 200
STALLED: Final = 20
LEADS: Final = 20
"""Look at the conversations of all teams; so do those who are stalled."""
SAMPLE_S: Final = 30.0
RESOLVED_WITHIN_S: Final = 60.0
TICK_S: Final = 0.05

RSS_BYTES_AN_HOUR_MAX: Final = 5e6
FDS_DRIFT_MAX: Final = 0.05
"""Of all that are open, an hour."""
WEBHOOK_P99_S_MAX: Final = 0.5
STREAM_P99_S_MAX: Final = 2.0
STREAM_MISSED_MAX: Final = 0.01
"""A stream tells how a conversation is, not what it was: who is late by longer than its next text misses one."""


def endure(minutes: float, database: str = "sqlite") -> Ran:
    """Let it run for so long."""
    with tempfile.TemporaryDirectory(prefix="parley-endure-") as folder, _environ(Path(folder), database) as environ:
        return uvloop.run(_endure(Path(folder), environ, minutes * 60))


@contextmanager
def _environ(folder: Path, database: str) -> Iterator[dict[str, str]]:
    staying = {"PARLEY_CONSOLE__IDLE_MINUTES": "1440", "PARLEY_DATABASE__STATE": str(folder / "state")}
    if database == "sqlite":
        yield staying
        return
    with own_cluster() as cluster:
        yield staying | {"PARLEY_DATABASE__URL": cluster.url()}


class People:
    """Who write, and what each should hear."""

    def __init__(self, carrier: FakeCarrier, readers: Readers) -> None:
        self.said: dict[str, list[str]] = {f"+1206{5550000 + number:07}": [] for number in range(PEOPLE)}
        self.delays = Delays()
        self.refused: Counter[int] = Counter()
        """Of the webhook's answers other than 200; 0 is none."""
        self._carrier = carrier
        self._readers = readers
        self._busy: set[str] = set()

    @property
    def count(self) -> int:
        return sum(map(len, self.said.values()))

    async def write(self, until: float) -> None:
        """Post at an even rate, however soon the answers come."""
        began, number, phones = time.monotonic(), 0, list(self.said)
        async with asyncio.TaskGroup() as posts:
            while time.monotonic() < until:
                phone = phones[number % PEOPLE]
                if phone not in self._busy:  # a person writes one text after the other
                    posts.create_task(self.text(phone))
                number += 1
                await asyncio.sleep(began + number / RATE - time.monotonic())

    async def text(self, phone: str, first: str = "") -> None:
        """Post one text until it is acknowledged, as a carrier does."""
        self._busy.add(phone)
        number = len(self._readers.written)
        said = first or f"{WORD} {number}"
        self._readers.written.append(time.monotonic())
        while True:
            asked_at = time.monotonic()
            status = await self._carrier.text(phone, NUMBER, said, id=f"in-{number}")
            if status == httpx.codes.OK:
                break
            self.refused[status] += 1
            await asyncio.sleep(1)
        self.delays.add(time.monotonic() - asked_at)
        self.said[phone].append(said)
        self._busy.discard(phone)

    def differences(self) -> tuple[int, int, list[str]]:
        """How many answers are missing, how many there are once more than they should, and who heard what is not so."""
        heard: dict[str, list[str]] = {phone: [] for phone in self.said}
        for message in self._carrier.accepted:
            heard[message.recipient].append(message.text)
        lost = doubled = 0
        differing = []
        for phone, said in self.said.items():
            wanted = [f"{number + 1} {text if number else 'nothing'}" for number, text in enumerate(said)]
            theirs = heard[phone]
            lost += (Counter(wanted) - Counter(theirs)).total()
            doubled += (Counter(theirs) - Counter(wanted)).total()
            if theirs != wanted and Counter(theirs) == Counter(wanted):
                differing.append(f"{phone} heard everything, and not in order")
        return lost, doubled, differing


@dataclass
class Watch:
    """Looks at everything twice a minute."""

    people: People
    readers: Readers
    slow: Slow
    pid: int
    sizes: list[Size] = field(default_factory=list)
    webhooks: Delays = field(default_factory=Delays)
    streams: Delays = field(default_factory=Delays)
    own: Delays = field(default_factory=Delays)
    """By how much this process itself was late: so much of the times is not the server's."""
    worst_webhook_s: float = 0.0
    worst_stream_s: float = 0.0
    _cpu_s: float = 0.0
    _late: Delays = field(default_factory=Delays)
    _began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self._cpu_s = Size.of(self.pid, 0.0).cpu_s

    async def tick(self) -> None:
        while True:
            asleep_at = time.monotonic()
            await asyncio.sleep(TICK_S)
            self._late.add(time.monotonic() - asleep_at - TICK_S)

    async def look_on(self) -> None:
        while True:
            await asyncio.sleep(SAMPLE_S)
            self.look()

    def look(self) -> None:
        """Take a sample, and write it down."""
        size = Size.of(self.pid, time.monotonic() - self._began)
        webhooks, streams, late = self.people.delays.cut(), self.readers.delays.cut(), self._late.cut()
        before = self.sizes[-1] if self.sizes else Size(0.0, 0, 0, self._cpu_s)
        self.sizes.append(size)
        for whole, part in ((self.webhooks, webhooks), (self.streams, streams), (self.own, late)):
            whole.join(part)
        self.worst_webhook_s = max(self.worst_webhook_s, webhooks.p99_s())
        self.worst_stream_s = max(self.worst_stream_s, streams.p99_s())
        cpu = (size.cpu_s - before.cpu_s) / (size.at_s - before.at_s)
        tell(
            f"{datetime.now(UTC):%H:%M:%S} endure: {size.at_s / 60:.1f} min, {self.people.count} texts, "
            f"RSS {size.rss_bytes / 1e6:.1f} MB, {size.fds} fds, webhook p99 {webhooks.p99_s() * 1000:.0f} ms, "
            f"stream p99 {streams.p99_s() * 1000:.0f} ms ({streams.count} rows, {self.readers.watching} watch), "
            f"slow {self.slow.open}, stalled {dict(self.readers.stalled)}, CPU {cpu:.0%}, "
            f"own lag p99 {late.p99_s() * 1000:.0f} ms, refused {dict(self.people.refused)}"
        )


async def _endure(folder: Path, environ: dict[str, str], seconds: float) -> Ran:
    port = free_port()
    carrier = FakeCarrier(webhook=f"http://127.0.0.1:{port}/webhooks/main")
    with socket.create_server(("127.0.0.1", 0)) as door:
        base_url = f"http://127.0.0.1:{door.getsockname()[1]}/send"
        server = Server(folder, port, environ, provider="loopback", base_url=base_url)
        flow = COUNTING.replace("fallback", "keyword: counting")
        write_flows(folder, *(flow.replace("counting", team) for team in TEAMS))
        links = await _agents(server)
        async with on_the_air(carrier, door):
            await server.start()
            try:
                await server.answers()
                return await _beside_it_all(server, carrier, links, seconds)
            finally:
                await server.stop(signal.SIGTERM)


async def _beside_it_all(server: Server, carrier: FakeCarrier, links: list[str], seconds: float) -> Ran:
    readers, slow = Readers(server.port), Slow(server.port)
    people = People(carrier, readers)
    await _first_texts(people)
    cookies = [await _sign_in(server.address, link) for link in links]
    clients = [asyncio.create_task(readers.stall(cookie)) for cookie in cookies[:STALLED]]
    views = [f"view=all&flow={TEAMS[number % len(TEAMS)]}" for number in range(AGENTS - STALLED - LEADS)]
    views += ["view=all"] * LEADS
    clients += [asyncio.create_task(readers.read(*one)) for one in zip(cookies[STALLED:], views, strict=True)]
    while readers.watching < AGENTS - STALLED:  # noqa: ASYNC110 - each counts itself
        await asyncio.sleep(0.1)
    people.delays, readers.delays = Delays(), Delays()
    watch = Watch(people, readers, slow, server.pid)
    clients += [asyncio.create_task(slow.be(number, SLOW)) for number in range(SLOW)]
    clients += [asyncio.create_task(watch.look_on()), asyncio.create_task(watch.tick())]
    await people.write(time.monotonic() + seconds)
    over_at = time.monotonic()
    await _answered(people, carrier)
    resolved_s = time.monotonic() - over_at
    watch.look()
    for client in clients:
        client.cancel()
    ends = await asyncio.gather(*clients, return_exceptions=True)
    await carrier.settle()
    books = Books(server.settings["PARLEY_DATABASE__URL"])
    await books.are_closed()
    ran = await _judged(watch, books, carrier, _due(people), resolved_s)
    ran.faults += [f"a client of the test failed: {end!r}" for end in ends if not isinstance(end, CancelledError)]
    return ran


async def _agents(server: Server) -> list[str]:
    """Make the agents; the links that sign them in."""
    runtime = Runtime(load_settings(environ=server.settings))
    await runtime.database.open()
    try:
        links = []
        for number in range(AGENTS):
            user = await runtime.accounts.people.add(f"{number}@example.com", f"Agent {number}", Role.AGENT, CLI)
            links.append(await runtime.accounts.links.make(user, LinkKind.LOGIN, CLI))
        return links
    finally:
        await runtime.database.close()


async def _sign_in(address: str, link: str) -> str:
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=30) as http:
        await http.get(link)
        return http.cookies["parley"]


async def _first_texts(people: People) -> None:
    """Everybody begins the flow of a team."""
    await asyncio.gather(*(people.text(phone, TEAMS[at % len(TEAMS)]) for at, phone in enumerate(people.said)))


def _due(people: People) -> int:
    """How many rows were to be seen: each text but the first, by the agents of its team, who are as many, and leads."""
    return (people.count - PEOPLE) * (LEADS + (AGENTS - STALLED - LEADS) // len(TEAMS))


async def _answered(people: People, carrier: FakeCarrier) -> None:
    deadline = time.monotonic() + RESOLVED_WITHIN_S
    while time.monotonic() < deadline and len(carrier.accepted) < people.count:  # noqa: ASYNC110 - it has no event
        await asyncio.sleep(0.1)


async def _judged(watch: Watch, books: Books, carrier: FakeCarrier, due: int, resolved_s: float) -> Ran:
    """Say what came of it, and what is not as it should be."""
    people, readers, growth = watch.people, watch.readers, Growth.of(watch.sizes)
    lost, doubled, differing = people.differences()
    missed = 1 - watch.streams.count / due
    tell(
        f"endure: {people.count} texts, {len(carrier.accepted)} answers, {len(carrier.ledger.repeated)} repeated; "
        f"RSS {growth.rss_bytes_an_hour / 1e6:+.2f} MB an hour, "
        f"from {watch.sizes[0].rss_bytes / 1e6:.1f} to {watch.sizes[-1].rss_bytes / 1e6:.1f} MB; "
        f"fds {growth.fds:.0f}, {growth.fds_an_hour:+.1f} an hour\n"
        f"endure: webhook p99 {watch.webhooks.p99_s() * 1000:.0f} ms, of the worst half minute "
        f"{watch.worst_webhook_s * 1000:.0f} ms, longest {watch.webhooks.longest_s * 1000:.0f} ms; "
        f"stream p99 {watch.streams.p99_s() * 1000:.0f} ms, {watch.worst_stream_s * 1000:.0f} ms, "
        f"{watch.streams.longest_s * 1000:.0f} ms; own lag p99 {watch.own.p99_s() * 1000:.0f} ms, "
        f"longest {watch.own.longest_s * 1000:.0f} ms\n"
        f"endure: of {due} rows to be seen {missed:.3%} were overtaken; streams ended {readers.ended} times, "
        f"everything anew {readers.everything} times; stalled: {dict(readers.stalled)}; "
        f"slow: {dict(watch.slow.ends)}; webhooks refused: {dict(people.refused)}"
    )
    left, some = await books.left_to_do()
    broken = {
        f"webhooks were refused: {dict(people.refused)}": bool(people.refused),
        f"the carrier was asked twice for {len(carrier.ledger.repeated)}": bool(carrier.ledger.repeated),
        f"{left} are stuck: {some}": bool(left),
        f"memory grows by {growth.rss_bytes_an_hour / 1e6:.1f} MB an hour": (
            growth.rss_bytes_an_hour >= RSS_BYTES_AN_HOUR_MAX
        ),
        f"open files change by {growth.fds_an_hour:.0f} an hour": (
            abs(growth.fds_an_hour) > FDS_DRIFT_MAX * growth.fds
        ),
        f"webhooks take {watch.webhooks.p99_s():.2f} s": watch.webhooks.p99_s() >= WEBHOOK_P99_S_MAX,
        f"streams take {watch.streams.p99_s():.2f} s": watch.streams.p99_s() >= STREAM_P99_S_MAX,
        f"{missed:.1%} of the rows came too late to be seen": missed > STREAM_MISSED_MAX,
        f"{readers.ended} streams ended of agents who read": bool(readers.ended),
        f"stalled streams are kept: {dict(readers.stalled)}": bool(readers.stalled["still kept"]),
    }
    faults = [*differing, *(fault for fault, is_so in broken.items() if is_so)]
    return Ran(people.count, faults, lost=lost, doubled=doubled, resolved_s=resolved_s)
