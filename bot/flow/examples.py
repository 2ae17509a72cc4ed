"""Guesses what a flow could be given, so that trying it out takes one click: inputs, API answers, replies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from typing import Any, TypeGuard

from bot.events import Json
from bot.flow.model import Anytime, Do, Flow, Http, Question, Text, Type

REPLIES_MAX = 12
_RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)")
_CONSTANT = re.compile(r"\s*==\s*'([^']*)'")
_LIKELY: Mapping[str, Json] = {
    "status": "on its way",
    "name": "Ana",
    "email": "ana@example.com",
    "phone": "+15550100123",
    "url": "https://example.com/1",
    "id": "a1",
    "code": "K7Q2",
    "count": 2,
    "total": 42,
    "price": 42,
    "amount": 42,
}
_TYPICAL: Mapping[Type, tuple[str, ...]] = {
    Type.DATE: ("tomorrow",),
    Type.TIME: ("10:00",),
    Type.DATETIME: ("tomorrow 10:00",),
    Type.PHONE: ("+1 202 555 0143",),
    Type.EMAIL: ("ana@example.com",),
}


def example_input(kind: Type, now: datetime) -> str:
    """An input of a type as a form would hold it; times are tomorrow at ten of `now`'s own zone."""
    tomorrow = (now + timedelta(days=1)).replace(hour=10, minute=0)
    match kind:
        case Type.DATETIME:
            return tomorrow.strftime("%Y-%m-%dT%H:%M")
        case Type.DATE:
            return tomorrow.strftime("%Y-%m-%d")
        case Type.TIME:
            return "10:00"
        case Type.YES_NO:
            return "yes"
        case Type.INTEGER | Type.NUMBER | Type.MONEY:
            return "42"
        case Type.PHONE:
            return "+12025550143"
        case Type.EMAIL:
            return "ana@example.com"
        case Type.LIST:
            return "[]"
        case Type.OBJECT:
            return "{}"
        case _:
            return "example"


def example_answer(flow: Flow, call: Http | Do, now: datetime) -> Json:
    """What an API or an action could answer: everything that the flow reads from it, with likely values."""
    body: dict[str, Json] = {}
    if call.save is None:
        return body
    where = rf"{re.escape(call.save)}\.body" if isinstance(call, Http) else re.escape(call.save)
    read = re.compile(rf"\b{where}((?:\.[A-Za-z_]\w*)+)")
    whole = list(parts(flow))
    lists = {part.dynamic_choices for part in whole if isinstance(part, Question)}
    for text in filter(_is_text, whole):
        for found in read.finditer(text.source):
            path = found[1][1:].split(".")
            constant = _CONSTANT.match(text.source, found.end())
            value = _choices() if text in lists else constant[1] if constant else _likely(path[-1], now)
            _put(body, path, value)
    return body


def example_replies(question: Question, anytime: Sequence[Anytime]) -> list[str]:
    """What a customer might answer besides the choices that a question shows: labels, and what may always be said."""
    replies = [*_TYPICAL.get(question.expect, ())]
    keys = {"yes", "no", *(choice.key for choice in question.choices)}
    for branch in question.replies:
        bounds = _RANGE.fullmatch(branch.label)
        if bounds:
            replies.append(bounds[2])
        elif branch.label not in keys:
            replies.append((branch.matcher.words if branch.matcher and branch.matcher.words else (branch.label,))[0])
    replies += [entry.matcher.words[0] for entry in anytime if entry.matcher.words]
    return list(dict.fromkeys(replies))[:REPLIES_MAX]


def _is_text(part: Any) -> TypeGuard[Text]:
    return isinstance(part, Text)


def parts(part: Any) -> Iterator[Any]:
    """Walk through a part of the model and all that it holds."""
    if is_dataclass(part):
        yield part
        part = [getattr(part, item.name) for item in fields(part)]
    for inner in part.values() if isinstance(part, Mapping) else part if isinstance(part, list | tuple) else ():
        yield from parts(inner)


def _put(body: dict[str, Json], path: Sequence[str], value: Json) -> None:
    """Put a value into nested objects unless something more telling is there."""
    for name in path[:-1]:
        inner = body.setdefault(name, {})
        if not isinstance(inner, dict):
            return
        body = inner
    body.setdefault(path[-1], value)


def _choices() -> Json:
    return [{"id": "a", "label": "Mon 9:00"}, {"id": "b", "label": "Tue 14:30"}, {"id": "c", "label": "Fri 11:15"}]


def _likely(name: str, now: datetime) -> Json:
    later = (now + timedelta(days=3)).replace(hour=14, minute=30, second=0, microsecond=0)
    if name.endswith("_at"):
        return later.isoformat()
    if name.endswith(("_on", "date")):
        return later.date().isoformat()
    return next((value for ending, value in _LIKELY.items() if name.endswith(ending)), name.replace("_", " "))
