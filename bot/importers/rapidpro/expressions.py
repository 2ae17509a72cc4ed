"""Expressions of RapidPro, in which its flows write names and functions into texts, as templates of ours.

    Hi @contact.name, @(upper(results.color)) & @(if(fields.age > 17, "welcome", "not yet"))

Values, the functions that have a filter, sums and comparisons; what else there is stays out, and is named.
Source: https://github.com/nyaruka/goflow, its grammar `Excellent3` and the reference of its functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from bot.importers.draft import Rewritten

Path = tuple[str, ...]
Value = Callable[[Path], str | None]
"""Gives the expression for a path such as `("results", "color")`, None where there is none."""

ROOTS: Final = frozenset(
    {
        "child",
        "contact",
        "fields",
        "globals",
        "input",
        "legacy_extra",
        "locals",
        "node",
        "parent",
        "results",
        "resume",
        "run",
        "ticket",
        "trigger",
        "urns",
        "webhook",
    }
)
"""What may follow an `@`; before anything else it is a sign like others."""
_NESTED_MAX: Final = 40
_NAME: Final = re.compile(r"@@|@\(|@(?P<path>[^\W\d]\w*(?:\.\w+)*)")
_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*)|(?P<sign>=>|!=|<=|>=|\S))""",
    re.DOTALL,
)
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,9})?")
_CONSTANTS: Final = {"true": "true", "false": "false", "null": "none"}
_BRACES: Final = re.compile(r"\{(?=[{%#])")
_LEVELS: Final = (("&",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"))
"""The operators, from the loosest to the tightest."""
_FILTERS: Final = {
    "abs": "abs",
    "clean": "trim",
    "count": "length",
    "format_date": "date",
    "format_datetime": "datetime",
    "format_number": "number",
    "format_time": "time",
    "format_urn": "phone",
    "lower": "lower",
    "number": "float",
    "proper": "title",
    "round": "round",
    "text_length": "length",
    "title": "title",
    "trim": "trim",
    "upper": "upper",
}
_SAME: Final = frozenset({"boolean", "date", "datetime", "text", "time", "urn_parts"})
"""They change the kind of a value; ours are of the right kind where it matters."""
_WITH_NUMBER: Final = frozenset({"round", "format_number"})
"""These keep their second argument: a number of digits."""


class Code(NamedTuple):
    """An expression of ours, and how tightly it holds together."""

    text: str
    level: int

    def within(self, level: int) -> str:
        """As part of an expression of this level."""
        return self.text if self.level >= level else f"({self.text})"


_TIGHT: Final = 6
_JOINED: Final = 5
_SUM: Final = 4
_COMPARED: Final = 3
_BOTH: Final = 2
_EITHER: Final = 1
_CHOSEN: Final = 0


class _Missing(Exception):
    """There is no counterpart; its text says of what."""


def rewrite(text: str, value: Value, *, encodes: bool = False) -> Rewritten:
    """Rewrite a text; `encodes` where ours encodes values by itself, as in the address of an API."""
    made: list[str] = []
    missing: list[str] = []
    place = 0
    while found := _NAME.search(text, place):
        made.append(_literal(text[place : found.start()]))
        place = found.end()
        if found[0] == "@@":
            made.append("@")
        elif found["path"] is not None and found["path"].partition(".")[0].lower() not in ROOTS:
            made.append(found[0])
        else:
            end = place if found["path"] is not None else _closing(text, place)
            source = found["path"] if found["path"] is not None else text[place : end - 1]
            try:
                made.append(f"{{{{ {_Reader(source, value, encodes).read().text} }}}}")
            except _Missing as error:
                missing.append(str(error))
            place = end
    made.append(_literal(text[place:]))
    return Rewritten("".join(made), tuple(dict.fromkeys(missing)))


def expression(text: str, value: Value) -> Rewritten:
    """Rewrite a text that is compared with something as an expression without braces."""
    text = text.strip()
    found = _NAME.match(text)
    if found and found["path"] is not None:
        source = found["path"] if found.end() == len(text) else None
    else:
        source = text[2:-1] if text.startswith("@(") and _closing(text, 2) == len(text) else None
    if source is None or (found and found["path"] and source.partition(".")[0].lower() not in ROOTS):
        rewritten = rewrite(text, value)
        if _NUMBER.fullmatch(rewritten.text):
            return rewritten
        return Rewritten(quoted(rewritten.text), rewritten.missing)
    try:
        return Rewritten(_Reader(source, value).read().within(_TIGHT), ())
    except _Missing as error:
        return Rewritten("''", (str(error),))


def has_expression(text: str) -> bool:
    """Whether anything in it is filled in."""
    return any(
        found[0] == "@(" or (found["path"] or "").partition(".")[0].lower() in ROOTS for found in _NAME.finditer(text)
    )


def quoted(text: str) -> str:
    """A text as a constant of an expression."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "")
    return f"'{escaped}'"


def _literal(text: str) -> str:
    """What is no template here must be none there."""
    return _BRACES.sub("{{ '{' }}", text)


def _closing(text: str, place: int) -> int:
    """Where the parenthesis ends that begins before a place; the end of the text where it does not."""
    depth = 1
    while depth and (found := _TOKEN.match(text, place)):
        place = found.end()
        depth += {"(": 1, ")": -1}.get(found["sign"] or "", 0)
    return place if not depth else len(text) + 1


class _Reader:
    """Reads one expression, operator by operator."""

    def __init__(self, source: str, value: Value, encodes: bool = False) -> None:
        self.source = source.strip()
        self.value = value
        self.encodes = encodes
        self.tokens = [(found.lastgroup or "", found[found.lastgroup or ""]) for found in _TOKEN.finditer(source)]
        self.depth = 0

    def read(self) -> Code:
        code = self.operation(0)
        if self.tokens:
            raise self.missing()
        return code

    def missing(self, what: str = "") -> _Missing:
        return _Missing(f"`{' '.join((what or self.source).split())}`")

    def sign(self, *signs: str) -> str:
        """The next token if it is one of these signs."""
        if self.tokens and self.tokens[0][0] == "sign" and self.tokens[0][1] in signs:
            return self.tokens.pop(0)[1]
        return ""

    def operation(self, level: int) -> Code:
        self.depth += 1
        if self.depth > _NESTED_MAX * len(_LEVELS):
            raise self.missing()
        try:
            if level == len(_LEVELS):
                return self.operand()
            left = self.operation(level + 1)
            while operator := self.sign(*_LEVELS[level]):
                left = _combined(left, operator, self.operation(level + 1))
            return left
        finally:
            self.depth -= 1

    def operand(self) -> Code:
        if self.sign("-"):
            operand = self.operation(len(_LEVELS))
            return Code(f"-{_digits(operand) or f'({_counted(operand, _SUM)})'}", _SUM)
        if self.sign("("):
            return self.inside()
        if not self.tokens:
            raise self.missing()
        kind, token = self.tokens.pop(0)
        if kind == "text":
            return Code(quoted(re.sub(r"\\(.)", _unescaped, token[1:-1], flags=re.DOTALL)), _TIGHT)
        if kind == "number":
            return Code(token, _TIGHT)
        if kind != "name":
            raise self.missing()
        if token.lower() in _CONSTANTS:
            return Code(_CONSTANTS[token.lower()], _TIGHT)
        return self.called(token.lower()) if self.sign("(") else self.named(token)

    def inside(self) -> Code:
        """What stands in parentheses."""
        code = self.operation(0)
        if not self.sign(")") or self.parts():
            raise self.missing()
        return code

    def named(self, root: str) -> Code:
        path = [root, *self.parts()]
        found = self.value(tuple(path))
        if found is None:
            raise self.missing(f"@{'.'.join(path)}")
        return Code(found, _TIGHT)

    def parts(self) -> list[str]:
        """What is looked up behind a value."""
        parts: list[str] = []
        while opened := self.sign(".", "["):
            if not self.tokens:
                raise self.missing()
            kind, token = self.tokens.pop(0)
            if kind == "sign" or (opened == "." and kind == "text") or (opened == "[" and kind == "name"):
                raise self.missing()
            parts += token.split(".") if kind == "number" else [token.strip('"')]
            if opened == "[" and not self.sign("]"):
                raise self.missing()
        return parts

    def called(self, function: str) -> Code:
        arguments: list[Code] = []
        while not self.sign(")"):
            arguments.append(self.operation(0))
            if not self.sign(",") and (not self.tokens or self.tokens[0] != ("sign", ")")):
                raise self.missing()
        made = self.applied(function, arguments)
        parts = self.parts()
        if function == "urn_parts" and parts in (["scheme"], ["path"]):
            return Code(quoted("tel"), _TIGHT) if parts == ["scheme"] else made
        if parts:
            raise self.missing()
        return made

    def applied(self, function: str, arguments: list[Code]) -> Code:
        count = len(arguments)
        first = arguments[0].within(_TIGHT) if arguments else ""
        match function, count:
            case "if", 3:
                condition, chosen, other = (argument.within(_EITHER) for argument in arguments)
                return Code(f"{chosen} if {condition} else {other}", _CHOSEN)
            case ("and", _) if count:
                return Code(" and ".join(argument.within(_COMPARED) for argument in arguments), _BOTH)
            case ("or", _) if count:
                return Code(" or ".join(argument.within(_BOTH) for argument in arguments), _EITHER)
            case "default", 2:
                return Code(f"{first} | default({arguments[1].text}, true)", _TIGHT)
            case "replace", 3:
                return Code(f"{first} | replace({arguments[1].text}, {arguments[2].text})", _TIGHT)
            case "join", 2:
                return Code(f"{first} | join({arguments[1].text})", _TIGHT)
            case "legacy_add", 2:
                return _combined(arguments[0], "+", arguments[1])
            case "char", 1 if first == "10":
                return Code(quoted("\n"), _TIGHT)
            case "today", 0:
                return Code("now | date", _TIGHT)
            case "now", 0:
                return Code("now | datetime", _TIGHT)
            case "url_encode", 1 if self.encodes:
                return arguments[0]
        if function in _SAME and count == 1:
            return arguments[0]
        if function in _FILTERS and (count == 1 or (count == 2 and function.startswith(("format_", "round")))):
            return self.filtered(first, function, arguments[1:])
        raise self.missing(f"{function}(…)")

    def filtered(self, first: str, function: str, rest: list[Code]) -> Code:
        name = _FILTERS[function]
        if first in ("now | date", "now | datetime"):
            first = "now"
        given = f"({rest[0].text})" if rest and function in _WITH_NUMBER and rest[0].text.isdecimal() else ""
        return Code(f"{first} | {name}{given}", _TIGHT)


def _unescaped(found: re.Match[str]) -> str:
    letters: Mapping[str, str] = {"n": "\n", "t": " ", "r": ""}
    return letters.get(found[1], found[1])


def _combined(left: Code, operator: str, right: Code) -> Code:
    if operator == "&":
        return Code(f"{left.within(_JOINED)} ~ {right.within(_JOINED + 1)}", _JOINED)
    if operator in ("+", "-"):
        return Code(f"{_counted(left, _SUM)} {operator} {_counted(right, _SUM + 1)}", _SUM)
    if operator in ("=", "!="):
        sign = "==" if operator == "=" else "!="
        if _digits(left) or _digits(right):
            return Code(f"{_counted(left, _SUM)} {sign} {_counted(right, _SUM)}", _COMPARED)
        return Code(f"{left.within(_SUM)} {sign} {right.within(_SUM)}", _COMPARED)
    return Code(f"{_counted(left, _SUM)} {operator} {_counted(right, _SUM)}", _COMPARED)


def _digits(code: Code) -> str:
    """The number that a constant is."""
    bare = code.text.strip("'")
    return bare if _NUMBER.fullmatch(bare) else ""


def _counted(code: Code, level: int) -> str:
    """As a number: what people write is text."""
    if _digits(code):
        return _digits(code)
    return code.within(level) if code.level == _SUM else f"{code.within(_TIGHT)} | float"
