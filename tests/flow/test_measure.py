"""Text without a font: how wide, and where to break it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flow.measure import ellipsis, widest, width, wrap


@pytest.mark.parametrize(
    ("narrow", "wide"), [("ill", "www"), ("abc", "ABC"), ("abc", "漢字仮"), ("a\u0301", "ab"), ("il", "il ")]
)
def test_some_text_is_wider_than_other(narrow, wide):
    assert width(narrow, 12) < width(wide, 12)


def test_in_a_code_font_all_signs_are_as_wide():
    assert width("iii", 11, monospace=True) == width("WWW", 11, monospace=True)


@pytest.mark.parametrize(
    ("text", "lines_max", "lines"),
    [
        ("", 2, []),
        ("Hello", 2, ["Hello"]),
        ("Hello there my friend", 3, ["Hello there", "my friend"]),
        ("Hello there my friend", 1, ["Hello…"]),
        ("Hello there my dear friend of old", 2, ["Hello there", "my dear…"]),
        ("Supercalifragilistic", 1, ["Supercal…"]),
        ("Supercalifragilistic", 9, ["Supercalifr", "agilistic"]),
    ],
)
def test_text_breaks_at_words_and_says_where_there_is_more(text, lines_max, lines):
    assert lines == wrap(text, 70, 12, lines_max)


@given(st.text(max_size=200), st.integers(20, 300), st.integers(1, 5))
def test_lines_fit_and_nothing_is_lost_without_a_sign(text, room, lines_max):
    lines = wrap(text, room, 12, lines_max)

    assert len(lines) <= lines_max
    assert all(len(line) <= 2 or width(line.rstrip("…"), 12) <= room for line in lines)
    assert "".join(text.split()) == "".join("".join(lines).split()) or lines[-1].endswith("…")


def test_the_widest_line_counts():
    assert width("long one", 11) == widest(["a", "long one", ""], 11)
    assert 0 == widest([], 11)


@pytest.mark.parametrize(
    ("head", "cut"), [("one two thr", "one two…"), ("a longlonglong", "a longlonglong…"), ("x, ", "x…")]
)
def test_an_ellipsis_prefers_a_word(head, cut):
    assert cut == ellipsis(head)
