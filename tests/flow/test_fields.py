"""Fields that are not there, fields that are misspelt, and comparisons that never hold."""

from __future__ import annotations

import pytest

from tests.flow.test_rules import found

CALL = "- http: GET https://a.b\n  save: slots\n  on_error: end\n- say: '{}'\n- end: done"
ASK = "- ask: Which?\n  {}\n  save: it\n  give_up: end\n- say: '{}'\n- end: done"


@pytest.mark.parametrize(
    ("filled", "label"),
    [
        ("{{ slots.free }}", "did you mean `slots.body.free`?"),
        ("{{ slots.bdoy.free }}", "did you mean `slots.body.free`?"),
        ("{{ slots.body.free }} {{ slots.status }} {{ slots.headers.x }}", None),
        ("{{ slots }}", None),
    ],
)
def test_what_an_api_answers(filled, label):
    assert ([label] if label else []) == [it.label for it in found(CALL.format(filled), "F071")]


@pytest.mark.parametrize(
    ("filled", "message"),
    [
        ("{{ it.label }}", "`it` has no field `label`"),
        ("{{ it.frist }}", "`it` has no field `frist`"),
        ("{{ answers.it.txt }}", "`it` has no field `txt`"),
        ("{{ answers.it.text }} {{ answers.it.label }} {{ answers.it.at }} {{ answers.it.value }} {{ it }}", None),
    ],
)
def test_an_answer_is_the_value_itself(filled, message):
    findings = found(ASK.format("expect: text", filled), "F071")

    assert ([message] if message else []) == [it.message for it in findings]
    assert not findings or findings[0].example


def test_what_is_also_set_may_have_any_field():
    steps = "- ask: Which?\n  save: it\n- set: {it: {a: 1}}\n- say: '{{ it.a }}'\n- end: done"

    assert [] == found(steps, "F071")


@pytest.mark.parametrize(
    ("filled", "label"),
    [
        ("{{ contact.frist_name }}", "did you mean `contact.first_name`?"),
        ("{{ contact.timzone }}", "did you mean `contact.timezone`?"),
        ("{{ business.nmae }}", "did you mean `business.name`?"),
        ("{{ channel.numbre }}", "did you mean `channel.number`?"),
        ("{{ contact.first_name }} {{ contact.nickname }} {{ contact.names }} {{ contact.phone2 }}", None),
        ("{{ contact.mail }}", None),
    ],
)
def test_a_slip_in_a_field_that_everybody_has(filled, label):
    assert ([label] if label else []) == [it.label for it in found(f"- say: '{filled}'\n- end: x", "F082")]


def test_a_field_that_some_flow_sets_is_no_slip():
    assert [] == found("- set: {contact.nmae: x}\n- say: '{{ contact.nmae }}'\n- end: x", "F082")


@pytest.mark.parametrize(
    ("question", "condition", "message"),
    [
        ("choices: {bill: Bill, other: Other}", "it == 'bil'", "`it` is never `bil`: its choices are bill, other"),
        ("choices: {bill: Bill, other: Other}", "'bil' != it", "`it` is never `bil`: its choices are bill, other"),
        ("choices: {bill: Bill, other: Other}", "it == 'bill'", None),
        ("choices: {bill: Bill, other: Other}", "it == contact.topic", None),
        ("expect: yes_no", "it == 'yes'", "`it` is true or false, never the text `yes`"),
        ("expect: yes_no", "it", None),
        ("expect: integer", "it == '3'", "`it` is a number, never the text `3`"),
        ("expect: integer", "it == 3", None),
        ("expect: text", "it == 'anything'", None),
        ("choices: '{{ contact.list }}'", "it == 'anything'", None),
    ],
)
def test_a_comparison_that_never_holds(question, condition, message):
    steps = f"- ask: Which?\n  {question}\n  save: it\n  give_up: end\n- go: start\n  if: {condition}\n- end: x"
    steps = steps.replace("if: 'bil' != it", "if: \"'bil' != it\"")

    assert ([message] if message else []) == [it.message for it in found(steps, "F072")]


def test_what_is_set_elsewhere_may_be_anything():
    steps = "- set: {it: free}\n- ask: Which?\n  choices: {a: A}\n  save: it\n- go: start\n  if: it == 'free'\n- end: x"

    assert [] == found(steps, "F072")
