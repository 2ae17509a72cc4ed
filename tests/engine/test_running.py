"""Flows within flows, as conversations."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.engine.machine import compile_flow
from bot.engine.route import Continue, Library, route_text
from bot.engine.session import Session
from bot.events import Context
from bot.flow.load import load
from bot.limits import RUNS_DEEP_MAX
from tests.chat import ANA, Chat

ORDER = """
flow: order
anytime:
  help: {words: [owner], end: owner}
states:
  begin:
    - say: Let us bring it to you.
    - run: address
      with: {town: "{{ contact.town | default('Springfield') }}"}
      save: place
      expired: [{say: We close this order.}, {end: silent}]
      failed: [{say: That did not work.}, {end: broken}]
    - say: "{{ place.outcome }}: {{ place.street }}"
    - ask: Right?
      expect: yes_no
      replies: {yes: done}
    - end: wrong
  done:
    - end: done
"""
ADDRESS = """
flow: address
class: transactional
expires: 2 hours
inputs: {town: text}
outputs: {street: text}
anytime:
  skip: {words: [skip], end: skipped}
states:
  ask:
    - ask: Which street in {{ town }}?
      save: street
      silence: {1 hour: Still there?}
      undelivered: lost
    - set: {contact.street: "{{ street }}"}
    - end: known
  lost:
    - end: failed
