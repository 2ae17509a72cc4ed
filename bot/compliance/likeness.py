"""How like a request to be left in peace a text is, where no rule knows its words.

Rules read what people usually write; people write otherwise. What speaks for such a request and what against it was
weighed over the texts of `tests/compliance/corpus` and `learning` by `python -m tests.compliance.learn`: words,
neighbours, and pieces of words, which survive slips. It is a sum of weights and no language model; the same text always
weighs the same.
"""

from __future__ import annotations

import math
import struct
import zlib
from array import array
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Final, NamedTuple

BUCKETS: Final = 1 << 16
"""How many weights there are; a feature has that of its checksum."""
WORDS_MAX: Final = 60
_PIECE: Final = 4
_PIECES_FROM: Final = 3
"""Shorter words have no pieces."""
_HEAD: Final = struct.Struct("<ff")


class Weights(NamedTuple):
    """What each feature adds, in steps of `step`, and what is there without any."""

    step: float
    bias: float
    steps: array[int]

    def to_bytes(self) -> bytes:
        """Write them down."""
        return _HEAD.pack(self.step, self.bias) + self.steps.tobytes()

    @classmethod
    def of(cls, written: bytes) -> Weights:
        """Read them again."""
        step, bias = _HEAD.unpack_from(written)
        return cls(step, bias, array("b", written[_HEAD.size :]))


def likeness(folded: str, weights: Weights | None = None) -> float:
    """Return how sure it is, from 0 to 1, that a folded text (`bot.text.fold`) asks to be left in peace."""
    step, bias, steps = weights or _shipped()
    total = sum(map(steps.__getitem__, features(folded)))
    return 1 / (1 + math.exp(-(bias + step * total)))


def features(folded: str) -> set[int]:
    """Return the numbers of a text's features: words, pairs, triples, pairs with a gap, and pieces of words."""
    words = ("^", *folded.split()[:WORDS_MAX], "$")
    named = [f"1{word}" for word in words]
    named += [f"2{one} {two}" for one, two in pairwise(words)]
    for one, two, three in zip(words, words[1:], words[2:], strict=False):
        named += (f"3{one} {two} {three}", f"4{one} {three}")
    for word in words:
        if len(word) >= _PIECES_FROM:
            named += _pieces(word)
    return {zlib.crc32(name.encode()) % BUCKETS for name in named}


@lru_cache(4_096)
def _pieces(word: str) -> Iterable[str]:
    marked = f"<{word}>"
    return tuple(f"5{marked[at : at + _PIECE]}" for at in range(len(marked) - _PIECE + 1))


@lru_cache(1)
def _shipped() -> Weights:
    return Weights.of(files("bot.compliance").joinpath("likeness.bin").read_bytes())
