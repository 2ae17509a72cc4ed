"""Takeovers race with a bot that talks all the time: from the commit on it says nothing.

An audit in the database itself writes down, in one order, every takeover, every handing back, every message that the
bot writes and every one that goes out. `PARLEY_TAKEOVERS` for more of them.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.config import load_settings
from bot.desk import Actor, Conflict
from bot.events import Inbound
from bot.inbox import entries
from bot.providers.fake import FakeCarrier
from bot.runtime import Runtime
from bot.store import desk
from tests.postgres import fresh_database
from tests.serving import NUMBER, Server, Worker, free_port, on_the_air
from tests.sqlite import ready_file
from tests.stage import COUNTING, write_flows

pytestmark = pytest.mark.anyio

TAKEOVERS = int(os.environ.get("PARLEY_TAKEOVERS", "120"))
PEOPLE = [f"+1206{4_000_000 + number}" for number in range(40)]
PATIENCE_S = 60.0
MIA, TOM = Actor("usr_mia", "Mia"), Actor("usr_tom", "Tom")

ON_SQLITE = """\
CREATE TABLE race (seq INTEGER PRIMARY KEY, kind TEXT, thread TEXT, id TEXT);
CREATE TRIGGER audit_said AFTER INSERT ON message WHEN NEW.session_id IS NOT NULL BEGIN
  INSERT INTO race (kind, thread, id) VALUES ('said', NEW.conversation_id, NEW.id); END;
CREATE TRIGGER audit_sent AFTER UPDATE OF status ON message
WHEN NEW.session_id IS NOT NULL AND NEW.status = 'sending' AND OLD.status <> NEW.status BEGIN
  INSERT INTO race (kind, thread, id) VALUES ('sent', NEW.conversation_id, NEW.id); END;
CREATE TRIGGER audit_taken AFTER UPDATE OF taken_at ON conversation
WHEN (OLD.taken_at IS NULL) <> (NEW.taken_at IS NULL) BEGIN
  INSERT INTO race (kind, thread, id)
  VALUES (CASE WHEN NEW.taken_at IS NULL THEN 'freed' ELSE 'taken' END, NEW.id, ''); END;
"""
ON_POSTGRESQL = """\
CREATE TABLE race (seq BIGSERIAL PRIMARY KEY, kind TEXT, thread TEXT, id TEXT);
CREATE FUNCTION audit_said() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO race (kind, thread, id)
  VALUES (CASE WHEN TG_OP = 'INSERT' THEN 'said' ELSE 'sent' END, NEW.conversation_id, NEW.id); RETURN NEW; END $$;
CREATE TRIGGER audit_said AFTER INSERT ON message FOR EACH ROW
WHEN (NEW.session_id IS NOT NULL) EXECUTE FUNCTION audit_said();
CREATE TRIGGER audit_sent AFTER UPDATE OF status ON message FOR EACH ROW
WHEN (NEW.session_id IS NOT NULL AND NEW.status = 'sending' AND OLD.status <> NEW.status)
EXECUTE FUNCTION audit_said();
CREATE FUNCTION audit_taken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO race (kind, thread, id)
  VALUES (CASE WHEN NEW.taken_at IS NULL THEN 'freed' ELSE 'taken' END, NEW.id, ''); RETURN NEW; END $$;
CREATE TRIGGER audit_taken AFTER UPDATE OF taken_at ON conversation FOR EACH ROW
WHEN ((OLD.taken_at IS NULL) <> (NEW.taken_at IS NULL)) EXECUTE FUNCTION audit_taken();
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield ready_file(tmp_path / "parley.db")
        return
    with fresh_database(request.getfixturevalue("postgresql_server")) as made:
        yield made


def database(url: str, folder: Path) -> dict[str, str]:
    """Where the data lies, and what a process keeps beside it."""
    return {"PARLEY_DATABASE__URL": url, "PARLEY_DATABASE__STATE": str(folder / "state")}


