"""Templates of requests as regular expressions."""

import pytest

from bot.compliance.asking import TONGUES
from bot.compliance.asking.grammar import either, expand

GROUPS = {"stop": "stop|quit", "me": "me|us", "adv": "please|now", "who": "<me>|them"}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<stop> <me>", "(?:stop|quit) (?:me|us)"),
        ("<stop> <adv*><me>", "(?:stop|quit) (?:(?:please|now) )*(?:me|us)"),
        ("<stop> <adv?><me>", "(?:stop|quit) (?:(?:please|now) )?(?:me|us)"),
        ("<stop> <0-3><me>", r"(?:stop|quit) (?:\w+ ){0,3}(?:me|us)"),
        ("<stop> <who>", "(?:stop|quit) (?:(?:me|us)|them)"),
        ("^ <stop> $", '[.?"] (?:stop|quit) [.?"]'),
        ("<mark> <stop>", '[.?"] (?:stop|quit)'),
    ],
)
def test_a_template(template, expected):
    assert expected == expand(template, GROUPS)


def test_any_of_some():
    assert "(?:(?:stop|quit))|(?:a (?:me|us))" == either(["<stop>", "a <me>"], GROUPS)


@pytest.mark.parametrize("tongue", TONGUES, ids=lambda tongue: tongue.groups["lead"].split("|")[0])
def test_every_tongue_has_doubts_of_every_kind_and_words_as_they_are_folded(tongue):
    assert {"wrong_number", "deceased", "who_is_this", "complaint", "less", "unsure"} == set(tongue.doubts)
    assert all(words == words.lower() for words in tongue.groups.values())
