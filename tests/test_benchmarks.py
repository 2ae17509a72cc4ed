"""What Parley is measured against is a bot that works: it hears, answers, and answers nobody twice."""

from __future__ import annotations

import hashlib
import hmac
import json
from contextlib import asynccontextmanager

import httpx
import pytest
from sqlalchemy import text

from benchmarks import provider_cost
from benchmarks.afternoon import make_app, open_database
from benchmarks.peers import parley_step
from benchmarks.peers.rounds import CONVERSATION
from bot.providers.base import provider_names
from tests.postgres import ask, fresh_database

TURNS = [(turn["text"], turn["reply"]) for turn in json.loads(CONVERSATION.read_text(encoding="utf-8"))]
TOPIC, ORDER, NOTED = [reply for _, reply in TURNS]


class Afternoon:
    """The bot, and a carrier that takes what it says."""

    def __init__(self, database: str) -> None:
        self.taken: list[dict[str, str]] = []
        self.database = database
        self.refuses = False
        carrier = httpx.AsyncClient(transport=httpx.MockTransport(self._take))
        self.app = make_app(database, "http://carrier.test/messages", carrier)

    async def says(self, said: str, id: str, phone: str = "+12065550101", secret: bytes = b"loopback") -> int:
        """Post a text as the carrier would; the status of the answer."""
        body = json.dumps({"id": id, "from": phone, "to": "+15550100000", "text": said}).encode()
        headers = {"x-parley-signature": "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://bot.test") as client:
            return (await client.post("/webhooks/main", content=body, headers=headers)).status_code

    def heard(self, phone: str = "+12065550101") -> list[str]:
        return [message["text"] for message in self.taken if message["to"] == phone]

    async def rows(self, query: str) -> list[tuple[object, ...]]:
        database = open_database(self.database)
        found = await database.run(lambda session: [tuple(row) for row in session.execute(text(query))])
        await database.close()
        return found

    def _take(self, request: httpx.Request) -> httpx.Response:
        if self.refuses:
            return httpx.Response(500)
        self.taken.append(json.loads(request.content))
        return httpx.Response(200, json={"id": f"carrier-{len(self.taken)}"})


@asynccontextmanager
async def _running(database: str):
    bot = Afternoon(database)
    async with bot.app.router.lifespan_context(bot.app):
        yield bot


@pytest.fixture(params=["sqlite", "postgresql"])
async def bot(request, tmp_path):
    if request.param == "sqlite":
        async with _running(f"sqlite:///{tmp_path / 'afternoon.db'}") as bot:
            yield bot
        return
    with fresh_database(request.getfixturevalue("postgresql_server")) as database:
        ask(database, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")  # the tables in it are Parley's
        async with _running(database) as bot:
            yield bot


async def test_it_holds_a_conversation(bot):
    for number, said in enumerate(["hello", "what?", "2", "no idea", "it is 40213"]):
        assert 200 == await bot.says(said, f"in-{number}")

    assert [TOPIC, TOPIC, ORDER, ORDER, NOTED] == bot.heard()
    assert [("noted", "broken", "40213")] == await bot.rows('SELECT state, topic, "order" FROM conversation')

    await bot.says("hello again", "in-5")
    await bot.says("billing", "in-6")
    assert [TOPIC, "We will write to you."] == bot.heard()[5:]


async def test_each_person_has_a_conversation_of_their_own(bot):
    await bot.says("hello", "in-1")
    await bot.says("hello", "in-2", phone="+12065550102")
    await bot.says("billing", "in-3", phone="+12065550102")

    assert [TOPIC] == bot.heard()
    assert [TOPIC, "We will write to you."] == bot.heard("+12065550102")


async def test_a_text_that_comes_twice_is_answered_once(bot):
    assert [200, 200] == [await bot.says("hello", "in-1"), await bot.says("hello", "in-1")]
    assert [TOPIC] == bot.heard()


async def test_a_forged_text_is_refused(bot):
    assert 401 == await bot.says("hello", "in-1", secret=b"guessed")
    assert [] == await bot.rows("SELECT id FROM message")


async def test_it_notes_what_became_of_a_reply(bot):
    await bot.says("hello", "in-1")
    bot.refuses = True
    await bot.says("2", "in-2")

    sent = await bot.rows("SELECT status, carrier_id FROM message WHERE direction = 'out' ORDER BY created_at")
    assert [("sent", "carrier-1"), ("failed", None)] == sent


async def test_parley_holds_the_conversation_of_the_peers():
    """Twice, because rounds follow each other, and with two people at once."""
    said = [
        (phone, await parley_step.answer(phone, text))
        for _ in range(2)
        for text, _ in TURNS
        for phone in ("+12065550101", "+12065550102")
    ]
    assert [("+12065550101", reply) for _ in range(2) for _, reply in TURNS] == said[::2]
    assert [("+12065550102", reply) for _ in range(2) for _, reply in TURNS] == said[1::2]


def test_every_provider_is_measured(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["provider_cost", "--rounds", "1"])

    provider_cost.main()

    assert sorted(provider_names()) == sorted(line.split()[0] for line in capsys.readouterr().out.splitlines()[1:])
