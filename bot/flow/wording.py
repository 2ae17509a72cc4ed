"""What a flow's parts are called when people read about them: templates, durations, ways in, questions."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.flow.measure import ellipsis
from bot.flow.model import Matcher, Question, Text, Trigger, Type

_UNITS = (("week", 604_800), ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
_NAME = re.compile(r"\{\{-?\s*(?:[\w.]*\.)?(\w+)\s*(?:\|[^}]*)?-?\}\}")
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
_SCHEME = re.compile(r"^https?://")
_EXPECTED = {
    Type.YES_NO: "yes or no",
    Type.INTEGER: "a whole number",
    Type.NUMBER: "a number",
    Type.MONEY: "an amount",
    Type.DATE: "a date",
    Type.TIME: "a time",
    Type.DATETIME: "a date and time",
    Type.PHONE: "a phone number",
    Type.EMAIL: "an e-mail address",
    Type.MEDIA: "a picture",
}


def duration(span: timedelta) -> str:
    """Say a duration as an author writes it: `4 hours`."""
    seconds = int(span.total_seconds())
    size, unit = next(((size, unit) for unit, size in _UNITS if seconds % size == 0), (1, "second"))
    count = seconds // size
    return f"{count} {unit}{'' if abs(count) == 1 else 's'}"


def plain(text: Text | str) -> str:
    """Read a template as a person would: `Hi {{ contact.first_name }}` is `Hi [first_name]`."""
    source = text.source if isinstance(text, Text) else text
    named = _NAME.sub(r"[\1]", _STATEMENT.sub("", source))
    return " ".join(_EXPRESSION.sub("[…]", named).split())


def shorten(text: str, length: int) -> str:
    """Cut a text at a word, with an ellipsis where something is missing."""
    return text if len(text) <= length else ellipsis(text[: length - 1])


def address(url: Text) -> str:
    """Name an API by its host and path: the scheme and the query say little."""
    return _SCHEME.sub("", plain(url)).split("?")[0]


def expected(question: Question) -> str:
    """Say what a question wants to hear; nothing where any text will do."""
    if question.choices:
        return " · ".join(f"{number} {plain(choice.shown)}" for number, choice in enumerate(question.choices, 1))
    if question.dynamic_choices:
        return "one of a list"
    if question.minimum and question.maximum:
        return f"{plain(question.minimum)} to {plain(question.maximum)}"
    return _EXPECTED.get(question.expect, "")


def matched(matcher: Matcher) -> str:
    """Name the words that a matcher listens for; nothing where it listens for something else."""
    return or_list(matcher.words + matcher.phrase + matcher.only + matcher.starts + matcher.exact)


def or_list(words: tuple[str, ...]) -> str:
    """Quote words as alternatives."""
    return " or ".join(f"“{word}”" for word in words)


def way_in(trigger: Trigger) -> str:
    """Say how a conversation enters a flow."""
    words = _way_in(trigger)
    return f"{words}, if {trigger.condition.source}" if trigger.condition else words


def _way_in(trigger: Trigger) -> str:
    delay = _delay(trigger)
    match trigger.kind:
        case "keyword":
            own = tuple(word for word in trigger.keywords if word not in trigger.others)
            return ("only the text " if trigger.only else "the text ") + or_list(own)
        case "fallback":
            return "any other text"
        case "event":
            return f"event {trigger.subject}{delay}"
        case "date":
            return f"{trigger.subject}{delay}"
        case "schedule":
            return trigger.subject
        case "tag":
            return f"tag {trigger.subject} added"
        case "agent_closed":
            return "an agent closes the conversation"
        case _:
            return "another flow"


def _delay(trigger: Trigger) -> str:
    offset = trigger.offset
    shift = "" if not offset else f", {duration(abs(offset))} {'before' if offset < timedelta() else 'later'}"
    return shift + (f" at {trigger.at}" if trigger.at else "")
