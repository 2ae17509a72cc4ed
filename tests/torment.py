"""Torment: a deployment is killed again and again while people write to it, and nobody may notice.

Its processes are real, the carrier is in this one. Every text is written until it is acknowledged, as carriers do;
every acknowledged text is answered, in order, exactly once. Only a carrier that neither knows our ids again nor can be
asked may leave some of what was on the wire unknown: each was taken once or never, and it is seen.
"""

from __future__ import annotations

import asyncio
import random
import signal
import socket
import sqlite3
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from bot.events import MessageStatus
from bot.providers.fake import FakeCarrier
from tests.postgres import Cluster
from tests.serving import Exited, Process, Server, Worker, on_the_air
from tests.stage import write_flows

CUSTOMERS = 12
RESOLVED_WITHIN_S = 60.0
PAUSE_S = 0.03
AHEAD = 10
"""So many texts to a person are written before the answers: else the end would only measure how long the queue is."""

COUNTING = """\
flow: counting
start:
  - fallback
states:
  first:
    - set: {contact.count: 0, said: nothing}
    - go: count
  count:
    - set: {contact.count: "{{ contact.count + 1 }}"}
    - ask: "{{ contact.count }} {{ said }}"
      save: said
      silence:
        1 day: {end: done}
    - go: count
"""
"""Answers every text with its number and the text before it."""

Post = Callable[[str, str, str], Awaitable[int]]
"""Hands a text from a phone, with an id, to the server's webhook; the status of the answer, 0 if there was none."""


class Customers:
    """People who write one text after the other, each until it is acknowledged."""

    def __init__(self, carrier: FakeCarrier, post: Post, people: int = CUSTOMERS, *, pause_s: float = PAUSE_S) -> None:
        """Each waits for `pause_s` between two texts."""
        self.carrier = carrier
        self.post = post
        self.patient = True
        """Whether they wait for answers; else they write on, however many are missing."""
        self._pause_s = pause_s
        self.written: dict[str, int] = {f"+1206555{number:04}": 0 for number in range(people)}
        self.enough = asyncio.Event()

    async def write(self) -> None:
        await asyncio.gather(*(self._one(phone) for phone in self.written))

    async def _one(self, phone: str) -> None:
        acknowledged = False
        while not (self.enough.is_set() and acknowledged):
            number = self.written[phone]
            acknowledged = await self.post(phone, f"text {number}", f"{phone}-{number}") == httpx.codes.OK
            self.written[phone] += acknowledged
            await asyncio.sleep(self._pause_s)
            while self._waits():  # noqa: ASYNC110 - for what has no event
                await asyncio.sleep(PAUSE_S)

    def _waits(self) -> bool:
        return self.patient and not self.enough.is_set() and self._unanswered() > AHEAD * len(self.written)

    def _unanswered(self) -> int:
        return sum(self.written.values()) - len(self.carrier.accepted)

    def expected(self) -> dict[str, list[str]]:
        """What each should hear."""
        return {
            phone: [f"{number + 1} {f'text {number}' if number else 'nothing'}" for number in range(count)]
            for phone, count in self.written.items()
        }

    def heard(self) -> dict[str, list[str]]:
        """What each heard, in the order in which the carrier took it."""
        heard: dict[str, list[str]] = {phone: [] for phone in self.written}
        for message in self.carrier.accepted:
            heard[message.recipient].append(message.text)
        return heard

    def differences(self, unknown: Collection[tuple[str, str]] = ()) -> list[str]:
        """Who heard something else than they should, and from where on; of what is `unknown` each may be missing."""
        heard = self.heard()
        found = []
        for phone, everything in self.expected().items():
            theirs = heard[phone]
            wanted = [said for said in everything if said in theirs or (phone, said) not in unknown]
            if theirs != wanted:
                pairs = enumerate(zip(theirs, wanted, strict=False))
                same = next((at for at, (one, other) in pairs if one != other), min(len(theirs), len(wanted)))
                found.append(f"{phone} heard {theirs[same : same + 4]} instead of {wanted[same : same + 4]}")
        return found

    def lost(self) -> int:
        """How many acknowledged texts have no answer."""
        heard = self.heard()
        return sum((Counter(wanted) - Counter(heard[phone])).total() for phone, wanted in self.expected().items())

    def doubled(self) -> int:
        """How many answers somebody heard once more than they should."""
        heard = self.heard()
        return sum((Counter(heard[phone]) - Counter(wanted)).total() for phone, wanted in self.expected().items())

    async def have_talked(self) -> None:
        """Wait for the second round of answers, by which the receipts of the first are in."""
        await _until(lambda: len(self.carrier.accepted) >= 2 * len(self.written))

    async def hear_more_than(self, answers: int) -> None:
        """Wait until something is sent again: kills that follow one another faster would hit nothing any more."""
        await _until(lambda: len(self.carrier.accepted) > answers)

    async def have_their_answers(self, books: Books) -> None:
        """Wait until everybody has heard everything, but for what nobody knows of."""
        deadline = time.monotonic() + RESOLVED_WITHIN_S
        while time.monotonic() < deadline and self._unanswered() > len(await books.unknown()):  # noqa: ASYNC110
            await asyncio.sleep(0.1)


