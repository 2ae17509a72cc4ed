"""Reads the tests beside a flow, `<flow>.test.yaml`, into frozen values; what is wrong is reported at its place.

- test: moves the visit
  with: {appointment: 2026-03-06 10:00}
  talk:
    - bot: /Reply YES/            # a regex between slashes, else the exact text; `...` is anything
    - me: "no"
  ends: confirmed
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Final

import re2

from bot.events import Json
from bot.flow import values
from bot.flow.diagnostic import Diagnostic
from bot.flow.model import NOWHERE, Flow, Span, Text
from bot.flow.reading import Reading, Skip, described, head, wrong
from bot.flow.repair import read_document
from bot.flow.rules import document as say
from bot.flow.yaml import Items, Node, Pairs, Scalar
from bot.suggest import did_you_mean

_YEAR_MIN: Final = 1970
_YEAR_MAX: Final = 2999
SUFFIXES: Final = (".test.yaml", ".test.yml")
ANYTHING: Final = "..."


class Act(StrEnum):
    """What an item of `talk:` does, as it is written."""

    BOT = "bot"
    ME = "me"
    WAIT = "wait"
    AGENT = "agent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    TAKES_OVER = "agent takes over"
    CLOSES = "agent closes"


ALONE: Final = (Act.DELIVERED, Act.UNDELIVERED, Act.TAKES_OVER, Act.CLOSES)
"""The acts that have no value."""
VALUED: Final = (Act.BOT, Act.ME, Act.WAIT, Act.AGENT)
_STARTS: Final = ("event", "date", "schedule", "tag", "agent_closed")
"""The triggers that a test may begin with; texts are written with `me`."""
ACTS: Final = f"{', '.join(VALUED)} with a value, or {', '.join(ALONE)}"


EMAIL_PARTS: Final = ("to", "subject", "body")


class Form(StrEnum):
    """How an expected text is compared."""

    EXACT = "exact"
    PATTERN = "pattern"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happens, or that the bot must say."""

    act: Act
    span: Span
    text: str = ""
    form: Form = Form.EXACT
    wait: timedelta = timedelta()
    key: Span = NOWHERE
    value: Scalar | None = None
    """Key and value where they stand, so that an expected text can be written anew."""

    def matches(self, said: str) -> bool:
        """Whether the bot said what is expected."""
        if self.form is Form.EXACT:
            return self.text == said
        return self.form is Form.ANYTHING or _pattern(self.text).search(said) is not None


@dataclass(frozen=True, slots=True)
class Beginning:
    """The trigger that a test begins with, as the flow names it."""

    kind: str
    subject: str = ""
    names: Mapping[str, Json] = field(default_factory=dict)
    """What was closed: `{queue, priority, labels}`."""


@dataclass(frozen=True, slots=True)
class Case:
    """One test."""

    name: str
    span: Span
    talk: tuple[Item, ...]
    start: Beginning | None = None
    """Without one it begins with a customer's text, or with `inputs`. With an event these are its data."""
    inputs: Mapping[str, Json] = field(default_factory=dict)
    contact: Mapping[str, Json] = field(default_factory=dict)
    business: Mapping[str, Json] = field(default_factory=dict)
    now: datetime | None = None
    """Without an offset it is the contact's own time."""
    stubs: Mapping[str, Json] = field(default_factory=dict)
    """`METHOD url` → the answer, as the simulator takes it."""
    actions: Mapping[str, Json] = field(default_factory=dict)
    """Name → what the action returns, or `{error: why}`."""
    ends: str | None = None
    contact_after: Mapping[str, Json] = field(default_factory=dict)
    variables_after: Mapping[str, Json] = field(default_factory=dict)
    emails_after: Sequence[Mapping[str, Json]] | None = None
    """What was sent, in order, with any of `to`, `subject` and `body`; None says nothing about it."""
    places: Mapping[str, Span] = field(default_factory=dict)
    """Where each key stands, and `with.name` for each input."""


def read_cases(source: str, path: str) -> tuple[tuple[Case, ...], list[Diagnostic]]:
    """Read a file of tests: those that are written right, and everything that is wrong. Never raises."""
    document = read_document(source, [*_KEYS, *VALUED])
    reading = Reading()
    reading.findings.extend(document.findings)
    cases: list[Case] = []
    if isinstance(document.root, Items):
        for node in document.root.nodes:
            known = len(reading.findings)
            try:
                case = _case(reading, node)
            except Skip:
                continue
            if len(reading.findings) == known:
                cases.append(case)
    elif document.root is not None:
        where = head(document.root)
        reading.report(say.wrong_type(where, "a file of tests", "a list of tests", described(document.root)))
    elif not document.findings:
        reading.report(say.missing(Span(1, 1, 1, 1), "this file is empty", "a test begins with `- test: its name`"))
    findings = sorted({replace(finding, path=path) for finding in reading.findings}, key=lambda found: found.order)
    return tuple(cases), findings


