"""Which passwords may be chosen."""

from __future__ import annotations

import pytest

from bot.accounts.choosing import check_choice
from bot.accounts.people import Refused

ABOUT = ("Ana Castillo", "ana@riverside.example", "Riverside Dental")


@pytest.mark.parametrize(
    "password",
    [
        "plum tractor violin moss",
        "correct fish lamp ivory",
        "tr0ub4dor&3xyz9Qw",
        "ÄpfelUndBirnenIm1Korb",
        "我每天早上都去河边跑步三公里",
        "k7m2-9xq4-wb31",
        "x" * 50 + "abcqweo 9!",
        "a b c d e f g h j k m n",
    ],
)
def test_long_ones_of_any_kind_are_taken(password):
    check_choice(password, ABOUT)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "12 characters or more"),
        ("kX9$mQ2!vB7", "12 characters or more"),
        ("a" * 201, "200 characters or fewer"),
        ("aaaaaaaaaaaaa", "same few characters"),
        ("abababababab", "same few characters"),
        ("password1234", "first that a guesser tries"),
        ("P@ssw0rd2024!", "first that a guesser tries"),
        ("Passwort-2026", "first that a guesser tries"),
        ("qwertyuiop12", "first that a guesser tries"),
        ("abcdefghijkl", "first that a guesser tries"),
        ("zyxwvutsrqpo", "first that a guesser tries"),
        ("iloveyou1234", "first that a guesser tries"),
        ("welcome2024!!", "first that a guesser tries"),
        ("123456789012", "first that a guesser tries"),
        ("2026-11-28 13:05", "first that a guesser tries"),
        ("letmein letmein", "first that a guesser tries"),
        ("correct horse battery staple", "first that a guesser tries"),
        ("ana castillo 1990", "first that a guesser tries"),
        ("riversidedental1", "first that a guesser tries"),
        ("Riverside2026!", "first that a guesser tries"),
    ],
)
def test_short_ones_and_those_that_a_guesser_tries_first_are_not(password, why):
    with pytest.raises(Refused, match=why):
        check_choice(password, ABOUT)
