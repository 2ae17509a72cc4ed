"""What every reader is told, and what it tells back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from bot import text as texts
from bot.engine.understand.words import PHRASE_WORDS_MAX, Words, in_order, phrases
from bot.events import Json
from bot.flow.model import Type
from bot.limits import MATCH_TEXT_CHARS_MAX


class Understood(NamedTuple):
    """A reply's typed value (plain JSON), and for a choice or yes/no which one it is."""

    value: Json
    label: str | None = None
    """What was shown for the choice, or `yes`/`no`."""
    key: str | None = None
    """The choice's key, or `yes`/`no`: what a label of `replies:` names."""


class Spec(NamedTuple):
    """What a question expects, with its templates already rendered."""

    expect: Type = Type.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    """(key, shown text) in the order of their numbers."""
    synonyms: Mapping[str, tuple[str, ...]] = {}
    pattern: str | None = None
    minimum: Json = None
    maximum: Json = None
    """Numbers, or ISO text for dates and times."""
    country: str = ""
    question: str = ""
    """What was asked, if that is known: it tells what a number counts."""


class Surroundings(NamedTuple):
    """Where and when a reply was written: what `tomorrow`, `3/4` and `1.500` mean."""

    language: str
    languages: tuple[str, ...]
    country: str
    today: date
    now_local: datetime

    @property
    def tables(self) -> tuple[Words, ...]:
        """The word tables to try, likeliest first."""
        return in_order(self.language, self.languages)

    @property
    def all_day(self) -> Surroundings:
        """The same at any time of the day."""
        return Surroundings(self.language, self.languages, self.country, self.today, datetime.min)


def clip(text: str) -> str:
    """The part of a reply that is read: nobody answers a question in more."""
    return text[:MATCH_TEXT_CHARS_MAX].strip()


_OPENING_CHARS_MAX = 30
_MARK = re.compile(r"[;!?…\n()/|–—*.,:-]")
_CLAUSE_END = re.compile(r"(?:[;!?…\n()/|–—*]|(?<!\d)[.,:]|[.,:](?!\d))+|\s-+\s")


def clauses(text: str) -> list[list[str]]:
    """The folded words between one punctuation mark and the next."""
    plain = texts.normalise(text)
    parts = _CLAUSE_END.split(plain) if _MARK.search(plain) else [plain]
    return [found for part in parts if (found := texts.words(part))]


def asks_openly(text: str, tables: tuple[Words, ...]) -> bool:
    """`How much is one`, `what time on Tuesday`: a word that asks for something comes first; `how about 5` offers."""
    said = texts.words(text[:_OPENING_CHARS_MAX])
    return bool(said) and said[0] in _interrogatives(tables) and "about" not in said[1:2]


def is_question(text: str, tables: tuple[Words, ...] = ()) -> bool:
    """Whether the reply asks something itself; not everybody types the mark."""
    if text.rstrip().endswith(("?", "？", "؟")):
        return True
    said = texts.words(text) if tables else []
    return any(" ".join(said[:length]) in _interrogatives(tables) for length in range(1, PHRASE_WORDS_MAX + 1))


@cache
def _interrogatives(tables: tuple[Words, ...]) -> frozenset[str]:
    return frozenset().union(*(phrases(words.interrogatives) for words in tables))


_ACCENTED_YES = re.compile(r"\bs[íì]\b")
_YES_TOO = "si"
"""Opens a Spanish reply as yes; `if` is what something stands before."""
_CONDITION_WORDS_MAX = 4
_FOR = (["for"], ["to"], ["pour"], ["para"], ["fur"], ["per"], ["voor"])


def is_conditional(text: str, tables: tuple[Words, ...]) -> bool:
    """`Saturday if you are open`: what is said holds only then; `Saturday if possible` is politeness."""
    plain = _ACCENTED_YES.sub(" ", texts.normalise(text))
    return any(_sets_condition(clause, words) for clause in clauses(plain) for words in tables)


def _sets_condition(clause: list[str], words: Words) -> bool:
    conditions, filler = phrases(words.conditions), phrases(words.filler)
    if _first_words(words.conditions).isdisjoint(clause):
        return False
    said = list(_without_courtesies(clause, _courtesies(words)))
    for place in range(len(said)):
        for length in range(1, min(_CONDITION_WORDS_MAX, len(said) - place) + 1):
            phrase = " ".join(said[place : place + length])
            if phrase in conditions and (
                phrase != _YES_TOO or (place and not filler.issuperset(said[place + length :]))
            ):
                return True
    return False


def _without_courtesies(said: list[str], courtesies: frozenset[str]) -> Iterator[str]:
    """Leave out `if possible`, but not where it is a condition after all: `if possible for my wife`."""
    place = 0
    while place < len(said):
        rest = _after_courtesy(said[place:], courtesies)
        if len(rest) == len(said) - place or rest[:1] in _FOR:
            yield said[place]
            place += 1
        else:
            place = len(said) - len(rest)


@cache
def _courtesies(words: Words) -> frozenset[str]:
    """The phrases of politeness that begin like a condition."""
    openings = _first_words(words.conditions)
    listed = phrases(words.courtesies) | phrases(words.filler)
    return frozenset(phrase for phrase in listed if phrase.split()[0] in openings)


@cache
def _first_words(listed: str) -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in phrases(listed))


def _after_courtesy(said: list[str], courtesies: frozenset[str]) -> list[str]:
    """What follows the longest phrase of politeness that comes first."""
    for length in range(min(PHRASE_WORDS_MAX, len(said)), 1, -1):
        if " ".join(said[:length]) in courtesies:
            return said[length:]
    return said
