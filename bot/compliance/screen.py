"""STOP, START and HELP before anything else sees a text, in any shipped language whatever the contact's own.

Four tiers, the surest first; the first that has a verdict gives it:

keyword ─ the whole text is a word of `bot.stopwords`, also misspelled (`STOP`, `S T O P`, `stpo 🛑`)
phrase  ─ it asks to be left in peace (`stop texting me`, `take me off your list`)
review  ─ it may mean that, or says that somebody else reads it: for a person to look at, never a guess
none    ─ conversation. `stop by at 5` and `para mañana` are

Where no rule knows the words, or one doubts, `bot.compliance.likeness` is asked how like other requests it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final

from bot import text as texts
from bot.compliance.asking.reader import Doubt, read, signs
from bot.compliance.likeness import WORDS_MAX, Weights, features, likeness
from bot.compliance.misspelled import RIGHT, STOPS, respell
from bot.limits import MATCH_TEXT_CHARS_MAX
from bot.stopwords import CONSENT_WORDS, ConsentWord


class Outcome(StrEnum):
    """What a text asks for, in the words of the API."""

    OUT = "out"
    IN = "in"
    HELP = "help"
    REVIEW = "review"
    NONE = "none"


class MatchedBy(StrEnum):
    """Which tier said so."""

    KEYWORD = "keyword"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text asks for, and how we know."""

    verdict: Outcome
    matched_by: MatchedBy | None = None
    word: str | None = None
    """The keyword, or the words of the phrase, for the evidence."""
    reason: Doubt | None = None
    """Why a person should read it, with `review`."""
    settled: bool = field(default=False, compare=False, repr=False)
    """Whether a rule has decided and nothing is left to likeness: `don't stop texting me`."""


_MESSAGES_KEPT: Final = 2_048
NOTHING: Final = Verdict(Outcome.NONE)


@dataclass(frozen=True, slots=True)
class _Message:
    text: str
    folded: str
    yes_opts_in: bool

    def clauses(self) -> str:
        """The text in clauses, without its slips."""
        return respell(texts.clauses(self.text))


def classify(text: str, *, opted_out: bool = False, question_pending: bool = False) -> Verdict:
    """Say what a text asks for. `YES` opts in only a person who is opted out, and only if no question waits for it."""
    return _judge(_bounded(text.strip()), opted_out and not question_pending)


def _bounded(text: str) -> str:
    """No more of a text than can be read in time: how it begins and how it ends."""
    if len(text) <= MATCH_TEXT_CHARS_MAX:
        return text
    half = MATCH_TEXT_CHARS_MAX // 2
    return f"{text[:half]}\n{text[-half:]}"


@lru_cache(_MESSAGES_KEPT)
def _judge(text: str, yes_opts_in: bool) -> Verdict:
    # Most texts are an answer of a word or two, the same from many people.
    return _judged(_Message(text, texts.fold(text), yes_opts_in))


def _judged(message: _Message, weights: Weights | None = None) -> Verdict:
    verdict = _by_rules(message)
    return _weighed(message, verdict, weights) if _is_weighed(message, verdict) else verdict


def classify_by(text: str, weights: Weights) -> Verdict:
    """Say what a text asks for by other weights than those that are shipped, to measure them."""
    return _judged(_read(text), weights)


def by_rules(text: str) -> Verdict:
    """Say what the rules alone make of a text: words and phrases, and nothing that was learned."""
    return _by_rules(_read(text))


def _read(text: str) -> _Message:
    text = _bounded(text.strip())
    return _Message(text, texts.fold(text), yes_opts_in=False)


def _by_rules(message: _Message) -> Verdict:
    return next((verdict for tier in _TIERS if (verdict := tier(message))), NOTHING)


def forget() -> None:
    """Forget the texts that were judged, to measure what a new one costs."""
    _judge.cache_clear()


# ── keywords: the whole message is the word, once or more often ──

_STRETCHED = re.compile(r"(\w)\1{2,}")
_YES: Final = "yes"
_KEYWORDS_CHARS_MAX: Final = 60
"""Somebody who writes `stop` more often than that is understood as a phrase."""


def _by_keyword(message: _Message) -> Verdict | None:
    """`STOP`, `"Stop."`, `stop 🛑`, `S T O P`, `stoppp`, `stop stop stop`, `stpo`."""
    known = _known(message.folded)
    if known is None or (known.word == _YES and not message.yes_opts_in):
        return None
    return Verdict(Outcome(known.meaning), MatchedBy.KEYWORD, known.word)


