"""The flow language as a JSON Schema (draft 2020-12), made from the grammar's tables, so that editors know it too.

Editors read `yes`, `7` and `2.5` as YAML does, so wherever the loader takes a text, numbers and booleans pass as well.
What no schema can see (unknown states, unset names, loops) is left to `parley check`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from bot.flow import grammar
from bot.flow.grammar import Kind, Option, Options, Verb
from bot.flow.values import UNITS

Schema = dict[str, Any]

_LETTER: Final = r"[^\x00-@\[-`{-\x7f]"
_WORD: Final = r"[^\x00-/:-@\[-^`{-\x7f]"
"""Letters and word characters of every script, in a spelling that Python and JavaScript read alike."""
_STATE: Final = rf"{_LETTER}({_WORD}|-){{0,63}}"
_NAME: Final = rf"(?!({'|'.join(sorted(grammar.RESERVED_NAMES))})$){_LETTER}{_WORD}*"
_NUMBER: Final = r"-?\d+(\.\d+)?"
_SCALAR: Final = ["string", "number", "boolean"]


def schema() -> Schema:
    """The whole schema, as it is printed and published."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Parley flow",
        "description": "A conversation by text message: states, each with a list of steps.",
        **_mapping(grammar.FLOW, required=("flow", "states")),
        "$defs": {
            **{_name(kind): {"description": kind.value, **value} for kind, value in KINDS.items()},
            **{f"step-{name}": _step(name, verb) for name, verb in grammar.VERBS.items()},
            **{f"start-{name}": _trigger(name, option) for name, option in grammar.TRIGGERS.items()},
            **PLACES,
        },
    }


# ── parts ──


def _name(kind: Kind) -> str:
    return kind.name.lower().replace("_", "-")


def _ref(name: Kind | str, doc: str = "") -> Schema:
    link = {"$ref": f"#/$defs/{_name(name) if isinstance(name, Kind) else name}"}
    return {**link, "description": doc} if doc else link


def _mapping(table: Options, required: Iterable[str] = (), **own: Schema) -> Schema:
    """A mapping with the keys of a table, after some of its own, and with no others."""
    listed = {name: _ref("outcome" if name == "end" else option.kind, option.doc) for name, option in table.items()}
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "properties": {**own, **listed}, **needed, "additionalProperties": False}


def _named(value: Schema, names: str = "", least: int = 0) -> Schema:
    """A mapping from the author's own names to values of one kind."""
    limits: Schema = {"propertyNames": _text(names)} if names else {}
    return {"type": "object", **limits, "additionalProperties": value, **({"minProperties": least} if least else {})}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item, "minItems": 1}


def _some(*ways: Schema) -> Schema:
    return {"anyOf": list(ways)}


def _with(names: Iterable[str]) -> Schema:
    """A mapping that has at least one of these keys."""
    return _some(*({"required": [name]} for name in names))


