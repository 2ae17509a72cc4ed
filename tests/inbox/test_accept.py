"""Durable before the answer, once for ever, and one commit for a crowd."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.errors import DatabaseAway
from bot.inbox import Busy, entries
from bot.inbox.accept import Acceptor
from bot.limits import ACCEPT_BATCH_ROWS_MAX, ACCEPT_WAITING_MAX
from bot.metrics import Metrics
from bot.store.db import Database
from tests import stage
from tests.stage import ANA, CHANNEL, COUNTING, NOON, staged

pytestmark = pytest.mark.usefixtures("either_database")


@pytest.fixture
async def database(tmp_path):
    database = Database(stage.place(tmp_path))
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def door(database):
    """An acceptor that counts its commits in `commits`."""
    acceptor = Acceptor(database, Metrics(), lambda: acceptor.commits.append(1))
    acceptor.commits = []
    return acceptor


def start(number, key=None, payload=None):
    return entries.start(CHANNEL, f"+1206555{number % 10000:04}", key or f"k{number}", payload or {}, NOON)


async def keys(database):
    def read(conn):
        return [row[0] for row in conn.exec_driver_sql("SELECT dedupe_key FROM inbound ORDER BY seq")]

    return await database.run(read)


async def test_what_was_accepted_is_on_the_disk(door, database):
    await door.accept([start(1), start(2)])

    assert ["start:k1", "start:k2"] == await keys(database)


async def test_nothing_costs_nothing(door):
    await door.accept([])

    assert [] == door.commits


async def test_a_crowd_shares_a_commit(door, database):
    await asyncio.gather(*(door.accept([start(number)]) for number in range(200)))

    assert 200 == len(await keys(database))
    assert len(door.commits) <= 3


async def test_a_commit_takes_a_bounded_number_of_rows(door, database):
    await asyncio.gather(*(door.accept([start(number)]) for number in range(2 * ACCEPT_BATCH_ROWS_MAX)))

    assert 2 * ACCEPT_BATCH_ROWS_MAX == len(await keys(database))
    assert len(door.commits) >= 2


async def test_the_order_of_arrival_is_kept(door, database):
    await asyncio.gather(*(door.accept([start(number)]) for number in range(1000)))

    assert [f"start:k{number}" for number in range(1000)] == await keys(database)


async def test_the_same_thing_is_taken_once_for_ever(door, database):
    await asyncio.gather(*(door.accept([start(1)]) for _ in range(50)))
    await door.accept([start(1), start(1)])

    assert ["start:k1"] == await keys(database)


async def test_more_than_can_wait_is_refused_before_memory_grows(door):
    accepted = [door.accept([start(number) for number in range(500)]) for _ in range(ACCEPT_WAITING_MAX // 500)]
    waiting = [asyncio.ensure_future(call) for call in accepted]
    await asyncio.sleep(0)

    with pytest.raises(Busy):
        await door.accept([start(1)] * 501)

    await asyncio.gather(*waiting)
    await door.accept([start(2)])


async def test_nobody_is_told_that_it_is_durable_when_it_is_not(door, database, monkeypatch):
    async def full_disk(*args):
        raise DatabaseAway("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(database, "run", full_disk)
        results = await asyncio.gather(*(door.accept([start(number)]) for number in range(3)), return_exceptions=True)
    await door.accept([start(9)])

    assert [DatabaseAway] * 3 == [type(result) for result in results]
    assert ["start:k9"] == await keys(database)


async def test_a_caller_that_goes_away_does_not_disturb_the_others(door, database):
    calls = [asyncio.create_task(door.accept([start(number)])) for number in range(3)]
    await asyncio.sleep(0)
    calls[1].cancel()
    results = await asyncio.gather(*calls, return_exceptions=True)

    assert [None, asyncio.CancelledError, None] == [result if result is None else type(result) for result in results]
    assert 3 == len(await keys(database))


@pytest.mark.parametrize(
    ("key", "kept"),
    [("a\x00b", "start:a\ufffdb"), ("\ud800", "start:\ufffd"), ("x" * 10_000, "start:" + 64 * "?")],
)
async def test_what_no_database_keeps_is_replaced(door, database, key, kept):
    await door.accept([start(1, key, {"text\x00": ["\udfff"]})])
    [found] = await keys(database)

    assert len(kept) == len(found)
    assert kept == found or "?" in kept


# ── through the whole pipeline ──────────────────────────────────────────────────────────────────────────────────────


async def test_fifty_copies_of_one_webhook_are_answered_once(tmp_path):
    async with staged(tmp_path) as stage:
        await asyncio.gather(*(stage.writes(ANA, "hello", id="in-1") for _ in range(50)))
        await stage.settle()
        await stage.says(ANA, "hello", id="in-1")

        assert ["Your name?"] == stage.heard(ANA)


async def test_a_hundred_texts_of_one_person_from_sixteen_sides_are_taken_in_order(tmp_path):
    async with staged(tmp_path, COUNTING) as stage:
        waiting = list(range(100))

        async def post():
            while waiting:
                number = waiting.pop(0)
                await stage.writes(ANA, f"text {number}", id=f"in-{number}")

        await asyncio.gather(*(post() for _ in range(16)))
        await stage.settle()

        assert [str(number + 1) for number in range(100)] == stage.heard(ANA)
        assert [str(number + 1) for number in range(100)] == [row.text for row in await stage.messages(ANA)]
        assert 100 == json.loads(await stage.value("SELECT fields FROM contact"))["count"]