"""
FLOWS = {"order": ORDER, "address": ADDRESS}


def library(sources):
    machines = {}
    for name, source in sources.items():
        flow, findings = load(source, f"{name}.yaml")
        assert flow is not None, findings
        machines[name] = compile_flow(flow)
    return Library(machines, {(name, it.flow.version): it for name, it in machines.items()})


def talk(sources=FLOWS, first="order", **settings):
    flows = library(sources)
    chat = Chat(flows.machines[first], library=flows, **settings)
    chat.start()
    return chat


def test_a_flow_runs_another_and_comes_back_with_its_outputs():
    chat = talk()

    chat.hears("Let us bring it to you.")
    chat.hears("Which street in Springfield?")
    chat.says("Elm Street 5")
    chat.hears("known: Elm Street 5")
    chat.hears("Right?")
    chat.says("yes")

    assert "done" == chat.outcome
    assert {"street": "Elm Street 5", "outcome": "known"} == chat.variables["place"]
    assert "Elm Street 5" == chat.contact["street"]


def test_what_may_be_said_at_any_time_is_first_that_of_the_flow_that_asks():
    chat = talk()
    chat.says("skip, says the owner")

    assert {"street": None, "outcome": "skipped"} == chat.variables["place"]


def test_what_the_outer_flow_takes_at_any_time_ends_the_inner_one():
    chat = talk()
    chat.says("I want the owner")

    assert ("owner", "order") == (chat.outcome, chat.session.flow)
    assert ["interrupted", "owner"] == [entry.text for entry in chat.log if entry.kind == "ended"]
    assert "place" not in chat.variables


def test_what_leads_back_to_a_question_is_for_the_questions_of_its_own_flow():
    outer = ORDER.replace("anytime:", "anytime:\n  hours: {words: [hours], do: [{say: Nine to five.}]}")
    chat = talk({"order": outer, "address": ADDRESS})
    chat.says("hours")

    assert "hours" == chat.variables["place"]["street"]
    chat.says("hours")
    assert "Nine to five." == chat.said[-2]


def test_the_outermost_flow_is_heard_through_those_between():
    outer = "flow: shop\nanytime: {agent: {words: [agent], go: human}}\nstates: {a: [{run: order}, {end: x}], "
    outer += "human: [{handoff: desk, closed: end}]}"
    chat = talk({"shop": outer, **FLOWS}, "shop")
    chat.says("an agent please")

    assert {"queue": "desk", "note": "", "priority": "normal"} == chat.handoff
    assert ("shop", []) == (chat.session.flow, chat.session.callers)


def test_a_keyword_of_another_flow_does_not_take_what_the_outer_flow_takes():
    flows = library({**FLOWS, "owner": "flow: owner\nstart: [{keyword: owner}]\nstates: {a: [{end: x}]}"})
    chat = Chat(flows.machines["order"], library=flows)
    chat.start()

    assert isinstance(route_text(flows, "owner", chat.session, Context(ANA), chat.now), Continue)


def test_who_stops_answering_there_takes_the_way_of_expired():
    chat = talk()
    chat.wait(timedelta(hours=1))

    assert "Still there?" == chat.said[-1]

    chat.wait(timedelta(hours=2))

    assert "We close this order." == chat.said[-1]
    assert "silent" == chat.outcome


def test_what_fails_there_takes_the_way_of_failed():
    chat = talk()
    chat.undelivered()

    assert "That did not work." == chat.said[-1]
    assert "broken" == chat.outcome


@pytest.mark.parametrize(("end", "outcome"), [("expired", "expired"), ("failed", "failed"), ("done", "went on")])
def test_without_a_way_for_it_the_outer_flow_ends_alike(end, outcome):
    outer = "flow: order\nstates: {one: [{run: address}, {end: went on}]}".replace("went on", "went_on")
    inner = f"flow: address\nstates: {{one: [{{end: {end}}}]}}"

    assert outcome.replace(" ", "_") == talk({"order": outer, "address": inner}).outcome


def test_stop_ends_all_of_them_with_the_same_outcome():
    chat = talk()
    chat.stop("opted_out")

    assert "opted_out" == chat.outcome
    assert "order" == chat.session.flow
    assert [] == chat.session.callers
    assert 2 == len(chat.said)


def test_messages_carry_the_class_of_the_flow_that_sends_them():
    chat = talk()

    assert [("conversational", "begin"), ("transactional", "address/ask.street")] == [
        (effect.message_class.value, effect.state) for effect in chat.effects if hasattr(effect, "message_class")
    ]


def test_a_session_within_a_session_survives_json():
    chat = talk()
    stored = json.loads(json.dumps(chat.session.to_json()))

    assert chat.session == Session.from_json(stored)
    assert ["order"] == [caller.flow for caller in chat.session.callers]


def test_sessions_that_nest_for_ever_are_refused():
    stored = talk().session.to_json()
    for _ in range(RUNS_DEEP_MAX):
        stored = {**stored, "caller": stored}

    with pytest.raises(ValueError, match="flows within each other"):
        Session.from_json(stored)


def test_a_flow_that_runs_itself_without_end_fails():
    chat = talk({"order": "flow: order\nstates: {one: [{run: order}, {end: done}]}"})

    assert "failed" == chat.outcome
    assert any("flows ran within each other" in entry.text for entry in chat.log)


def test_a_loop_of_runs_that_never_ask_is_cut_off():
    outer = "flow: order\nstates: {one: [{run: address}, {go: one}]}"
    inner = "flow: address\nstates: {one: [{say: Hi}, {end: done}]}"
    chat = talk({"order": outer, "address": inner})

    assert "failed" == chat.outcome
    assert any("without waiting" in entry.text for entry in chat.log)


def test_a_flow_that_is_not_there_is_a_failure_of_the_run():
    outer = "flow: order\nstates: {one: [{run: nowhere, failed: [{say: Sorry.}, {end: sorry}]}, {end: done}]}"
    chat = talk({"order": outer})

    chat.hears("Sorry.")
    assert "sorry" == chat.outcome


def test_a_flow_that_does_not_come_back_gives_its_place():
    outer = "flow: order\nstates: {one: [{say: One moment.}, {run: address, with: {town: Rome}, come_back: no}]}"
    chat = talk({"order": outer, "address": ADDRESS})

    chat.hears("One moment.")
    chat.hears("Which street in Rome?")
    assert [] == chat.session.callers
    chat.says("Via Appia")

    assert ("address", "known") == (chat.session.flow, chat.outcome)


def test_texts_that_came_while_nobody_listened_reach_the_question_of_the_other_flow():
    outer = (
        "flow: order\nstates: {one: [{pause: 1 hour}, {run: address, with: {town: Rome}, save: place}, {end: done}]}"
    )
    chat = talk({"order": outer, "address": ADDRESS})

    chat.says("Via Appia 1")
    chat.wait(timedelta(hours=1))

    assert "done" == chat.outcome
    assert "Via Appia 1" == chat.variables["place"]["street"]


def test_texts_that_came_while_nobody_listened_there_come_back_along():
    pausing = ADDRESS.replace("    - end: known", "    - pause: 1 hour\n    - end: known")
    chat = talk({"order": ORDER, "address": pausing})
    chat.says("5 Elm Street")
    chat.says("yes")
    chat.wait(timedelta(hours=1))

    assert ("done", "Right?") == (chat.outcome, chat.said[-1])


def test_the_outer_flow_goes_on_in_its_own_version():
    chat = talk()
    newer = library({"order": ORDER.replace("Right?", "Is that right?"), "address": ADDRESS})
    chat.library = Library(newer.machines, {**newer.versions, ("order", chat.machine.flow.version): chat.machine})
    chat.says("Elm Street")

    assert "Right?" == chat.said[-1]


def test_an_outer_flow_that_is_gone_ends_the_conversation():
    chat = talk()
    chat.library = Library({"address": chat.library.machines["address"]}, {})
    chat.says("Elm Street")

    assert "failed" == chat.outcome
    assert any("is gone" in entry.text for entry in chat.log)


def test_what_was_begun_is_told():
    chat = talk()

    version = chat.library.machines["address"].flow.version
    assert [("ran", "address"), ("asked", "ask.street")] == [
        (entry.kind, entry.text) for entry in chat.log if entry.kind in ("ran", "asked")
    ]
    assert version == chat.session.version
