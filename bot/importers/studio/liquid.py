"""Liquid, in which Twilio Studio writes its texts, as templates of ours.

Values, the filters that have a counterpart, and `if` with its comparisons; what else there is stays out, and is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from bot.importers.draft import Rewritten

Value = Callable[[str], str | None]
"""Gives the expression for a path such as `flow.variables.day`, None where there is none."""

_MARKUP: Final = re.compile(r"\{\{-?(?P<value>.*?)-?\}\}|\{%-?(?P<tag>.*?)-?%\}", re.DOTALL)
_TOKEN: Final = re.compile(r""""[^"]*"|'[^']*'|==|!=|<>|<=|>=|<|>|[|:,]|[^\s"'|:,=!<>]+""")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_OPERATORS: Final = {"and": "and", "or": "or", "==": "==", "!=": "!=", "<>": "!="} | {
    op: op for op in ("<", ">", "<=", ">=")
}
_CONSTANTS: Final = {"true": "true", "false": "false", "nil": "none", "null": "none", "blank": "''", "empty": "''"}
_FILTERS: Final = {
    "upcase": "upper",
    "downcase": "lower",
    "capitalize": "capitalize",
    "strip": "trim",
    "size": "length",
    "first": "first",
    "last": "last",
    "join": "join",
    "replace": "replace",
    "round": "round",
    "abs": "abs",
    "truncate": "truncate",
    "default": "default",
}
_SIGNS: Final = {"plus": "+", "minus": "-"}
_BRANCHES: Final = {"if": "if", "elsif": "elif"}
_BARE: Final = {"else": "else", "endif": "endif", "endunless": "endif"}


class _Missing(Exception):
    """There is no counterpart; its text says of what."""


def rewrite(text: str, value: Value) -> Rewritten:
    """Rewrite a text."""
    missing: list[str] = []

    def put(found: re.Match[str]) -> str:
        try:
            if found["value"] is not None:
                return f"{{{{ {_filtered(found['value'], value)} }}}}"
            return _tag(found["tag"], value)
        except _Missing as error:
            missing.append(str(error))
            return ""

    return Rewritten(_MARKUP.sub(put, text), tuple(dict.fromkeys(missing)))


def expression(text: str, value: Value) -> Rewritten:
    """Rewrite a text that is compared with something as an expression without braces."""
    parts: list[str] = []
    missing: list[str] = []
    end = 0
    text = text.strip()
    for found in _MARKUP.finditer(text):
        parts += [_quoted(text[end : found.start()])] if found.start() > end else []
        end = found.end()
        try:
            if found["value"] is None:
                raise _Missing("Liquid in what is compared")
            parts.append(_filtered(found["value"], value))
        except _Missing as error:
            missing.append(str(error))
    parts += [_quoted(text[end:])] if end < len(text) or not parts else []
    return Rewritten(parts[0] if len(parts) == 1 else f"({' ~ '.join(map(_apart, parts))})", tuple(missing))


def _tag(tag: str, value: Value) -> str:
    word, _, rest = tag.strip().partition(" ")
    if word in _BARE:
        return f"{{% {_BARE[word]} %}}"
    if word in _BRANCHES:
        return f"{{% {_BRANCHES[word]} {_condition(rest, value)} %}}"
    if word == "unless":
        return f"{{% if not ({_condition(rest, value)}) %}}"
    raise _Missing(f"Liquid's `{word}`")


def _condition(text: str, value: Value) -> str:
    parts: list[str] = []
    words = _TOKEN.findall(text)
    while words:
        word = words.pop(0)
        if word == "contains" and parts and words:
            parts[-1] = f"{_alone(words.pop(0), value)} in {parts[-1]}"
        elif word in _OPERATORS:
            parts.append(_OPERATORS[word])
        else:
            parts.append(_alone(word, value))
    return " ".join(parts)


def _filtered(text: str, value: Value) -> str:
    first, *filters = _split(_TOKEN.findall(text), "|")
    if len(first) != 1:
        raise _Missing(f"`{text.strip()}`")
    written = _operand(first[0], value)
    for name, *rest in filters:
        arguments = [_alone(part[0], value) for part in _split(rest[1:], ",") if part]
        written = _apply(written, name, arguments)
    return written


def _apply(written: str, name: str, arguments: list[str]) -> str:
    if name in _SIGNS and len(arguments) == 1:
        return f"({written} | float {_SIGNS[name]} {arguments[0]})"
    if name == "append" and len(arguments) == 1:
        return f"({written} ~ {arguments[0]})"
    if name == "prepend" and len(arguments) == 1:
        return f"({arguments[0]} ~ {written})"
    if name not in _FILTERS:
        raise _Missing(f"Liquid's filter `{name}`")
    if name == "default":
        arguments = [*arguments[:1], "true"]  # Liquid's is for what is empty as well
    return f"{written} | {_FILTERS[name]}" + (f"({', '.join(arguments)})" if arguments else "")


def _alone(token: str, value: Value) -> str:
    """An operand that may stand beside an operator."""
    return _apart(_operand(token, value))


def _apart(written: str) -> str:
    return f"({written})" if " | " in written else written


def _operand(token: str, value: Value) -> str:
    if token[0] in "\"'":
        return _quoted(token[1:-1])
    if _NUMBER.fullmatch(token):
        return token
    if token in _CONSTANTS:
        return _CONSTANTS[token]
    written = value(token)
    if written is None:
        raise _Missing(f"`{token}`")
    return written


def _split(tokens: list[str], at: str) -> Iterator[list[str]]:
    part: list[str] = []
    for token in tokens:
        if token == at:
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"
