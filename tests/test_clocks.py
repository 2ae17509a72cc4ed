"""Clocks that jump while it runs: nothing fires twice or never, and no call is taken for lost.

What a time means: on SQLite, the wall clock of the machine; on PostgreSQL, the clock of the database, which all
processes share and beside which a jump of one machine's own is not noticed. Pauses and rates go by clocks that nobody
sets.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot import world
from bot.config import load_settings
from bot.runtime import Runtime
from bot.store.postgres import clock as clock_of_database
from tests.postgres import fresh_database
from tests.sqlite import ready_file
from tests.stage import ANA, ECHO, staged, write_flows

WAITING = """\
flow: waiting
start:
  - fallback
states:
  ask:
    - ask: Well?
      save: said
      silence:
        2 hours: Still there?
    - end: done
"""
JUMPS = [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1)]


def named(jump):
    return f"{jump.total_seconds() / 3600:+.0f} h"


@pytest.fixture
async def stage(either_database, tmp_path):
    async with staged(tmp_path, WAITING) as stage:
        yield stage


def jumps(stage, jump):
    """Somebody sets the clock: no time goes by, but it shows another."""
    stage.clock.now += jump


@pytest.mark.parametrize("jump", JUMPS, ids=named)
async def test_a_silence_is_broken_once_when_the_clock_says_so(stage, jump):
    await stage.says(ANA, "hello")
    due_at = stage.clock.now + timedelta(hours=2)

    jumps(stage, jump)
    await stage.settle()
    left = due_at - stage.clock.now
    if left > timedelta():
        stage.clock.passes(seconds=left.total_seconds() - 1)
        await stage.settle()
        assert ["Well?"] == stage.heard(ANA)
        await stage.passes(seconds=2)

    assert ["Well?", "Still there?"] == stage.heard(ANA)
    assert [] == await stage.parked()


@pytest.mark.parametrize("jump", JUMPS, ids=named)
async def test_what_has_fired_does_not_fire_again(stage, jump):
    await stage.says(ANA, "hello")
    await stage.passes(hours=2)

    jumps(stage, jump)
    await stage.settle()
    jumps(stage, -jump)
    await stage.passes(hours=3)

    assert ["Well?", "Still there?"] == stage.heard(ANA)


async def test_a_clock_that_goes_back_between_the_waking_and_the_step_does_not_swallow_it(stage):
    """The step finds that nothing is due yet and waits for the same moment again: so it has to be woken again."""
    await stage.says(ANA, "hello")
    jumps(stage, timedelta(hours=2))
    await stage.runtime.schedule.turn()

    jumps(stage, timedelta(hours=-2))
    await stage.settle()
    assert ["Well?"] == stage.heard(ANA)
    await stage.passes(hours=2)
    await stage.passes(hours=2)

    assert ["Well?", "Still there?"] == stage.heard(ANA)
    assert [] == await stage.parked()


@pytest.mark.parametrize("jump", JUMPS, ids=named)
async def test_a_call_under_way_is_not_taken_for_lost(stage, jump):
    stage.carrier.hold = asyncio.Event()
    await stage.writes(ANA, "hello")
    await stage.runtime.inbox.process_once()
    await stage.runtime.outbox.turn()

    jumps(stage, jump)
    stage.clock.passes(seconds=1)
    for _ in range(5):
        await stage.runtime.outbox.turn()
    before = await stage.statuses(ANA)
    stage.carrier.hold.set()
    await stage.settle()

    assert ["sending"] == before
    assert "accepted" == (await stage.statuses(ANA))[0]
    assert 1 == stage.heard(ANA).count("Well?")


async def test_many_whose_time_came_while_nobody_ran_hear_it_once(stage):
    people = [f"+1206556{number:04}" for number in range(400)]
    for person in people:
        await stage.writes(person, "hello")
    await stage.settle()

    await stage.passes(hours=3)
    await stage.passes(minutes=1)

    assert [["Well?", "Still there?"]] * len(people) == [stage.heard(person) for person in people]
    assert [] == await stage.parked()


class Jumped(datetime):
    """The machine's clock, a day ahead."""

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + timedelta(days=1)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_what_the_machines_clock_means(database, request, tmp_path, monkeypatch):
    """It is the truth where it is the only one; where there is a database that all share, its jumps go unnoticed."""
    write_flows(tmp_path, ECHO)
    environ = {"PARLEY_DATABASE__STATE": str(tmp_path / "state"), "PARLEY_FLOWS__PATH": str(tmp_path / "flows")}
    if database == "sqlite":
        assert await _ahead(Runtime(load_settings(environ=environ | _url(tmp_path))), monkeypatch) > 86_000
        return
    with fresh_database(request.getfixturevalue("postgresql_server")) as url:
        runtime = Runtime(load_settings(environ={**environ, "PARLEY_DATABASE__URL": url}))
        assert abs(await _ahead(runtime, monkeypatch)) < 2


async def _ahead(runtime, monkeypatch):
    """How far a runtime is ahead of the time, in seconds, after the machine's clock has jumped."""
    await runtime.start(worker=False)
    try:
        monkeypatch.setattr(world, "datetime", Jumped)
        truth = await runtime.database.run(clock_of_database) if runtime.database.shared else datetime.now(UTC)
        return (runtime.world.now() - truth).total_seconds()
    finally:
        await runtime.stop()


def _url(folder):
    return {"PARLEY_DATABASE__URL": ready_file(folder / "parley.db")}
