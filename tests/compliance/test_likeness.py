"""The weights that are shipped are those that the texts give, and say what they are meant to say."""

from __future__ import annotations

import pytest

from bot.compliance.likeness import Weights, likeness
from bot.text import fold
from tests.compliance.learn import SHIPPED, learn


def test_the_shipped_weights_are_those_that_are_learned():
    assert SHIPPED.read_bytes() == learn().to_bytes()


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
    assert asks == (likeness(fold(text)) > 0.5)
