"""How Studio compares: as matchers of replies, or as conditions where they compute.

It takes no notice of case and of space around a text (https://www.twilio.com/docs/studio/widget-library/split-based-on),
and neither do our matchers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.flow.rules.data import pattern_fault
from bot.importers.studio.export import as_text, dicts


def conditions(transition: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Comparisons of a transition, all of which have to hold: the kind, and what is compared with."""
    return [(as_text(one.get("type")), as_text(one.get("value"))) for one in dicts(transition.get("conditions"))]


def matcher_of(conditions: list[tuple[str, str]]) -> dict[str, Any] | None:
    """What a reply has to be; None where no matcher says it."""
    matcher: dict[str, Any] = {}
    for type, value in conditions:
        words = [word.strip() for word in value.split(",") if word.strip()]
        one = value.strip()
        known: dict[str, dict[str, Any]] = {
            "equal_to": {"is": one},
            "not_equal_to": {"not": {"is": one}},
            "matches_any_of": {"is": words},
            "does_not_match_any_of": {"not": {"is": words}},
            "contains": {"phrase" if " " in one else "words": one},
            "does_not_contain": {"not": {"phrase" if " " in one else "words": one}},
            "starts_with": {"starts": one},
            "does_not_start_with": {"not": {"starts": one}},
            "regex": {"regex": value},
            "is_blank": {"blank": True},
            "is_not_blank": {"not": {"blank": True}},
        }
        found = known.get(type)
        if type == "regex" and pattern_fault(value) is not None:
            return None
        if found is None or "{{" in value or matcher.keys() & found or not (one or "blank" in type):
            return None
        matcher |= found
    return matcher or None


def holds(comparisons: list[tuple[str, str]], value: str, expression: Callable[[str], str]) -> tuple[str, list[str]]:
    """Comparisons with a value as an expression, and those of which there is none.

    `expression` reads what is compared with.
    """
    parts: list[str] = []
    unknown: list[str] = []
    for type, against in comparisons:
        other = expression(against)
        wanted = [f"'{word.strip().lower()}'" for word in against.split(",") if "'" not in word]
        lower = f"{value} | lower | trim"
        match type:
            case "less_than" | "greater_than":
                parts.append(f"({value}) | float {'<' if type == 'less_than' else '>'} ({other}) | float")
            case "equal_to" | "not_equal_to":
                parts.append(f"({lower}) {'==' if type == 'equal_to' else '!='} ({other} | lower | trim)")
            case "matches_any_of" | "does_not_match_any_of":
                parts.append(f"({lower}) {'in' if type == 'matches_any_of' else 'not in'} [{', '.join(wanted)}]")
            case "contains" | "does_not_contain":
                parts.append(f"({other} | lower) {'in' if type == 'contains' else 'not in'} ({value} | lower)")
            case "is_blank" | "is_not_blank":
                parts.append(f"{'not ' if type == 'is_blank' else ''}({value})")
            case _:
                unknown.append(f"`{type}` {against!r}")
                parts.append("false")
    return " and ".join(parts) or "false", unknown
