"""kill -9, again and again: the business hears of everything, in order; what it hears twice has the same id.

`PARLEY_TOLD_KILLS=100` for the long run.
"""

from __future__ import annotations

import os
import random
import socket

import httpx
import pytest

from bot.keys import Keys, Scope
from bot.providers.fake import FakeCarrier
from bot.store.db import Database
from bot.world import World
from tests.postgres import own_cluster
from tests.serving import NUMBER, free_port, on_the_air
from tests.stage import write_flows
from tests.torment import COUNTING, Customers, on_postgresql, on_sqlite, torment
from tests.web.harness import eventually
from tests.webhooks_out.business import listening

KILLS = int(os.environ.get("PARLEY_TOLD_KILLS", "2"))


async def make_key(url):
    """A key, before anybody serves."""
    database = Database(url)
    await database.open()
    try:
        return await Keys(database, World.real()).create(list(Scope))
    finally:
        await database.close()


async def survive(deployment, customers, door, kills, port):
    """Kill while people write and the business listens; return the business once it has heard of everything."""
    write_flows(deployment.server.folder, COUNTING)
    key = await make_key(deployment.server.settings["PARLEY_DATABASE__URL"])
    auth = {"authorization": f"Bearer {key}"}
    dice = random.Random(random.SystemRandom().getrandbits(32))  # noqa: S311 - to vary, not secret
    async with on_the_air(customers.carrier, door), listening() as business, httpx.AsyncClient() as http:
        try:
            await deployment.start()
            await deployment.server.answers()
            made = await http.post(f"http://127.0.0.1:{port}/v1/webhooks", json={"url": business.url}, headers=auth)
            business.secret = made.json()["secret"]
            await torment_living(deployment, customers, kills, dice)
            await customers.have_their_answers(deployment.books)
            await customers.carrier.settle()
            await deployment.books.are_closed()

            async def told():
                waiting = await deployment.books.read(
                    "SELECT (SELECT count(*) FROM fact)"
                    " + (SELECT count(*) FROM webhook_delivery WHERE due_at IS NOT NULL)"
                )
                return waiting == [(0,)]

            for _ in range(6):  # what a dead process had begun is another's after 45 seconds
                try:
                    await eventually(told)
                    break
                except AssertionError:
                    continue
        finally:
            await deployment.stop()
        return business


async def torment_living(deployment, customers, kills, dice):
    """As `torment`, which starts everything itself."""
    started, deployment.start = deployment.start, nothing
    try:
        await torment(deployment, customers, kills, dice, lambda number: None)
    finally:
        deployment.start = started


async def nothing():
    pass


async def check(business, books):
    heard = {}
    for event in business.heard:
        assert event == heard.setdefault(event["id"], event), "what comes twice under an id is the same"
    first = list(heard.values())
    rows = await books.read("SELECT id, status, recipient FROM message")
    told = {(event["data"]["id"], event["type"]) for event in first if event["type"].startswith("message.")}
    lost = [id for id, status, _ in rows if status == "delivered" and (id, "message.delivered") not in told]
    received = {}
    for event in first:  # by when it was first heard
        if event["type"] == "message.received":
            received.setdefault(event["data"]["from"], []).append(event["data"]["text"])

    assert [] == lost
    assert len(rows) == len({id for id, type in told if type in ("message.sent", "message.delivered")})
    assert 0 == business.forged
    return received


@pytest.mark.parametrize("apart", [False, True], ids=["one process", "two processes"])
async def test_no_fact_is_lost(tmp_path, apart):
    port = free_port()
    carrier = FakeCarrier(webhook=f"http://127.0.0.1:{port}/webhooks/main")
    customers = Customers(carrier, lambda phone, said, id: carrier.text(phone, NUMBER, said, id=id), people=4)
    with socket.create_server(("127.0.0.1", 0)) as door:
        send = f"http://127.0.0.1:{door.getsockname()[1]}/send"
        deployment = on_sqlite(tmp_path, port, apart=apart, provider="loopback", base_url=send)
        for process in deployment.processes:
            process._environ["PARLEY_HTTP__ALLOW"] = "127.0.0.1"
        business = await survive(deployment, customers, door, KILLS, port)
        received = await check(business, deployment.books)

    assert {
        phone: [f"text {number}" for number in range(count)] for phone, count in customers.written.items()
    } == received


async def test_nor_where_several_workers_share_the_database(tmp_path):
    port = free_port()
    carrier = FakeCarrier(webhook=f"http://127.0.0.1:{port}/webhooks/main")
    customers = Customers(carrier, lambda phone, said, id: carrier.text(phone, NUMBER, said, id=id), people=4)
    with own_cluster() as cluster, socket.create_server(("127.0.0.1", 0)) as door:
        send = f"http://127.0.0.1:{door.getsockname()[1]}/send"
        deployment = on_postgresql(tmp_path, port, cluster, provider="loopback", base_url=send)
        for process in deployment.processes:
            process._environ["PARLEY_HTTP__ALLOW"] = "127.0.0.1"
        business = await survive(deployment, customers, door, KILLS, port)
        received = await check(business, deployment.books)

    assert {
        phone: [f"text {number}" for number in range(count)] for phone, count in customers.written.items()
    } == received
