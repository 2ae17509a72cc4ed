"""A look at the database, and how seldom it is taken."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from bot.errors import BotError
from bot.store.backlog import Backlog
from bot.watch import look as module
from bot.watch.look import Lookout
from tests.stage import Clock


class Store:
    """A database that answers as told, and counts how often it was asked; asking takes the time that it is given."""

    def __init__(self, clock):
        self.clock = clock
        self.asked = 0
        self.takes_s = 0.002
        self.answer = Backlog()

    async def run(self, work, *args):
        self.asked += 1
        await asyncio.sleep(0)
        self.clock.passes(seconds=self.takes_s)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(clock):
    return Store(clock)


@pytest.fixture
def lookout(store, clock):
    return Lookout(store, clock.world)


async def test_many_who_ask_at_once_share_a_look(lookout, store):
    seen = await asyncio.gather(*(lookout.look() for _ in range(20)))

    assert (1, Backlog()) == (store.asked, seen[-1].backlog)


async def test_a_look_is_good_for_a_second(lookout, store, clock):
    await lookout.look()
    clock.passes(seconds=0.9)
    await lookout.look()
    assert 1 == store.asked

    clock.passes(seconds=0.2)
    await lookout.look()
    assert 2 == store.asked


async def test_the_longer_a_look_takes_the_longer_it_has_to_do(lookout, store, clock):
    """A tenth of a second is a twentieth of two."""
    store.takes_s = 0.1
    await lookout.look()
    clock.passes(seconds=1.9)
    await lookout.look()
    assert 1 == store.asked

    clock.passes(seconds=0.2)
    assert 0.1 == pytest.approx((await lookout.look()).seconds)
    assert 2 == store.asked


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("the database is not open"),
        BotError("the database is not open"),
        OperationalError("SELECT", {}, Exception("disk I/O error")),
    ],
)
async def test_a_database_that_is_away_is_asked_again_a_second_later(lookout, store, clock, error):
    store.answer, store.takes_s = error, 4.0
    away = await lookout.look()
    store.answer = Backlog()
    clock.passes(seconds=1.1)
    back = await lookout.look()

    assert (None, str(error)) == (away.backlog, away.error)
    assert (Backlog(), "") == (back.backlog, back.error)


async def test_a_database_that_does_not_answer_is_not_waited_for(clock, monkeypatch):
    class Silent:
        async def run(self, work, *args):
            await asyncio.Event().wait()

    monkeypatch.setattr(module, "READY_DATABASE_S_MAX", 0.05)

    assert (None, "no answer within 0.05 s") == (await Lookout(Silent(), clock.world).look())[::2]
