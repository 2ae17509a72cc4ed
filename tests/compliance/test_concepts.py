"""What words are about, in any language."""

from __future__ import annotations

import pytest

from bot.compliance.concepts import Unit, concepts, units


@pytest.mark.parametrize(
    ("word", "about"),
    [
        ("stop", "cease"),
        ("parad", "cease"),
        ("smettetela", "cease"),
        ("textnachrichten", "msg"),
        ("unsubscribing", "unsub"),
        ("abmeldung", "unsub"),
        ("lawyer", "threat"),
        ("2026", "digits"),
        ("?", "?"),
    ],
)
def test_a_word_is_about_the_same_in_every_language(word, about):
    assert about in concepts(word)


def test_a_word_that_nobody_listed_is_about_nothing():
    assert () == concepts("xylophone")


def test_a_word_that_is_listed_whole_is_not_looked_up_by_its_ends():
    assert "annoy" in concepts("spams")
    assert "annoy" not in concepts("spam")


def test_expressions_are_read_in_one_piece_the_longest_first():
    read = list(units(["please", "knock", "it", "off", "now"]))

    assert ["please", "knock_it_off", "now"] == [unit.words for unit in read]
    assert Unit("knock_it_off", ("idiom",)) == read[1]
