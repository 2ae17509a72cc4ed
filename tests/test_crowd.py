"""A crowd and two workers on one database: each person is served by one of them at a time, and nobody hears double.

`PARLEY_CROWD_PHONES` for the long run.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from itertools import pairwise

import pytest

from bot.providers.fake import FakeCarrier
from tests.postgres import fresh_database
from tests.serving import NUMBER, Server, Worker, free_port, on_the_air
from tests.stage import COUNTING, write_flows
from tests.torment import Books

PHONES = [f"+1206{2_000_000 + number}" for number in range(int(os.environ.get("PARLEY_CROWD_PHONES", "100")))]
TEXTS = 5
IN_FLIGHT = 48
PATIENCE_S = 60.0
WORKERS = 2
FOR_ALL = 1000
"""So many people keep every worker busy; a few may all be one's."""


@pytest.fixture
async def deployed(tmp_path, postgresql_server) -> AsyncIterator[tuple[FakeCarrier, str]]:
    """One process that receives and two that work: their carrier, and the address of their database."""
    write_flows(tmp_path, COUNTING)
    port = free_port()
    carrier = FakeCarrier(webhook=f"http://127.0.0.1:{port}/webhooks/main")
    async with AsyncExitStack() as stack:
        url = stack.enter_context(fresh_database(postgresql_server))
        door = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        environ = {"PARLEY_DATABASE__URL": url, "PARLEY_DATABASE__STATE": str(tmp_path / "state")}
        send_to = f"http://127.0.0.1:{door.getsockname()[1]}/send"
        server = Server(tmp_path, port, environ, worker=False, provider="loopback", base_url=send_to, rate="10000")
        await stack.enter_async_context(on_the_air(carrier, door))
        for process in (server, *(Worker(server, number) for number in range(WORKERS))):
            stack.push_async_callback(process.stop, signal.SIGTERM)
            await process.start()
            if process is server:
                await server.answers()
        yield carrier, url


async def test_a_crowd_that_two_workers_share_is_answered_in_order_once(deployed):
    carrier, database = deployed
    turn = asyncio.Semaphore(IN_FLIGHT)

    async def write(phone: str) -> None:
        """One text after the other, each as soon as the one before was acknowledged."""
        for number in range(TEXTS):
            async with turn:
                assert 200 == await carrier.text(phone, NUMBER, "more", id=f"{phone}-{number}")

    await asyncio.gather(*map(write, PHONES))
    await _heard(carrier, len(PHONES) * TEXTS)

    heard = defaultdict(list)
    for message in carrier.accepted:
        heard[message.recipient].append(message.text)
    counted = [str(number + 1) for number in range(TEXTS)]
    assert dict.fromkeys(PHONES, counted) == heard

    steps = await Books(database).read(
        "SELECT session_id, data ->> 'from', data ->> 'to', (data ->> 'inbound')::int FROM event"
        " WHERE kind = 'step' ORDER BY session_id, seq"
    )
    told = defaultdict(list)
    for session, *step in steps:
        told[session].append(step)
    assert (len(PHONES), {TEXTS}) == (len(told), set(map(len, told.values())))
    assert [] == [session for session, taken in told.items() if not _one_after_the_other(taken)]
    if len(PHONES) >= FOR_ALL:
        [(busy,)] = await Books(database).read("SELECT count(DISTINCT claimed_by) FROM message")
        assert WORKERS == busy


def _one_after_the_other(steps: list[list]) -> bool:
    """Whether each step began where the one before it ended, with a text that came later."""
    return all(before[1] == after[0] and before[2] < after[2] for before, after in pairwise(steps))


async def _heard(carrier: FakeCarrier, count: int) -> None:
    """Wait until so many texts were sent, and a little for one too many."""
    async with asyncio.timeout(PATIENCE_S + count / 100):
        while len(carrier.accepted) < count:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.3)
