"""Several workers on one PostgreSQL: they share the work, and nobody is decided about twice."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from itertools import count

import pytest
from sqlalchemy import text

from bot.errors import DatabaseAway
from bot.events import MessageClass
from bot.inbox import entries
from bot.inbox.accept import Acceptor
from bot.messages import Draft
from bot.metrics import Metrics
from bot.outbox.compose import Saying
from bot.store import inbound, parts, postgres
from bot.store.consent import first_broken
from bot.store.db import Database
from bot.store.dialect import lock, notify, try_lock
from tests.postgres import fresh_database
from tests.stage import ANA, BEN, COUNTING, ECHO, Carrier, staged
from tests.test_deploy import MOVING, VISIT, rewrite


@pytest.fixture
def url(postgresql_server):
    with fresh_database(postgresql_server) as url:
        yield url


@pytest.fixture
async def databases(url):
    """Two processes' access to the same database."""
    opened = [Database(url), Database(url)]
    for database in opened:
        await database.open()
    yield opened
    for database in opened:
        await database.close()


@pytest.fixture
async def workers(url, tmp_path):
    """Make a worker with flows of its own on the one database."""
    async with AsyncExitStack() as stages:
        carrier, numbers = Carrier(), count()

        async def make(*flows):
            folder = tmp_path / str(next(numbers))
            folder.mkdir()
            stage = await stages.enter_async_context(staged(folder, *flows, PARLEY_DATABASE__URL=url))
            stage.carrier.taken = carrier.taken
            return stage

        yield make


def phone(number):
    return f"+1206555{number:04}"


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_part_is_one_workers_until_its_transaction_ends(workers, databases):
    stage = await workers(ECHO)
    for number in range(200):
        await stage.writes(phone(number), "hello")
    taken, read = asyncio.Event(), asyncio.Event()

    def take(conn):
        return {parts.part_of(row.contact) for row in inbound.take(conn, 100, 0)}

    async def hold():
        async with databases[0]._backend._engine.begin() as conn:
            mine = await conn.run_sync(take)
            taken.set()
            await read.wait()
            return mine

    holding = asyncio.create_task(hold())
    await taken.wait()
    theirs = await databases[1].run(take)
    read.set()
    mine = await holding
    after = await databases[1].run(take)

    assert mine
    assert theirs
    assert not mine & theirs
    assert mine & after


async def test_a_part_that_is_held_for_a_moment_is_waited_for(workers, databases):
    """Writing to many at once holds all parts for some milliseconds; who texts then is not left for the next look."""
    stage = await workers(ECHO)
    await stage.writes(phone(1), "hello")
    held, over = asyncio.Event(), asyncio.Event()

    async def hold():
        async with databases[0]._backend._engine.begin() as conn:
            await conn.run_sync(parts.hold, [phone(number) for number in range(2000)])
            held.set()
            await over.wait()

    holding = asyncio.create_task(hold())
    await held.wait()
    working = asyncio.create_task(stage.runtime.inbox.process_once())
    await asyncio.sleep(0.02)
    over.set()
    await holding

    assert 1 == await working


async def test_two_workers_answer_everybody_once_and_in_order(workers):
    first, second = await workers(COUNTING), await workers(COUNTING)
    people = [phone(number) for number in range(40)]
    for _ in range(5):
        for person in people:
            await first.writes(person, "more")

    async def work(stage):
        while await stage.runtime.inbox.process_once():
            pass

    await asyncio.gather(work(first), work(second))
    await first.settle()
    await second.settle()
    await first.settle()

    assert {person: ["1", "2", "3", "4", "5"] for person in people} == {
        person: first.heard(person) for person in people
    }
    assert [] == await first.parked()


async def test_the_business_and_a_worker_meet_somebody_at_the_same_time(workers, databases):
    """Both would make the contact and the conversation; who comes second finds them."""
    stage = await workers(ECHO)
    for number in range(30):
        await stage.writes(phone(number), "hello")
    channel = stage.runtime.channels["main"]
    drafts = [Draft(phone(number), channel, Saying("News.", MessageClass.TRANSACTIONAL)) for number in range(30)]

    async def sends():
        for draft in drafts:
            await databases[0].run(stage.runtime.messages.create, [draft])

    async def works():
        while await stage.runtime.inbox.process_once():
            pass

    await asyncio.gather(sends(), works())
    await stage.settle()

    assert [] == await stage.parked()
    assert [["News.", "Your name?"]] * 30 == [sorted(stage.heard(phone(number))) for number in range(30)]
    assert (30, 30) == (
        await stage.value("SELECT count(*) FROM contact"),
        await stage.value("SELECT count(*) FROM conversation"),
    )


async def test_a_worker_that_stalls_in_a_transaction_loses_it(url, monkeypatch):
    monkeypatch.setattr(postgres, "_SESSION", postgres._SESSION | {"idle_in_transaction_session_timeout": "200ms"})
    stalled, other = Database(url), Database(url)
    await stalled.open()
    await other.open()

    async def stall():
        async with stalled._backend._engine.begin() as conn:
            await conn.run_sync(parts.hold, [ANA])
            await asyncio.sleep(1.0)
            await conn.execute(text("SELECT 1"))

    stalling = asyncio.create_task(stall())
    await asyncio.sleep(0.1)
    async with asyncio.timeout(10):
        await other.run(parts.hold, [ANA])

    with pytest.raises(Exception, match=r"terminat|closed"):
        await stalling
    await stalled.close()
    await other.close()


