"""Which errors of PostgreSQL are troubles that pass, and which are the statement's fault."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.errors import DatabaseAway
from bot.store.db import Database

PASSING = {
    "40P01": "a deadlock",
    "42501": "a file system is read-only, or a right is missing",
    "53100": "a disk is full",
    "53200": "there is no memory",
    "53300": "too many connections",
    "55P03": "a lock was not got in time",
    "57014": "it took too long",
    "57P01": "the server is shut down",
    "57P02": "the server has crashed",
    "57P03": "the server starts, or recovers",
    "58030": "a disk has failed",
    "58P01": "a file is gone",
    "XX000": "a quota is used up, or a file may not grow",
    "XX001": "a page is damaged",
}
LASTING = {
    "22001": "too long",
    "22021": "not the database's encoding",
    "23505": "there already",
    "42P01": "no such table",
    "42703": "no such column",
    "54000": "too large for an index",
    "P0001": "refused by a trigger",
}


@pytest.fixture
async def database(postgresql_server):
    database = Database(f"{postgresql_server}/postgres")
    await database.open(upgrade=False)
    yield database
    await database.close()


async def test_what_is_the_servers_trouble_passes_and_what_is_the_rows_does_not(database):
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for code in (*PASSING, *LASTING):
        with pytest.raises(Exception, match="on purpose") as raised:
            await database.run(_fails, code)
        found[isinstance(raised.value, DatabaseAway)].add(code)

    assert {True: set(PASSING), False: set(LASTING)} == found


def _fails(conn, code):
    conn.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'on purpose' USING ERRCODE = '{code}'; END $$"))
