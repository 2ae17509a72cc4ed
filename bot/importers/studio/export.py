"""What stands in an export of Studio, read so that whatever is missing or of another kind is empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Widget:
    """A widget with its transitions; whatever is missing in it is empty."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.name = as_text(given.get("name")) or "?"
        self.type = as_text(given.get("type"))
        properties = given.get("properties")
        self.properties: Mapping[str, Any] = properties if isinstance(properties, dict) else {}
        self.transitions = dicts(given.get("transitions"))

    def next(self, *events: str) -> str:
        """Where the first of these events that leads anywhere leads."""
        found = (as_text(one.get("next")) for event in events for one in self.transitions if one.get("event") == event)
        return next(filter(None, found), "")

    def text(self, key: str) -> str:
        """A property that is a text."""
        return as_text(self.properties.get(key))

    def pairs(self, key: str) -> list[tuple[str, str]]:
        """A list of keys with values."""
        listed = dicts(self.properties.get(key))
        return [(as_text(one.get("key")), as_text(one.get("value"))) for one in listed if as_text(one.get("key"))]


def dicts(given: Any) -> list[dict[str, Any]]:
    """The mappings of a list."""
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def as_text(given: Any) -> str:
    """A text; a number as a text."""
    return str(given) if isinstance(given, str | int | float) and not isinstance(given, bool) else ""
