"""What words are about, whatever their language: `stop`, `parad` and `hört auf` are all of `cease`.

`concepts.txt` lists them. What was learned of requests in one language so holds for words that only another has shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

_NUMBER: Final = "digits"
_MARKS: Final = frozenset('.?"')
_STEM_MIN: Final = 3
_WORDS_REMEMBERED: Final = 8_192


class Unit(NamedTuple):
    """A word or an expression, and what it is about."""

    words: str
    about: tuple[str, ...]


class _Lexicon:
    """The words of `concepts.txt` by how they are looked up."""

    def __init__(self, written: str) -> None:
        self.whole: dict[str, set[str]] = {}
        self.begins: dict[str, set[str]] = {}
        self.ends: dict[str, set[str]] = {}
        self.expressions: dict[str, list[tuple[tuple[str, ...], set[str]]]] = {}
        spoken: dict[tuple[str, ...], set[str]] = {}
        for concept, word in _entries(written):
            if "_" in word:
                spoken.setdefault(tuple(word.split("_")), set()).add(concept)
            elif word.startswith("*"):
                self.ends.setdefault(word[1:], set()).add(concept)
            elif word.endswith("*"):
                self.begins.setdefault(word[:-1], set()).add(concept)
            else:
                self.whole.setdefault(word, set()).add(concept)
        for words, about in sorted(spoken.items(), key=lambda entry: (-len(entry[0]), entry[0])):
            self.expressions.setdefault(words[0], []).append((words, about))


def _entries(written: str) -> Iterator[tuple[str, str]]:
    concept = ""
    for line in written.splitlines():
        if line.startswith("["):
            concept = line.strip("[]")
        elif not line.startswith("#"):
            yield from ((concept, word) for word in line.split())


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon(files("bot.compliance").joinpath("concepts.txt").read_text(encoding="utf-8"))


@lru_cache(_WORDS_REMEMBERED)
def concepts(word: str) -> tuple[str, ...]:
    """Return what a folded word is about, in the order of the alphabet; nothing for a word that nobody listed."""
    known = _lexicon()
    about = set(known.whole.get(word, ()))
    if not about:
        about |= next((known.begins[stem] for stem in _heads(word) if stem in known.begins), set())
        about |= next((known.ends[stem] for stem in _tails(word) if stem in known.ends), set())
    if not about and word.isdigit():
        return (_NUMBER,)
    return (word,) if word in _MARKS else tuple(sorted(about))


def _heads(word: str) -> Iterator[str]:
    return (word[:end] for end in range(len(word), _STEM_MIN - 1, -1))


def _tails(word: str) -> Iterator[str]:
    return (word[start:] for start in range(1, len(word) - _STEM_MIN + 1))


def units(words: list[str]) -> Iterator[Unit]:
    """The words of a text one by one, expressions in one piece: the longest that begins at a word counts."""
    expressions, at = _lexicon().expressions, 0
    while at < len(words):
        word = words[at]
        for spoken, about in expressions.get(word, ()):
            if tuple(words[at : at + len(spoken)]) == spoken:
                yield Unit("_".join(spoken), tuple(sorted(about)))
                at += len(spoken)
                break
        else:
            yield Unit(word, concepts(word))
            at += 1
