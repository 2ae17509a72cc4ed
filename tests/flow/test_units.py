"""What is translated, and the ids of it: readable, and the same after something is added."""

from __future__ import annotations

import pytest

from bot.flow.load import load, read_draft
from bot.flow.model import Ask, Say
from bot.flow.units import digest, units_of
from tests.flow.conftest import whole_flow

WHOLE = """
flow: example
start:
  - keyword: [start me, go]
  - event: booked
  - keyword: later
anytime:
  agent: {words: [agent], not: {starts: [no]}, go: bye}
  hours: {phrase: open hours, do: [{say: We open at nine.}, {ask: Anything else?}]}
defaults:
  unclear: [Sorry?, Once more?]
  give_up: [{say: Never mind.}, {end: lost}]
  silence: {1 day: Still there?}
states:
  topic:
    - say: [Hello, Welcome]
    - ask: What is it?
      choices: {billing: Billing, broken: Something is broken}
      synonyms: {billing: [invoice, money]}
      save: topic
      confirm: "{{ answer }}, right?"
      replies:
        billing: [{say: Right.}, {ask: Which invoice?, save: invoice}]
        broken: bye
        none: {words: [none], do: [{say: Oh}]}
        later: [{say: Fine.}]
      else: [{say: Hm.}]
    - ask: Your order?
      name: order
      expect: integer
      check: [{if: answer < 1, say: Too low.}, {if: answer > 9, say: Too high.}]
      replies: {1..2: [{say: Small}]}
      silence: {90 minutes: Hello?, 1 day: [{say: Goodbye}, {end: gone}]}
    - ask: And?
    - match: "{{ topic }}"
      replies: {billing: [{say: Matched}]}
    - http: GET https://api.example.com/x
      save: found
      on_error: [{say: It fails}]
    - run: other
      expired: [{say: Too late}]
      failed: [{say: No luck}]
    - do: find_table
      on_error: [{say: No table}]
    - email: "{{ contact.email }}"
      subject: Your order
      body: Thank you
    - email: team@example.com
      subject: An order
      body: For the team
    - say: Done
    - say: "{{ order }} {{ order | number }}"
    - say: "{{ 'Good' if order > 3 else 'Bad' }}"
    - go: bye
  bye:
    - handoff: care
      note: For agents {{ topic }}
      say: One moment.
      closed: [{say: They are gone}, {end: x}]
      no_agent: {15 minutes: Sorry for the wait., 1 hour: {end: y}}
"""
IDS = [
    "keywords.1",
    "keywords.2",
    "anytime.agent.words",
    "anytime.agent.not.starts",
    "anytime.hours.phrase",
    "anytime.hours.say.1",
    "anytime.hours.ask",
    "defaults.unclear.1",
    "defaults.unclear.2",
    "defaults.give_up.say.1",
    "defaults.silence.1 day",
    "topic.say.1",
    "topic.say.2",
    "topic.ask",
    "topic.choices.billing",
    "topic.choices.broken",
    "topic.synonyms.billing",
    "topic.replies.billing.say.1",
    "topic.invoice.ask",
    "topic.replies.none.words",
    "topic.replies.none.say.1",
    "topic.replies.later.words",
    "topic.replies.later.say.1",
    "topic.else.say.1",
    "topic.confirm",
    "topic.order.ask",
    "topic.order.check.1",
    "topic.order.check.2",
    "topic.order.replies.1..2.say.1",
    "topic.order.silence.90 minutes",
    "topic.order.silence.1 day.say.1",
    "topic.4.ask",
    "topic.match-1.replies.billing.say.1",
    "topic.found.on_error.say.1",
    "topic.run-1.expired.say.1",
    "topic.run-1.failed.say.1",
    "topic.do-1.on_error.say.1",
    "topic.email.1.subject",
    "topic.email.1.body",
    "topic.say.3",
    "topic.say.5",
    "bye.handoff.say",
    "bye.handoff.closed.say.1",
    "bye.handoff.no_agent.15 minutes",
]
"""`topic.say.4` holds values alone; notes, and e-mails to a fixed address, are for the business itself."""


