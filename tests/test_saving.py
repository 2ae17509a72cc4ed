"""Real conversations become tests of their flow, and every one of them passes."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from bot.egress import Egress
from bot.events import Result
from bot.flow.testing import read_cases
from bot.proving import prove
from bot.saving import Saved, in_one_file, save
from bot.store import events, views
from tests.shipped import FOLDER
from tests.stage import ANA, Clock, Stage, staged

VISIT = """\
flow: visit
inputs: {guests: {type: integer, default: "1"}}
start:
  - keyword: visit
  - event: visit.booked
    with: {guests: "{{ event.guests }}"}
anytime:
  hours: {words: [hours], do: [{say: Nine to five.}]}
states:
  when:
    - ask: "{{ contact.first_name | default('You') }}: which day of the next week, from {{ now | date }} on?"
      expect: date
      save: day
      unclear: Which day?
      give_up: desk
      silence:
        4 hours: Still there?
        1 day: {end: no_reply}
    - ask: At what time?
      choices: {nine: nine, ten: ten, eleven: eleven}
      save: time
      give_up: desk
      silence:
        2 hours: {end: no_time}
    - set: {contact.day: "{{ day }}"}
    - say: "{{ day | date }} at {{ time }} for {{ guests }}."
    - end: booked
  desk:
    - handoff: desk
      say: One moment.
      closed: {end: handled}
"""
ASKING = """\
flow: asking
start:
  - keyword: ask
states:
  one:
    - http: GET https://api.example.com/times
      save: found
      on_error: closed
    - say: "{{ found.body.times | join(' or ') }}?"
    - end: told
  closed:
    - say: It is closed.
    - end: closed
"""
REPLIES = (
    "tomorrow",
    "next friday",
    "hm",
    "hours",
    "2",
    "ten",
    "eleven please",
    "what?",
    "STOP",
    "11",
    "monday",
    "nine",
)


async def saved(stage: Stage, phone: str = ANA) -> list[Saved]:
    def work(conn):
        [view] = views.conversations(conn, phone=phone)
        return save(events.of_conversation(conn, view.id), stage.runtime.house.library())

    return await stage.runtime.database.run(work)


async def test_a_conversation_is_a_test(tmp_path: Path):
    async with staged(tmp_path, VISIT) as stage:
        await stage.says(ANA, "visit")
        await stage.passes(hours=4)
        await stage.passes(minutes=5, seconds=20)
        await stage.says(ANA, "tomorrow")
        await stage.says(ANA, "2")

        [test] = await saved(stage)

    assert "" == test.problem
    assert (
        f"""\
- test: {test.name}
  contact:
    language: en
    timezone: America/Los_Angeles
    country: US
  business:
    name: Riverside Dental
    timezone: America/New_York
  now: 2026-03-05 09:00
  talk:
    - me: visit
    - bot: 'You: which day of the next week, from Thu, Mar 5 on?'
    - wait: 4 hours
    - bot: Still there?
    - wait: 5 minutes
    - me: tomorrow
    - bot: |-
        At what time?
        1. nine
        2. ten
        3. eleven
    - me: '2'
    - bot: Fri, Mar 6 at ten for 1.
  ends: booked
"""
        == test.text
    )


async def test_a_hundred_conversations_are_a_hundred_tests_that_pass(tmp_path: Path):
    dice = random.Random(8)  # noqa: S311 - a test wants the same dice each time
    async with staged(tmp_path, VISIT, clock=Clock()) as stage:
        tests = []
        for number in range(100):
            phone = f"+1206555{number:04}"
            if dice.random() < 0.5:
                await stage.says(phone, "visit")
            else:
                await stage.starts(phone, "visit", {"guests": str(number)})
            for _ in range(dice.randrange(6)):
                stage.clock.passes(seconds=dice.choice([1, 30, 90, 3_000, 9_000, 20_000, 90_000]) + dice.random())
                await stage.settle()
                await stage.says(phone, dice.choice(REPLIES))
            tests += [next(iter(await saved(stage, phone)))]
        machine = stage.runtime.house.library().machines["visit"]

    assert [""] * 100 == [test.problem for test in tests]
    cases, findings = read_cases(in_one_file(tests)["visit"], "visit.test.yaml")
    assert (100, []) == (len(cases), findings)
    assert [None] * 100 == [prove(machine, case).failure for case in cases]
    outcomes = {case.ends for case in cases}
    assert {"booked", "no_time", "opted_out", None} <= outcomes


ANSWERS = {
    "answered": (Result("", 200, {"content-type": "application/json"}, {"times": ["four", "five"]}), "told"),
    "refused": (Result("", 503, {}, "come back"), "closed"),
    "not there": (Result("", error="there is no connection"), "closed"),
}


@pytest.mark.parametrize(("result", "outcome"), ANSWERS.values(), ids=ANSWERS)
async def test_what_an_api_answered_is_part_of_the_test(tmp_path: Path, monkeypatch, result: Result, outcome: str):
    async def fetch(self, call):
        return replace(result, call=call.id)

    monkeypatch.setattr(Egress, "fetch", fetch)
    async with staged(tmp_path, ASKING) as stage:
        await stage.says(ANA, "ask")
        [test] = await saved(stage)

    assert ("", outcome) == (test.problem, read_cases(test.text, "")[0][0].ends)


async def test_a_changed_flow_is_said_to_come_out_differently(tmp_path: Path):
    async with staged(tmp_path, VISIT) as stage:
        await stage.says(ANA, "visit")
        await stage.says(ANA, "tomorrow")
        log = await stage.runtime.database.run(
            lambda conn: events.of_conversation(conn, views.conversations(conn, phone=ANA)[0].id)
        )
    (tmp_path / "flows" / "visit.yaml").write_text(VISIT.replace("keyword: visit", "keyword: book"), encoding="utf-8")
    async with staged(tmp_path, VISIT.replace("keyword: visit", "keyword: book")) as stage:
        [test] = save(log, stage.runtime.house.library())

    assert "it comes out differently when it is played: this text does not start the flow" == test.problem
    assert {} == in_one_file([test])


@pytest.mark.parametrize("flow", sorted(path.stem for path in FOLDER.glob("*.yaml") if "." not in path.stem))
async def test_conversations_with_the_shipped_flows_are_tests(tmp_path: Path, flow: str):
    source = (FOLDER / f"{flow}.yaml").read_text(encoding="utf-8")
    async with staged(tmp_path, source) as stage:
        machine = stage.runtime.house.library().machines[flow]
        required = [name for name, given in machine.flow.inputs.items() if given.default is None]
        if required:
            pytest.skip("it begins with inputs")
        await stage.starts(ANA, flow)
        for text in ("yes", "1", "tomorrow at ten", "Ana", "no", "2"):
            await stage.says(ANA, text)
        tests = await saved(stage)

    assert tests
    assert [""] * len(tests) == [test.problem for test in tests]