def _known(folded: str) -> ConsentWord | None:
    if folded in CONSENT_WORDS:
        return CONSENT_WORDS[folded]
    if len(folded) > _KEYWORDS_CHARS_MAX:
        return None
    words = folded.split()
    once = words[0] if words and words.count(words[0]) == len(words) else folded
    if once in STOPS:
        return CONSENT_WORDS["stop"]
    spellings = (once, _joined(words), _STRETCHED.sub(r"\1", once), RIGHT.get(once, ""))
    return next((CONSENT_WORDS[spelling] for spelling in spellings if spelling in CONSENT_WORDS), None)


def _joined(letters: list[str]) -> str:
    """`s t o p` as one word; words of several letters stay apart."""
    return "".join(letters) if all(len(letter) == 1 for letter in letters) else ""


# ── phrases and doubts ──


def _by_reading(message: _Message) -> Verdict | None:
    """`STOP please`, `stop texting me`, `take me off your list`, `ne m'écrivez plus`; `wrong number`."""
    found = read(message.text, message.clauses()) if message.folded else None
    if found is None:
        return None
    if found.talk:
        return Verdict(Outcome.NONE, settled=True)
    if found.doubt is not None:
        return Verdict(Outcome.REVIEW, None, found.words, found.doubt, found.settled)
    return Verdict(Outcome.IN if found.opts_in else Outcome.OUT, MatchedBy.PHRASE, found.words)


# ── what no rule knows ──

_SURE: Final = 0.85
"""From here on a text that the rules say nothing of is taken for a request."""
_SURE_IF_SHORT: Final = 0.8
"""… if it has a few words."""
_SURE_IF_LONG: Final = 0.92
"""… if it has many, of which some are like anything."""
_SURE_IF_DOUBTED: Final = 0.8
"""… if a rule would have a person read it."""
_SURE_IF_SPOKEN_OF: Final = 0.93
"""… if a rule found a request, but what stands around it makes it one about something else."""
_FEW_WORDS, _MANY_WORDS = 4, 15
_WORD_AND_PLEASE: Final = 2
"""`please cancel`: what a rule takes for a request in so few words is one."""
_PERHAPS: Final = 0.6
"""From here on a person should read what the rules say nothing of. Lower, it would be asked of much that is talk."""
_HARDLY: Final = 0.87
"""Below, a person should read even what the rules take for a request."""
_HARDLY_IF_SHORT: Final = 0.5
"""… if it has a few words."""


def _weighed(message: _Message, verdict: Verdict, weights: Weights | None) -> Verdict:
    """What a text is by its likeness to others, where the rules say nothing, doubt, or read a phrase."""
    folded = message.folded
    alike = likeness(_features(message, verdict), weights)
    words = folded.count(" ") + 1
    short = words < _FEW_WORDS
    if verdict.matched_by is MatchedBy.PHRASE:
        hardly = alike < (_HARDLY_IF_SHORT if short else _HARDLY) and words > _WORD_AND_PLEASE
        return Verdict(Outcome.REVIEW, None, verdict.word, Doubt.UNSURE) if hardly else verdict
    if alike >= _needed(verdict, words):
        return Verdict(Outcome.OUT, MatchedBy.PHRASE, folded)
    if verdict is NOTHING and alike >= _PERHAPS:
        return Verdict(Outcome.REVIEW, None, folded, Doubt.UNSURE)
    return verdict


def weighable(text: str, *, with_signs: bool = True) -> set[int]:
    """The features of a text to learn from. The signs of rules that were tuned on it would say too much of it."""
    message = _read(text)
    if with_signs:
        return _features(message, _by_rules(message))
    return features(message.folded, message.clauses())


def _features(message: _Message, verdict: Verdict) -> set[int]:
    clauses = message.clauses()
    ruled = f"{verdict.verdict} {verdict.reason or ''} {verdict.settled}"
    return features(message.folded, clauses, (ruled, *signs(clauses)))


def _needed(verdict: Verdict, words: int) -> float:
    """How sure it must be that a text of so many words is a request, by what the rules make of it."""
    if verdict is not NOTHING:
        return _SURE_IF_SPOKEN_OF if verdict.settled else _SURE_IF_DOUBTED
    if words < _FEW_WORDS:
        return _SURE_IF_SHORT
    return _SURE if words < _MANY_WORDS else _SURE_IF_LONG


def _is_weighed(message: _Message, verdict: Verdict) -> bool:
    """Keywords are what they are; a single word says too little, a long text too much, a denial all there is to say."""
    if not 0 < message.folded.count(" ") < WORDS_MAX:
        return False
    if verdict.verdict is Outcome.NONE:
        return not verdict.settled
    phrase = verdict.verdict is Outcome.OUT and verdict.matched_by is MatchedBy.PHRASE
    return phrase or verdict.verdict is Outcome.REVIEW


_TIERS: Final[tuple[Callable[[_Message], Verdict | None], ...]] = (_by_keyword, _by_reading)
