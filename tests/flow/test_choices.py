"""Choices that one answer would choose twice."""

from __future__ import annotations

import pytest

from tests.flow.test_rules import found


@pytest.mark.parametrize(
    ("question", "messages"),
    [
        ("choices: {a: Same, b: same!}", ["`same` means both `a` and `b`"]),
        ("choices: {a: B, b: Other}", ["`b` means both `a` and `b`"]),
        ("choices: {a: One, b: Two}\n  synonyms: {a: [x], b: [y, X]}", ["`x` means both `a` and `b`"]),
        ("choices: {2: One, 1: Two}", ["`2` is the key of one choice and the number of another, `1`"] * 1),
        ("choices: {1: One, 2: Two}", []),
        ("choices: {30: Half an hour, 60: An hour}", []),
        ("choices: {a: A, b: B}\n  synonyms: {a: [a, A], b: x}", []),
        ("choices: {a: '{{ contact.x }}', b: '{{ contact.x }}'}", []),
    ],
)
def test_choices_that_cannot_be_told_apart(question, messages):
    findings = [it.message for it in found(f"- ask: Which?\n  {question}\n- end: x", "F075")]

    assert messages == findings[: len(messages) or None]