# ── one chain, one clock ────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_chain_of_consent_is_one_whoever_writes_it(workers):
    first, second = await workers(ECHO), await workers(ECHO)
    for number in range(120):
        await first.writes(phone(number), "STOP")

    async def work(stage):
        while await stage.runtime.inbox.process_once():
            pass

    await asyncio.gather(work(first), work(second))

    assert 120 == await first.value("SELECT count(*) FROM consent_event")
    assert await first.runtime.database.run(first_broken) is None


async def test_only_one_worker_wakes_who_is_due(databases):
    held, asked = asyncio.Event(), asyncio.Event()

    async def hold():
        async with databases[0]._backend._engine.begin() as conn:
            assert await conn.run_sync(try_lock, "schedule")
            held.set()
            await asked.wait()

    holding = asyncio.create_task(hold())
    await held.wait()
    while_held = await databases[1].run(try_lock, "schedule")
    asked.set()
    await holding

    assert not while_held
    assert await databases[1].run(try_lock, "schedule")


async def test_locks_are_taken_in_one_order(databases):
    """Each takes two names, in opposite order of asking: one waits for the other, and none is refused."""
    names = ["b", "a"]

    async def take(database, wanted):
        for _ in range(20):
            await database.run(lock, wanted)

    async with asyncio.timeout(20):
        await asyncio.gather(take(databases[0], names), take(databases[1], names[::-1]))


# ── news ────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_news_reach_the_other_process_when_they_are_committed(databases):
    heard: list[str] = []
    databases[1].listen(heard.append)

    async def until(news):
        async with asyncio.timeout(10):
            while news not in heard:
                await databases[0].run(notify, "outbox")
                await asyncio.sleep(0.05)

    await until("outbox")

    def fails(conn):
        notify(conn, "inbox")
        raise LookupError("and rolls back")

    with pytest.raises(LookupError):
        await databases[0].run(fails)
    await databases[0].run(notify, "actions")
    await until("outbox")

    assert "inbox" not in heard


async def test_one_statement_takes_in_and_tells_and_transactions_are_still_whole(databases):
    heard: list[str] = []
    databases[1].listen(heard.append)
    door = Acceptor(databases[0], Metrics(), on_commit=lambda: None)

    def fails(conn):
        inbound.append(conn, [wake("begun")])
        raise LookupError("and rolls back")

    def taken(conn):
        return conn.exec_driver_sql("SELECT dedupe_key FROM inbound ORDER BY seq").scalars().all()

    async with asyncio.timeout(10):
        number = 0
        while "inbox" not in heard:  # the listener may not be there yet
            number += 1
            await door.accept([wake(f"{number}")])
            with pytest.raises(LookupError):
                await databases[0].run(fails)
            await asyncio.sleep(0.05)

    assert [f"wake:{key}" for key in range(1, number + 1)] == await databases[1].run(taken)


def wake(key):
    return entries.wake("main", ANA, key, "ses_1", datetime(2026, 3, 5, tzinfo=UTC))


# ── versions ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_worker_that_is_behind_steps_people_on_the_version_that_they_are_on(workers):
    """The other process has read the new files and moved Ana; this one has not yet, and does not move her back."""
    behind = await workers(VISIT)
    await behind.says(ANA, "visit")
    ahead = await workers(MOVING)
    await ahead.settle()
    version = ahead.runtime.library.current.machines["visit"].flow.version

    await behind.says(ANA, "yes")
    await behind.says(BEN, "visit")

    assert ["Are you coming?", "See you soon."] == behind.heard(ANA)
    assert ["Are you coming?"] == behind.heard(BEN)
    assert [] == await behind.parked()
    assert [(version,)] == await behind.rows("SELECT version FROM session WHERE outcome = 'confirmed'")


async def test_once_it_has_read_the_files_it_is_not_behind_any_more(workers, tmp_path):
    behind = await workers(VISIT)
    await behind.says(ANA, "visit")
    ahead = await workers(MOVING)
    await ahead.settle()
    await behind.says(ANA, "perhaps")
    assert behind.runtime.library.current.ahead

    rewrite(tmp_path / "0", MOVING)
    await behind.runtime.library.turn()
    await behind.says(ANA, "yes")

    assert frozenset() == behind.runtime.library.current.ahead
    assert "See you soon." == behind.heard(ANA)[-1]


# ── troubles ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_connection_that_is_cut_is_trouble_that_passes(databases):
    def cut_off(conn):
        conn.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(DatabaseAway):
        await databases[0].run(cut_off)

    assert 1 == await databases[0].run(lambda conn: conn.execute(text("SELECT 1")).scalar_one())


async def test_a_wrong_statement_is_no_trouble_that_passes(databases):
    with pytest.raises(Exception, match="nowhere") as caught:
        await databases[0].run(lambda conn: conn.execute(text("SELECT * FROM nowhere")))

    assert not isinstance(caught.value, DatabaseAway)
