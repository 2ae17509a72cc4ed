"""Reads a flow file into a `Flow`. Everything that is wrong with it is reported in one run, each fault at its place.

source ─ read_document ─► nodes ─ grammar ─► Draft ─ (no errors) ─► Flow
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

from bot.flow import grammar
from bot.flow.diagnostic import Diagnostic, Severity
from bot.flow.files import SUFFIXES, is_flow_file
from bot.flow.grammar import Kind
from bot.flow.model import Anytime, Block, Flow, Input, Span, Trigger, Type, Unreadable
from bot.flow.reading import Reading, Skip, described, head, is_empty, items_of, pairs_of, reads, wrong
from bot.flow.repair import read_document
from bot.flow.rules import document as say
from bot.flow.steps import read_block, read_matcher, read_way
from bot.flow.translate import Language, translated
from bot.flow.units import Unit, name_texts
from bot.flow.values import check_name, input_type, plain, state_name, text
from bot.flow.yaml import Items, Node, Pairs, Scalar, split_lines, words_in
from bot.limits import DEFAULTS_NODES_MAX

_QUESTIONS: Final = frozenset(name for name, verb in grammar.VERBS.items() if verb.question)
_TOP: Final = Span(1, 1, 1, 1)
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as far as it could be read: what the checker looks at."""

    path: str
    flow: Flow | None
    findings: tuple[Diagnostic, ...]
    lines: tuple[str, ...]
    lost: frozenset[str] = frozenset()
    """The words of lines that had to be left out."""
    units: tuple[Unit, ...] = ()
    """What of it is translated."""
    languages: tuple[Language, ...] = ()
    """Its texts in other languages."""


def load(source: str, path: str, translations: Mapping[str, str] = _NONE) -> tuple[Flow | None, list[Diagnostic]]:
    """Read a file's text into a flow, or into the findings that prevent it. Never raises.

    A path that ends in `.yaml` is a file, whose name the flow must have; any other may hold a flow of any name.
    `translations` are the files beside it (path → source) that hold its texts in other languages.
    """
    draft = read_draft(source, path, translations)
    broken = any(finding.severity is Severity.ERROR for finding in draft.findings)
    return None if broken else draft.flow, list(draft.findings)


def decode(content: bytes) -> str:
    """The text of a file's bytes. What is not UTF-8 stays in it as a mark, which the loader reports with its place."""
    return content.decode("utf-8", "surrogateescape")


def read_draft(source: str, path: str, translations: Mapping[str, str] = _NONE) -> Draft:
    """Read as much of a flow as there is, with marks where something could not be read."""
    document = read_document(source, grammar.KEYWORDS)
    reading = Reading()
    reading.findings.extend(document.findings)
    flow = None
    if isinstance(document.root, Pairs):
        flow = _read_flow(reading, document.root, path)
    elif document.root is not None:
        reading.report(say.wrong_type(head(document.root), "a flow", "keys such as `flow`", described(document.root)))
    elif not document.findings:
        reading.report(say.missing(_TOP, "this file is empty", "a flow begins with `flow: its_name`"))
    units: tuple[Unit, ...] = ()
    languages: tuple[Language, ...] = ()
    if flow is not None:
        flow, units = name_texts(flow)
        flow, languages = translated(flow, units, translations)
        flow = replace(flow, source=source, path=path, version=fingerprint(flow))
    found = {replace(finding, path=path) for finding in reading.findings}
    found.update(finding for language in languages for finding in language.findings)
    findings = tuple(sorted(found, key=lambda finding: finding.order))
    return Draft(path, flow, findings, tuple(split_lines(source)), document.lost, units, languages)


