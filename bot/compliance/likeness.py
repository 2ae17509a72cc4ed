"""How like a request to be left in peace a text is, where no rule knows its words.

Rules read what people usually write; people write otherwise. What speaks for such a request and what against it was
weighed over the texts of `tests/compliance/corpus` and `learning` by `python -m tests.compliance.learn`: words,
neighbours, pieces of words, which survive slips, and what words are about (`bot.compliance.concepts`), which is the
same in every language. It is a sum of weights and no language model; the same text always weighs the same.
"""

from __future__ import annotations

import math
import struct
import zlib
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import combinations, groupby, pairwise, product, starmap
from typing import Final, NamedTuple

from bot.compliance.concepts import Unit, units

WORDS_MAX: Final = 45
_PIECE: Final = 4
_PIECES_FROM: Final = 3
"""Shorter words have no pieces."""
_SENSES_MAX: Final = 2
"""Of a word that is about many things, so many are looked at together with its neighbours' on both sides."""
_UNKNOWN: Final = ("~",)
"""What words are about that nobody listed."""
_UNKNOWN_MAX, _UNKNOWN_FIFTHS_MAX = 6, 4
"""More of them, or a larger share, are alike."""
_USUAL: Final = 100
"""So many features has a usual text; …"""
_FEW: Final = 25
"""… with fewer than these, each counts no more than with these."""
_PAUSES: Final = ".?"
_LENGTHS_MAX: Final = 12
"""Longer texts are alike."""
_HEAD: Final = struct.Struct("<ffII")
_KEY: Final = struct.calcsize("I")


class Weights(NamedTuple):
    """What each feature adds, by its number and in steps of `step`, and what is there without any."""

    step: float
    bias: float
    steps: Mapping[int, int]
    source: int = 0
    """The checksum of what they were learned from."""

    def to_bytes(self) -> bytes:
        """Write them down."""
        numbers = sorted(self.steps)
        weights = array("b", (self.steps[number] for number in numbers))
        return (
            _HEAD.pack(self.step, self.bias, self.source, len(numbers))
            + array("I", numbers).tobytes()
            + weights.tobytes()
        )

    @classmethod
    def of(cls, written: bytes) -> Weights:
        """Read them again."""
        step, bias, source, count = _HEAD.unpack_from(written)
        begin = _HEAD.size + count * _KEY
        numbers, weights = array("I", written[_HEAD.size : begin]), array("b", written[begin:])
        return cls(step, bias, dict(zip(numbers, weights, strict=True)), source)


def likeness(features: Collection[int], weights: Weights | None = None) -> float:
    """Return how sure it is, from 0 to 1, that a text with some features asks to be left in peace."""
    step, bias, steps, _ = weights or _shipped()
    total = sum([steps.get(number, 0) for number in features]) * share(len(features))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, bias + step * total))))


def share(count: int) -> float:
    """How much one of so many features counts: much is said in a long text, and little of it says anything."""
    return math.sqrt(_USUAL / max(count, _FEW))


def features(folded: str, clauses: str, signs: Iterable[str] = ()) -> set[int]:
    """Return the numbers of a text's features.

    It is given twice: folded (`bot.text.fold`), and in clauses (`bot.text.clauses`) without its slips; and with the
    signs that the rules found in it.
    """
    words = folded.split()[:WORDS_MAX]
    said = clauses.removesuffix(" .").split()[: 2 * WORDS_MAX]
    spoken = list(units(said))
    named = {*_of_words(words), *_of_concepts(spoken), *_of_build(said), *(f"Z{sign}" for sign in signs)}
    found = set(map(_number, named))
    return found.union(*map(_pieces, ("^", *words, "$")), *_of_threes(spoken), _of_pairs(spoken))


