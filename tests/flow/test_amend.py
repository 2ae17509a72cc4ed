"""Expected texts, written anew in place: comments, layout and the author's style of quoting stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flow.amend import amend
from bot.flow.testing import read_cases


def amended(source, *texts):
    """Give the first items these texts."""
    (case, *_), findings = read_cases(source, "x.test.yaml")
    assert [] == findings
    return amend(source, [(item, text) for item, text in zip(case.talk, texts, strict=False) if text is not None])


def source(written):
    return f"# ours\n- test: x   # keep\n  talk:\n    - bot: {written}\n    - bot: next\n  ends: done\n"


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("Hello   # said", "Good day", "Good day   # said"),
        ("Hello", "Order 1: sent", '"Order 1: sent"'),
        ("Hello", "#1", '"#1"'),
        ("Hello", " ", '" "'),
        ("Hello", "one\ntwo", '"one\\ntwo"'),
        ("'Hello'  # said", "it's", "'it''s'  # said"),
        ('"Hello"', 'say "hi"', '"say \\"hi\\""'),
        ("Hello\n        there", "Good day", "Good day"),
        (">\n        Hello\n        there", "Good day to you", ">\n        Good day to you"),
        ("|\n        One\n        two", "one\ntwo\n\nthree", "|\n        one\n        two\n\n        three"),
        ("> # folded\n        Hello", "a\nb", '"a\\nb"'),
        ("> # folded\n        Hello", "a b", "> # folded\n        a b"),
    ],
)
def test_a_text_is_written_in_its_place(before, text, after):
    assert (source(after), 1) == amended(source(before), text)


def test_long_texts_are_folded():
    text = "A word. " * 30 + "End."

    new, count = amended(source(">\n        Hello"), text)

    assert (1, True) == (count, max(map(len, new.splitlines())) <= 101)


def test_several_texts_and_inline_layout():
    written = "- {test: x, talk: [{bot: one}, {me: hi}, {bot: 'two'}]}\n"

    assert ("- {test: x, talk: [{bot: \"1, 2\"}, {me: hi}, {bot: '3'}]}\n", 2) == amended(written, "1, 2", None, "3")


@pytest.mark.parametrize("text", ["...", "/x/"])
def test_a_text_that_reads_as_a_pattern_is_left_to_its_author(text):
    assert (source("Hello"), 0) == amended(source("Hello"), text)


def test_line_ends_and_marks_stay():
    written = "\ufeff" + source("|\n        One").replace("\n", "\r\n")

    assert (written.replace("One", "Two"), 1) == amended(written, "Two")


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80),
    st.sampled_from(["x", "'x'", '"x"']),
)
def test_whatever_is_written_reads_back(text, before):
    new, count = amended(source(before), text)

    (case,), findings = read_cases(new, "x.test.yaml")
    assert [] == findings
    assert (text if count else "x", "next") == tuple(item.text for item in case.talk)
