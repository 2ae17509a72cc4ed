"""Codes as they are drawn and bound, and what counts as a slip of the finger."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest

from bot.limits import CODE_GUESSES_A_DAY
from bot.verifications.codes import bound, draw, slips


def test_every_code_is_as_likely_as_any_other():
    dice = random.Random(1)  # noqa: S311 - the same codes each time
    drawn = Counter(draw(4, dice.randbytes) for _ in range(40_000))

    assert {4} == {len(code) for code in drawn}
    assert any(code.startswith("00") for code in drawn)
    assert max(drawn.values()) <= 20  # four are expected of each; nineteen would be one in ten million


def test_what_is_left_over_of_the_random_bytes_is_thrown_away():
    given = iter([b"\xff" * 8, (1234567).to_bytes(8, "big")])

    assert "234567" == draw(6, lambda count: next(given))


@pytest.mark.parametrize("change", [{"id": "b"}, {"phone": "+2"}, {"purpose": "pay"}, {"nonce": "n"}, {"code": "2"}])
def test_a_code_is_bound_to_all_that_it_is_for(change):
    given = {"id": "a", "phone": "+1", "purpose": "login", "nonce": "", "code": "1"}

    assert bound(**given) != bound(**(given | change))


def test_what_may_be_guessed_hits_any_number_less_than_once_in_a_hundred_thousand_days():
    assert 1 - math.prod((1 - 10.0**-rung) ** most for rung, most in CODE_GUESSES_A_DAY.items()) < 1e-5


@pytest.mark.parametrize(
    ("typed", "length", "meant", "expected"),
    [
        ("123456", 6, "123556", True),
        ("123456", 6, "213456", True),
        ("123456", 6, "123465", True),
        ("12356", 6, "123456", True),
        ("1234556", 6, "123456", True),
        ("123456", 6, "123456", False),  # that is no slip
        ("123456", 6, "124556", False),
        ("654321", 6, "123456", False),
        ("123456", 8, "12345678", False),
        ("12345a", 6, "123456", False),
        ("", 6, "123456", False),
    ],
)
def test_a_slip_is_one_digit(typed, length, meant, expected):
    assert expected is (meant in slips(typed, length))


def test_a_guess_is_hardly_ever_a_slip():
    assert [59, 55, 7, 0] == [len({*slips(typed, 6)}) for typed in ("123456", "12345", "1234567", "1" * 9)]