def fingerprint(flow: Flow) -> str:
    """The version of a flow: a hash of what it says and does, not of how the file is laid out."""
    packed = json.dumps(_fields(flow), ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()[:16]


_NO_CONTENT: Final = frozenset({"span", "spans", "source", "path", "version", "inherited", "translations"})
_LATER: Final = frozenset({"catalogs", "others", "sensitive"})
"""What came into the language later: a flow without it keeps the version that it had before there was any."""


def _fields(value: Any) -> dict[str, Any]:
    names = [item.name for item in fields(value) if item.name not in _NO_CONTENT]
    return {name: _content(given) for name in names if (given := getattr(value, name)) or name not in _LATER}


def _content(value: Any) -> Any:
    if is_dataclass(value):
        if hasattr(value, "source") and not hasattr(value, "states"):
            return {"text": value.source}
        return [type(value).__name__, _fields(value)]
    if isinstance(value, Mapping):
        return [[key, _content(item)] for key, item in value.items()]
    if isinstance(value, tuple | list | frozenset):
        return [_content(item) for item in (sorted(value) if isinstance(value, frozenset) else value)]
    return value.total_seconds() if isinstance(value, timedelta) else value


# ── the flow ──


def _read_flow(reading: Reading, root: Pairs, path: str) -> Flow | None:
    states = root.get("states")
    if isinstance(states, Pairs):
        reading.states = [key.text for key, _ in states.pairs]
    defaults = root.get("defaults")
    reading.defaults = defaults if isinstance(defaults, Pairs) and _stands_often(reading, defaults, root) else None
    given = reading.options(root, grammar.FLOW, "a flow")
    _check_id(reading, root, given, path)
    if states is None:
        at = root.pairs[0][0].span if root.pairs else _TOP
        reading.report(say.missing(at, "this flow has no `states`", "add `states:` with the steps of the conversation"))
    if not given.get("states"):
        return None
    blocks, spans = given.pop("states")
    return Flow(**given, states=blocks, spans=spans)


def _stands_often(reading: Reading, defaults: Pairs, root: Pairs) -> bool:
    """Whether `defaults:` is small enough to stand in every question of the flow."""
    questions = sum(word in _QUESTIONS for word in words_in(root))
    size = questions * sum(1 for _ in words_in(defaults))
    if size > DEFAULTS_NODES_MAX:
        reading.report(say.too_large(head(defaults), f"its `defaults` stand in {questions} questions"))
    return size <= DEFAULTS_NODES_MAX


def _check_id(reading: Reading, root: Pairs, given: dict[str, Any], path: str) -> None:
    """`flow:` must be there and name the file."""
    name = path.replace("\\", "/").rpartition("/")[2]
    stem = name.rpartition(".")[0] if name.endswith(SUFFIXES) else ""
    written = root.get("flow")
    if written is None:
        at = root.pairs[0][0].span if root.pairs else _TOP
        reading.report(
            say.missing(at, "this file does not say which flow it is", f"begin it with `flow: {stem or 'its_name'}`")
        )
    elif "id" in given and stem and given["id"] != stem:
        reading.report(say.wrong_id(written.span, given["id"], stem))
    given.setdefault("id", stem or "flow")


@reads(Kind.STATES)
def _states(reading: Reading, key: str, node: Node) -> tuple[dict[str, Block], dict[str, Span]]:
    blocks: dict[str, Block] = {}
    spans: dict[str, Span] = {}
    pairs = pairs_of(reading, key, node, Kind.STATES)
    for label, steps in pairs.pairs:
        name = state_name(reading, label.text, label.span)
        reading.scope = name
        spans[name] = label.span
        try:
            if is_empty(steps):
                raise reading.fail(
                    say.missing(label.span, f"the state `{say.shown(name)}` has no steps", "add `- end: done`")
                )
            blocks[name] = read_block(reading, name, steps)
        except Skip:
            blocks[name] = (Unreadable(span=label.span, words=frozenset(words_in(steps))),)
    for label, steps in pairs.repeated:
        reading.scope = f"{label.text}'"
        with suppress(Skip):
            read_block(reading, label.text, steps)
    if not blocks:
        raise wrong(reading, key, node, Kind.STATES)
    return blocks, spans


@reads(Kind.DEFAULTS)
def _defaults(reading: Reading, key: str, node: Node) -> None:
    """Look at `defaults:` once, to report what is wrong with it; each question reads it again for itself."""
    scope, reading.scope = reading.scope, "defaults"
    reading.options(pairs_of(reading, key, node, Kind.DEFAULTS), grammar.DEFAULTS, "`defaults`")
    reading.scope = scope
    raise Skip


# ── inputs and outputs ──


@reads(Kind.INPUTS)
def _inputs(reading: Reading, key: str, node: Node) -> dict[str, Input]:
    found = {}
    for label, value in pairs_of(reading, key, node, Kind.INPUTS).pairs:
        try:
            check_name(reading, label.text, label.span)
            found[label.text] = _input(reading, label, value)
        except Skip:
            # known by name all the same, so that its uses are no findings of their own
            found[label.text] = Input(Type.TEXT, span=label.span)
    return found


def _input(reading: Reading, label: Scalar, value: Node) -> Input:
    if not isinstance(value, Pairs):
        return Input(input_type(reading, label.text, value), span=label.span)
    for name, _ in value.pairs:
        if name.text not in grammar.INPUT:
            reading.report(say.unknown_key(name.span, name.text, grammar.INPUT, "an input"))
    kind, default, marked = value.get("type"), value.get("default"), value.get("sensitive")
    if kind is None:
        raise reading.fail(
            say.missing(label.span, f"the input `{say.shown(label.text)}` has no type", "add `type: text`")
        )
    sensitive = marked is not None and bool(reading.value(Kind.FLAG, "sensitive", marked))
    if default is None:
        return Input(input_type(reading, "type", kind), sensitive=sensitive, span=label.span)
    written = text(reading, "default", default)
    return Input(input_type(reading, "type", kind), written, required=False, sensitive=sensitive, span=label.span)


@reads(Kind.OUTPUTS)
def _outputs(reading: Reading, key: str, node: Node) -> dict[str, Type]:
    found = {}
    for label, value in pairs_of(reading, key, node, Kind.OUTPUTS).pairs:
        try:
            found[label.text] = input_type(reading, label.text, value)
        except Skip:
            continue
    return found


@reads(Kind.MOVED)
def _moved(reading: Reading, key: str, node: Node) -> dict[str, str]:
    found = {}
    for label, value in pairs_of(reading, key, node, Kind.MOVED).pairs:
        try:
            found[label.text] = plain(reading, label.text, value)
        except Skip:
            continue
    return found


# ── ways in ──


@reads(Kind.TRIGGERS)
def _triggers(reading: Reading, key: str, node: Node) -> tuple[Trigger, ...]:
    return tuple(_usable(_trigger(reading, item) for item in items_of(reading, key, node, Kind.TRIGGERS)))


def _usable(triggers: Iterable[Trigger | None]) -> Iterable[Trigger]:
    return (trigger for trigger in triggers if trigger is not None)


def _trigger(reading: Reading, node: Node) -> Trigger | None:
    if isinstance(node, Scalar):
        node = Pairs(((node, Scalar("", node.span)),), node.span)
    if isinstance(node, Items):
        reading.report(say.wrong_type(head(node), "start", Kind.TRIGGERS, "a list in a list"))
        return None
    kinds = [(key, value) for key, value in node.pairs if key.text in grammar.TRIGGERS]
    if not kinds:
        at, written = (node.pairs[0][0].span, node.pairs[0][0].text) if node.pairs else (node.span, "")
        reading.report(say.unknown_key(at, written, grammar.TRIGGERS, "`start`"))
        return None
    key, value = kinds[0]
    for other, _ in kinds[1:]:
        reading.report(
            say.clash(
                other.span, f"one trigger is `{key.text}` or `{other.text}`, not both", "begin another item with `- `"
            )
        )
    others = {name.text for name, _ in kinds}
    table = {**grammar.TRIGGER_OPTIONS.get(key.text, {}), **grammar.TRIGGER_COMMON}
    given = reading.options(node, table, f"`{key.text}`", skip=tuple(others))
    option = grammar.TRIGGERS[key.text]
    try:
        own = reading.value(option.kind, key.text, value)
    except Skip:
        return None
    if key.text == "date" and not str(own).startswith("contact."):
        reading.report(
            say.wrong_type(value.span, "date", "a field such as `contact.next_visit`", f"`{say.shown(own)}`")
        )
    if option.into:
        given[option.into] = own
    return Trigger(kind=key.text, span=key.span, **given)


@reads(Kind.ANYTIME)
def _anytime(reading: Reading, key: str, node: Node) -> tuple[Anytime, ...]:
    found = []
    for label, value in pairs_of(reading, key, node, Kind.ANYTIME).pairs:
        try:
            found.append(_anytime_entry(reading, label, value))
        except Skip:
            continue
    return tuple(found)


def _anytime_entry(reading: Reading, label: Scalar, value: Node) -> Anytime:
    ways = ("go", "end", "do")
    if not isinstance(value, Pairs):
        help = f"write `{say.shown(label.text)}: {{words: [{say.shown(label.text)}], go: ...}}`"
        raise wrong(reading, label.text, value, "a matcher with `go` or `do`", help=help)
    if not any(name.text in grammar.MATCHER for name, _ in value.pairs):
        problem = f"`{say.shown(label.text)}` does not say what it listens for"
        raise reading.fail(say.missing(label.span, problem, f"add `words: [{say.shown(label.text)}]`"))
    reading.scope = f"anytime.{label.text}"
    matcher = read_matcher(reading, label, value, extra=ways)
    block = read_way(reading, label, value, ways)
    return Anytime(
        label.text, matcher, block, back=value.get("go") is None and value.get("end") is None, span=label.span
    )


__all__ = ["Draft", "decode", "fingerprint", "is_flow_file", "load", "read_draft"]
