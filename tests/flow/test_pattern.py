"""Patterns before they are compiled: which repeat a repetition, and how large they become."""

from __future__ import annotations

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from bot.flow.pattern import read_pattern


@pytest.mark.parametrize(
    ("pattern", "ambiguous"),
    [
        (r"^(a+)+$", True),
        (r"(\w+\s?)+", True),
        (r"(a|a)*", True),
        (r"((a*))*", True),
        (r"(?:x+y?)*z", True),
        (r"(.*)*", True),
        (r"(a{2,})+", True),
        (r"(x+x+)+y", True),
        (r"(?P<word>\w+)*", True),
        (r"(\w+,)+", False),
        (r"\b(\d{5})\b", False),
        (r"(a|b)*", False),
        (r"(\d+\.)*\d+", False),
        (r"(\d+\s+)+", False),
        (r"[(+]+", False),
        (r"([a-z]+)?", False),
        (r"(?i)(ab+c)+", False),
        (r"((?i)ab)+", False),
        (r"(\d{4}){4}", False),
        (r"\(+\)+", False),
        (r"\Q(a+)+\E", False),
        (r"[A-Z]{2}\d+", False),
        ("", False),
    ],
)
def test_a_pattern_that_repeats_a_repetition(pattern, ambiguous):
    re2.compile(pattern)

    assert ambiguous == read_pattern(pattern).ambiguous


@pytest.mark.parametrize(
    ("pattern", "size"),
    [("abc", 3), (r"\d{5}", 5), ("a{0,1000}", 1_000), ("(ab){10}c", 21), ("((a{100}){100}){100}", 1_000_000), ("", 0)],
)
def test_how_large_a_pattern_becomes(pattern, size):
    assert size == read_pattern(pattern).size


@given(st.text("ab()[]|*+?{},0123456789\\.^$-:P<>iQE", max_size=80))
def test_any_text_can_be_looked_at(pattern):
    assert read_pattern(pattern).size >= 0
