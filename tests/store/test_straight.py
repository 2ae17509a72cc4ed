"""What comes in has a connection of its own, which may break at any moment and is replaced."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.errors import DatabaseAway
from bot.inbox import entries
from bot.store import inbound
from bot.store.db import Database
from bot.store.dialect import one_statement
from tests.postgres import fresh_database

pytestmark = pytest.mark.anyio


@one_statement
def take_in(conn, *keys):
    at = datetime(2026, 3, 5, tzinfo=UTC)
    inbound.append(conn, [entries.wake("main", "+12065550101", key, "ses_1", at) for key in keys])


@one_statement
def take_in_what_no_database_keeps(conn):
    row = entries.wake("main", "+12065550101", "w", "ses_1", datetime(2026, 3, 5, tzinfo=UTC))
    inbound.append(conn, [inbound.NewInbound(row.kind, row.channel, "\0", row.contact, row.payload, row.received_at)])


def taken(conn):
    return list(conn.execute(text("SELECT dedupe_key FROM inbound ORDER BY seq")).scalars())


def pids(conn):
    """Of the sessions that said an INSERT last."""
    query = (
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%INSERT INTO inbound %'"
    )
    return set(conn.execute(text(f"{query} AND pid <> pg_backend_pid()")).scalars())


@pytest.fixture
async def database(postgresql_server):
    with fresh_database(postgresql_server) as url:
        database = Database(url)
        await database.open()
        yield database
        await database.close()


async def test_what_was_said_is_committed_and_once(database):
    await database.run(take_in, "a", "b")
    await database.run(take_in, "b", "c")
    await database.run(take_in)

    assert ["wake:a", "wake:b", "wake:c"] == await database.run(taken)


async def test_all_is_said_on_one_connection(database):
    await asyncio.gather(*(database.run(take_in, f"{number}") for number in range(10)))

    assert 1 == len(await database.run(pids))
    assert 10 == len(await database.run(taken))


async def test_what_the_server_refuses_costs_no_connection(database):
    await database.run(take_in, "a")
    before = await database.run(pids)
    with pytest.raises(Exception, match="0x00"):
        await database.run(take_in_what_no_database_keeps)
    await database.run(take_in, "b")

    assert before == await database.run(pids)
    assert ["wake:a", "wake:b"] == await database.run(taken)


async def test_a_connection_that_was_ended_meanwhile_is_replaced(database):
    await database.run(take_in, "a")
    await end(database, await database.run(pids))
    async with asyncio.timeout(10):
        while "wake:b" not in await database.run(taken):  # until the end is heard of, the statement is lost with it
            try:
                await database.run(take_in, "b")
            except DatabaseAway:
                await asyncio.sleep(0.01)

    assert ["wake:a", "wake:b"] == await database.run(taken)


async def test_one_that_ends_amid_the_statement_is_an_outage(database):
    async with hindered(database) as go_on:
        taking = asyncio.create_task(database.run(take_in, "a"))
        await end(database, await waiting(database))
        with pytest.raises(DatabaseAway):
            await taking
        go_on.set()
    await database.run(take_in, "b")

    assert ["wake:b"] == await database.run(taken)


async def test_nobody_gets_the_answer_to_a_statement_that_was_given_up(database):
    async with hindered(database) as go_on:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await database.run(take_in, "a")
        go_on.set()
    await database.run(take_in, "b")

    assert "wake:b" in await database.run(taken)


async def waiting(database):
    async with asyncio.timeout(10):
        while not (found := await database.run(pids)):  # noqa: ASYNC110 - only the server knows
            await asyncio.sleep(0.01)
    return found


async def end(database, pids):
    def terminate(conn):
        for pid in pids:
            conn.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})

    await database.run(terminate)


@asynccontextmanager
async def hindered(database):
    """Keep everybody from writing to the inbox, until the event is set."""
    go_on, locked = asyncio.Event(), asyncio.Event()

    async def hold():
        async with database._backend._engine.begin() as conn:
            await conn.execute(text("LOCK TABLE inbound IN SHARE MODE"))
            locked.set()
            await go_on.wait()

    holding = asyncio.create_task(hold())
    await locked.wait()
    try:
        yield go_on
    finally:
        go_on.set()
        await holding
