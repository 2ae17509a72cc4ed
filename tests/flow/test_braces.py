"""Braces that fill nothing in."""

from __future__ import annotations

import pytest

from tests.flow.test_rules import found


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Hi {name}!", "write `{{ name }}`"),
        ("Hi ${name}!", "write `{{ name }}`"),
        ("Hi { contact.first_name | title }!", "write `{{ contact.first_name }}`"),
        ("Hi {{ name }} and {name}!", "write `{{ name }}`"),
        ("Hi name }}!", "write `{{ name }}`"),
        ("Hi {{ name }}!", None),
        ("A smile :-} {", None),
        ("1 {2} 3", None),
    ],
)
def test_a_placeholder_that_is_not_filled_in(text, label):
    steps = f"- ask: Name?\n  save: name\n- say: '{text}'\n- end: x"

    assert ([label] if label else []) == [it.label for it in found(steps, "F073")]


@pytest.mark.parametrize(
    "steps",
    [
        "- ask: Which?\n  replies: {a: {words: ['{{ contact.a }}'], end: x}}\n- end: x",
        "- ask: Which?\n  replies: {a: {not: {words: ['{{ contact.a }}']}, end: x}}\n- end: x",
        "- ask: Which?\n  replies: {'{{ contact.a }}': end}\n- end: x",
        "- ask: Which?\n  choices: {a: A}\n  synonyms: {a: '{{ contact.a }}'}\n- end: x",
        "- schedule: '{{ contact.a }}'\n  in: 1 day\n- end: x",
        "start: [{keyword: '{{ contact.a }}'}]\nstates: {a: [{end: x}]}",
        "anytime: {a: {words: ['{{ contact.a }}'], end: x}}\nstates: {a: [{ask: b}, {end: x}]}",
    ],
)
def test_a_template_where_words_are_taken_as_written(steps):
    (finding,) = found(steps, "F074")

    assert "`{{ contact.a }}` is not filled in here: words are taken as they are written" == finding.message