class Books:
    """The deployment's database, read past it."""

    def __init__(self, url: str, *, in_doubt: bool = False) -> None:
        """`in_doubt`: the carrier cannot be asked, so some of what was on the wire may stay unknown."""
        self._url = url
        self._in_doubt = in_doubt

    async def read(self, query: str) -> list[tuple[Any, ...]]:
        if self._url.startswith("sqlite:///"):
            with closing(sqlite3.connect(self._url.removeprefix("sqlite:///"))) as database:
                return database.execute(query).fetchall()
        connection = await asyncpg.connect(self._url)
        try:
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    async def are_closed(self) -> None:
        """Wait until nothing is left to be done."""
        deadline = time.monotonic() + RESOLVED_WITHIN_S
        while time.monotonic() < deadline and (await self.left_to_do())[0]:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.2)

    async def left_to_do(self) -> tuple[int, list[tuple[Any, ...]]]:
        """How much is not over yet, and what some of it is."""
        rows = await self.read("SELECT kind, status, error FROM inbound WHERE status <> 'done' LIMIT 9")
        # In one statement: between two a message may go from the one to the other.
        rows += await self.read("SELECT 'message', status, error FROM message WHERE due_at IS NOT NULL")
        rows = [row for row in rows if not (self._in_doubt and row[1] == MessageStatus.UNKNOWN)]
        return len(rows), rows[:9]

    async def unknown(self) -> list[tuple[str, str]]:
        """Of what nobody knows whether it arrived: to whom, and what."""
        if not self._in_doubt:
            return []
        return [
            (to, said) for to, said in await self.read("SELECT recipient, text FROM message WHERE status = 'unknown'")
        ]

    async def check(self, carrier: FakeCarrier) -> None:
        """Nothing is damaged or stuck; some receipts were lost while nobody was there to take them.

        Of what stays unknown, the carrier may have taken each or not.
        """
        if self._url.startswith("sqlite"):
            assert [("ok",)] == await self.read("PRAGMA integrity_check")
        left, some = await self.left_to_do()
        assert not left, some
        statuses = dict(await self.read("SELECT status, count(*) FROM message GROUP BY status"))
        in_doubt = statuses.pop("unknown", 0) if self._in_doubt else 0
        assert {"delivered"} <= statuses.keys() <= {"delivered", "accepted", "sent"}, statuses
        assert 0 <= len(carrier.accepted) - sum(statuses.values()) <= in_doubt, statuses


