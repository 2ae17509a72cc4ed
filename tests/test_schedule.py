"""Whatever is due happens once, and nothing before its time."""

from __future__ import annotations

import pytest

from bot.schedule import ROWS_A_TURN, tick
from tests.stage import ANA, BEN, ECHO, staged

pytestmark = pytest.mark.usefixtures("either_database")

PLAN = """\
flow: plan
start:
  - keyword: plan
  - keyword: never
states:
  plan:
    - cancel: visit
      if: contact.tired
    - schedule: echo
      in: 2 days
      id: visit
      if: not contact.tired
    - set: {contact.tired: true}
    - end: planned
"""

ASK = """\
flow: ask
start:
  - fallback
states:
  ask:
    - ask: Still there?
      replies:
        yes: {end: here}
      silence:
        1 hour: Hello?
        2 hours: {end: gone}
    - end: other
"""


async def test_a_flow_that_was_scheduled_starts_when_it_is_due_and_once(tmp_path):
    async with staged(tmp_path, PLAN, ECHO) as stage:
        await stage.says(ANA, "plan")
        await stage.passes(days=1, hours=23)
        assert [] == stage.heard(ANA)

        await stage.passes(hours=1)
        await stage.passes(days=7)

        assert ["Your name?"] == stage.heard(ANA)
        assert 0 == await stage.value("SELECT count(*) FROM timer")


async def test_what_was_scheduled_can_be_taken_back(tmp_path):
    async with staged(tmp_path, PLAN, ECHO) as stage:
        await stage.says(ANA, "plan")
        assert 1 == await stage.value("SELECT count(*) FROM timer")

        await stage.says(ANA, "never")

        assert 0 == await stage.value("SELECT count(*) FROM timer")


async def test_taking_back_no_name_leaves_what_has_none(tmp_path):
    plan = PLAN.replace("cancel: visit", "cancel: \"{{ contact.visit_id | default('', true) }}\"")
    async with staged(tmp_path, plan.replace("      id: visit\n", ""), ECHO) as stage:
        await stage.says(ANA, "plan")
        await stage.says(ANA, "never")
        assert 1 == await stage.value("SELECT count(*) FROM timer")

        await stage.passes(days=2)

        assert ["Your name?"] == stage.heard(ANA)


async def test_planned_and_taken_back_in_one_batch(tmp_path):
    async with staged(tmp_path, PLAN, ECHO) as stage:
        await stage.writes(ANA, "plan")
        await stage.writes(ANA, "never")
        await stage.settle()

        assert 0 == await stage.value("SELECT count(*) FROM timer")


async def test_planned_and_opted_out_in_one_batch(tmp_path):
    async with staged(tmp_path, PLAN, ECHO) as stage:
        await stage.writes(ANA, "plan")
        await stage.writes(ANA, "STOP")
        await stage.settle()

        assert 0 == await stage.value("SELECT count(*) FROM timer")


async def test_the_same_key_again_replaces_what_was_planned(tmp_path):
    async with staged(tmp_path, PLAN.replace("- set: {contact.tired: true}\n    ", ""), ECHO) as stage:
        await stage.says(ANA, "plan")
        await stage.passes(days=1)
        await stage.writes(ANA, "plan")
        await stage.writes(ANA, "plan")
        await stage.writes(BEN, "plan")
        await stage.settle()

        assert [("visit",), ("visit",)] == await stage.rows("SELECT key FROM timer ORDER BY id")
        await stage.passes(days=1)
        assert [] == stage.heard(ANA)
        await stage.passes(days=1)
        assert ["Your name?"] == stage.heard(ANA)


CHATTY = """\
flow: chatty
start:
  - fallback
states:
  ask:
    - ask: Another?
      expect: text
      replies:
        "no": {end: enough}
        else: ask
      silence:
        1 hour: {end: gone}
"""


async def test_the_clock_in_the_database_moves_on_only_when_it_is_reached(tmp_path):
    """Its index is not written at every answer; what really counts is in the session."""
    clock = "SELECT wake_at FROM session"
    async with staged(tmp_path, CHATTY) as stage:
        await stage.says(ANA, "hi")
        first = await stage.value(clock)
        await stage.passes(minutes=40)
        await stage.says(ANA, "yes")
        assert first == await stage.value(clock)

        await stage.passes(minutes=40)

        assert "chatty" == await stage.value("SELECT flow FROM session WHERE ended_at IS NULL"), "nobody was silent"
        assert first < await stage.value(clock)
        assert 0 == await stage.value("SELECT count(*) FROM inbound WHERE kind = 'wake'")
        await stage.passes(minutes=20)
        assert "gone" == await stage.value("SELECT outcome FROM session")


async def test_an_earlier_time_than_the_one_in_the_database_is_not_missed(tmp_path):
    sooner = (
        CHATTY.replace("        else: ask\n", "        maybe: soon\n        else: ask\n")
        + """\

  soon:
    - ask: Sure?
      expect: text
      replies:
        else: {end: sure}
      silence:
        5 minutes: {end: unsure}
"""
    )
    async with staged(tmp_path, sooner) as stage:
        await stage.says(ANA, "hi")
        await stage.says(ANA, "maybe")

        await stage.passes(minutes=5)

        assert "unsure" == await stage.value("SELECT outcome FROM session")


async def test_a_restart_misses_nothing(tmp_path):
    """What became due while nobody ran happens when somebody runs again; of several nudges only the last."""
    async with staged(tmp_path, ASK) as stage:
        await stage.says(ANA, "hi")
        clock = stage.clock
    clock.passes(hours=1, minutes=30)
    async with staged(tmp_path, ASK, clock=clock) as stage:
        await stage.settle()

        assert ["Hello?"] == stage.heard(ANA)


async def test_a_clock_that_is_put_forward_and_back_fires_nothing_twice(tmp_path):
    async with staged(tmp_path, ASK) as stage:
        await stage.says(ANA, "hi")
        await stage.passes(hours=1)
        await stage.passes(hours=-1)
        await stage.passes(hours=1)

        assert ["Still there?", "Hello?"] == stage.heard(ANA)


@pytest.mark.parametrize("people", [3 * ROWS_A_TURN])
async def test_many_due_at_once_are_taken_in_bounded_turns(tmp_path, people):
    async with staged(tmp_path, ASK) as stage:
        for number in range(people):
            await stage.writes(f"+1206555{number:04}", "hi")
        while await stage.runtime.inbox.process_once():
            pass
        stage.clock.passes(hours=1)
        turns = [await stage.runtime.database.run(tick, stage.runtime.house, stage.clock.now) for _ in range(4)]

        assert [ROWS_A_TURN, ROWS_A_TURN, ROWS_A_TURN, 0] == turns
        assert people == await stage.value("SELECT count(*) FROM inbound WHERE kind = 'wake'")
