"""Ids: to the letter, and in the order of time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ids import ALPHABET, make_id


@pytest.mark.parametrize(
    ("unix_ms", "entropy", "id"),
    [
        (0, bytes(10), "x_00000000000000000000000000"),
        (1_772_730_000_123, bytes(range(10)), "x_01kjzf28qv000g40r40m30e209"),
        ((1 << 48) - 1, b"\xff" * 10, "x_7zzzzzzzzzzzzzzzzzzzzzzzzz"),
    ],
)
def test_an_id_is_its_time_and_its_entropy_in_base_32(unix_ms, entropy, id):
    assert id == make_id("x", unix_ms, entropy)


@given(unix_ms=st.integers(0, (1 << 48) - 1), entropy=st.binary(min_size=10, max_size=10))
def test_nothing_of_either_is_lost(unix_ms, entropy):
    number = 0
    for char in make_id("x", unix_ms, entropy).removeprefix("x_"):
        number = number * 32 + ALPHABET.index(char)

    assert (unix_ms, entropy) == (number >> 80, (number & ((1 << 80) - 1)).to_bytes(10, "big"))


def test_too_little_entropy_is_refused():
    with pytest.raises(ValueError, match="10 bytes"):
        make_id("x", 0, b"short")
