"""One choice and one reply, in the forms in which they can be held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from bot import text as texts
from bot.engine.understand.numerals import LOOKALIKES
from bot.engine.understand.reading import Spec, Surroundings, Understood
from bot.engine.understand.words import Words, known_languages, merged, phrases

_OPTIONS_KEPT = 2_048
_PARTS_KEPT = 2_048
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
    return _option(number, key, shown, spec.synonyms.get(key, ()))


@lru_cache(_OPTIONS_KEPT)
def _option(number: int, key: str, shown: str, synonyms: tuple[str, ...]) -> Option:
    # The choices of a question are the same from reply to reply.
    names = [" ".join(texts.words(name)) for name in (key, shown, *synonyms)]
    names += [name.replace("extra ", short) for name in names if "extra " in name for short in ("x", "xtra")]
    return Option(number, key, shown, tuple(dict.fromkeys(names)))


def core_of(said: Iterable[str], words: Words | None = None) -> tuple[str, ...]:
    """The words that could name something: politeness and the frame of a choice left out, longest phrases first.

    Frames are those of one language, or of all together: `prima` is `first` in Italian and `fine` in Dutch.
    """
    return _core(tuple(said), words)


@lru_cache(_PARTS_KEPT)
def _core(said: tuple[str, ...], words: Words | None) -> tuple[str, ...]:
    # One way of reading after the other asks for it, of the reply and of every name of every option.
    lengths, listed = _frame_lengths(words), frames(words)
    core: list[str] = []
    place = 0
    while place < len(said):
        length = min(lengths.get(said[place], 0), len(said) - place)
        while length and " ".join(said[place : place + length]) not in listed:
            length -= 1
        if not length:
            core.append(said[place])
        place += max(length, 1)
    return tuple(core)


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


def places(words: tuple[str, ...], name: tuple[str, ...]) -> list[int]:
    """Where a name begins within the words of a reply."""
    if name and name[0] not in words:
        return []
    size = len(name)
    return [start for start in range(len(words) - size + 1) if words[start : start + size] == name]


def holds(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether a name stands somewhere in the words of a reply."""
    return bool(places(words, name))


def held(words: tuple[str, ...], listed: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Those of the listed phrases that stand in the words of a reply, word by word."""
    begun = _by_first_word(listed)
    for start, word in enumerate(words):
        for phrase in begun.get(word, ()):
            if words[start : start + len(phrase)] == phrase:
                yield phrase


@cache
def _by_first_word(listed: frozenset[str]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    begun: dict[str, list[tuple[str, ...]]] = {}
    for phrase in listed:
        said = tuple(phrase.split())
        begun.setdefault(said[0], []).append(said)
    return {first: tuple(found) for first, found in begun.items()}
