"""API keys: shown once, kept as a digest."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select

from bot.keys import KEY_PREFIX, Keys, Scope
from bot.store.db import Database
from bot.store.tables import api_key
from bot.world import World
from tests.sqlite import ready_file


@pytest.fixture
async def database(tmp_path) -> AsyncIterator[Database]:
    database = Database(ready_file(tmp_path / "keys.db"))
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def keys(database) -> Keys:
    return Keys(database, World.real())


async def test_a_key_says_who_is_calling(keys):
    plain = await keys.create([Scope.SEND, Scope.READ, Scope.READ], "crm")
    key = await keys.authenticate(plain)

    assert plain.startswith(KEY_PREFIX)
    assert key is not None
    assert ("crm", {Scope.READ, Scope.SEND}) == (key.name, key.scopes)


@pytest.mark.parametrize(
    "wrong", ["", "parley_", "parley_wrong", "Parley_x", "x" * 10_000, "parley_\ud800", "parley_é"]
)
async def test_a_wrong_key_is_nobodys(keys, wrong):
    await keys.create([Scope.READ])

    assert await keys.authenticate(wrong) is None


async def test_the_key_itself_is_not_kept(keys, database):
    plain = await keys.create([Scope.READ], "crm")
    row = (await database.run(lambda conn: conn.execute(select(api_key)).one()))._mapping

    assert plain.removeprefix(KEY_PREFIX) not in str(dict(row))


async def test_a_revoked_key_is_useless_at_once(keys):
    plain = await keys.create([Scope.READ])
    key = await keys.authenticate(plain)
    assert key is not None

    assert await keys.revoke(key.id)
    assert await keys.authenticate(plain) is None
    assert not await keys.revoke(key.id)
    assert not await keys.revoke("key_unknown")


async def test_keys_are_listed_oldest_first_and_never_equal(database):
    """Also when they are made in one millisecond, in which ids are in the order of the dice."""
    beginning, names = datetime(2026, 1, 1, tzinfo=UTC), [f"key {number}" for number in range(9)]
    moments = (beginning + timedelta(microseconds=number) for number in count())
    keys = Keys(database, replace(World.real(), now=lambda: next(moments)))
    plains = [await keys.create([Scope.READ], name) for name in names]

    assert names == [key.name for key in await keys.list()]
    assert len(names) == len(set(plains))


async def test_a_lent_key_is_kept_nowhere(keys, database):
    plain = keys.lend([Scope.READ], "printed at the start")
    key = await keys.authenticate(plain)

    assert key is not None
    assert ("printed at the start", {Scope.READ}) == (key.name, key.scopes)
    assert [] == await keys.list()
    assert await Keys(database, World.real()).authenticate(plain) is None