def units(source):
    return read_draft(whole_flow(source), "flows/example.yaml").units


def ids(source):
    return [unit.id for unit in units(source)]


def test_every_text_that_people_read_or_write_has_an_id():
    flow, findings = load(whole_flow(WHOLE), "flows/example.yaml")

    assert [] == findings
    assert flow is not None
    assert IDS == ids(WHOLE)
    assert IDS == [unit.id for unit in units_of(flow)]


def test_a_text_knows_its_id():
    flow, _ = load(whole_flow(WHOLE), "flows/example.yaml")
    said, asked = flow.states["topic"][:2]

    assert isinstance(said, Say)
    assert isinstance(asked, Ask)
    assert ["topic.say.1", "topic.say.2"] == [text.id for text in said.texts]
    assert ("topic.ask", "defaults.unclear.2") == (asked.text.id, asked.question.unclear[1].id)
    assert "" == flow.states["bye"][0].note.id


CHOICES = "choices: {billing: Billing, broken: Something is broken}"
CHECKS = "check: [{if: answer < 1, say: Too low.}, {if: answer > 9, say: Too high.}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    - go: bye", "    - say: And another\n    - ask: Really?\n    - go: bye"),
        ("- keyword: later", "- keyword: later\n  - keyword: soon"),
        ("unclear: [Sorry?, Once more?]", "unclear: [Sorry?, Once more?, Last time?]"),
        (CHOICES, CHOICES.replace("{", "{new: New, ")),
        (CHECKS, f"{CHECKS}, {{if: answer == 5, say: Not five.}}"),
        ("15 minutes: Sorry for the wait.", "5 minutes: Soon., 15 minutes: Sorry for the wait."),
    ],
)
def test_what_is_added_changes_no_id(before, after):
    old = {unit.id: unit.base for unit in units(WHOLE)}
    new = {unit.id: unit.base for unit in units(WHOLE.replace(before, after))}

    assert set(new) > set(old)
    assert old == {id: base for id, base in new.items() if id in old}


TWO_SILENCES = "- ask: A?\n  silence: {60 minutes: One, 1 hour: Two}\n- end: x"
TWO_HANDOFFS = "- handoff: a\n  wait: no\n  say: One\n- handoff: b\n  say: Two"


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        ("- ask: Say?\n  save: say\n- ask: Ask?\n  save: ask\n- end: x", ["start.ask", "start.ask_.ask"]),
        ("- listen:\n- ask: Two?\n- end: x", ["start.2.ask"]),
        ("states: {keywords: [{say: Hi}, {end: x}]}", ["keywords_.say.1"]),
        (TWO_SILENCES, ["start.ask", "start.silence.1 hour", "start.silence.1 hour'"]),
        (TWO_HANDOFFS, ["start.handoff.say", "start.handoff-2.say"]),
        ("- say: ''\n- end: x", []),
        ("- say: 12:30 - {{ contact.x }}\n- end: x", []),
    ],
)
def test_no_id_stands_in_the_place_of_another(flow, expected):
    assert expected == ids(flow)


def test_questions_in_defaults_are_numbered_for_each_question_anew():
    source = """
    defaults:
      give_up: [{say: One}, {ask: Two?, save: two, give_up: end}, {say: Three}, {end: x}]
    states:
      a: [{ask: A?}, {ask: B?}, {end: x}]
    """

    said = ["defaults.give_up.say.1", "defaults.give_up.say.2", "defaults.two.ask"]
    assert ["a.3.ask", "a.ask", *said] == sorted(ids(source))


@pytest.mark.parametrize(
    ("one", "other"), [(["a"], ["b"]), (["a", "b"], ["a b"]), (["a"], ["a "]), (["\udce9"], ["\udce8"])]
)
def test_a_mark_tells_texts_apart(one, other):
    assert digest(one) != digest(other)


def test_marks_are_the_same_everywhere():
    assert "185f8db3" == digest(["Hello"])
