"""One choice and one reply, in the forms in which they can be held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot import text as texts
from bot.engine.understand.numerals import LOOKALIKES
from bot.engine.understand.reading import Spec, Surroundings, Understood
from bot.engine.understand.words import Words, known_languages, merged, phrases

FOREIGN_WORDS_MAX = 3
"""A longer reply is in a language that somebody expected."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice as it can be named; phrases are folded."""

    number: int
    key: str
    shown: str
    names: tuple[str, ...]
    """The key, the shown text and the synonyms."""

    @property
    def understood(self) -> Understood:
        """The choice as the answer."""
        return Understood(self.key, self.shown, self.key)


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply in the forms that the ways of reading need."""

    text: str
    words: tuple[str, ...]
    core: tuple[str, ...]
    """Without `I'd like the … one, please`."""
    where: Surroundings


def option_of(number: int, key: str, shown: str, spec: Spec) -> Option:
    """A choice with every name that it goes by."""
    names = [" ".join(texts.words(name)) for name in (key, shown, *spec.synonyms.get(key, ()))]
    names += [name.replace("extra ", short) for name in names if "extra " in name for short in ("x", "xtra")]
    return Option(number, key, shown, tuple(dict.fromkeys(names)))


def core_of(said: Iterable[str], words: Words | None = None) -> Iterator[str]:
    """The words that could name something: politeness and the frame of a choice left out, longest phrases first.

    Frames are those of one language, or of all together: `prima` is `first` in Italian and `fine` in Dutch.
    """
    listed = list(said)
    place = 0
    while place < len(listed):
        length = _frame(listed, place, words)
        if not length:
            yield listed[place]
        place += max(length, 1)


def _frame(said: list[str], start: int, words: Words | None) -> int:
    """How many words from here on frame a choice."""
    longest = min(_frame_lengths(words).get(said[start], 0), len(said) - start)
    for length in range(longest, 0, -1):
        if " ".join(said[start : start + length]) in frames(words):
            return length
    return 0


@cache
def frames(words: Words | None) -> frozenset[str]:
    """The phrases around a choice that name nothing, of one language or of all together."""
    if words is None:
        return merged("choosing") | merged("filler")
    return phrases(words.choosing) | phrases(words.filler)


@cache
def _frame_lengths(words: Words | None) -> Mapping[str, int]:
    """First word → the most words that a frame beginning with it has."""
    lengths: dict[str, int] = {}
    for phrase in frames(words):
        first, *rest = phrase.split()
        lengths[first] = max(lengths.get(first, 0), 1 + len(rest))
    return lengths


def foreign(reply: Reply) -> Iterator[Words]:
    """The languages that nobody expected, for a short reply whose words mean nothing else in those expected."""
    if len(reply.core) <= FOREIGN_WORDS_MAX and LOOKALIKES.isdisjoint(reply.words):
        yield from (words for words in known_languages().values() if words not in reply.where.tables)


def places(words: tuple[str, ...], name: list[str]) -> Iterator[int]:
    """Where a name begins within the words of a reply."""
    size = len(name)
    return (start for start in range(len(words) - size + 1) if list(words[start : start + size]) == name)


def holds(words: tuple[str, ...], phrase: str) -> bool:
    """Whether a phrase stands somewhere in the words of a reply."""
    return next(places(words, phrase.split()), None) is not None
