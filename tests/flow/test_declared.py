"""What a flow declares at its top: moved questions, defaults, countries, offsets."""

from __future__ import annotations

import pytest

from tests.flow.test_rules import found

STATES = "states:\n  start:\n    - ask: Name?\n      save: name\n    - ask: Again?\n    - end: done\n"


@pytest.mark.parametrize(
    ("moved", "label"),
    [
        ("{a.old: start.nmae}", "did you mean `start.name`?"),
        ("{a.old: nowhere}", None),
        ("{a.old: start.name, a.other: start.2}", False),
    ],
)
def test_where_questions_move(moved, label):
    findings = found(f"moved: {moved}\n{STATES}", "F077")

    assert bool(findings) == (label is not False)
    assert not label or label == findings[0].label


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("integer", ["4", "-4"], ["four", "4.5"]),
        ("number", ["4", "4.5"], ["4,5"]),
        ("money", ["4", "4.50", "$4", "1,000.00"], ["much"]),
        ("yes_no", ["yes", "No", "true"], ["perhaps"]),
        ("date", ["2026-03-06"], ["6 March", "2026-13-06"]),
        ("time", ["'10:00'"], ["noon"]),
        ("datetime", ["2026-03-06 10:00", "2026-03-06T10:00:00Z"], ["soon"]),
        ("phone", ["+1 202 555 0143"], ["mine"]),
        ("email", ["ana@example.com"], ["ana"]),
        ("text", ["anything"], []),
    ],
)
def test_a_default_is_of_its_type(kind, good, bad):
    for written in [*good, "'{{ contact.x }}'"]:
        assert [] == found(f"inputs: {{it: {{type: {kind}, default: {written}}}}}\n{STATES}", "F078"), written
    for written in bad:
        assert 1 == len(found(f"inputs: {{it: {{type: {kind}, default: '{written}'}}}}\n{STATES}", "F078")), written


@pytest.mark.parametrize(
    ("country", "label"),
    [("US", None), ("GB", None), ("UK", "did you mean `GB`?"), ("us", "did you mean `US`?"), ("Germany", "")],
)
def test_a_country_is_one(country, label):
    steps = f"- ask: Number?\n  expect: phone\n  country: {country}\n- end: x"

    assert ([] if label is None else [label]) == [it.label for it in found(steps, "F079")]


@pytest.mark.parametrize(("trigger", "count"), [("event: a, offset: -1 day", 1), ("event: a, offset: 1 day", 0)])
def test_no_flow_begins_before_its_event(trigger, count):
    assert count == len(found(f"start: [{{{trigger}}}]\n{STATES}", "F081"))
