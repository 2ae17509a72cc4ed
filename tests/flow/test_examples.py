"""What a flow could be given, guessed from the flow itself."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.flow.examples import example_answer, example_input, example_replies
from bot.flow.load import load
from bot.flow.model import Ask, Flow, Http, Type

NOW = datetime(2026, 3, 5, 9, 41)
SOURCE = """
flow: shop
start:
  - fallback
anytime:
  agent: {words: [agent, human], go: end}
  picture: {blank: true, go: end}
states:
  first:
    - http: GET https://api.example.com/{{ found.body.area }}
      save: found
    - say: "{{ found.body.status }}, {{ found.body.paid_at | date }}, {{ found.body.total }}"
    - ask: Write to {{ found.body.shop.email }}?
      choices: "{{ found.body.free[:3] }}"
      save: pick
      replies:
        none: {words: [neither, none], go: second}
        5..9: second
        later: second
    - go: second
      if: found.body.state == 'sent'
    - go: second
  second:
    - http: POST https://api.example.com/
    - end: done
"""


@pytest.fixture(scope="module")
def flow() -> Flow:
    flow, findings = load(SOURCE, "<shop>")
    assert flow is not None, findings
    return flow


@pytest.mark.parametrize(
    ("kind", "example"),
    [
        (Type.DATETIME, "2026-03-06T10:00"),
        (Type.DATE, "2026-03-06"),
        (Type.TIME, "10:00"),
        (Type.YES_NO, "yes"),
        (Type.INTEGER, "42"),
        (Type.NUMBER, "42"),
        (Type.MONEY, "42"),
        (Type.PHONE, "+12025550143"),
        (Type.EMAIL, "ana@example.com"),
        (Type.LIST, "[]"),
        (Type.OBJECT, "{}"),
        (Type.TEXT, "example"),
    ],
)
def test_every_type_of_input_has_an_example(kind, example):
    assert example == example_input(kind, NOW)


def test_an_answer_holds_everything_that_the_flow_reads_from_it(flow):
    call = flow.states["first"][0]
    assert isinstance(call, Http)
    answer = example_answer(flow, call, NOW)

    assert {
        "area": "area",
        "status": "on its way",
        "paid_at": "2026-03-08T14:30:00",
        "shop": {"email": "ana@example.com"},
        "total": 42,
        "state": "sent",
    } == {name: value for name, value in answer.items() if name != "free"}
    assert {"id", "label"} == set(answer["free"][0])


def test_a_call_whose_answer_nobody_reads_needs_none(flow):
    call = flow.states["second"][0]
    assert isinstance(call, Http)

    assert {} == example_answer(flow, call, NOW)


def test_replies_are_labels_and_what_may_always_be_said(flow):
    ask = flow.states["first"][2]
    assert isinstance(ask, Ask)

    assert ["neither", "9", "later", "agent"] == example_replies(ask.question, flow.anytime)
