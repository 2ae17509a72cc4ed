"""Flows within flows, through the whole pipeline: what is kept, and what survives a restart."""

from __future__ import annotations

import json

import pytest

from bot.events import MessageStatus
from tests.stage import ANA, staged, write_flows

pytestmark = pytest.mark.usefixtures("either_database")

ORDER = """\
flow: order
start:
  - keyword: order
states:
  begin:
    - run: address
      save: place
      failed: lost
    - ask: "{{ place.street }}, right?"
      expect: yes_no
    - end: ordered
  lost:
    - say: We lost you.
    - end: lost
"""
ADDRESS = """\
flow: address
outputs: {street: text}
start:
  - flow
states:
  ask:
    - ask: Which street?
      save: street
      undelivered: gone
    - end: known
  gone:
    - end: failed
"""
CODE = """\
flow: code
start:
  - keyword: code
states:
  begin:
    - say: Your code is 12.
      undelivered: other
    - ask: Did it work?
    - end: done
  other:
    - ask: May we call you?
      expect: yes_no
    - end: call
"""


async def test_a_flow_runs_another_and_comes_back(tmp_path):
    async with staged(tmp_path, ORDER, ADDRESS) as stage:
        await stage.says(ANA, "order")
        (row,) = await stage.rows("SELECT flow, callers, outcome FROM session")
        assert ("address", "order", None) == (row[0], json.loads(row[1])[0][0], row[2])

        await stage.says(ANA, "Elm Street 5")
        assert [("order", None)] == await stage.rows("SELECT flow, callers FROM session")

        await stage.says(ANA, "yes")
        assert ["Which street?", "Elm Street 5, right?"] == stage.heard(ANA)
        assert [("order", "ordered")] == await stage.rows("SELECT flow, outcome FROM session")


async def test_a_restart_keeps_the_versions_of_those_who_wait(tmp_path):
    async with staged(tmp_path, ORDER, ADDRESS) as stage:
        await stage.says(ANA, "order")
    changed = ORDER.replace("right?", "is that right?"), ADDRESS.replace("Which street?", "What street?")
    async with staged(tmp_path, *changed) as stage:
        await stage.says(ANA, "Elm Street 5", id="later")

        assert ["Elm Street 5, right?"] == stage.heard(ANA)


async def test_stop_ends_both(tmp_path):
    async with staged(tmp_path, ORDER, ADDRESS) as stage:
        await stage.says(ANA, "order")
        await stage.says(ANA, "STOP")

        assert [("order", "opted_out", None)] == await stage.rows("SELECT flow, outcome, callers FROM session")


async def test_the_news_that_a_question_of_the_inner_flow_never_arrived(tmp_path):
    async with staged(tmp_path, ORDER, ADDRESS) as stage:
        await stage.says(ANA, "order")
        (message,) = await stage.messages(ANA)
        await stage.reports(f"carrier-{message.id}", MessageStatus.UNDELIVERED)

        assert ["Which street?", "We lost you."] == stage.heard(ANA)


async def test_the_news_that_a_say_never_arrived(tmp_path):
    async with staged(tmp_path, CODE) as stage:
        await stage.says(ANA, "code")
        code, _ = await stage.messages(ANA)
        await stage.reports(f"carrier-{code.id}", MessageStatus.UNDELIVERED)

        assert ["Your code is 12.", "Did it work?", "May we call you?"] == stage.heard(ANA)


async def test_what_a_run_began_is_in_the_log(tmp_path):
    async with staged(tmp_path, ORDER, ADDRESS) as stage:
        await stage.says(ANA, "order")
        logged = [json.loads(row[0]) for row in await stage.rows("SELECT data FROM event WHERE kind = 'step'")]

        version = stage.runtime.library.current.machines["address"].flow.version
        assert [[["address", version]]] == [data["entered"] for data in logged]


async def test_a_deleted_flow_still_ends_for_those_who_are_in_it(tmp_path):
    async with staged(tmp_path, ORDER, ADDRESS) as stage:
        await stage.says(ANA, "order")
    (tmp_path / "flows" / "order.yaml").unlink()
    (tmp_path / "flows" / "address.yaml").unlink()
    write_flows(tmp_path, CODE)
    async with staged(tmp_path, CODE) as stage:
        await stage.says(ANA, "Elm Street 5", id="later")
        await stage.says(ANA, "yes", id="latest")

        assert ["Elm Street 5, right?"] == stage.heard(ANA)
        assert [("order", "ordered")] == await stage.rows("SELECT flow, outcome FROM session")