def _of_words(said: Sequence[str]) -> Iterator[str]:
    """Words, pairs, and pairs with a gap."""
    words = ("^", *said, "$")
    yield from (f"1{word}" for word in words)
    yield from (f"2{one} {two}" for one, two in pairwise(words))
    yield from (f"4{one} {two}" for one, two in zip(words, words[2:], strict=False))


# What there is most of is remembered by its number: a long text has hundreds.


@lru_cache(4_096)
def _pieces(word: str) -> tuple[int, ...]:
    if len(word) < _PIECES_FROM:
        return ()
    marked = f"<{word}>"
    return tuple(_number(f"5{marked[at : at + _PIECE]}") for at in range(len(marked) - _PIECE + 1))


def _of_pairs(spoken: list[Unit]) -> Iterator[int]:
    """Two things that a text is about, wherever they stand in it."""
    return starmap(_together, combinations(sorted({one for unit in spoken for one in unit.about}), 2))


@lru_cache(16_384)
def _together(one: str, two: str) -> int:
    return _number(f"S{one} {two}")


def _of_threes(spoken: list[Unit]) -> Iterator[tuple[int, ...]]:
    """Three things that are spoken of one after the other, with and without the one in the middle."""
    known = [("^",), *(unit.about[:_SENSES_MAX] for unit in spoken if unit.about), ("$",)]
    return map(_in_a_row, known, known[1:], known[2:])


@lru_cache(16_384)
def _in_a_row(left: tuple[str, ...], middle: tuple[str, ...], right: tuple[str, ...]) -> tuple[int, ...]:
    over = (f"G{one} {three}" for one, three in product(left, right))
    through = (f"C{one} {two} {three}" for one, two, three in product(left, middle, right))
    return tuple(map(_number, (*over, *through)))


def _number(name: str) -> int:
    return zlib.crc32(name.encode())


def _of_concepts(spoken: list[Unit]) -> Iterator[str]:
    """What words are about: alone, and with what their neighbours are about and are."""
    read = [("^", ("^",)), *spoken, ("$", ("$",))]
    known = [about for _, about in read if about]
    yield from (f"A{one}" for about in known for one in about)
    for left, right in pairwise(known):
        yield from (f"B{one} {two}" for one, two in product(left, right))
    for (word, about), (other, about_other) in pairwise(read):
        yield from (f"W{word} {one}" for one in about_other)
        yield from (f"V{one} {other}" for one in about)
    yield from _of_unknown([about for _, about in read])


def _of_unknown(read: list[tuple[str, ...]]) -> Iterator[str]:
    """How much is about something nobody listed, and what stands beside it: `stop the direct debit` is no request."""
    unknown = sum(not about for about in read)
    yield f"u{min(unknown, _UNKNOWN_MAX)}"
    yield f"v{min(5 * unknown // len(read), _UNKNOWN_FIFTHS_MAX)}"
    marked = [about[:_SENSES_MAX] for about, _ in groupby(about or _UNKNOWN for about in read)]
    for left, right in pairwise(marked):
        if _UNKNOWN in (left, right):
            yield from (f"b{one} {two}" for one, two in product(left, right))
    for left, middle, right in zip(marked, marked[1:], marked[2:], strict=False):
        if _UNKNOWN in (left, middle, right):
            yield from (f"c{one} {two} {three}" for one, two, three in product(left, middle, right))


def _of_build(said: list[str]) -> Iterator[str]:
    """How long a text is, whether it asks something, and what its first and its last clause are about."""
    yield f"N{min(_LENGTHS_MAX, len(said) // 2)}"
    if "?" in said:
        yield "N?"
    pauses = [at for at, word in enumerate(said[:-1]) if word in _PAUSES]
    if pauses:
        yield from (f"F{one}" for unit in units(said[: pauses[0]]) for one in unit.about)
        yield from (f"L{one}" for unit in units(said[pauses[-1] + 1 :]) for one in unit.about)


@lru_cache(1)
def _shipped() -> Weights:
    return Weights.of(files("bot.compliance").joinpath("likeness.bin").read_bytes())
