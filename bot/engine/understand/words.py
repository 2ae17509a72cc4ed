"""What people say, language by language: the shape of the tables in `languages/`, and how readers look words up.

The tables are comma-separated lists, written as people spell them, with `(a|b)` for either; they are folded when read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from bot import text

PHRASE_WORDS_MAX = 6
_FOLDED_WORDS_KEPT = 4096


@dataclass(frozen=True, kw_only=True, eq=False)
class Words:
    """One language's tables."""

    code: str

    # yes or no
    yes: str
    no: str
    """Particles: decide a reply that they open or close, whatever else it tells."""
    yes_sentence: str
    no_sentence: str
    """Whole statements: decide wherever they stand."""
    yes_clause: str
    no_clause: str
    """Decide where a clause holds nothing else: `I can't, work has called me in`."""
    yes_alone: str
    no_alone: str
    """Decide only where nothing else is said: `ok`, `great`, `right`."""
    unsure: str
    """Neither: who says this has not decided."""
    but: str
    """What follows takes something back."""
    asides: str
    """May follow a `but` and take nothing back: `yes but can you call me`."""
    negation: str
    """Turns the word after it round, and rules out what it stands beside."""
    filler: str
    """Says nothing: greetings, thanks, politeness."""
    interrogatives: str
    """Begin a question, also where no mark ends it: `how much is delivery`."""
    adverbs: str
    """May stand within a statement and leaves its sense: `I am still coming`."""

    # which one
    choosing: str
    """What surrounds a choice: `I'd like the … one please`."""
    both: str
    """Two together: every option where there are two, or the one that joins them."""
    several: str
    """Names more than one option, or none: `all of them`, `neither`."""
    exceptions: str
    """Rules out what follows and leaves the rest open: `anything but`."""
    inquiries: str
    """Asks about what is named, wherever it stands: `price for large`."""
    ordinals: Mapping[int, str]
    """What the number library does not read; -1 is the last."""

    # which number
    limits: str
    """Makes a number a bound, not a value: `more than`, `at least`."""
    alternatives: str
    """Joins two values that cannot both be meant."""
    out_of: str
    """Between a score and its scale: `9 out of 10`."""
    counted: Mapping[int, str]
    """Other ways to say a number: `just me`, `zu zweit`."""
    halves: str
    """What makes `0.5` of the thing after it: `half a`."""
    articles: str
    """Number words that mostly count nothing."""
    not_numbers: str
    """Phrases in which a number word counts nothing: `no one`, `this one`."""
    people: str
    """What a question calls those who come."""
    things: str
    """What is counted only where the question asks for it: `2 tables` are no guests."""
    gratis: str
    """Words for an amount of zero."""
    spelling: Mapping[str, str]
    """Spellings without accents that the number library does not know."""

    # taking back
    courtesies: str
    """Sounds like a condition and is none: `if possible`."""
    conditions: str
    """What is said holds only then: `if you are open`, `unless it rains`."""
    corrections: str
    """What comes before is void: `no wait`, `I mean`."""
    not_corrections: str
    """Phrases in which such a word corrects nothing: `a long wait`."""
    soft_corrections: str
    """May correct, or may mean nothing: `sorry`, `actually`."""

    # when
    when: Mapping[str, str]
    """Signs of `calendar.py` → the words that stand for them; `elsewhere` is what else happens at that time."""


@cache
def phrases(listed: str) -> frozenset[str]:
    """Fold a comma-separated list into the phrases it holds; `(can|will) come` stands for two of them."""
    return frozenset(each for phrase in listed.split(",") if phrase.strip() for each in _expanded(phrase))


_GROUP = re.compile(r"\(([^()]*)\)")


def _expanded(phrase: str) -> Iterator[str]:
    parts = [[folded(choice) for choice in part.split("|")] for part in _GROUP.split(phrase)]
    return (" ".join(filter(None, chosen)) for chosen in product(*parts))


@lru_cache(_FOLDED_WORDS_KEPT)
def folded(word: str) -> str:
    """One written word as the tables hold it; `l'autre` is two words there."""
    return " ".join(text.words(word))


@cache
def known_languages() -> Mapping[str, Words]:
    """Every shipped language's tables by code."""
    from bot.engine.understand.languages import de, en, es, fr, it, nl, pt  # they import this module for their shape

    return {module.WORDS.code: module.WORDS for module in (en, es, fr, de, pt, it, nl)}


@cache
def in_order(language: str, others: tuple[str, ...] = ()) -> tuple[Words, ...]:
    """The tables of the languages that a reply may be in, likeliest first; English is always one of them."""
    codes = dict.fromkeys(base(code) for code in (language, *others, "en"))
    return tuple(known_languages()[code] for code in codes if code in known_languages())


def base(language: str) -> str:
    """`pt-BR` → `pt`."""
    return language.replace("_", "-").split("-")[0].lower()


@cache
def merged(field: str) -> frozenset[str]:
    """One table of all languages together."""
    return frozenset().union(*(phrases(getattr(words, field)) for words in known_languages().values()))
