"""Readers for the plain kinds of values: texts, names, durations, numbers, words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from bot.events import Json, MessageClass
from bot.flow import grammar
from bot.flow.files import CODE
from bot.flow.grammar import Kind
from bot.flow.model import Span, Text, Type
from bot.flow.reading import Reading, Skip, described, head, is_empty, items_of, pairs_of, reads, wrong
from bot.flow.rules import document as say
from bot.flow.yaml import Items, Node, Pairs, Scalar
from bot.suggest import did_you_mean, nearest

DAYS_MAX: Final = 3_660
_UNIT_SIMILARITY_MIN: Final = 50
UNITS: Final = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}

_DURATION: Final = re.compile(r"([+-]?)\s*(\d{1,9})\s+(second|minute|hour|day|week)s?", re.IGNORECASE)
_ALMOST: Final = re.compile(r"(-?\d{1,6})\s*([a-z]+)\.?", re.IGNORECASE)
_ABBREVIATED: Final = {
    "s": "second", "sec": "second", "secs": "second", "m": "minute", "min": "minute", "mins": "minute", "h": "hour",
    "hr": "hour", "hrs": "hour", "d": "day", "w": "week", "wk": "week", "wks": "week",
}  # fmt: skip
_CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_NUMBER: Final = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?")
_RANGE: Final = re.compile(r"-?\d+(\.\d+)?(\.\.-?\d+(\.\d+)?)?")
_STATE: Final = re.compile(r"[^\W\d_][\w-]{0,63}")
_OUTCOME: Final = re.compile(r"[\w-]{1,64}")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
WORDS_OF_TEMPLATES: Final = frozenset(
    {"and", "or", "not", "in", "is", "if", "else", "elif", "for", "self"}
    | {"true", "false", "none", "True", "False", "None"}
)

# ── texts ──


@reads(Kind.TEXT)
@reads(Kind.EXPRESSION)
def text(reading: Reading, key: str, node: Node) -> Text:
    """A template or expression as written."""
    if isinstance(node, Pairs):
        node = _undamaged(reading, key, node)
    if not isinstance(node, Scalar) or not (node.text or node.style or node.eaten):
        raise wrong(reading, key, node, Kind.TEXT)
    if node.eaten:
        span = Span(node.span.line, node.span.column, node.span.end_line, node.span.end_column + 1 + len(node.eaten))
        whole = f"{node.text} {node.eaten}".strip()
        reading.report(say.damaged_text(span, whole, f"takes `{say.shown(node.eaten)}` for a comment"))
        return Text(whole, span)
    if node.style == '"' and _CONTROL.search(node.text):
        how = "reads a backslash in double quotes as an escape, and this one makes an invisible character"
        reading.report(say.damaged_text(node.span, node.text, how))
    return Text(node.text, node.span)


def _undamaged(reading: Reading, key: str, node: Pairs) -> Node:
    """The text that YAML took for a mapping because of its colon, if it looks like one."""
    match node.pairs:
        case ((Scalar() as name, Scalar() as rest),) if not node.inline and name.text not in grammar.KEYWORDS:
            span = Span(name.span.line, name.span.column, rest.span.end_line, rest.span.end_column)
            whole = f"{name.text}: {rest.text}"
            reading.report(say.damaged_text(span, whole, "takes the colon for the end of a key"))
            return Scalar(whole, span, "'")
    return node


@reads(Kind.TEXTS)
def texts(reading: Reading, key: str, node: Node) -> tuple[Text, ...]:
    """One text or several."""
    if isinstance(node, Items):
        return tuple(_each(reading, text, key, items_of(reading, key, node, Kind.TEXTS)))
    return (text(reading, key, node),)


@reads(Kind.PLAIN)
def plain(reading: Reading, key: str, node: Node) -> str:
    """A text without a template."""
    return text(reading, key, node).source


@reads(Kind.WORDS)
def words(reading: Reading, key: str, node: Node) -> tuple[str, ...]:
    """One word or several."""
    if isinstance(node, Items):
        return tuple(_each(reading, plain, key, items_of(reading, key, node, Kind.WORDS)))
    if isinstance(node, Pairs):
        raise wrong(reading, key, node, Kind.WORDS)
    return (plain(reading, key, node),)


@reads(Kind.NOTHING)
def nothing(reading: Reading, key: str, node: Node) -> None:
    """No value, or `yes`."""
    if not isinstance(node, Scalar) or node.text.lower() not in ("", "yes", "true"):
        raise wrong(reading, key, node, Kind.NOTHING, help="to say something before waiting, use `ask`")


def _each(reading: Reading, reader: Any, key: str, nodes: Sequence[Node]) -> list[Any]:
    found = []
    for node in nodes:
        try:
            found.append(reader(reading, key, node))
        except Skip:
            continue
    if not found:
        raise Skip
    return found


# ── names ──


@reads(Kind.NAME)
def name(reading: Reading, key: str, node: Node) -> str:
    """A name that templates can use."""
    given = plain(reading, key, node)
    check_name(reading, given, node.span)
    return given


def check_name(reading: Reading, given: str, span: Span) -> None:
    """Skip a name that templates could not use."""
    if given in grammar.RESERVED_NAMES:
        raise reading.fail(say.bad_name(span, given, "templates know something else by that name"))
    if not given.isidentifier() or given.startswith("_") or given in WORDS_OF_TEMPLATES:
        if given.startswith("contact."):
            hint = f"save it under a name, then `set: {{{given}: ...}}`"
            raise reading.fail(say.bad_name(span, given, "it is a field of the contact", hint))
        usable = re.sub(r"\W+", "_", given).strip("_").lower()
        hint = f"`{usable}` would do" if usable.isidentifier() and usable not in WORDS_OF_TEMPLATES else ""
        raise reading.fail(
            say.bad_name(span, given, "names are letters, digits and `_`, and begin with a letter", hint)
        )


def state_name(reading: Reading, given: str, span: Span) -> str:
    """The name of a state where it is defined."""
    if given in grammar.RESERVED_STATES:
        reading.report(say.bad_name(span, given, "the word has a meaning of its own"))
    elif not _STATE.fullmatch(given):
        why = "states are letters, digits, `_` and `-`, and begin with a letter"
        reading.report(say.bad_name(span, given, why))
    return given


@reads(Kind.STATE)
def state(reading: Reading, key: str, node: Node) -> str:
    """The name of a state where it is used; whether there is one is for the checker."""
    return plain(reading, key, node)


def outcome(reading: Reading, key: str, node: Node) -> str:
    """What a session ends with; `done` where nothing is written."""
    if isinstance(node, Scalar) and not node.text and not node.eaten:
        return "done"
    given = plain(reading, key, node)
    if not _OUTCOME.fullmatch(given):
        raise reading.fail(say.bad_name(node.span, given, "outcomes are letters, digits, `_` and `-`"))
    return given


@reads(Kind.CODE)
def code(reading: Reading, key: str, node: Node) -> str:
    """A language code."""
    given = plain(reading, key, node)
    if not CODE.fullmatch(given):
        raise wrong(reading, key, node, Kind.CODE)
    return given


@reads(Kind.CODES)
def codes(reading: Reading, key: str, node: Node) -> tuple[str, ...]:
    """Several language codes."""
    return tuple(_each(reading, code, key, items_of(reading, key, node, Kind.CODES)))


# ── one of several ──


@reads(Kind.FLAG)
def flag(reading: Reading, key: str, node: Node) -> bool:
    """Yes or no."""
    known = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
    if isinstance(node, Scalar) and node.text.lower() in known:
        return known[node.text.lower()]
    raise wrong(reading, key, node, Kind.FLAG)


def one_of(reading: Reading, key: str, node: Node, known: Sequence[str], wanted: str) -> str:
    """One of the words that are known here."""
    if isinstance(node, Scalar) and node.text in known:
        return node.text
    label = did_you_mean(node.text, known) if isinstance(node, Scalar) else None
    raise wrong(reading, key, node, wanted, label=label, help=f"one of {', '.join(known)}")


@reads(Kind.QUESTION_TYPE)
def question_type(reading: Reading, key: str, node: Node) -> Type:
    """What a question expects."""
    return Type(one_of(reading, key, node, grammar.QUESTION_TYPES, Kind.QUESTION_TYPE))


def input_type(reading: Reading, key: str, node: Node) -> Type:
    """What an input or output holds."""
    return Type(one_of(reading, key, node, grammar.INPUT_TYPES, "a type"))


@reads(Kind.MESSAGE_CLASS)
def message_class(reading: Reading, key: str, node: Node) -> MessageClass:
    """What compliance applies."""
    return MessageClass(one_of(reading, key, node, grammar.CLASSES, Kind.MESSAGE_CLASS))


@reads(Kind.INTERRUPT)
def interrupt(reading: Reading, key: str, node: Node) -> str:
    """What a trigger does to a waiting session."""
    return one_of(reading, key, node, grammar.INTERRUPTS, Kind.INTERRUPT)


@reads(Kind.CHANGE)
def change(reading: Reading, key: str, node: Node) -> str:
    """What a new version does to a waiting session."""
    return one_of(reading, key, node, grammar.CHANGES, Kind.CHANGE)


@reads(Kind.PRIORITY)
def priority(reading: Reading, key: str, node: Node) -> Text:
    """How urgent a handoff is, in the usual words or the business's own; may be a template."""
    given = text(reading, key, node)
    near = nearest(given.source, grammar.PRIORITIES)
    if near and near != given.source:
        raise wrong(reading, key, node, Kind.PRIORITY, label=f"did you mean `{near}`?")
    return given


