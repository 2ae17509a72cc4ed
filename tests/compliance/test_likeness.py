"""The weights that are shipped are those that the texts give, and say what they are meant to say."""

from __future__ import annotations

from itertools import islice

import pytest

from bot.compliance.likeness import Weights, likeness
from bot.compliance.screen import weighable
from tests.compliance.learn import SHIPPED, examples, learn, source


def test_the_shipped_weights_were_learned_from_the_texts_that_are_there():
    assert source() == Weights.of(SHIPPED.read_bytes()).source, "learn again: python -m tests.compliance.learn"


@pytest.mark.no_cover
def test_the_same_texts_give_the_same_weights():
    some = list(islice(examples(), 0, 4_000, 20))
    learned = learn(some)

    assert learned.to_bytes() == learn(some).to_bytes()
    assert all(asks == (likeness(found, learned) > 0.5) for found, asks, _ in some)


def test_weights_are_read_as_they_were_written():
    written = SHIPPED.read_bytes()

    assert written == Weights.of(written).to_bytes()


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("can you lot pack it in with the texts", True),
        ("let this be the last text I get from you", True),
        ("see you at five, thanks", False),
        ("can you remove the onions please", False),
    ],
)
def test_what_no_rule_knows_is_weighed(text, asks):
    assert asks == (likeness(weighable(text)) > 0.5)
