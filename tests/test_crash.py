"""kill -9, again and again: every acknowledged text is answered, in order, exactly once.

A real server process, a carrier in this one, and customers who write all the while. `PARLEY_CRASH_KILLS=500` for the
long run.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
from pydantic import SecretStr

from bot.providers.base import Sample
from bot.providers.fake import FakeCarrier
from bot.providers.fake import carrier as fake_carrier
from bot.providers.fake.carrier import ACCOUNT_SID
from bot.providers.twilio import Twilio, TwilioSettings
from tests.serving import NUMBER, Server, free_port, on_the_air
from tests.stage import write_flows

KILLS = int(os.environ.get("PARLEY_CRASH_KILLS", "20"))
CUSTOMERS = 12
RESOLVED_WITHIN_S = 60.0
TOKEN = "0123456789abcdef0123456789abcdef"

COUNTING = """\
flow: counting
start:
  - fallback
states:
  first:
    - set: {contact.count: 0}
    - go: count
  count:
    - set: {contact.count: "{{ contact.count + 1 }}"}
    - ask: "{{ contact.count }}"
      replies:
        enough: {end: done}
    - go: count
"""


Post = Callable[[str, str], Awaitable[int]]
"""Hands a text from a phone, with an id, to the server's webhook; the status of the answer, 0 if there was none."""


class Customers:
    """People who write one text after the other, each until it is acknowledged, as carriers' webhooks do."""

    def __init__(self, carrier: FakeCarrier, post: Post) -> None:
        self.carrier = carrier
        self.post = post
        self.written: dict[str, int] = {f"+1206555{number:04}": 0 for number in range(CUSTOMERS)}
        self.enough = asyncio.Event()

    async def write(self) -> None:
        await asyncio.gather(*(self._one(phone) for phone in self.written))

    async def _one(self, phone: str) -> None:
        acknowledged = False
        while not (self.enough.is_set() and acknowledged):
            id = f"{phone}-{self.written[phone]}"
            acknowledged = await self.post(phone, id) == httpx.codes.OK
            self.written[phone] += acknowledged
            await asyncio.sleep(0.03)

    def unanswered(self) -> int:
        return sum(self.written.values()) - len(self.carrier.accepted)

    async def have_talked(self) -> None:
        """Wait for the second round of answers, by which the receipts of the first are in."""
        for _ in range(int(RESOLVED_WITHIN_S / 0.1)):
            if len(self.carrier.accepted) < 2 * CUSTOMERS:
                await asyncio.sleep(0.1)

    async def everything_is_answered(self) -> None:
        for _ in range(int(RESOLVED_WITHIN_S / 0.1)):
            if self.unanswered():
                await asyncio.sleep(0.1)


async def torment(server: Server, customers: Customers, kills: int, dice: random.Random) -> None:
    """Kill the server at random moments, some of them while it is starting, then let it live.

    Not before it has seen receipts: only then can the silence of a carrier mean anything to it.
    """
    writing = asyncio.create_task(customers.write())
    await server.start()
    await customers.have_talked()
    await server.stop(signal.SIGKILL)
    for _ in range(kills - 1):
        await server.start()
        if dice.random() < 0.8:
            await server.answers()
        await asyncio.sleep(dice.uniform(0.0, 0.8))
        await server.stop(signal.SIGKILL)
    await server.start()
    await server.answers()
    customers.enough.set()
    await writing


def check_database(path: Path, carrier: FakeCarrier) -> None:
    """Nothing is damaged, stuck, or left in doubt; some receipts were lost while nobody was there to take them."""
    database = sqlite3.connect(path)
    try:
        assert [("ok",)] == database.execute("PRAGMA integrity_check").fetchall()
        assert [] == database.execute("SELECT error FROM inbound WHERE status <> 'done'").fetchall()
        assert [] == database.execute("SELECT status, error FROM message WHERE due_at IS NOT NULL").fetchall()
        statuses = dict(database.execute("SELECT status, count(*) FROM message GROUP BY status").fetchall())
    finally:
        database.close()
    assert {"delivered"} <= statuses.keys() <= {"delivered", "accepted", "sent"}
    assert len(carrier.accepted) == sum(statuses.values())


async def survive(carrier: FakeCarrier, listening: socket.socket, server: Server, post: Post, kills: int) -> Customers:
    """Put them all together, and compare what was written with what was heard."""
    write_flows(server.folder, COUNTING)
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")  # shown when the test fails
    customers = Customers(carrier, post)
    async with on_the_air(carrier, listening):
        await torment(server, customers, kills, random.Random(seed))  # noqa: S311 - to be repeated, not to be secret
        await customers.everything_is_answered()
        await carrier.settle()
        await server.stop(signal.SIGTERM)
    heard: dict[str, list[str]] = {phone: [] for phone in customers.written}
    for message in carrier.accepted:
        heard[message.recipient].append(message.text)

    expected = {phone: [str(number + 1) for number in range(count)] for phone, count in customers.written.items()}
    assert expected == heard, server.log()
    assert kills + 1 == server.starts
    return customers


async def test_every_acknowledged_text_is_answered_exactly_once(tmp_path):
    port = free_port()
    carrier = FakeCarrier(webhook=f"http://127.0.0.1:{port}/webhooks/main")

    async def post(phone: str, id: str) -> int:
        return await carrier.text(phone, NUMBER, "more", id=id)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        base_url = f"http://127.0.0.1:{listening.getsockname()[1]}/send"
        server = Server(tmp_path, port, provider="loopback", base_url=base_url)
        customers = await survive(carrier, listening, server, post, KILLS)

    check_database(tmp_path / "parley.db", carrier)
    assert [] == carrier.ledger.repeated
    assert min(customers.written.values()) > 0


async def test_also_where_the_carrier_does_not_know_our_ids_again(tmp_path, monkeypatch):
    """Twilio takes the same message twice if it is sent twice. Its receipts, which it repeats, tell what it took."""
    monkeypatch.setattr(fake_carrier, "RECEIPT_PAUSE_S", 0.05)
    monkeypatch.setattr(fake_carrier, "RECEIPT_ATTEMPTS", 10)
    port = free_port()
    carrier = FakeCarrier(secret=TOKEN)
    twilio = Twilio(TwilioSettings(account_sid=ACCOUNT_SID, auth_token=SecretStr(TOKEN)))
    client = httpx.AsyncClient(trust_env=False)

    async def post(phone: str, id: str) -> int:
        url, now = f"http://127.0.0.1:{port}/webhooks/main", datetime.now(UTC)
        signed = twilio.sample_webhook(
            Sample.INBOUND, url=url, sender=phone, recipient=NUMBER, text="more", id=f"SM{id}", now=now
        )
        try:
            return (await client.post(url, content=signed.body, headers=dict(signed.headers))).status_code
        except httpx.TransportError:
            return 0

    with socket.create_server(("127.0.0.1", 0)) as listening:
        base_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = Server(tmp_path, port, provider="twilio", base_url=base_url, account_sid=ACCOUNT_SID, auth_token=TOKEN)
        async with client:
            await survive(carrier, listening, server, post, max(2, KILLS // 10))

    check_database(tmp_path / "parley.db", carrier)
