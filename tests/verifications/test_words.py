"""The texts around codes."""

from __future__ import annotations

import pytest

from bot.text import segments
from bot.verifications.words import TEXTS, fill, template


@pytest.mark.parametrize("language", TEXTS)
def test_each_is_one_segment_with_a_name_and_a_domain(language):
    text = fill(template("Riverside Dental Practice", language, "login.riverside.example.com"), "1234567890")

    assert ("GSM-7", 1) == (segments(text).encoding, segments(text).count)
    assert "1234567890" in text.splitlines()[0]
    assert "@login.riverside.example.com #1234567890" == text.splitlines()[-1]


@pytest.mark.parametrize(
    ("language", "begins"), [("pt-BR", "Acme: {code} é"), ("FR", "Acme: {code} est"), ("xx", "Acme: {code} is your")]
)
def test_a_language_is_found_or_it_is_english(language, begins):
    assert template("Acme", language).startswith(begins)


def test_without_a_domain_nothing_is_filled_in():
    assert "Acme: 012345 is your code. Don't share it." == fill(template("Acme", "en"), "012345")
