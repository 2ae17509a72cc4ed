"""A bulk while processes die and people text STOP: everybody else gets it once, and they get nothing more.

`PARLEY_BULK_MESSAGES` and `PARLEY_BULK_KILLS` for the long run.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import socket
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.config import load_settings
from bot.events import MessageClass
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.providers.fake import FakeCarrier
from bot.runtime import Runtime
from tests.postgres import fresh_database
from tests.serving import NUMBER, Server, Worker, free_port, on_the_air
from tests.sqlite import ready_file
from tests.stage import AT_ANY_TIME, ECHO, write_flows
from tests.torment import Deployment

MESSAGES = int(os.environ.get("PARLEY_BULK_MESSAGES", "600"))
KILLS = int(os.environ.get("PARLEY_BULK_KILLS", "2"))
STOPS = max(10, MESSAGES // 100)
RATE = max(150, MESSAGES // 200)
NEWS = "News from the shop."
CONFIRM_S_MAX = 60.0
"""Processes are killed meanwhile, and take seconds to be back."""


LATE = """\
SELECT message.id FROM message JOIN conversation ON conversation.id = message.conversation_id
JOIN consent_event ON consent_event.contact_id = conversation.contact_id
WHERE message.message_class = 'marketing' AND message.sent_at > consent_event.honoured_at
"""
RECORDS = "SELECT details FROM consent_event"
KEPT_BACK = """\
SELECT DISTINCT status, error FROM message
WHERE message_class = 'marketing' AND status NOT IN ('delivered', 'accepted', 'sent')
"""


def read_json(given: str | dict[str, Any]) -> dict[str, Any]:
    """A document as either driver gives it."""
    return json.loads(given) if isinstance(given, str) else given


def people() -> list[str]:
    return [f"+1206{2_000_000 + number}" for number in range(MESSAGES)]


@pytest.fixture(params=["sqlite", "postgresql"])
def deployment(request, tmp_path):
    """One process on SQLite; on PostgreSQL one that receives and two that work."""
    if request.param == "sqlite":
        yield lambda port, **channel: _deployed(tmp_path, port, ready_file(tmp_path / "parley.db"), 0, channel)
        return
    with fresh_database(request.getfixturevalue("postgresql_server")) as url:
        yield lambda port, **channel: _deployed(tmp_path, port, url, 2, channel)


def _deployed(folder: Path, port: int, url: str, workers: int, channel: dict[str, str]) -> Deployment:
    environ = {"PARLEY_DATABASE__URL": url, "PARLEY_DATABASE__STATE": str(folder / "state"), **AT_ANY_TIME}
    server = Server(folder, port, environ | {"PARLEY_CHANNELS__MAIN__RATE": str(RATE)}, worker=not workers, **channel)
    return Deployment(server, [Worker(server, number) for number in range(1, workers + 1)])


async def create(deployment: Deployment) -> None:
    """Write the bulk, a thousand people a transaction."""
    runtime = Runtime(load_settings(environ=deployment.server.settings))
    await runtime.start(worker=False)
    try:
        channel, saying = runtime.channels["main"], Saying(NEWS, MessageClass.MARKETING)
        drafts = [Draft(phone, channel, saying) for phone in people()]
        for first in range(0, len(drafts), 1000):
            await runtime.database.run(runtime.messages.create, drafts[first : first + 1000])
    finally:
        await runtime.stop()


async def stop(carrier: FakeCarrier, phone: str) -> None:
    """Text STOP until it is acknowledged, as carriers do."""
    while await carrier.text(phone, NUMBER, "STOP", id=f"stop-{phone}") != 200:  # noqa: ASYNC110
        await asyncio.sleep(0.1)


async def test_everybody_gets_it_once_but_for_those_who_want_no_more(deployment, tmp_path):
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")
    dice = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    stopping = dice.sample(people(), STOPS)
    port = free_port()
    write_flows(tmp_path, ECHO)
    carrier = FakeCarrier(webhook=f"http://127.0.0.1:{port}/webhooks/main")
    with socket.create_server(("127.0.0.1", 0)) as door:
        house = deployment(port, provider="loopback", base_url=f"http://127.0.0.1:{door.getsockname()[1]}/send")
        await create(house)
        async with on_the_air(carrier, door):
            try:
                await house.start()
                await house.answers()
                stops = [asyncio.create_task(stop(carrier, phone)) for phone in stopping]
                for _ in range(KILLS):
                    await asyncio.sleep(dice.uniform(0.3, 1.0))
                    await house.kill([dice.choice(house.processes)])
                    await house.answers()
                await asyncio.gather(*stops)
                stopped_at = time.monotonic()
                await _until_all_is_over(house)
                took_s = time.monotonic() - stopped_at
                await carrier.settle()
                statuses = Counter(dict(await house.books.read("SELECT status, count(*) FROM message GROUP BY status")))
                late = {id for (id,) in await house.books.read(LATE)}
                inflight = [read_json(given).get("inflight", []) for (given,) in await house.books.read(RECORDS)]
                kept_back = set(await house.books.read(KEPT_BACK))
            finally:
                await asyncio.gather(*(process.stop(signal.SIGTERM) for process in house.processes))
    heard: dict[str, list[str]] = {phone: [] for phone in people()}
    for message in carrier.accepted:
        heard[message.recipient].append(message.text)

    assert [[NEWS]] * (MESSAGES - STOPS) == [heard[phone] for phone in people() if phone not in stopping]
    assert [] == [heard[phone] for phone in stopping if not _ends_with_one_confirmation(heard[phone])]
    assert 0 == statuses["unknown"] + statuses["queued"] + statuses["sending"], statuses
    assert not (unnamed := late - {id for ids in inflight for id in ids}), unnamed
    assert max(map(len, inflight)) <= 1, "one to a person at a time"
    assert kept_back <= {("canceled", "opted_out"), ("refused", "opted_out")}
    assert took_s < CONFIRM_S_MAX + MESSAGES / RATE


def _ends_with_one_confirmation(texts: list[str]) -> bool:
    """The bulk may have been quicker, or not; after the confirmation nothing comes."""
    return texts[:-1] in ([], [NEWS]) and len(texts) > 0 and texts[-1] != NEWS


async def _until_all_is_over(house: Deployment) -> None:
    deadline = time.monotonic() + CONFIRM_S_MAX + MESSAGES / RATE
    while time.monotonic() < deadline and (await house.books.left_to_do())[0]:  # noqa: ASYNC110 - it has no event
        await asyncio.sleep(0.2)
