"""How figures are written, drawn and handed out as a table."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.console.figures import change, columns, duration, level, line, moved, percent, round_up
from bot.web.table import cell, write


@pytest.mark.parametrize(
    ("rate", "expected"),
    [(None, "–"), (0, "0 %"), (1, "100 %"), (0.6241, "62.4 %"), (0.0004, "under 0.1 %"), (0.9996, "over 99.9 %")],
)
def test_a_share_is_never_rounded_to_none_or_all(rate, expected):
    assert expected == percent(rate).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (None, "–"),
        (0.01, "under 0.1 s"),
        (0.44, "0.4 s"),
        (59, "59 s"),
        (60, "1 min"),
        (200, "3 min 20 s"),
        (3900, "1 h 5 min"),
        (93600, "1 d 2 h"),
    ],
)
def test_a_time_is_written_as_people_say_it(seconds, expected):
    assert expected == duration(seconds).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (212, 190, "12 % more than in the 7 days before (190)"),
        (100, 200, "50 % fewer than in the 7 days before (200)"),
        (5, 5, "as in the 7 days before"),
        (5, 0, "none in the 7 days before"),
        (0, 0, "none in the 7 days before either"),
        (900, 100, "100 in the 7 days before"),
        (5, None, ""),
    ],
)
def test_a_change_says_what_it_was(now, before, expected):
    assert expected == change(now, before, "the 7 days before")


def test_a_rate_moves_by_points():
    assert "1.2 points up from 97.0 % in May (97 of 100)" == moved(0.982, 0.97, "97 of 100", "May").replace(
        "\u00a0", " "
    )
    assert "as in May (97 of 100)" == moved(0.97, 0.97, "97 of 100", "May")
    assert "nothing to compare with in May" == moved(0.97, None, "0 of 0", "May")


def test_zero_is_drawn_and_nothing_is_a_gap():
    drawn = line([1.0, 0.0, None, 0.5, None, 1.0, 1.0])

    assert ("7.14,0.0 21.43,100.0", "78.57,0.0 92.86,0.0") == drawn.pieces
    assert ((50.0, 50.0),) == drawn.dots
    assert (0, 0) == (columns([("2026-03-05", (0, 0))], (("good", "a"), ("bad", "b"))).top, level(0, 9))


@given(st.integers(1, 10**12))
def test_the_axis_ends_at_a_round_number(n):
    top = round_up(n)

    assert n <= top <= 2.5 * n
    assert str(top).rstrip("0") in ("1", "2", "25", "5")


@given(st.lists(st.lists(st.integers(0, 10**6), min_size=3, max_size=3), min_size=1, max_size=31))
def test_columns_stay_within_the_picture(days):
    drawn = columns([(f"2026-03-{day + 1:02}", counts) for day, counts in enumerate(days)], (("a", "a"),) * 3)

    assert all(part.start + part.size <= 100.001 for column in drawn.columns for part in column.parts)


@given(st.text(max_size=40))
def test_no_text_is_a_formula(text):
    written = cell(text)

    assert not written.lstrip(" \u00a0\u200b\ufeff").startswith(("=", "+", "-", "@"))
    assert not written.startswith(("\t", "\r", "\n"))
    assert written in (text, f"'{text}")


@pytest.mark.parametrize(("value", "expected"), [(-5, "-5"), (0.5, "0.5"), (None, ""), (True, "yes"), ("-5", "'-5")])
def test_numbers_stay_numbers(value, expected):
    assert expected == cell(value)


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=5))
def test_a_table_is_read_back(texts):
    rows = list(csv.DictReader(io.StringIO(write([{"text": text, "n": 1} for text in texts]), newline="")))

    assert [cell(text) for text in texts] == [row["text"] for row in rows]
