"""How RapidPro sorts replies and values: its tests as matchers of replies, or as conditions where they compute."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, count
from typing import Any, Final

from bot.flow.ranges import parse_range
from bot.flow.rules.data import pattern_fault
from bot.importers.draft import Step, reachable, remark
from bot.importers.rapidpro.export import Export, Given, Node, parts, text, texts
from bot.importers.rapidpro.expressions import has_expression, quoted
from bot.importers.rapidpro.names import Names
from bot.text import fold

KINDS: Final = {
    "has_date": "date",
    "has_date_eq": "date",
    "has_date_gt": "date",
    "has_date_lt": "date",
    "has_email": "email",
    "has_number": "number",
    "has_phone": "phone",
    "has_time": "time",
}
"""Tests for a kind of answer."""
_COMPARED: Final = {
    "has_number_eq": "==",
    "has_number_gt": ">",
    "has_number_gte": ">=",
    "has_number_lt": "<",
    "has_number_lte": "<=",
}
NUMERIC: Final = frozenset({"has_number", "has_number_between", *_COMPARED})
_SAID: Final = {
    "has_beginning": "starts",
    "has_category": "is",
    "has_only_phrase": "only",
    "has_only_text": "is",
    "has_phrase": "phrase",
    "is_text_eq": "is",
}
_FAR: Final = 999_999_999
"""Where no answer lies: a range needs two ends."""
_A_BIT: Final = Decimal("0.000001")
_NUMBER: Final = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
_DAY: Final = re.compile(
    r"""@\(\s*(?:datetime_add\(\s*)?(?:today|now)\(\s*\)(?:\s*,\s*(?P<count>-?\d{1,4})\s*,\s*"(?P<unit>[DW])"\s*\))?\s*\)"""
)
"""A day that is counted from today."""
_LABEL_CHARS: Final = 60


@dataclass(frozen=True, slots=True)
class Way:
    """What takes a reply, and the category that it leads to."""

    label: str
    takes: Mapping[str, Any]
    category: str


def cases_of(node: Node) -> list[Given]:
    """The tests of a node."""
    return parts(node.router, "cases")


def kind_of(node: Node) -> str:
    """The kind of answer that is all it tests for; empty where there is more."""
    cases = cases_of(node)
    return KINDS.get(text(cases[0], "type"), "") if len(cases) == 1 else ""


def is_numeric(node: Node) -> bool:
    """Whether all that it tests are numbers."""
    cases = cases_of(node)
    return bool(cases) and all(text(case, "type") in NUMERIC for case in cases)


def computes(node: Node) -> bool:
    """Whether its tests compare with something that only the conversation knows, or with all numbers of one side."""
    if kind_of(node):
        return False
    if any(has_expression(one) for case in cases_of(node) for one in _arguments(case)):
        return True
    sided = [text(case, "type") not in ("has_number_between", "has_number_eq") for case in cases_of(node)]
    return is_numeric(node) and any(sided)


# ── matchers ──


def labelled(node: Node, names: Names, export: Export, remarks: list[Step]) -> list[Way]:
    """The labels of `replies`, in order: one for each category and way to test it."""
    found: list[Way] = []
    for case in cases_of(node):
        takes = _matcher(case, names, export, remarks)
        if takes is None:
            continue
        reached, taken = reachable(takes)
        if taken:
            said = f"{' and '.join(f'`{word}`' for word in taken)} never comes here: it opts the customer out"
            remarks.append(remark(node.place, said))
        if reached is None:
            continue
        category = text(case, "category_uuid")
        left = _not_taken(reached, found)
        if left is None:
            said = f"a test for {node.called(category) or '?'} can never hold: another one before it takes all of it"
            remarks.append(remark(node.place, said))
        elif not _merged(found, left, category):
            found.append(Way(_label(node.called(category), found), left, category))
    return found


def _merged(found: list[Way], takes: Mapping[str, Any], category: str) -> bool:
    """Whether the words could be put to those of the same category."""
    ((key, words),) = takes.items() if len(takes) == 1 else ((None, None),)
    if key in (None, "all") or not isinstance(words, list):
        return False
    for place, way in enumerate(found):
        if way.category == category and list(way.takes) == [key]:
            found[place] = Way(way.label, {key: list(dict.fromkeys([*way.takes[key], *words]))}, category)
            return True
    return False


def _not_taken(takes: Mapping[str, Any], found: Sequence[Way]) -> dict[str, Any] | None:
    """What a matcher still takes behind others: a label that nothing is left for would be an error."""
    anywhere = {fold(word) for way in found for word in way.takes.get("words", ())}
    before = [way.takes for way in found]
    left: dict[str, Any] = {}
    for key, value in takes.items():
        if key == "number":
            spans = [parse_range(one["number"]) for one in before if "number" in one]
            span = parse_range(value)
            if span and any(other and other.low <= span.low and span.high <= other.high for other in spans):
                return None
            left[key] = value
        elif not isinstance(value, list):
            if takes in before:
                return None
            left[key] = value
        elif key == "all":
            if anywhere & set(map(fold, value)) or takes in before:
                return None
            left[key] = value
        else:
            known = {fold(word) for one in before for word in one.get(key, ())}
            spoken = anywhere if key not in ("tagged", "intent") else set()
            kept = [one for one in value if fold(one) not in known and not spoken & {fold(one), *fold(one).split()}]
            if not kept:
                return None
            left[key] = kept
    return left


def _label(name: str, found: Iterable[Way]) -> str:
    known = {way.label.lower() for way in found} | {"else"}
    name = name[:_LABEL_CHARS].strip() or "reply"
    numbered = chain([name], (f"{name} {number}" for number in count(2)))
    return next(one for one in numbered if one.lower() not in known)


def _matcher(case: Given, names: Names, export: Export, remarks: list[Step]) -> dict[str, Any] | None:
    """A test as a matcher; None where there is none, which is a remark."""
    type, given = text(case, "type"), _arguments(case)
    first = given[0].strip() if given else ""
    found: dict[str, Any] | None = None
    if type in _SAID:
        words = [one.strip() for one in (given if type == "has_category" else given[:1])]
        found = {_SAID[type]: [one for one in words if one]}
    elif type in ("has_any_word", "has_all_words"):
        found = {"words" if type == "has_any_word" else "all": list(dict.fromkeys(first.split()))}
    elif type in ("has_text", "has_value"):
        found = {"not": {"blank": True}}
    elif type in NUMERIC:
        found = _range(type, given)
    elif type in KINDS:
        found = {KINDS[type]: True}
    elif type == "has_group":
        found = {"tagged": [tag for tag in [_group(given, names, export, remarks)] if tag]}
    elif type in ("has_intent", "has_top_intent"):
        found = {"intent": [first] if first else []}
    elif type == "has_pattern" and first and pattern_fault(f"(?mi){given[0]}") is None:
        found = {"regex": f"(?mi){given[0]}"}
    if not found or any(value == [] for value in found.values()):
        said = f"there is nothing like the test `{type or '?'}` {' '.join(given)}".rstrip()
        remarks.append(remark(names.place.place, f"{said}; what it took goes with the rest"))
        return None
    return found


def _range(type: str, given: Sequence[str]) -> dict[str, Any] | None:
    numbers = [Decimal(one.strip()) for one in given if _NUMBER.fullmatch(one.strip())]
    if len(numbers) != len(given) or len(numbers) != {"has_number": 0, "has_number_between": 2}.get(type, 1):
        return None
    low, high = Decimal(-_FAR), Decimal(_FAR)
    match type:
        case "has_number_between":
            low, high = numbers
        case "has_number_eq":
            low = high = numbers[0]
        case "has_number_gt" | "has_number_gte":
            low = numbers[0] + (_A_BIT if type == "has_number_gt" else 0)
        case "has_number_lt" | "has_number_lte":
            high = numbers[0] - (_A_BIT if type == "has_number_lt" else 0)
    return {"number": f"{low:f}" if low == high else f"{low:f}..{high:f}"} if low <= high else None


def _group(given: Sequence[str], names: Names, export: Export, remarks: list[Step]) -> str:
    """A group is tested by its id and its name."""
    name = given[-1].strip() if given else ""
    if export.queries.get(name):
        said = f"RapidPro itself puts contacts into the group {name} ({export.queries[name]}); give the tag `{name}`"
        remarks.append(remark(names.place.place, said))
    return name


def _arguments(case: Given) -> list[str]:
    return texts(case, "arguments")


# ── conditions ──


def compared(node: Node, value: str, names: Names, export: Export, remarks: list[Step]) -> list[tuple[str, str]]:
    """The tests as conditions on a value, in order, each with its category."""
    found = []
    for case in cases_of(node):
        given = [names.expression(one, remarks) for one in _arguments(case)]
        condition = _condition(text(case, "type"), given, value, is_numeric(node))
        if text(case, "type") == "has_group":
            group = _group(_arguments(case), names, export, remarks)
            condition = f"{quoted(group)} in contact.tags" if group else None
        if condition is None:
            said = f"there is nothing like the test `{text(case, 'type') or '?'}` {' '.join(_arguments(case))}".rstrip()
            remarks.append(remark(names.place.place, f"{said}; what it took goes with the rest"))
        else:
            found.append((condition, text(case, "category_uuid")))
    return found


def _condition(type: str, given: list[str], value: str, counted: bool) -> str | None:
    if type in NUMERIC:
        return _number_condition(type, list(map(_as_number, given)), value, counted)
    text_, others = f"({value} | lower)", [f"({one} | lower | trim)" for one in given]
    match type, others:
        case "has_only_text" | "has_only_phrase" | "has_category" | "is_text_eq", [_, *_]:
            return " or ".join(f"{text_} == {other}" for other in others)
        case "has_any_word" | "has_phrase" | "has_all_words", [other]:
            return f"{other} in {text_}"
        case "has_text" | "has_value", _:
            return f"{value}"
    return None


def _number_condition(type: str, given: list[str], value: str, counted: bool) -> str | None:
    """`counted` where the value is a number for certain."""
    number = value if counted else f"{value} | float"
    if type == "has_number" and counted:
        return "true"
    if type == "has_number_between" and len(given) == 2:
        condition = f"{number} >= {given[0]} and {number} <= {given[1]}"
    elif type in _COMPARED and len(given) == 1:
        condition = f"{number} {_COMPARED[type]} {given[0]}"
    elif type == "has_number":
        condition = "true"
    else:
        return None
    return condition if counted else f"({value} | float('')) is number and {condition}"


def _as_number(code: str) -> str:
    bare = code.strip("'")
    return bare if _NUMBER.fullmatch(bare) else f"{code} | float"


def bounds_of(node: Node, remarks: list[Step], *, asked: bool) -> Step:
    """What the only test of a question asks of its answer beside the kind."""
    (case,) = cases_of(node)
    type, given = text(case, "type"), _arguments(case)
    if type == "has_phone" and asked:
        return {"country": given[0].upper()} if given and re.fullmatch("[A-Za-z]{2}", given[0]) else {}
    if not type.startswith("has_date_"):
        return {}
    found = _DAY.fullmatch(given[0].strip()) if given else None
    if found is None or not asked:
        said = f"the test `{type}` {' '.join(given)} is only whether it is a date; say with `min` or `max` which"
        remarks.append(remark(node.place, said if asked else said.partition(";")[0]))
        return {}
    count = int(found["count"] or 0) * (7 if found["unit"] == "W" else 1)
    match type:
        case "has_date_gt":
            return {"min": _counted_day(count + 1)}
        case "has_date_lt":
            return {"max": _counted_day(count - 1)}
    return {"min": _counted_day(count), "max": _counted_day(count)}


def _counted_day(count: int) -> str:
    return f"{count:+d} days" if count else "today"
