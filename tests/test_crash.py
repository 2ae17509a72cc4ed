"""kill -9, again and again: every acknowledged text is answered, in order, exactly once.

`PARLEY_CRASH_KILLS=500` and `PARLEY_CRASH_KILLS_POSTGRESQL=200` for the long run.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
import pytest
from pydantic import SecretStr

from bot.providers.base import Sample
from bot.providers.fake import FakeCarrier
from bot.providers.fake import carrier as fake_carrier
from bot.providers.fake.carrier import ACCOUNT_SID
from bot.providers.twilio import Twilio, TwilioSettings
from tests.postgres import own_cluster
from tests.serving import NUMBER, free_port
from tests.torment import Customers, on_postgresql, on_sqlite, survive

KILLS = int(os.environ.get("PARLEY_CRASH_KILLS", "3"))
KILLS_POSTGRESQL = int(os.environ.get("PARLEY_CRASH_KILLS_POSTGRESQL", "4"))
TOKEN = "0123456789abcdef0123456789abcdef"

pytestmark = pytest.mark.timeout(300)  # processes are started a dozen times, however busy the machine is


@contextmanager
def listening() -> Iterator[tuple[socket.socket, str]]:
    """Where the carrier will listen, and its address."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield door, f"http://127.0.0.1:{door.getsockname()[1]}"


@pytest.fixture
def people():
    """The customers of a carrier that speaks loopback, and the port where they expect the server."""
    port = free_port()
    carrier = FakeCarrier(webhook=f"http://127.0.0.1:{port}/webhooks/main")
    return Customers(carrier, lambda phone, said, id: carrier.text(phone, NUMBER, said, id=id)), port


@pytest.mark.parametrize("apart", [False, True], ids=["one process", "two processes"])
async def test_every_acknowledged_text_is_answered_exactly_once(tmp_path, people, apart):
    customers, port = people
    kills = KILLS // 2 if apart else KILLS
    with listening() as (door, address):
        deployment = on_sqlite(tmp_path, port, apart=apart, provider="loopback", base_url=f"{address}/send")
        await survive(deployment, customers, door, kills)

    assert [] == customers.carrier.ledger.repeated
    assert sum(process.starts for process in deployment.processes) >= kills + 1


async def test_also_on_postgresql_whichever_process_dies_or_the_database_itself(tmp_path, people):
    customers, port = people
    with own_cluster() as cluster, listening() as (door, address):
        deployment = on_postgresql(tmp_path, port, cluster, provider="loopback", base_url=f"{address}/send")
        await survive(deployment, customers, door, KILLS_POSTGRESQL)

    assert [] == customers.carrier.ledger.repeated


async def test_also_where_the_carrier_does_not_know_our_ids_again(tmp_path, monkeypatch):
    """Twilio takes the same message twice if it is sent twice. Its receipts, which it repeats, tell what it took."""
    monkeypatch.setattr(fake_carrier, "RECEIPT_PAUSE_S", 0.05)
    monkeypatch.setattr(fake_carrier, "RECEIPT_ATTEMPTS", 10)
    port = free_port()
    carrier = FakeCarrier(secret=TOKEN)
    twilio = Twilio(TwilioSettings(account_sid=ACCOUNT_SID, auth_token=SecretStr(TOKEN)))
    client = httpx.AsyncClient(trust_env=False)

    async def post(phone: str, said: str, id: str) -> int:
        url, now = f"http://127.0.0.1:{port}/webhooks/main", datetime.now(UTC)
        signed = twilio.sample_webhook(
            Sample.INBOUND, url=url, sender=phone, recipient=NUMBER, text=said, id=f"SM{id}", now=now
        )
        try:
            return (await client.post(url, content=signed.body, headers=dict(signed.headers))).status_code
        except httpx.TransportError:
            return 0

    with listening() as (door, address):
        channel = {"provider": "twilio", "base_url": address, "account_sid": ACCOUNT_SID, "auth_token": TOKEN}
        deployment = on_sqlite(tmp_path, port, **channel)
        async with client:
            await survive(deployment, Customers(carrier, post), door, max(2, KILLS // 10))