def check_case(case: Case, flow: Flow, path: str) -> list[Diagnostic]:
    """What does not fit the flow: inputs that it does not have would be ignored without a word."""
    if case.start is not None:
        return [replace(finding, path=path) for finding in _check_start(case, case.start, flow)]
    return [
        replace(say.unknown_key(case.places[f"with.{name}"], name, flow.inputs, f"the flow `{flow.id}`"), path=path)
        for name in case.inputs
        if name not in flow.inputs
    ]


def _check_start(case: Case, start: Beginning, flow: Flow) -> list[Diagnostic]:
    at = case.places["start"]
    triggers = [trigger for trigger in flow.start if trigger.kind == start.kind]
    if not any(trigger.subject == start.subject for trigger in triggers):
        written = f"{start.kind}: {start.subject}" if start.subject else start.kind
        label = did_you_mean(start.subject, [trigger.subject for trigger in triggers]) or ""
        return [say.clash(at, f"the flow has no trigger `{say.shown(written)}`", label or "write it as the flow does")]
    if case.inputs and start.kind != "event":
        return [say.clash(case.places["with"], "the trigger itself gives the inputs", "leave `with` out")]
    return []


@cache
def _pattern(source: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    return re2.compile(source, options)


# ── one test ──


def _case(reading: Reading, node: Node) -> Case:
    pairs = _pairs(reading, "a test", node)
    given: dict[str, Any] = {"places": {key.text: key.span for key, _ in pairs.pairs}}
    for key, value in pairs.pairs:
        if key.text not in _KEYS:
            reading.report(say.unknown_key(key.span, key.text, _KEYS, "a test"))
            continue
        name, read = _KEYS[key.text]
        try:
            given[name] = read(reading, key.text, value)
        except Skip:
            continue
        if name == "inputs" and isinstance(value, Pairs):
            given["places"] |= {f"with.{label.text}": label.span for label, _ in value.pairs}
    for name, help in (("test", "add `test:` with what it shows"), ("talk", "add `talk:` with what is said")):
        if pairs.get(name) is None:
            raise reading.fail(say.missing(head(node), f"this test has no `{name}`", help))
    if "name" not in given or "talk" not in given:
        raise Skip
    return Case(span=head(node), **given)


def _pairs(reading: Reading, key: str, node: Node) -> Pairs:
    if isinstance(node, Pairs):
        return node
    raise wrong(reading, key, node, "keys with values")


def _word(reading: Reading, key: str, node: Node) -> str:
    return values.text(reading, key, node).source


def _json(reading: Reading, key: str, node: Node) -> Json:
    return _unwrapped(values.value(reading, key, node))


def _unwrapped(value: Any) -> Any:
    match value:
        case Text(source):
            return source
        case list():
            return [_unwrapped(item) for item in value]
        case dict():
            return {name: _unwrapped(item) for name, item in value.items()}
    return value


def _mapping(reading: Reading, key: str, node: Node) -> dict[str, Json]:
    found = {}
    for label, value in _pairs(reading, key, node).pairs:
        try:
            found[label.text] = _json(reading, label.text, value)
        except Skip:
            continue
    return found


def _stubs(reading: Reading, key: str, node: Node) -> dict[str, Json]:
    """Answers; a bare number is a status, since no API answers with just one."""
    answers = _mapping(reading, key, node)
    return {address: {"status": given} if type(given) is int else given for address, given in answers.items()}


def _emails(reading: Reading, key: str, node: Node) -> list[dict[str, Json]]:
    if not isinstance(node, Items):
        raise wrong(reading, key, node, "a list such as `- {to: team@example.com, subject: ...}`")
    found = []
    for item in node.nodes:
        pairs = _pairs(reading, key, item)
        for label, _ in pairs.pairs:
            if label.text not in EMAIL_PARTS:
                reading.report(say.unknown_key(label.span, label.text, EMAIL_PARTS, "an e-mail"))
        found.append(_mapping(reading, key, pairs))
    return found


def _moment(reading: Reading, key: str, node: Node) -> datetime:
    written = _word(reading, key, node)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = datetime.min
    if not _YEAR_MIN <= moment.year <= _YEAR_MAX:
        help = f"write year ({_YEAR_MIN} to {_YEAR_MAX}), month, day and time of day: `2026-03-05 09:00`"
        raise reading.fail(say.bad_duration(node.span, written, help))
    return moment


def _start(reading: Reading, key: str, node: Node) -> Beginning:
    """`{date: contact.visit}` or `agent_closed`, which may say what was closed."""
    if isinstance(node, Scalar) and node.text == "agent_closed":
        return Beginning(node.text)
    match node:
        case Pairs(pairs=((kind, value),)) if kind.text in _STARTS:
            if kind.text == "agent_closed":
                return Beginning(kind.text, names=_mapping(reading, kind.text, value))
            return Beginning(kind.text, _word(reading, kind.text, value))
        case Pairs(pairs=((kind, _), *_)) if kind.text not in _STARTS:
            raise reading.fail(say.unknown_key(kind.span, kind.text, _STARTS, "`start`"))
    raise wrong(reading, key, node, "a trigger such as `{date: contact.next_visit}`")


# ── what is said and done ──


def _talk(reading: Reading, key: str, node: Node) -> tuple[Item, ...]:
    if not isinstance(node, Items) or not node.nodes:
        raise wrong(reading, key, node, "a list such as `- bot: Hello`")
    items = []
    for item in node.nodes:
        try:
            items.append(_item(reading, item))
        except Skip:
            continue
    return tuple(items)


def _item(reading: Reading, node: Node) -> Item:
    match node:
        case Scalar(text=text) if text in ALONE:
            return Item(Act(text), node.span)
        case Scalar():
            label = did_you_mean(node.text, ALONE)
            raise reading.fail(say.wrong_type(node.span, "talk", ACTS, described(node), label=label))
        case Pairs(pairs=((key, value), *others)):
            for name in (key, *(other for other, _ in others)):
                if name.text not in VALUED:
                    note = f"write `- {name.text}`, without a colon" if name.text in ALONE else ""
                    raise reading.fail(say.unknown_key(name.span, name.text, VALUED, "`talk`", note))
            if others:
                second = others[0][0]
                problem = f"one item is `{key.text}` or `{second.text}`, not both"
                raise reading.fail(say.clash(second.span, problem, "begin another item with `- `"))
            return _valued(reading, key, value)
    raise wrong(reading, "talk", node, ACTS)


def _valued(reading: Reading, key: Scalar, value: Node) -> Item:
    act = Act(key.text)
    if act is Act.WAIT:
        return Item(act, key.span, wait=values.duration(reading, key.text, value))
    if act is Act.ME and isinstance(value, Scalar) and value.style and not value.text:
        return Item(act, key.span)
    written = _word(reading, key.text, value)
    text, form = _expected(reading, written, value.span) if act is Act.BOT else (written, Form.EXACT)
    return Item(act, key.span, text, form, key=key.span, value=value if isinstance(value, Scalar) else None)


def _expected(reading: Reading, written: str, span: Span) -> tuple[str, Form]:
    if written == ANYTHING:
        return "", Form.ANYTHING
    if not (len(written) > 1 and written.startswith("/") and written.endswith("/")):
        return written, Form.EXACT
    try:
        _pattern(written[1:-1])
    except (re2.error, ValueError, UnicodeError):
        got, help = f"`{say.shown(written)}`", "write `\\(`, `\\?` and so on for signs that stand for themselves"
        wanted = "a regular expression between slashes"
        raise reading.fail(say.wrong_type(span, "bot", wanted, got, help=help)) from None
    return written[1:-1], Form.PATTERN


_KEYS: Final[Mapping[str, tuple[str, Callable[[Reading, str, Node], Any]]]] = {
    "test": ("name", _word),
    "start": ("start", _start),
    "with": ("inputs", _mapping),
    "contact": ("contact", _mapping),
    "business": ("business", _mapping),
    "now": ("now", _moment),
    "http": ("stubs", _stubs),
    "do": ("actions", _mapping),
    "talk": ("talk", _talk),
    "ends": ("ends", _word),
    "contact_after": ("contact_after", _mapping),
    "variables_after": ("variables_after", _mapping),
    "emails_after": ("emails_after", _emails),
}
"""Key of a test → field, and how it is read."""
