"""What a reply means: a typed value for what the question expects, or None where a person would ask again.

Never a guess: two readings are none. The readers, one kind of answer each, are in `bot.engine.understand`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache

from bot import text as texts
from bot.engine.understand.choice import read_choice
from bot.engine.understand.contact import read_email, read_phone
from bot.engine.understand.correction import read_corrected
from bot.engine.understand.matcher import contains, lies_within, matches
from bot.engine.understand.number import read_integer, read_money, read_number
from bot.engine.understand.pattern import read_regex
from bot.engine.understand.reading import Spec, Surroundings, Understood, clip
from bot.engine.understand.when import read_date, read_datetime, read_time
from bot.engine.understand.words import Words, phrases
from bot.engine.understand.yes_no import read_yes_no
from bot.flow.model import Type
from bot.flow.ranges import is_range

__all__ = ["Spec", "Understood", "branch_matches", "matches", "understand"]

Reader = Callable[[str, Spec, Surroundings], Understood | None]

_READERS: Mapping[Type, Reader] = {
    Type.CHOICE: read_choice,
    Type.INTEGER: read_integer,
    Type.NUMBER: read_number,
    Type.MONEY: read_money,
    Type.DATE: read_date,
    Type.TIME: read_time,
    Type.PHONE: read_phone,
    Type.EMAIL: read_email,
    Type.REGEX: read_regex,
}
_ANSWER_CHARS_MAX = 480
"""Nobody answers a short question in more than three text messages; what comes after them is a story."""
_YES_NO = frozenset({"yes", "no"})
_NUMERIC = frozenset({Type.INTEGER, Type.NUMBER, Type.MONEY})


def understand(
    text: str,
    media: Sequence[str],
    spec: Spec,
    *,
    language: str,
    languages: Sequence[str] = (),
    today: date,
    now_local: datetime,
) -> Understood | None:
    """Read a reply as what the question expects; None is unclear."""
    where = Surroundings(language, tuple(languages), spec.country, today, now_local)
    if spec.expect is Type.MEDIA:
        return Understood(list(media)) if media else None
    if spec.expect is Type.NOTHING:
        return Understood(None)
    if spec.expect is Type.YES_NO:
        return read_yes_no(text, language, spec.question)
    reply = text.strip()
    if spec.expect is Type.DATETIME:
        return read_corrected(
            reply[:_ANSWER_CHARS_MAX],
            lambda said, before: read_datetime(said, spec, where, corrected=before),
            _no_and_not(where.tables[0]),
        )
    if spec.expect in _READERS:
        reader = _READERS[spec.expect]
        return read_corrected(
            reply[:_ANSWER_CHARS_MAX], lambda said, _: reader(said, spec, where), _no_and_not(where.tables[0])
        )
    return Understood(reply) if reply else None


@cache
def _no_and_not(words: Words) -> frozenset[str]:
    """The words that deny and refuse alike: Spanish `no`."""
    return phrases(words.no) & phrases(words.negation)


def branch_matches(
    label: str,
    spec: Spec,
    understood: Understood | None,
    text: str,
    others: Sequence[str] = (),
    language: str = "",
) -> bool:
    """Whether a label of `replies:` without a matcher takes the reply: choice key, yes/no, range or word.

    `others` is what a label that is a word is in other languages.
    A label that names a value is taken by the value only, never by the word: an unclear reply has no value.
    """
    answer = texts.fold(label)
    if label in {key for key, _ in spec.choices}:
        return understood is not None and understood.key == label
    if spec.expect in _NUMERIC and is_range(label):
        return understood is not None and lies_within(label, understood.value)
    if answer in _YES_NO:
        verdict = understood if spec.expect is Type.YES_NO else read_yes_no(text, language, spec.question)
        return verdict is not None and verdict.key == answer
    said = texts.words(clip(text))
    return any(contains(said, word) for word in (label, *others))
