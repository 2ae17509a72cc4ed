"""Which parts of the language a flow uses, so that documentation can show an example of each and a test can miss one.

    used(source)  →  {Part("verb", "ask"), Part("question", "expect"), Part("type", "yes_no"), Part("filter", "day"), …}

It follows the grammar's tables, so a new verb or option is found without a change here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from bot.errors import TemplateError
from bot.flow import grammar
from bot.flow.filters import FILTERS
from bot.flow.grammar import Kind, Options
from bot.flow.render import compile_expression, compile_text
from bot.flow.repair import read_document
from bot.flow.yaml import Items, Node, Pairs, Scalar


class Part(NamedTuple):
    """A key at its place: `min` of a question, `day` among the filters."""

    place: str
    name: str


def everything() -> tuple[Part, ...]:
    """Every part that there is, in the order of the grammar."""
    tables: dict[str, Mapping[str, object]] = {
        "flow": grammar.FLOW,
        "input": grammar.INPUT,
        "trigger": grammar.TRIGGERS,
        "any trigger": grammar.TRIGGER_COMMON,
        **{f"trigger {name}": options for name, options in grammar.TRIGGER_OPTIONS.items()},
        "verb": grammar.VERBS,
        "any step": grammar.STEP,
        **{name: own_options(name) for name in grammar.VERBS},
        "question": grammar.QUESTION,
        "check": grammar.CHECK,
        "matcher": grammar.MATCHER,
        "branch": grammar.BRANCH,
        "defaults": grammar.DEFAULTS,
        "type": {kind.value: doc for kind, doc in grammar.TYPES.items()},
        "filter": FILTERS,
        "name": grammar.NAMES,
    }
    return tuple(Part(place, name) for place, table in tables.items() for name in table)


def own_options(verb: str) -> Options:
    """The options of a verb without those that every question has."""
    found = grammar.VERBS[verb]
    shared = grammar.QUESTION if found.question else {}
    return {name: option for name, option in found.options.items() if name not in shared}


def used(source: str) -> frozenset[Part]:
    """The parts that a file uses; what it holds beside them is none of our business."""
    root = read_document(source, grammar.KEYWORDS).root
    return frozenset(_table("flow", grammar.FLOW, root))


# ── places ──


def _table(place: str, options: Options, node: Node | None) -> Iterator[Part]:
    """A mapping whose keys are those of a table."""
    for key, value in _pairs(node):
        option = options.get(key)
        if option is not None:
            yield Part(place, key)
            yield from _value(option.kind, value)


def _value(kind: Kind, node: Node) -> Iterator[Part]:
    yield from _READERS.get(kind, _texts)(node)
    if kind is Kind.EXPRESSION and isinstance(node, Scalar):
        yield from _template(node.text, bare=True)


def _pairs(node: Node | None) -> Iterator[tuple[str, Node]]:
    if isinstance(node, Pairs):
        yield from ((key.text, value) for key, value in node.pairs)


def _items(node: Node) -> Iterator[Node]:
    if isinstance(node, Items):
        yield from node.nodes


def _steps(node: Node) -> Iterator[Part]:
    for item in _items(node):
        yield from _step(item)


def _step(node: Node) -> Iterator[Part]:
    keys = [key for key, _ in _pairs(node)]
    verbs = [key for key in keys if key in grammar.VERBS]
    # `say` beside `handoff` is an option of it
    verb = next((key for key in verbs if not any(key in grammar.VERBS[other].options for other in verbs)), None)
    if verb is None:
        return
    for key, value in _pairs(node):
        if key == verb:
            yield Part("verb", key)
            yield from _value(grammar.VERBS[verb].kind, value)
    yield from _table("any step", grammar.STEP, node)
    yield from _table(verb, own_options(verb), node)
    if grammar.VERBS[verb].question:
        yield from _table("question", grammar.QUESTION, node)


def _target(node: Node) -> Iterator[Part]:
    yield from _steps(node) if isinstance(node, Items) else _step(node)


def _timed(node: Node) -> Iterator[Part]:
    for _, value in _pairs(node):
        yield from _texts(value) if isinstance(value, Scalar) else _target(value)


def _replies(node: Node) -> Iterator[Part]:
    for _, value in _pairs(node):
        if any(key in grammar.MATCHER or key == "do" for key, _ in _pairs(value)):
            yield from _branch(value)
        else:
            yield from _target(value)


def _anytime(node: Node) -> Iterator[Part]:
    for _, value in _pairs(node):
        yield from _branch(value)


def _branch(node: Node) -> Iterator[Part]:
    yield from _matcher(node)
    yield from _table("branch", grammar.BRANCH, node)


def _matcher(node: Node) -> Iterator[Part]:
    yield from _table("matcher", grammar.MATCHER, node)


def _checks(node: Node) -> Iterator[Part]:
    for item in _items(node):
        yield from _table("check", grammar.CHECK, item)


def _states(node: Node) -> Iterator[Part]:
    for _, steps in _pairs(node):
        yield from _steps(steps)


def _triggers(node: Node) -> Iterator[Part]:
    for item in _items(node):
        if isinstance(item, Scalar):
            yield Part("trigger", item.text)
        yield from _table("trigger", grammar.TRIGGERS, item)
        yield from _table("any trigger", grammar.TRIGGER_COMMON, item)
        for kind, options in grammar.TRIGGER_OPTIONS.items():
            if any(key == kind for key, _ in _pairs(item)):
                yield from _table(f"trigger {kind}", options, item)


def _inputs(node: Node) -> Iterator[Part]:
    for _, value in _pairs(node):
        if isinstance(value, Scalar):
            yield Part("type", value.text)
        for key, given in _pairs(value):
            if key == "type":
                yield from _type(given)
        yield from _table("input", grammar.INPUT, value)


def _type(node: Node) -> Iterator[Part]:
    if isinstance(node, Scalar):
        yield Part("type", node.text)


def _defaults(node: Node) -> Iterator[Part]:
    yield from _table("defaults", grammar.DEFAULTS, node)


def _choices(node: Node) -> Iterator[Part]:
    yield Part("type", "choice")
    yield from _texts(node)


# ── templates ──


def _texts(node: Node) -> Iterator[Part]:
    """Every text below a node, whatever it is for."""
    match node:
        case Scalar():
            yield from _template(node.text)
        case Items():
            for item in node.nodes:
                yield from _texts(item)
        case Pairs():
            for _, value in node.pairs:
                yield from _texts(value)


def _template(source: str, *, bare: bool = False) -> Iterator[Part]:
    if not bare and "{" not in source:
        return
    try:
        template = compile_expression(source) if bare else compile_text(source)
    except TemplateError:
        return
    yield from (Part("filter", name) for name in template.filters)
    roots = {name.split(".")[0] for name in template.names}
    yield from (Part("name", root) for root in roots & grammar.NAMES.keys())
    if "loop." in source:  # a loop's own name is bound, and therefore no name that the template needs
        yield Part("name", "loop")


_READERS: Final[Mapping[Kind, Callable[[Node], Iterator[Part]]]] = {
    Kind.STEPS: _steps,
    Kind.TARGET: _target,
    Kind.TIMED: _timed,
    Kind.REPLIES: _replies,
    Kind.ANYTIME: _anytime,
    Kind.MATCHER: _matcher,
    Kind.CHECKS: _checks,
    Kind.STATES: _states,
    Kind.TRIGGERS: _triggers,
    Kind.INPUTS: _inputs,
    Kind.OUTPUTS: _inputs,
    Kind.QUESTION_TYPE: _type,
    Kind.DEFAULTS: _defaults,
    Kind.CHOICES: _choices,
}
"""How to look below a key. Where nothing is named, there are only texts."""