class Race:
    """Everybody texts all the time, and agents take over and hand back as they like."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.dice = random.Random(5)  # noqa: S311 - the same race each time
        self.texts = 0
        self.taken = 0
        self.canceled = 0
        self.in_flight = 0

    async def texts_come(self, phone: str, count: int = 1) -> None:
        for _ in range(count):
            self.texts += 1
            text = Inbound(f"in-{self.texts}", phone, NUMBER, "more")
            await self.runtime.inbox.accept([entries.message("main", text, self.runtime.world.now())])

    async def threads(self) -> list[str]:
        """Let everybody begin, and return their conversations."""
        for phone in PEOPLE:
            await self.texts_come(phone)
        deadline = self.runtime.world.monotonic() + PATIENCE_S
        while self.runtime.world.monotonic() < deadline:
            rows = await self.runtime.database.run(
                lambda conn: conn.exec_driver_sql("SELECT id FROM conversation").scalars().all()
            )
            if len(rows) == len(PEOPLE):
                return list(rows)
            await asyncio.sleep(0.05)
        raise TimeoutError("not everybody has a conversation")

    async def run(self, threads: list[str], takeovers: int) -> None:
        """So many takeovers, each at its own moment of the talk, in many conversations at once."""
        each = -(-takeovers // len(threads))
        await asyncio.gather(*(self._in(thread, phone, each) for thread, phone in zip(threads, PEOPLE, strict=True)))

    async def _in(self, thread: str, phone: str, count: int) -> None:
        phone = await self.runtime.database.run(desk.phone_of, thread) or phone
        for _ in range(count):
            await self.texts_come(phone, self.dice.randrange(1, 3))
            await asyncio.sleep(self.dice.random() * 0.05)
            done = await self.runtime.desk.take_over(thread, MIA)
            self.taken += 1
            self.canceled += len(done.canceled)
            self.in_flight += len(done.in_flight)
            await self.texts_come(phone)
            await asyncio.sleep(self.dice.random() * 0.05)
            await self.runtime.desk.hand_back(thread, MIA)


def broken(audit: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """What the bot wrote or sent in a conversation while a person had it."""
    held: set[str] = set()
    found = []
    for kind, thread, id in audit:
        if kind == "taken":
            held.add(thread)
        elif kind == "freed":
            held.discard(thread)
        elif thread in held:
            found.append((kind, thread, id))
    return found


@pytest.mark.timeout(120 + TAKEOVERS // 4)
async def test_the_bot_says_nothing_once_somebody_has_taken_over(tmp_path: Path, url: str) -> None:
    write_flows(tmp_path, COUNTING)
    carrier = FakeCarrier(receipt=None)
    listening = socket.create_server(("127.0.0.1", 0))
    sending = {"base_url": f"http://127.0.0.1:{listening.getsockname()[1]}/send"}
    server = Server(tmp_path, free_port(), database(url, tmp_path), **sending)
    async with AsyncExitStack() as closing_down:
        await closing_down.enter_async_context(on_the_air(carrier, listening))
        runtime = Runtime(load_settings(environ=server.settings))
        await runtime.start(worker=True)
        closing_down.push_async_callback(runtime.stop)
        await _audited(url)
        if runtime.database.shared:
            worker = Worker(server)
            await worker.start()
            closing_down.push_async_callback(worker.stop, signal.SIGTERM)
        race = Race(runtime)
        threads = await race.threads()
        await race.run(threads, TAKEOVERS)
        audit = await _read(url)

    kinds = [kind for kind, _, _ in audit]
    print(f"{race.taken} takeovers, {race.canceled} messages taken back, {race.in_flight} named in flight,")
    print(f"{kinds.count('said')} written by the bot, {kinds.count('sent')} sent")
    assert [] == broken(audit)
    assert race.taken == kinds.count("taken") >= TAKEOVERS
    assert kinds.count("said") > race.taken / 2
    assert race.canceled + race.in_flight > 0


def test_the_audit_finds_what_is_said_out_of_turn() -> None:
    audit = [("said", "a", "1"), ("taken", "a", ""), ("sent", "a", "1"), ("said", "b", "2"), ("freed", "a", "")]

    assert [("sent", "a", "1")] == broken([*audit, ("said", "a", "3")])


async def test_of_many_who_answer_at_once_one_is_heard(tmp_path: Path, url: str) -> None:
    write_flows(tmp_path, COUNTING)
    server = Server(tmp_path, free_port(), database(url, tmp_path))
    runtime = Runtime(load_settings(environ=server.settings))
    await runtime.start(worker=True)
    try:
        race = Race(runtime)
        threads = (await race.threads())[:10]
        outcomes = []
        for thread in threads:
            whole = await runtime.desk.whole(thread)
            assert whole is not None
            answers = (
                runtime.desk.reply(thread, actor, f"{actor.name} here.", seen=whole.newest) for actor in (MIA, TOM)
            )
            outcomes.append(await asyncio.gather(*answers, return_exceptions=True))
    finally:
        await runtime.stop()

    for outcome in outcomes:
        assert ["Conflict", "Done"] == sorted(type(one).__name__ for one in outcome)
        lost: Any = next(one for one in outcome if isinstance(one, Conflict))
        assert [True] == [item.kind == "agent" for item in lost.newer]


async def _audited(url: str) -> None:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
            database.executescript(ON_SQLITE)
        return
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(ON_POSTGRESQL)
    finally:
        await connection.close()


async def _read(url: str) -> list[tuple[str, str, str]]:
    query = "SELECT kind, thread, id FROM race ORDER BY seq"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
            return list(database.execute(query))
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()