class Deployment:
    """Everything that can be killed, and is started again at once."""

    def __init__(self, server: Server, workers: Sequence[Process] = (), cluster: Cluster | None = None) -> None:
        self.server = server
        self.processes: list[Process] = [server, *workers]
        self.cluster = cluster
        in_doubt = server.settings.get("PARLEY_CHANNELS__MAIN__PROVIDER") == "twilio"
        self.books = Books(server.settings["PARLEY_DATABASE__URL"], in_doubt=in_doubt)

    def victims(self, kills: int, dice: random.Random) -> list[list[Process]]:
        """Choose whom each kill hits: a process, now and then all of them; every fourth the database, an empty list."""
        some = [[one] for one in self.processes] + ([self.processes] if len(self.processes) > 1 else [])
        of_database = -(-kills // 4) if self.cluster else 0
        chosen = [[]] * of_database + [dice.choice(some) for _ in range(kills - of_database)]
        dice.shuffle(chosen)
        return chosen

    async def start(self) -> None:
        for process in self.processes:
            await process.start()

    async def kill(self, victims: Sequence[Process]) -> None:
        """kill -9 and start again."""
        if not victims:
            assert self.cluster is not None
            await asyncio.to_thread(self.cluster.kill)
            await asyncio.to_thread(self.cluster.start)
        for process in victims:
            await process.stop(signal.SIGKILL)
        for process in victims:
            await process.start()

    async def answers(self) -> None:
        """Wait until it takes texts. Who found no database when it started ended, and its keeper starts it again."""
        while True:
            if self.cluster is not None:
                for process in self.processes:
                    if not process.lives:
                        await process.start()
            try:
                return await self.server.answers()
            except Exited:
                if self.cluster is None:
                    raise

    async def stop(self) -> None:
        await asyncio.gather(*(process.stop(signal.SIGTERM) for process in self.processes))

    def log(self) -> str:
        return "\n".join(process.log() for process in self.processes)


async def torment(
    deployment: Deployment, customers: Customers, kills: int, dice: random.Random, progress: Callable[[int], None]
) -> None:
    """Kill at random moments, some of them while something is starting, then let live."""
    writing = asyncio.create_task(customers.write())
    await deployment.start()
    await customers.have_talked()
    for number, victims in enumerate(deployment.victims(kills, dice), 1):
        heard = len(customers.carrier.accepted)
        await deployment.kill(victims)
        if dice.random() < 0.8:
            await deployment.answers()
            await customers.hear_more_than(heard)
        await asyncio.sleep(dice.uniform(0.0, 0.4))  # enough for all to have written again
        progress(number)
    await deployment.answers()
    customers.enough.set()
    await writing


async def survive(
    deployment: Deployment,
    customers: Customers,
    listening: socket.socket,
    kills: int,
    progress: Callable[[int], None] = lambda number: None,
) -> float:
    """Put them all together, and compare what was written with what was heard; return how long the end took.

    `progress` is told the number of each kill.
    """
    carrier = customers.carrier
    write_flows(deployment.server.folder, COUNTING)
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}", flush=True)  # shown when the test fails
    async with on_the_air(carrier, listening):
        try:
            dice = random.Random(seed)  # noqa: S311 - to be repeated, not secret
            await torment(deployment, customers, kills, dice, progress)
            ended_at = time.monotonic()
            await customers.have_their_answers(deployment.books)
            await carrier.settle()
            await deployment.books.are_closed()
            resolved_s = time.monotonic() - ended_at
        finally:
            await deployment.stop()
    unknown = await deployment.books.unknown()
    assert [] == (different := customers.differences(unknown)), "\n".join([*different, deployment.log()])
    assert len(unknown) <= len(customers.written) * kills, "no more than was on the wire when somebody was killed"
    await deployment.books.check(carrier)
    assert min(customers.written.values()) > 0
    assert len(carrier.accepted) >= kills, "nothing to be killed was under way"
    assert resolved_s < RESOLVED_WITHIN_S, f"it took {resolved_s:.0f} s until everything was resolved"
    return resolved_s


def on_sqlite(folder: Path, port: int, *, apart: bool = False, **channel: str) -> Deployment:
    """One process; or, `apart`, one that receives and one that works."""
    server = Server(folder, port, worker=not apart, **channel)
    return Deployment(server, [Worker(server)] if apart else [])


def on_postgresql(folder: Path, port: int, cluster: Cluster, **channel: str) -> Deployment:
    """One process that receives, two that work, and a server of their own."""
    environ = {"PARLEY_DATABASE__URL": cluster.url(), "PARLEY_DATABASE__STATE": str(folder / "state")}
    server = Server(folder, port, environ, worker=False, **channel)
    return Deployment(server, [Worker(server, 1), Worker(server, 2)], cluster)


async def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + RESOLVED_WITHIN_S
    while time.monotonic() < deadline and not condition():  # noqa: ASYNC110 - what is waited for has no event
        await asyncio.sleep(0.1)