# ── numbers and times ──


@reads(Kind.INTEGER)
def integer(reading: Reading, key: str, node: Node) -> int:
    """A small whole number."""
    if isinstance(node, Scalar) and re.fullmatch(r"\d{1,6}", node.text):
        return int(node.text)
    raise wrong(reading, key, node, Kind.INTEGER)


@reads(Kind.RANGE)
def number_range(reading: Reading, key: str, node: Node) -> str:
    """A number or a range of numbers."""
    given = plain(reading, key, node)
    if not _RANGE.fullmatch(given):
        raise wrong(reading, key, node, Kind.RANGE)
    return given


@reads(Kind.DURATION)
def duration(reading: Reading, key: str, node: Node) -> timedelta:
    """How long."""
    given = plain(reading, key, node)
    return duration_of(reading, given, node.span)


def duration_of(reading: Reading, given: str, span: Span) -> timedelta:
    """How long, of a text that stands where a key or a value does."""
    length = _length(reading, given, span)
    if length <= timedelta():
        raise reading.fail(say.bad_duration(span, given, "a duration is longer than nothing"))
    return length


@reads(Kind.OFFSET)
def offset(reading: Reading, key: str, node: Node) -> timedelta:
    """How much later, or earlier with a minus."""
    return _length(reading, plain(reading, key, node), node.span)


