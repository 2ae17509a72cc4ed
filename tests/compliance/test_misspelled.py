"""Slips that are no words of their own."""

import pytest

from bot.compliance.misspelled import RIGHT, STOPS, respell
from bot.stopwords import CONSENT_WORDS


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("unsubcribe", "unsubscribe"),
        ("unsubscrbe", "unsubscribe"),
        ("unsubsrcibe", "unsubscribe"),
        ("unsunscribe", "unsubscribe"),
        ("stpo texting me", "stop texting me"),
        ("leave me aloneee", "leave me alone"),
        ("s t o p texting me", "stop texting me"),
        ("no me manden mas mensahes", "no me manden mas mensajes"),
        ("plz stop", "plz stop"),
        ("a massage please", "a massage please"),
        ("atop the hill", "atop the hill"),
        ("", ""),
    ],
)
def test_respell(written, meant):
    assert meant == respell(written)


def test_a_slip_is_one_only_once():
    assert not {slip for slip, word in RIGHT.items() if slip == word or word in RIGHT}


def test_no_keyword_is_taken_for_a_slip():
    assert not set(CONSENT_WORDS) & (set(RIGHT) | STOPS)
