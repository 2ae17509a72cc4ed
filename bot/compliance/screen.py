"""STOP, START and HELP before anything else sees a text, in any shipped language whatever the contact's own.

Tiers are tried in order, the surest first, and the first that has a verdict gives it. None of them searches for a
word inside a sentence: `stop by at 5` and `para mañana` are conversation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

import re2

from bot import text as texts
from bot.compliance.phrases import CONDITIONS, LEAD, REQUESTS, TRAIL
from bot.limits import MATCH_TEXT_CHARS_MAX
from bot.stopwords import CONSENT_WORDS, ConsentWord, Meaning


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


_MESSAGES_KEPT: Final = 2_048
NOTHING: Final = Verdict(Outcome.NONE)


@dataclass(frozen=True, slots=True)
class _Message:
    folded: str
    yes_opts_in: bool


def classify(text: str, *, opted_out: bool = False, question_pending: bool = False) -> Verdict:
    """Say what a text asks for. `YES` opts in only a person who is opted out, and only if no question waits for it."""
    return _judge(texts.fold(text.strip()[:MATCH_TEXT_CHARS_MAX]), opted_out and not question_pending)


@lru_cache(_MESSAGES_KEPT)
def _judge(folded: str, yes_opts_in: bool) -> Verdict:
    # Most texts are an answer of a word or two, the same from many people.
    message = _Message(folded, yes_opts_in)
    return next((verdict for tier in _TIERS if (verdict := tier(message))), NOTHING)


# ── keywords: the whole message is the word ──

_STRETCHED = re.compile(r"(\w)\1{2,}")
_YES: Final = "yes"


def _by_keyword(message: _Message) -> Verdict | None:
    """`STOP`, `"Stop."`, `stop 🛑`, `S T O P`, `stoppp`."""
    known = _known(message.folded)
    if known is None or (known.word == _YES and not message.yes_opts_in):
        return None
    return Verdict(Outcome(known.meaning), MatchedBy.KEYWORD, known.word)


def _known(folded: str) -> ConsentWord | None:
    spellings = (folded, _joined(folded), _STRETCHED.sub(r"\1", folded))
    return next((CONSENT_WORDS[spelling] for spelling in spellings if spelling in CONSENT_WORDS), None)


def _joined(folded: str) -> str:
    """`s t o p` as one word; words of several letters stay apart."""
    letters = folded.split()
    return "".join(letters) if all(len(letter) == 1 for letter in letters) else folded


# ── phrases: the whole message is a request ──


def _out_words(*, plain: bool) -> str:
    """The opt-out keywords, longest first; everyday words (`cancel`) allow less around them."""
    words = [known.word for known in CONSENT_WORDS.values() if known.meaning is Meaning.OUT and known.plain is plain]
    return "|".join(sorted(words, key=len, reverse=True))


_COURTESY = "please|pls|plz|por favor|porfavor|porfa|svp|s il vous plait|bitte|per favore|alstublieft|aub|kindly"
_POLITE_KEYWORD = re2.compile(
    f"^(?:(?:{LEAD}) )*(?:{_out_words(plain=False)})(?: (?:{_out_words(plain=False)}))*(?: (?:{TRAIL}))*$"
    f"|^(?:(?:{_COURTESY}) )*(?:{_out_words(plain=True)})(?: (?:{TRAIL}))*$"
)
_LEAD = re2.compile(f"^(?:(?:{LEAD}) )+")
_TRAIL = re2.compile(f"(?: (?:{TRAIL}))+$")
_REQUEST = re2.compile(
    f"^(?:i )?(?:{'|'.join(pattern for patterns in REQUESTS.values() for pattern in patterns)})(?: |$)"
)
_CONDITION = re2.compile(f"(?:^| )(?:{CONDITIONS})(?: |$)")


def _by_phrase(message: _Message) -> Verdict | None:
    """`STOP please`, `stop texting me`, `take me off your list`, `ne m'écrivez plus`."""
    if not message.folded:
        return None
    core = _TRAIL.sub("", _LEAD.sub("", message.folded))
    request = _POLITE_KEYWORD.search(message.folded) or _REQUEST.search(core)
    if request is None or _CONDITION.search(message.folded):
        return None
    return Verdict(Outcome.OUT, MatchedBy.PHRASE, request.group(0).strip())


_TIERS: Final[tuple[Callable[[_Message], Verdict | None], ...]] = (_by_keyword, _by_phrase)
