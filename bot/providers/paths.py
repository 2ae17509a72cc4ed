"""Documents by the paths of their parts, such as `messages.0.id`, and templates of documents.

at({"messages": [{"id": 7}]}, "messages.0.id")                  "7"
nested({"messages.0.id": "7"})                                  {"messages": [{"id": "7"}]}
Template({"to": ["{recipient}"]}).filled({"recipient": "+1"})   {"to": ["+1"]}
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

_PLACE: Final = re.compile(r"\{(\w+)\}")


def part(document: Any, path: str) -> Any:
    """Return what stands at a path, None if nothing does; a blank path is the whole document."""
    for name in filter(None, path.split(".")):
        if isinstance(document, Mapping):
            document = document.get(name)
        elif isinstance(document, list) and name.isascii() and name.isdigit() and len(name) < 4:
            document = document[int(name)] if int(name) < len(document) else None
        else:
            return None
    return document


def at(document: Any, path: str) -> str | None:
    """Return the text or the whole number at a path, as text; anything else counts as absent."""
    found = part(document, path)
    return str(found) if type(found) in (str, int) else None


def nested(values: Mapping[str, Any]) -> Any:
    """Make the document that has these values at these paths."""
    tree: dict[str, Any] = {}
    for path, value in values.items():
        *inner, last = path.split(".")
        branch = tree
        for name in inner:
            branch = branch.setdefault(name, {})
        branch[last] = value
    return _with_lists(tree)


def _with_lists(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    branches = {name: _with_lists(branch) for name, branch in tree.items()}
    return list(branches.values()) if branches and all(map(str.isdigit, branches)) else branches


class Template:
    """A document with `{names}` in its texts."""

    def __init__(self, document: Any) -> None:
        self._document = document

    @property
    def names(self) -> Collection[str]:
        """Every name in it."""
        return set(_names(self._document))

    def filled(self, values: Mapping[str, str | None]) -> Any:
        """Put values for the names. What has nothing but the name of an absent value is left out."""
        return _filled(self._document, values)


def _names(document: Any) -> Iterator[str]:
    if isinstance(document, str):
        yield from _PLACE.findall(document)
    elif isinstance(document, Mapping | list):
        for inner in document.values() if isinstance(document, Mapping) else document:
            yield from _names(inner)


def _filled(document: Any, values: Mapping[str, str | None]) -> Any:
    if isinstance(document, str):
        whole = _PLACE.fullmatch(document)
        return values[whole[1]] if whole else _PLACE.sub(lambda place: values[place[1]] or "", document)
    if isinstance(document, Mapping):
        filled = {name: _filled(inner, values) for name, inner in document.items()}
        return {name: inner for name, inner in filled.items() if inner is not None}
    return [_filled(inner, values) for inner in document] if isinstance(document, list) else document
