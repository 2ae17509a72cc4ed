"""The name that was probably meant."""

from __future__ import annotations

import pytest

from bot.suggest import did_you_mean, nearest


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("unclera", "unclear"),
        ("SAY", "say"),
        ("sya", "say"),
        ("repleis", "replies"),
        ("zebra", None),
        ("", None),
        ("replies" * 1_000, None),
    ],
)
def test_the_nearest_name(word, name):
    names = ["say", "ask", "replies", "unclear"]

    assert name == nearest(word, names)
    assert (name and f"did you mean `{name}`?") == did_you_mean(word, names)


def test_among_no_names_none_is_near():
    assert nearest("say", []) is None
