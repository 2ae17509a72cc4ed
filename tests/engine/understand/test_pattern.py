"""The author's patterns: group 1, any case, and never slow."""

import time

import pytest

from bot.engine.understand.pattern import compiled
from bot.flow.model import Type
from tests.engine.understand.asking import hear


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("my order is 40213 ok", "\\b(\\d{5})\\b", "40213"),
        ("4021", "\\b(\\d{5})\\b", None),
        ("ab12", "^[A-Z]{2}\\d{2}$", "ab12"),
        ("４０２１３", "\\b(\\d{5})\\b", "40213"),
        ("40213 no wait 40214", "\\b(\\d{5})\\b", "40214"),
        ("x", "(y)?x", "x"),
    ],
)
def test_regex(text, pattern, expected):
    assert expected == hear(text, Type.REGEX, pattern=pattern)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(", "missing"),
        ("(?=x)y", "cannot be used"),
        ("a" * 201, "201 characters"),
        ("((a{100}){100}){100}", "cannot be used"),
    ],
)
def test_a_pattern_that_cannot_be_used_says_why(pattern, reason):
    with pytest.raises(ValueError, match=reason):
        compiled(pattern)


def test_a_pattern_that_would_explode_elsewhere_is_quick_here():
    started = time.perf_counter()
    assert hear("a" * 10_000, Type.REGEX, pattern="^(a+)+$b") is None
    assert time.perf_counter() - started < 2  # some ms: what this must catch takes minutes
