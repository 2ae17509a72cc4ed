"""A broadcast while processes die: everybody gets it, and nobody gets it twice.

`PARLEY_BROADCAST_PEOPLE` and `PARLEY_BROADCAST_KILLS` for the long run.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.broadcasts import Order, Plan, Variant
from bot.config import load_settings
from bot.events import MessageClass
from bot.providers.fake import FakeCarrier
from bot.runtime import Runtime
from tests.postgres import fresh_database
from tests.serving import Server, Worker, free_port, on_the_air
from tests.sqlite import ready_file
from tests.stage import ECHO, write_flows
from tests.torment import Deployment

PEOPLE = int(os.environ.get("PARLEY_BROADCAST_PEOPLE", "800"))
KILLS = int(os.environ.get("PARLEY_BROADCAST_KILLS", "2"))
RATE = max(200, PEOPLE // 200)
PATIENCE_S = 90.0 + PEOPLE / 40
"""The long run may share its machine."""


@pytest.fixture(params=["sqlite", "postgresql"])
def deployment(request, tmp_path):
    """One process on SQLite; on PostgreSQL one that receives and two that work."""
    if request.param == "sqlite":
        yield lambda port, **channel: _deployed(tmp_path, port, ready_file(tmp_path / "parley.db"), 0, channel)
        return
    with fresh_database(request.getfixturevalue("postgresql_server")) as url:
        yield lambda port, **channel: _deployed(tmp_path, port, url, 2, channel)


def _deployed(folder: Path, port: int, url: str, workers: int, channel: dict[str, str]) -> Deployment:
    environ = {"PARLEY_DATABASE__URL": url, "PARLEY_DATABASE__STATE": str(folder / "state")}
    environ |= {"PARLEY_CHANNELS__MAIN__RATE": str(RATE * 2)}
    server = Server(folder, port, environ, worker=not workers, **channel)
    return Deployment(server, [Worker(server, number) for number in range(1, workers + 1)])


def people() -> list[tuple[str, dict[str, str]]]:
    return [(f"+1206{2_000_000 + number}", {"n": str(number)}) for number in range(PEOPLE)]


async def order(deployment: Deployment) -> str:
    """Order it; the workers make the recipients, and are killed while they do."""
    runtime = Runtime(load_settings(environ=deployment.server.settings))
    await runtime.start(worker=False)
    try:
        plan = Plan(MessageClass.TRANSACTIONAL, (Variant("a", "Number {{ n }}."),), pace=float(RATE))
        made = await runtime.database.run(runtime.broadcasts.create, Order("news", plan, "test", people()))
        return made.id
    finally:
        await runtime.stop()


@pytest.mark.timeout(240 + PEOPLE // 40)
async def test_everybody_gets_it_once_however_often_somebody_is_killed(deployment, tmp_path):
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")
    dice = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    port = free_port()
    write_flows(tmp_path, ECHO)
    carrier = FakeCarrier(webhook=f"http://127.0.0.1:{port}/webhooks/main")
    span = PEOPLE / RATE
    with socket.create_server(("127.0.0.1", 0)) as door:
        house = deployment(port, provider="loopback", base_url=f"http://127.0.0.1:{door.getsockname()[1]}/send")
        id = await order(house)
        async with on_the_air(carrier, door):
            try:
                await house.start()
                await house.answers()
                for number in range(KILLS):
                    await asyncio.sleep(0.3 if not number else dice.uniform(0.3, max(0.5, span / KILLS)))
                    await house.kill([dice.choice(house.processes)] if dice.random() < 0.7 else house.processes)
                    await house.answers()
                await _until_done(house, id, PATIENCE_S)
                await carrier.settle()
                await house.books.are_closed()
                [(state, recipients)] = await house.books.read(
                    f"SELECT state, recipients FROM broadcast WHERE id = '{id}'"  # noqa: S608 - an id of ours
                )
                made = await house.books.read("SELECT count(*), count(DISTINCT contact_id) FROM broadcast_recipient")
                statuses = Counter(dict(await house.books.read("SELECT status, count(*) FROM message GROUP BY status")))
                log = house.log()
            finally:
                await asyncio.gather(*(process.stop(signal.SIGTERM) for process in house.processes))
    heard = Counter((message.recipient, message.text) for message in carrier.accepted)

    assert {(phone, f"Number {data['n']}."): 1 for phone, data in people()} == heard, log
    assert [] == carrier.ledger.repeated
    assert ("done", PEOPLE, [(PEOPLE, PEOPLE)]) == (state, recipients, made)
    assert statuses.keys() <= {"delivered", "accepted", "sent"}, statuses
    print(f"{PEOPLE} people, {KILLS} kills, {dict(statuses)}")


async def _until_done(house: Deployment, id: str, patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    query = f"SELECT state FROM broadcast WHERE id = '{id}'"  # noqa: S608 - an id of ours
    while time.monotonic() < deadline and await house.books.read(query) != [("done",)]:  # noqa: ASYNC110
        await asyncio.sleep(0.3)
