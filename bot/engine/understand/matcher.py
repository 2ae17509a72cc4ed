"""The matchers of `replies:` and `anytime:`: every key that is set must hold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

from bot import text as texts
from bot.engine.understand.contact import read_email, read_phone
from bot.engine.understand.number import read_number
from bot.engine.understand.pattern import search
from bot.engine.understand.reading import Spec, Surroundings, Understood, clip
from bot.engine.understand.when import read_date, read_time
from bot.events import Json
from bot.flow.model import Matcher
from bot.flow.ranges import parse_range


class _Message(NamedTuple):
    text: str
    words: list[str]
    tags: Collection[str]
    intents: Collection[str]
    where: Callable[[], Surroundings]
    """Made where it is needed: most matchers look at words only."""


def matches(
    matcher: Matcher,
    text: str,
    media: Sequence[str] = (),
    *,
    tags: Collection[str] = (),
    intents: Collection[str] = (),
    language: str,
    languages: Sequence[str] = (),
    country: str = "",
    today: date,
    now_local: datetime,
) -> bool:
    """Whether a reply has everything that the matcher asks for.

    `intents` is what natural-language understanding has found, if it was asked. `media` changes nothing by itself: a
    picture without words is `blank`.
    """
    reply = clip(text)
    where = partial(Surroundings, language, tuple(languages), country, today, now_local)
    return _holds(matcher, _Message(reply, texts.words(reply), tags, intents, where))


def _holds(matcher: Matcher, message: _Message) -> bool:
    denied = matcher.negated is not None and _holds(matcher.negated, message)
    if not denied and _has_all(matcher, message):
        return True
    return any(_holds(other, message) for other in matcher.others)


def _has_all(matcher: Matcher, message: _Message) -> bool:
    return all(_TESTS[key](getattr(matcher, key), message) for key in matcher.asks)


# ── tests on words: any entry will do ──


def contains(said: Sequence[str], entry: str) -> bool:
    """Whether the folded words hold all words of an entry, one after the other."""
    wanted = texts.words(entry)
    if not wanted or wanted[0] not in said:
        return False
    if len(wanted) == 1:
        return True
    places = range(len(said) - len(wanted) + 1)
    return any(list(said[place : place + len(wanted)]) == wanted for place in places)


def _any_word(entries: Sequence[str], message: _Message) -> bool:
    return any(contains(message.words, entry) for entry in entries)


def _only(entries: Sequence[str], message: _Message) -> bool:
    return any(message.words == texts.words(entry) for entry in entries)


def _starts(entries: Sequence[str], message: _Message) -> bool:
    return any(message.words[: len(wanted)] == wanted for entry in entries if (wanted := texts.words(entry)))


def _exact(entries: Sequence[str], message: _Message) -> bool:
    """The very characters; only upper and lower case and surrounding space do not matter."""
    return any(texts.normalise(message.text) == texts.normalise(entry).strip() for entry in entries)


def _tagged(entries: Sequence[str], message: _Message) -> bool:
    return any(entry in message.tags for entry in entries)


def _all_words(entries: Sequence[str], message: _Message) -> bool:
    return all(contains(message.words, entry) for entry in entries)


# ── tests on the text ──


def _regex(pattern: str, message: _Message) -> bool:
    return search(pattern, message.text) is not None


def _number(span: str, message: _Message) -> bool:
    value = read_number(message.text, Spec(), message.where())
    return value is not None and lies_within(span, value.value)


def _readable(read: Callable[[str, Spec, Surroundings], Understood | None]) -> Callable[[Any, _Message], bool]:
    def test(wanted: bool, message: _Message) -> bool:
        where = message.where()
        return read(message.text, Spec(country=where.country), where) is not None

    return test


def _blank(wanted: bool, message: _Message) -> bool:
    return not message.text


def _intent(intents: Sequence[str], message: _Message) -> bool:
    return any(intent in message.intents for intent in intents)


_TESTS: Mapping[str, Callable[[Any, _Message], bool]] = {
    "words": _any_word,
    "all": _all_words,
    "phrase": _any_word,
    "only": _only,
    "starts": _starts,
    "exact": _exact,
    "tagged": _tagged,
    "regex": _regex,
    "number": _number,
    "date": _readable(read_date),
    "time": _readable(read_time),
    "phone": _readable(read_phone),
    "email": _readable(read_email),
    "blank": _blank,
    "intent": _intent,
}


# ── ranges ──


def lies_within(label: str, value: Json) -> bool:
    """Whether a number lies in a range as authors write it: `0..6`, `7`."""
    span = parse_range(label)
    return span is not None and span.low <= Fraction(str(value)) <= span.high