def _length(reading: Reading, given: str, span: Span) -> timedelta:
    match = _DURATION.fullmatch(given.strip())
    if match is None:
        help = "write a whole number and second, minute, hour, day or week: `4 hours`, `1 day`"
        raise reading.fail(say.bad_duration(span, given, help, _probably(given)))
    seconds = int(match[2]) * UNITS[match[3].lower()]
    if seconds > DAYS_MAX * UNITS["day"]:
        raise reading.fail(say.bad_duration(span, given, f"the longest is {DAYS_MAX} days"))
    return timedelta(seconds=-seconds if match[1] == "-" else seconds)


def _probably(given: str) -> str | None:
    """The duration that was probably meant."""
    match = _ALMOST.fullmatch(given.strip())
    if match is None:
        return None
    unit = match[2].lower()
    near = _ABBREVIATED.get(unit) or nearest(unit.removesuffix("s"), UNITS, similarity_min=_UNIT_SIMILARITY_MIN)
    return f"did you mean `{match[1]} {near}{'' if match[1] in ('1', '-1') else 's'}`?" if near else None


@reads(Kind.CLOCK)
def clock(reading: Reading, key: str, node: Node) -> str:
    """A time of day as `HH:MM`."""
    given = plain(reading, key, node)
    match = _CLOCK.fullmatch(given)
    if match is None:
        raise reading.fail(say.bad_duration(node.span, given, 'write hours and minutes from 00:00 to 23:59: `"18:00"`'))
    return f"{int(match[1]):02}:{match[2]}"


# ── data ──


@reads(Kind.FIELDS)
def fields(reading: Reading, key: str, node: Node) -> tuple[tuple[str, Text], ...]:
    """Names with a text each."""
    found = []
    for label, value in pairs_of(reading, key, node, Kind.FIELDS).pairs:
        try:
            found.append((label.text, text(reading, label.text, value)))
        except Skip:
            continue
    return tuple(found)


@reads(Kind.VALUE)
def value(reading: Reading, key: str, node: Node) -> Json:
    """A text, number or yes/no, or a list or mapping of these; a text is a template."""
    match node:
        case Scalar():
            return constant(node) if not node.style and _is_constant(node.text) else _leaf(reading, key, node)
        case Items():
            return [value(reading, key, item) for item in node.nodes]
        case Pairs():
            return {label.text: value(reading, label.text, item) for label, item in node.pairs}


def _leaf(reading: Reading, key: str, node: Scalar) -> Text:
    return Text(node.text, node.span) if not node.text and not node.eaten else text(reading, key, node)


def _is_constant(written: str) -> bool:
    """Whether an unquoted text is `true`, `false`, `null`, or a number that reads as written (not `007` or `1.50`)."""
    if written in ("true", "false", "null"):
        return True
    return bool(_NUMBER.fullmatch(written)) and ("." not in written or str(float(written)) == written)


def constant(node: Scalar) -> Json:
    """What an unquoted number, `true`, `false` or `null` stands for."""
    words: dict[str, Json] = {"true": True, "false": False, "null": None}
    if node.text in words:
        return words[node.text]
    return float(node.text) if "." in node.text else int(node.text)


@reads(Kind.VALUES)
def values(reading: Reading, key: str, node: Node) -> tuple[tuple[str, Text | Json], ...]:
    """Names, or fields of the contact, with a value each."""
    found = []
    for label, item in pairs_of(reading, key, node, Kind.VALUES).pairs:
        try:
            check_name(reading, label.text.removeprefix("contact."), label.span)
            found.append((label.text, value(reading, label.text, item)))
        except Skip:
            continue
    return tuple(found)


@reads(Kind.WEIGHTS)
def weights(reading: Reading, key: str, node: Node) -> tuple[tuple[str, float], ...]:
    """States with a weight each."""
    found = []
    for label, item in pairs_of(reading, key, node, Kind.WEIGHTS).pairs:
        if not isinstance(item, Scalar) or not _NUMBER.fullmatch(item.text) or float(item.text) <= 0:
            reading.report(say.wrong_type(head(item), label.text, "a number above 0", described(item)))
        else:
            found.append((label.text, float(item.text)))
    if is_empty(node):
        raise wrong(reading, key, node, Kind.WEIGHTS)
    return tuple(found)