def _text(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^({pattern})$"}


def _one_of(names: Iterable[str]) -> Schema:
    return {"enum": [str(name) for name in names]}


def _any_case(word: str) -> str:
    return "".join(f"[{letter}{letter.upper()}]" for letter in word)


def _duration(signs: str) -> Schema:
    units = "|".join(_any_case(unit) for unit in UNITS)
    return {**_text(rf"\s*[{signs}]?\s*\d{{1,9}}\s+({units})[sS]?\s*"), "examples": ["30 minutes", "4 hours", "1 day"]}


# ── steps and ways in ──


def _step(name: str, verb: Verb) -> Schema:
    own = _ref("outcome" if name == "end" else verb.kind, verb.doc)
    table = {**verb.options, **grammar.STEP}
    rules = [
        {"if": {"properties": {"expect": {"const": kind}}, "required": ["expect"]}, "then": {"required": [option]}}
        for kind, option in NEEDED.items()
        if option in verb.options
    ]
    needs = {"allOf": rules} if rules else {}
    return {"description": verb.doc, **_mapping(table, (name,), **{name: own}), **needs, **RULES.get(name, {})}


def _trigger(name: str, option: Option) -> Schema:
    own = _ref(option.kind, option.doc)
    table = {**grammar.TRIGGER_OPTIONS.get(name, {}), **grammar.TRIGGER_COMMON}
    return {"description": option.doc, **_mapping(table, (name,), **{name: own})}


NEEDED: Final[Mapping[str, str]] = {"choice": "choices", "regex": "pattern"}
"""What a question must have because of what it expects."""

_BODIES: Final = (["json", "form"], ["json", "body"], ["form", "body"])
RULES: Final[Mapping[str, Schema]] = {
    "http": {"not": _some(*({"required": pair} for pair in _BODIES))},
    "schedule": {"oneOf": [{"required": ["at"]}, {"required": ["in"]}]},
    "email": {"required": ["email", "subject", "body"]},
    "run": {
        "if": {"properties": {"come_back": {"enum": ["no", "false", "off", False]}}, "required": ["come_back"]},
        "then": {"not": _some(*({"required": [name]} for name in ("save", "expired", "failed")))},
    },
}
"""Options of a verb that need or exclude each other."""

PLACES: Final[Mapping[str, Schema]] = {
    "outcome": {
        "description": "what the conversation ends with: letters, digits, `_` and `-`",
        "type": [*_SCALAR, "null"],
        "pattern": rf"^({_WORD}|-){{0,64}}$",
    },
    "reply": _some(
        _ref(Kind.TARGET),
        {**_mapping({**grammar.MATCHER, **grammar.BRANCH}), **_with(grammar.BRANCH)},
    ),
    "anytime-entry": {
        **_mapping({**grammar.MATCHER, **grammar.BRANCH}),
        "allOf": [_with(grammar.MATCHER), _with(grammar.BRANCH)],
    },
    "input": _some(_one_of(grammar.INPUT_TYPES), _mapping(
        {name: option for name, option in grammar.INPUT.items() if name != "type"}, ("type",),
        type=_one_of(grammar.INPUT_TYPES))),
}  # fmt: skip
"""What stands below the author's own labels."""

_YES_NO: Final = "|".join(_any_case(word) for word in ("yes", "true", "on", "no", "false", "off"))
_STATE_OR_END: Final = {"type": "string", "pattern": f"^{_STATE}$"}

KINDS: Final[Mapping[Kind, Schema]] = {
    Kind.TEXT: {"type": _SCALAR},
    Kind.TEXTS: _some({"type": _SCALAR}, _list(_ref(Kind.TEXT))),
    Kind.PLAIN: {"type": _SCALAR},
    Kind.WORDS: _some({"type": _SCALAR}, _list(_ref(Kind.PLAIN))),
    Kind.CODE: _text(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
    Kind.CODES: _list(_ref(Kind.CODE)),
    Kind.EXPRESSION: {"type": _SCALAR},
    Kind.NAME: _text(_NAME),
    Kind.STATE: _STATE_OR_END,
    Kind.TARGET: _some(_STATE_OR_END, _ref("step-go"), _ref("step-end"), _ref(Kind.STEPS)),
    Kind.STEPS: _list(_some(*(_ref(f"step-{name}") for name in grammar.VERBS))),
    Kind.TIMED: {
        **_named(_some({"type": _SCALAR}, _ref("step-go"), _ref("step-end"), _ref(Kind.STEPS))),
        "propertyNames": _ref(Kind.DURATION),
    },
    Kind.FLAG: _some({"enum": ["yes", "no"]}, {"type": ["string", "boolean"], "pattern": f"^({_YES_NO})$"}),
    Kind.NOTHING: {
        "type": ["string", "boolean", "null"],
        "pattern": f"^({_any_case('yes')}|{_any_case('true')})?$",
        "not": {"const": False},
    },
    Kind.INTEGER: {"type": ["string", "integer"], "pattern": r"^\d{1,6}$", "minimum": 0, "maximum": 999_999},
    Kind.DURATION: _duration("+"),
    Kind.OFFSET: _duration("+-"),
    Kind.CLOCK: _text(r"([01]?\d|2[0-3]):[0-5]\d"),
    Kind.QUESTION_TYPE: _one_of(grammar.QUESTION_TYPES),
    Kind.MESSAGE_CLASS: _one_of(grammar.CLASSES),
    Kind.PRIORITY: _some(_one_of(grammar.PRIORITIES), {"type": _SCALAR}),
    Kind.INTERRUPT: _one_of(grammar.INTERRUPTS),
    Kind.METHOD_URL: {"type": "string", "pattern": rf"^({'|'.join(grammar.METHODS)}) +({_any_case('http')}|\{{\{{)"},
    Kind.FIELDS: _named(_ref(Kind.TEXT)),
    Kind.VALUE: {},
    Kind.VALUES: _named(_ref(Kind.VALUE), rf"(contact\.)?{_NAME}"),
    Kind.WEIGHTS: _named(
        {"type": ["string", "number"], "exclusiveMinimum": 0, "pattern": rf"^(?!0+(\.0+)?$){_NUMBER[2:]}$"}, _STATE, 1
    ),
    Kind.CHOICES: _some({"type": "string", "pattern": r"\{\{"}, _named(_ref(Kind.TEXT), least=1)),
    Kind.SYNONYMS: _named(_ref(Kind.WORDS)),
    Kind.CHECKS: _list(_mapping(grammar.CHECK, grammar.CHECK)),
    Kind.REPLIES: _named(_ref("reply")),
    Kind.RANGE: {"type": ["string", "number"], "pattern": rf"^{_NUMBER}(\.\.{_NUMBER})?$"},
    Kind.UNDERSTAND: _some(_ref(Kind.FLAG), _list(_ref(Kind.PLAIN))),
    Kind.MATCHER: {**_mapping(grammar.MATCHER), "minProperties": 1},
    Kind.INPUTS: _named(_ref("input"), _NAME),
    Kind.OUTPUTS: _named(_one_of(grammar.INPUT_TYPES)),
    Kind.TRIGGERS: _list(
        _some(
            _one_of(name for name, option in grammar.TRIGGERS.items() if option.kind is Kind.NOTHING),
            *(_ref(f"start-{name}") for name in grammar.TRIGGERS),
        )
    ),
    Kind.ANYTIME: _named(_ref("anytime-entry")),
    Kind.DEFAULTS: _mapping(grammar.DEFAULTS),
    Kind.MOVED: _named(_ref(Kind.PLAIN)),
    Kind.CHANGE: _one_of(grammar.CHANGES),
    Kind.STATES: _named(_ref(Kind.STEPS), rf"(?!({'|'.join(sorted(grammar.RESERVED_STATES))})$){_STATE}", 1),
}
"""Each kind of value as a schema."""
