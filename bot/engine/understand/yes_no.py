"""Yes or no, in any shipped language at once: people answer in theirs, whatever the contact's record says.

A reply is cut into clauses, and each clause into the longest known phrases. How firm a phrase is decides where it
counts: a *particle* (`yes`) where it opens or closes a clause, a *sentence* (`I'll be there`) anywhere, a *clause*
(`I can't`) where nothing stands beside it, and what merely sounds agreeable (`great`) only in a reply that says nothing
else. Both answers, or any doubt, is unclear.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from bot import text as texts
from bot.engine.understand import words
from bot.engine.understand.reading import Understood, clauses, clip, is_question
from bot.engine.understand.words import PHRASE_WORDS_MAX, base, in_order, merged

YES = Understood(True, "yes", "yes")
NO = Understood(False, "no", "no")
_REPLIES_KEPT = 2_048
"""Most people say it in the same few words, and each label of a question asks."""
_STRETCHED_LETTERS_MAX = 30
_TYPO_LETTERS_MIN = 5
_TYPO_LETTERS_MAX = 20
_TYPO_LETTERS_MIN_ALONE = 7
_TRANSPOSED_LETTERS_MIN = 3


class Kind(Enum):
    """What a phrase does in a reply."""

    PARTICLE = "particle"
    SENTENCE = "sentence"
    CLAUSE = "clause"
    ALONE = "alone"
    UNSURE = "unsure"
    BUT = "but"
    NEGATION = "negation"
    ASIDE = "aside"
    FILLER = "filler"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Sign:
    """One phrase of a reply."""

    kind: Kind
    yes: bool | None = None


_CONTENT = Sign(Kind.CONTENT)
_MORE = frozenset({Kind.CONTENT, Kind.ASIDE})
"""What a reply tells beside its answer."""
_TABLES = (  # a later table wins where a phrase stands in several
    ("filler", Sign(Kind.FILLER)),
    ("negation", Sign(Kind.NEGATION)),
    ("but", Sign(Kind.BUT)),
    ("yes_alone", Sign(Kind.ALONE, True)),
    ("no_alone", Sign(Kind.ALONE, False)),
    ("asides", Sign(Kind.ASIDE)),
    ("yes_clause", Sign(Kind.CLAUSE, True)),
    ("no_clause", Sign(Kind.CLAUSE, False)),
    ("yes_sentence", Sign(Kind.SENTENCE, True)),
    ("no_sentence", Sign(Kind.SENTENCE, False)),
    ("yes", Sign(Kind.PARTICLE, True)),
    ("no", Sign(Kind.PARTICLE, False)),
    ("unsure", Sign(Kind.UNSURE)),
)
_FIRMNESS = (
    Kind.UNSURE,
    Kind.SENTENCE,
    Kind.PARTICLE,
    Kind.CLAUSE,
    Kind.ALONE,
    Kind.ASIDE,
    Kind.BUT,
    Kind.NEGATION,
    Kind.FILLER,
)
_ONLY_IN: Mapping[str, str] = {
    **dict.fromkeys(("bet", "word", "grand", "sound", "course", "fab", "ace"), "en"),
    **dict.fromkeys(("sale", "anda", "nel", "simon", "sep", "joya", "padre", "paso", "esa", "eso", "arre"), "es"),
    **dict.fromkeys(("o", "bon", "beau", "si si"), "fr"),
    **dict.fromkeys(
        ("jo", "joa", "jou", "jau", "eh", "net", "ned", "nit", "fein", "toll", "nei", "gut", "immer", "safe"), "de"
    ),
    **dict.fromkeys(("mas", "massa", "legal", "topo", "boa", "noa", "suave", "sum", "dim", "legal"), "pt"),
    **dict.fromkeys(("ma", "su", "mai", "dai", "bello", "grande"), "it"),
    **dict.fromkeys(("prima", "mag", "vet", "best", "mooi", "leuk", "nie", "ni"), "nl"),
}
"""Words that answer, or take back, in one language and mean something else in another: `mas`, `Simon`, `sale`."""
_NOT_IN = {"ja": "pt", "na": "pt", "ne": "fr"}
"""`Já` is `already` in Portuguese."""
_ALSO_IN = {"prima": "de", "jo": "nl", "gut": "nl"}
_NOT_TYPOS = words.phrases(
    "noon, anno, any, one, eye, mia, ami, ano, nei, neo, genre, genua, sui, gren, clara, claire, risotto, serio"
)
_WILLING = words.phrases("graag, gern, gerne, volontiers, plaisir, gusto, claro, volentieri, piacere, prazer, gladly")
_EITHER = frozenset({"or", "ou", "oder", "of", "o"})
_CANCELLING = re.compile(r"\b(?:cancel|anula|anule|desmarc|desist|annul|storn|absag|afzeg|afbel|disdi|disdett)")
_NUMBERS = {"1": Sign(Kind.ALONE, True), "2": Sign(Kind.ALONE, False)}


@lru_cache(_REPLIES_KEPT)
def read_yes_no(text: str, language: str = "", question: str = "") -> Understood | None:
    """`yep`, `no thanks`, `👍`, `2`, `claro que sí`; None when in doubt.

    The language decides only about the few words that take back in one language and are harmless in another, the
    question about who agrees and cancels: `ja graag annuleren` is yes where that was asked.
    """
    text = clip(text).replace("100%", "100 percent").replace("n/a", "not applicable")
    code = base(language)
    said = _without_echo(clauses(text), question)
    signs = _mend_typo([_signs(clause, code) for clause in said], said)
    if _in_doubt(signs):
        return None
    bare = [_signs([word for word in clause if word not in merged("adverbs")], code) for clause in said]
    if is_question(text) and sum(map(len, signs)) == 1:
        return None  # `ok?`
    asked = is_question(text, in_order(language))
    answer = _decided(signs, asked=asked) or (None if _in_doubt(bare) else _decided(bare, asked=asked))
    return None if answer == YES and question and _cancels(said, question) else answer


def _without_echo(said: list[list[str]], question: str) -> list[list[str]]:
    """`Gerne behalten` repeats what was asked; `gerne absagen` asks for something else, as does one of two asked."""
    asked = set(texts.words(question))
    if not _EITHER.isdisjoint(asked) or all(_WILLING.isdisjoint(clause) for clause in said):
        return said
    return [[word for word in clause if word not in asked or word in _lexicon()] for clause in said]


def _cancels(said: list[list[str]], question: str) -> bool:
    """Whether somebody cancels who was asked something else; `don't cancel` does not."""
    if _CANCELLING.search(" ".join(texts.words(question))):
        return False
    return any(
        _CANCELLING.match(word) and merged("negation").isdisjoint(clause[max(0, place - 2) : place])
        for clause in said
        for place, word in enumerate(clause)
    )


def _decided(signs: list[list[Sign]], *, asked: bool) -> Understood | None:
    """The one answer that the signs give."""
    placed = [(place, sign) for place, clause in enumerate(signs, 1) for sign in _decisive(clause)]
    if len({sign.yes for _, sign in placed}) != 1:
        return None
    everything = [sign for clause in signs for sign in clause]
    more = any(sign.kind in _MORE for sign in everything)
    if more and not any(_is_firm(sign, asked=asked and place == len(signs)) for place, sign in placed):
        return None
    return YES if placed[0][1].yes else NO


def _in_doubt(signs: list[list[Sign]]) -> bool:
    """An unsure phrase, or a `but` that something follows, or that leaves a yes hanging (`yes, Thursday instead`)."""
    flat = [sign for clause in signs for sign in clause]
    kinds = [sign.kind for sign in flat]
    if Kind.UNSURE in kinds:
        return True
    if Kind.BUT not in kinds:
        return False
    if kinds[-1] is Kind.BUT:
        return Kind.ASIDE not in kinds and any(sign.yes for sign in flat)
    taken_back = kinds[kinds.index(Kind.BUT) :]
    return Kind.CONTENT in taken_back and Kind.ASIDE not in taken_back


def _is_firm(sign: Sign, *, asked: bool) -> bool:
    return sign.kind is Kind.PARTICLE or (sign.kind in (Kind.SENTENCE, Kind.CLAUSE) and not asked)


def _decisive(clause: list[Sign]) -> Iterable[Sign]:
    """The signs of a clause that count."""
    content = any(sign.kind in (*_MORE, Kind.NEGATION) for sign in clause)
    stated = any(sign.kind is Kind.SENTENCE for sign in clause)
    spoken = [sign for sign in clause if sign.kind is not Kind.FILLER]
    for place, sign in enumerate(spoken):
        at_edge = place in (0, len(spoken) - 1)
        counts = {
            Kind.SENTENCE: True,
            Kind.PARTICLE: at_edge or not content,
            Kind.CLAUSE: not content and not stated,
            Kind.ALONE: not content and not stated,
        }
        if counts.get(sign.kind, False):
            yield sign


def _signs(clause: list[str], language: str) -> list[Sign]:
    """Cut a clause into phrases: the longest first, the firmer of two as long, then the earlier."""
    lexicon, foreign = _lexicon(), _foreign(language)
    found = sorted(
        (
            (start, length, lexicon[phrase])
            for start in range(len(clause))
            for length in range(1, min(PHRASE_WORDS_MAX, len(clause) - start) + 1)
            if (phrase := " ".join(clause[start : start + length])) in lexicon and phrase not in foreign
        ),
        key=lambda match: (-match[1], _FIRMNESS.index(match[2].kind), match[0]),
    )
    placed: list[Sign | None] = [None] * len(clause)
    taken = [False] * len(clause)
    for start, length, sign in found:
        if not any(taken[start : start + length]):
            taken[start : start + length] = [True] * length
            placed[start] = sign
    signs = [
        sign or _stretched(word) for word, sign, known in zip(clause, placed, taken, strict=True) if sign or not known
    ]
    return _turned(signs)


def _turned(signs: list[Sign]) -> list[Sign]:
    """A negation and the agreement after it are one refusal: `not ok`."""
    turned: list[Sign] = []
    for sign in signs:
        if sign.yes and turned and turned[-1].kind is Kind.NEGATION:
            turned[-1] = Sign(sign.kind, False)
        else:
            turned.append(sign)
    return turned


_RUN = re.compile(r"(.)\1{2,}")
_LAST_RUN = re.compile(r"(.)\1+$")


def _stretched(word: str) -> Sign:
    """`yesss` is `yes` and `nooo` is `no`, but `noon` is not `non`; an unknown picture means nothing."""
    if len(word) == 1 or word.isdecimal() or len(word) > _STRETCHED_LETTERS_MAX:
        return Sign(Kind.FILLER) if unicodedata.category(word[0]) == "So" else _CONTENT
    for shorter in (_RUN.sub(r"\1", word), _LAST_RUN.sub(r"\1", _RUN.sub(r"\1", word)), _RUN.sub(r"\1\1", word)):
        if shorter != word and shorter in _lexicon():
            return _lexicon()[shorter]
    return _CONTENT


def _mend_typo(signs: list[list[Sign]], said: list[list[str]]) -> list[list[Sign]]:
    """Read the one unknown word of a reply that says nothing else as the one known word that is near."""
    content = [(i, j) for i, clause in enumerate(signs) for j, sign in enumerate(clause) if sign is _CONTENT]
    if len(content) != 1:
        return signs
    unknown = [word for clause in said for word in clause if word not in _known_words()]
    mended = _nearest(unknown[0]) if len(unknown) == 1 else None
    if mended is None:
        return signs
    i, j = content[0]
    return [
        [mended if (i, j) == (row, column) else sign for column, sign in enumerate(clause)]
        for row, clause in enumerate(signs)
    ]


def _nearest(word: str) -> Sign | None:
    if word in _transposed():
        return _transposed()[word]
    if not _TYPO_LETTERS_MIN <= len(word) <= _TYPO_LETTERS_MAX:
        return None
    if word in _joined():
        return _joined()[word]
    near = {
        sign.yes
        for known, sign in _long_words().items()
        if known[0] == word[0] and OSA.distance(word, known, score_cutoff=1) <= 1
    }
    return Sign(Kind.ALONE, near.pop()) if len(near) == 1 else None


@cache
def _lexicon() -> Mapping[str, Sign]:
    return {**{phrase: sign for field, sign in _TABLES for phrase in merged(field)}, **_NUMBERS}


@cache
def _foreign(language: str) -> frozenset[str]:
    """The words of other languages that mean nothing in this one; without a language, what takes back in one only."""
    if not language:
        return frozenset({"ma", "mas"})
    foreign = {word for word, only in _ONLY_IN.items() if language not in (only, _ALSO_IN.get(word, only))}
    return frozenset(foreign | {word for word, where in _NOT_IN.items() if language == where})


@cache
def _known_words() -> frozenset[str]:
    return frozenset(word for phrase in _lexicon() for word in phrase.split())


@cache
def _long_words() -> Mapping[str, Sign]:
    """The single words that a typo may stand for."""
    return {
        word: sign
        for word, sign in _lexicon().items()
        if sign.yes is not None
        and " " not in word
        and len(word) >= (_TYPO_LETTERS_MIN if sign.kind is Kind.PARTICLE else _TYPO_LETTERS_MIN_ALONE)
    }


@cache
def _joined() -> Mapping[str, Sign]:
    """Phrases without their spaces: `ofcourse`, `nothanks`."""
    return {
        phrase.replace(" ", ""): Sign(Kind.ALONE, sign.yes)
        for phrase, sign in _lexicon().items()
        if sign.yes is not None and " " in phrase and len(phrase) > _TYPO_LETTERS_MIN_ALONE
    }


@cache
def _transposed() -> Mapping[str, Sign]:
    """Particles with two neighbouring letters exchanged: `yse`, `noep`."""
    found: dict[str, Sign] = {}
    for word, sign in _lexicon().items():
        if sign.kind is Kind.PARTICLE and " " not in word and len(word) >= _TRANSPOSED_LETTERS_MIN:
            for i in range(len(word) - 1):
                swapped = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
                found.setdefault(swapped, Sign(Kind.ALONE, sign.yes))
    return {word: sign for word, sign in found.items() if word not in _NOT_TYPOS}
