"""Idempotency-Key: one effect, one answer."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import BaseModel
from sqlalchemy import Connection, func, insert, select

from bot.store.db import Database
from bot.store.tables import setting
from bot.web.api.once import KEPT_FOR, Answer, Claim, Once
from bot.web.problem import Problem
from bot.world import World
from tests.postgres import fresh_database
from tests.sqlite import ready_file


class Effect(BaseModel):
    number: int


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def database(tmp_path) -> AsyncIterator[Database]:
    database = Database(ready_file(tmp_path / "once.db"))
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def once(database, clock) -> Once:
    return Once(database, World(now=clock, monotonic=float, entropy=bytes))


def count(conn: Connection) -> int:
    return int(conn.execute(select(func.count()).select_from(setting)).scalar_one())


def add(conn: Connection) -> Effect:
    """Work with an effect that can be counted."""
    number = count(conn)
    conn.execute(insert(setting), {"name": f"effect {number}", "value": ""})
    return Effect(number=number)


def fail(conn: Connection) -> Effect:
    add(conn)
    raise Problem("not_found", "the work found out that it cannot be done")


async def test_without_a_key_every_request_has_its_effect(once, database):
    answers = [await once.run(None, 201, add) for _ in range(2)]

    assert [Answer(201, b'{"number":0}'), Answer(201, b'{"number":1}')] == answers


async def test_a_repeated_request_gets_the_same_bytes(once, database):
    claim = Claim("key_1", "abc", "print")
    first, second = await once.run(claim, 201, add), await once.run(claim, 201, add)

    assert (first.status, first.content, False) == (201, b'{"number":0}', first.replayed)
    assert (first.status, first.content, True) == (second.status, second.content, second.replayed)
    assert 1 == await database.run(count)


async def test_another_request_under_the_same_key_is_refused(once, database):
    await once.run(Claim("key_1", "abc", "print"), 201, add)
    with pytest.raises(Problem) as caught:
        await once.run(Claim("key_1", "abc", "another"), 201, add)

    assert "idempotency_mismatch" == caught.value.code
    assert 1 == await database.run(count)


async def test_keys_of_different_owners_do_not_meet(once, database):
    await once.run(Claim("key_1", "abc", "print"), 201, add)
    await once.run(Claim("key_2", "abc", "print"), 201, add)

    assert 2 == await database.run(count)


async def test_many_at_once_have_one_effect(once, database):
    async def post() -> int:
        try:
            return (await once.run(Claim("key_1", "abc", "print"), 201, add)).status
        except Problem as problem:
            return problem.kind.status

    statuses = Counter(await asyncio.gather(*(post() for _ in range(200))))

    assert 1 == await database.run(count)
    assert {201, 409} == set(statuses)


async def test_many_processes_at_once_have_one_effect(database, clock):
    several = [Once(database, World(now=clock, monotonic=float, entropy=bytes)) for _ in range(50)]
    claim = Claim("key_1", "abc", "print")
    answers = await asyncio.gather(*(once.run(claim, 201, add) for once in several))

    assert 1 == await database.run(count)
    assert {b'{"number":0}'} == {answer.content for answer in answers}


async def test_work_that_fails_leaves_nothing_and_may_be_tried_again(once, database):
    claim = Claim("key_1", "abc", "print")
    with pytest.raises(Problem):
        await once.run(claim, 201, fail)

    assert 0 == await database.run(count)
    assert not (await once.run(claim, 201, add)).replayed


async def test_a_key_is_forgotten_after_seven_days(once, database, clock):
    claim = Claim("key_1", "abc", "print")
    await once.run(claim, 201, add)
    clock.now += KEPT_FOR
    assert (await once.run(claim, 201, add)).replayed
    clock.now += timedelta(seconds=1)
    assert not (await once.run(claim, 201, add)).replayed


# ── several processes ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_200_requests_at_once_to_two_processes_have_one_effect(postgresql_server):
    """Within a process who comes second is told to wait; between two, the database lets one in after the other."""
    with fresh_database(postgresql_server) as url:
        databases = [Database(url), Database(url)]
        for database in databases:
            await database.open()
        world = World(now=lambda: datetime(2026, 3, 1, tzinfo=UTC), monotonic=float, entropy=bytes)
        processes = [Once(database, world) for database in databases]
        claim = Claim("key_1", "order-7", "same")

        async def ask(once: Once) -> Answer | str:
            try:
                return await once.run(claim, 201, add)
            except Problem as problem:
                return problem.code

        answers = await asyncio.gather(*(ask(processes[number % 2]) for number in range(200)))
        effects = await databases[0].run(count)
        replays = [await once.run(claim, 201, add) for once in processes]
        for database in databases:
            await database.close()

    given = [answer for answer in answers if isinstance(answer, Answer)]
    assert 1 == effects
    assert {"in_progress"} == {answer for answer in answers if isinstance(answer, str)}
    assert 1 == sum(not answer.replayed for answer in given)
    assert 1 == len({answer.content for answer in [*given, *replays]})
