"""The simulation: a phone, a clock and an API that exist only in the test."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import Json
from bot.simulator import AGENT, BOT, PERSON, Chip, Simulation
from tests.chat import ANA, CLINIC, THURSDAY, Chat, chat, machine

ORDER = """
states:
  one:
    - ask: What is your order number?
      expect: integer
      save: order
      silence:
        1 hour: Still there?
        3 hours: {end: quiet}
    - http: GET https://api.example.com/orders/{{ order }}
      save: found
      on_error: [{say: We cannot look it up.}, {go: person}]
    - set: {contact.last_order: "{{ order }}"}
    - tag: [buyer]
    - label: [orders]
    - ask: "It is {{ found.body.status }}. Did that help?"
      expect: yes_no
      replies: {yes: {end: solved}, no: person}
      undelivered: {end: lost}
  person:
    - handoff: care
    - end: done
"""


def order(**settings: Any) -> Chat:
    talk = chat(ORDER, **settings)
    talk.start()
    return talk


def test_a_conversation_reads_like_one() -> None:
    talk = order(stubs={"GET https://api.example.com/orders/7": {"status": "shipped"}})
    talk.hears("What is your order number?")
    assert ["It is shipped. Did that help?"] == talk.says("7")
    talk.hears("/shipped/")
    assert [(BOT, 1), (PERSON, 1), (BOT, 1)] == [(bubble.who, bubble.segments) for bubble in talk.bubbles]
    assert ("one", True, None) == (talk.state, talk.waiting, talk.outcome)
    assert (7, ["buyer"], ["orders"]) == (talk.contact["last_order"], talk.contact["tags"], talk.labels)
    talk.says("yes")
    talk.hears_nothing()
    assert ("solved", False, 7) == (talk.outcome, talk.waiting, talk.variables["order"])


@pytest.mark.parametrize(
    ("stub", "said"),
    [
        ({"status": "shipped"}, "It is shipped. Did that help?"),
        ({"status": 200, "body": {"status": "shipped"}}, "It is shipped. Did that help?"),
        ({"status": "200", "body": {"status": "late"}, "headers": {"x": "y"}}, "It is late. Did that help?"),
        ({"body": {"status": "here"}}, "It is here. Did that help?"),
        ({"status": 404}, "We cannot look it up."),
        ({"status": 500, "body": "no"}, "We cannot look it up."),
    ],
)
def test_a_stub_is_a_body_or_a_whole_answer(stub: Json, said: str) -> None:
    talk = order(stubs={"GET https://api.example.com/orders/*": stub})
    talk.says("7")
    assert said == talk.said[-1]


def test_a_call_that_no_stub_fits_fails() -> None:
    talk = order(stubs={"GET https://api.example.com/orders/8": {}, "POST *": {}})
    talk.says("7")
    assert "We cannot look it up." == talk.said[-1]
    assert ("problem", "`one.found` failed: nothing answers GET https://api.example.com/orders/7 here") in [
        (entry.kind, entry.text) for entry in talk.log
    ]


def test_without_stubs_a_call_waits_for_its_result() -> None:
    talk = order()
    assert [] == talk.says("7")
    assert "call" == talk.node.kind
    assert ["It is on its way. Did that help?"] == talk.result(200, {"status": "on its way"})


def test_a_call_can_come_to_nothing() -> None:
    talk = order()
    talk.says("7")
    talk.result(error="it took longer than 10 s")
    assert {"queue": "care", "note": "", "priority": "normal"} == talk.handoff


def test_time_passes_when_it_is_told_to() -> None:
    talk = order()
    talk.wait(timedelta(minutes=59))
    talk.hears("What is your order number?")
    talk.hears_nothing()
    assert ["Still there?"] == talk.wait(timedelta(minutes=1))
    assert THURSDAY + timedelta(hours=1) == talk.now
    talk.skip()
    assert "quiet" == talk.outcome


def test_a_month_passes_at_once() -> None:
    talk = order()
    talk.wait(timedelta(days=30))
    assert (["Still there?"], "quiet", THURSDAY + timedelta(days=30)) == (talk.said[1:], talk.outcome, talk.now)


def test_without_a_timer_there_is_nothing_to_skip_to() -> None:
    talk = order()
    talk.stop()
    assert ([], "opted_out") == (talk.skip(), talk.outcome)
    assert "no timer is running" == talk.log[-1].text


def test_the_last_message_may_never_arrive() -> None:
    talk = order(stubs={"*": {"status": "late"}})
    talk.says("7")
    talk.undelivered()
    assert ("lost", [True, True, False]) == (talk.outcome, [bubble.delivered for bubble in talk.bubbles])


def test_nothing_was_sent_that_could_be_lost() -> None:
    assert [] == Simulation(machine(ORDER), THURSDAY).undelivered()


def test_an_agent_takes_over_and_closes() -> None:
    talk = order(stubs={})
    talk.says("7")
    talk.agent_says("How can I help?")
    assert [] == talk.says("never mind")
    talk.agent_closed()
    assert (AGENT, "handed_over") == (talk.bubbles[-2].who, talk.outcome)


# ── quick replies ──


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["YES", "NO"]), ("es-MX", ["SÍ", "NO"]), ("de", ["JA", "NEIN"]), ("xx", ["YES", "NO"])],
)
def test_yes_and_no_are_offered_in_the_contacts_language(language: str, words: list[str]) -> None:
    talk = chat(
        "states:\n  one:\n    - ask: Ok?\n      expect: yes_no\n    - end: done", contact={"language": language}
    )
    talk.start()
    assert words == [chip.text for chip in talk.quick_replies]


def test_choices_are_offered_by_number() -> None:
    question = "ask: Which?\n      choices: {a: Apples, b: Pears}\n      confirm: Sure?"
    talk = chat(f"states:\n  one:\n    - {question}\n    - end: done")
    assert [] == talk.quick_replies
    talk.start()
    assert [Chip("1. Apples", "1"), Chip("2. Pears", "2")] == talk.quick_replies
    talk.says("1")
    assert ["YES", "NO"] == [chip.shown for chip in talk.quick_replies]
    talk.says("yes")
    assert ([], "done") == (talk.quick_replies, talk.outcome)


# ── scheduled flows ──


def test_what_is_scheduled_can_be_replaced_and_taken_back() -> None:
    talk = chat(
        "states:\n  one:\n    - schedule: a\n      in: 1 day\n      id: x\n"
        "    - schedule: b\n      in: 2 days\n      id: x\n"
        "    - schedule: c\n      in: 1 day\n    - ask: More?\n    - cancel: x\n    - end: done"
    )
    talk.start()
    assert ["b", "c"] == [planned.flow for planned in talk.scheduled]
    talk.says("no")
    assert ["c"] == [planned.flow for planned in talk.scheduled]


# ── events as JSON ──


def test_events_may_come_as_json() -> None:
    talk = Chat(machine(ORDER))
    assert ["What is your order number?"] == talk.happen({"type": "start", "inputs": {}})
    assert ["Still there?"] == talk.happen({"type": "silence"})
    talk.happen({"type": "reply", "text": "7"})
    talk.happen({"type": "result", "status": 200, "body": {"status": "late"}})
    assert "It is late. Did that help?" == talk.said[-1]
    talk.happen({"type": "undelivered"})
    assert "lost" == talk.outcome


def test_agents_and_errors_may_come_as_json() -> None:
    talk = order()
    talk.happen({"type": "reply", "text": "7"})
    talk.happen({"type": "result", "error": "time-out"})
    talk.happen({"type": "agent_closed"})
    assert "handed_over" == talk.outcome


@pytest.mark.parametrize(
    "event",
    [
        None,
        "start",
        [],
        {},
        {"type": "dance"},
        {"type": "reply"},
        {"type": "reply", "text": 5},
        {"type": "start", "inputs": 5},
    ],
)
def test_what_is_no_event_is_refused(event: Json) -> None:
    with pytest.raises(ValueError, match="an event has a `type`"):
        order().happen(event)


def test_half_a_character_does_no_harm() -> None:
    talk = chat("states:\n  one:\n    - ask: Name?\n      save: name\n    - say: '{{ name }}!'\n    - end: done")
    talk.start()
    assert ["Ana?!"] == talk.says("Ana\ud83d")


# ── keeping it ──


def test_a_copy_is_a_place_to_come_back_to() -> None:
    talk = order(stubs={"*": {"status": "late"}})
    before = talk.copy()
    talk.says("7")
    talk.says("yes")
    assert (["What is your order number?"], {}, True) == (before.said, before.variables, before.waiting)
    assert "last_order" not in before.contact
    before.says("8")
    assert (8, 7) == (before.variables["order"], talk.variables["order"])


def test_it_goes_on_from_json() -> None:
    talk = order()
    talk.says("7")
    kept = json.loads(json.dumps(talk.to_json()))
    again = Simulation.from_json(talk.machine, kept, business=CLINIC)
    assert ["It is late. Did that help?"] == again.result(200, {"status": "late"})
    assert (talk.now, "Ana") == (again.now, again.contact["first_name"])


ORDERS = machine(ORDER)


@pytest.mark.parametrize(
    "change",
    [
        {"session": None},
        {"session": {}},
        {"contact": []},
        {"labels": {}},
        {"now": "today"},
        {"now": 5},
        {"contact": {"a": "x" * 300_000}},
        {"session": {**order().session.to_json(), "flow": "other"}},
        {"session": {**order().session.to_json(), "state": "gone"}},
        {"session": {**order().session.to_json(), "state": 5}},
    ],
)
def test_what_is_no_simulation_is_refused(change: dict[str, Json]) -> None:
    with pytest.raises(ValueError, match=r"simulation|session|isoformat|time"):
        Simulation.from_json(ORDERS, {**order().to_json(), **change})


@pytest.mark.parametrize("data", [None, [], 5, "x", {}, {"session": {}}])
def test_something_else_is_no_simulation(data: Json) -> None:
    with pytest.raises(ValueError, match="not a simulation"):
        Simulation.from_json(ORDERS, data)


def test_deep_json_is_no_simulation() -> None:
    deep: Json = []
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(ValueError, match="too large"):
        Simulation.from_json(ORDERS, {**order().to_json(), "contact": {"a": deep}})


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)
_FIELDS = sorted(order().session.to_json())
_POINTS = st.sampled_from(sorted(ORDERS.nodes))


@given(st.dictionaries(st.sampled_from(_FIELDS), _JSON, max_size=3), _POINTS, st.text(max_size=10))
def test_a_hostile_session_is_refused_or_harmless(changes: dict[str, Json], state: str, text: str) -> None:
    kept = order().to_json()
    kept["session"] = {**kept["session"], "state": state, **changes}
    try:
        talk = Simulation.from_json(ORDERS, kept)
    except ValueError:
        return
    for event in (
        {"type": "reply", "text": text},
        {"type": "silence"},
        {"type": "undelivered"},
        {"type": "agent_closed"},
    ):
        talk.happen(event)
    assert talk.to_json() == Simulation.from_json(ORDERS, talk.to_json()).to_json()


def test_the_log_names_the_lines_of_the_flow() -> None:
    talk = order(stubs={"*": {"status": "late"}})
    talk.says("7")
    assert [("asked", 5), ("called", 11), ("set", 14), ("tag", 15), ("label", 16), ("asked", 17)] == [
        (entry.kind, entry.line) for entry in talk.log if entry.kind in ("asked", "called", "set", "tag", "label")
    ]


def test_contacts_are_not_changed_under_the_caller() -> None:
    contact = dict(ANA)
    talk = order(contact=contact, stubs={"*": {"status": "late"}})
    talk.says("7")
    assert ANA == contact
