"""Ranges as labels of replies write them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bot.flow.ranges import Range, parse_range


@pytest.mark.parametrize(
    ("label", "low", "high"),
    [
        ("7..8", 7, 8),
        ("0..6", 0, 6),
        ("5", 5, 5),
        ("-5..-1", -5, -1),
        ("1.5..2.25", Fraction(3, 2), Fraction(9, 4)),
        (" 1 .. 2 ", 1, 2),
    ],
)
def test_a_range_and_a_number(label, low, high):
    assert Range(Fraction(low), Fraction(high)) == parse_range(label)


@pytest.mark.parametrize("label", ["", "7-8", "a..b", "..8", "7..", "1...3", "yes", "1..2..3", "9" * 40])
def test_anything_else_is_none(label):
    assert parse_range(label) is None


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [("0..6", "5..9", "5..6"), ("0..6", "6", "6"), ("0..6", "7..9", "None"), ("0..2.5", "1..9", "1..2.5")],
)
def test_what_two_ranges_share(one, other, common):
    assert common == str(parse_range(one).overlap(parse_range(other)))
