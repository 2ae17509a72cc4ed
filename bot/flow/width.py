"""How long a text becomes: its template with every name as wide as values of its type get."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.flow.model import Flow, Question, Type

WIDTHS: Final[Mapping[Type, int]] = {
    Type.TEXT: 20,
    Type.YES_NO: 3,
    Type.CHOICE: 12,
    Type.INTEGER: 5,
    Type.NUMBER: 8,
    Type.MONEY: 9,
    Type.DATE: 10,
    Type.TIME: 5,
    Type.DATETIME: 25,
    Type.PHONE: 13,
    Type.EMAIL: 24,
    Type.REGEX: 12,
    Type.MEDIA: 40,
}
_BY_FILTER: Final = {
    "date": 18, "time": 8, "datetime": 28, "day": 9, "when": 24, "money": 10, "phone": 16, "number": 9, "length": 2,
    "int": 5, "round": 6,
}  # fmt: skip
_BY_NAME: Final = {"contact.first_name": 12, "contact.name": 20, "business.name": 20, "contact.phone": 13, "attempt": 1}
_OTHERWISE: Final = 15

_TRUNCATE: Final = re.compile(r"\|\s*truncate\(\s*(\d{1,4})")
_FILTER: Final = re.compile(r"\|\s*(\w+)")
_NAME: Final = re.compile(r"[A-Za-z][\w.]*")
_VALUE: Final = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_EITHER: Final = re.compile(
    r"\{%-?\s*if\b[^%]*%\}((?:(?!\{%).)*)(?:\{%-?\s*else\s*-?%\}((?:(?!\{%).)*))?\{%-?\s*endif\s*-?%\}", re.DOTALL
)
_TAG: Final = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def literal(source: str) -> str:
    """The author's own words, with a space for each thing that is filled in."""
    return _TAG.sub(" ", _VALUE.sub(" ", source))


def widest(source: str, widths: Mapping[str, int]) -> str:
    """The text with `x` for what is filled in, as long as it gets, and the longer of two ways."""
    filled = _VALUE.sub(lambda value: "x" * _width(value[1], widths), source)
    chosen = _EITHER.sub(lambda ways: max(ways[1] or "", ways[2] or "", key=len), filled)
    return _TAG.sub("", chosen).strip()


def widths_of(flow: Flow, questions: list[Question]) -> dict[str, int]:
    """How wide the values of a flow's names get."""
    widths = {name: WIDTHS.get(declared.type, _OTHERWISE) for name, declared in flow.inputs.items()}
    for question in questions:
        if question.save is not None:
            labels = [len(choice.key) for choice in question.choices]
            widths[question.save] = max(labels, default=WIDTHS.get(question.expect, _OTHERWISE))
    return widths


def _width(expression: str, widths: Mapping[str, int]) -> int:
    if cut := _TRUNCATE.search(expression):
        return int(cut[1])
    for name in _FILTER.findall(expression):
        if name in _BY_FILTER:
            return _BY_FILTER[name]
    name = _NAME.search(expression)
    if name is None:
        return _OTHERWISE
    return widths.get(name[0].partition(".")[0], _BY_NAME.get(name[0], _OTHERWISE))
