"""Writes expected texts of a test file anew where they stand, so that comments and layout stay the author's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Final

from bot.flow.model import Span
from bot.flow.testing import Item, read_cases
from bot.flow.yaml import Scalar

LINE_CHARS: Final = 100
_BREAK: Final = re.compile("\r\n|\r|\n")


def amend(source: str, changes: Iterable[tuple[Item, str]]) -> tuple[str, int]:
    """Let items expect other texts; the new source, and how many could be written.

    A text that reads as a pattern, or that YAML cannot hold, is left for its author.
    """
    written = 0
    for item, text in sorted(changes, key=lambda change: _start(change[0].key), reverse=True):
        for candidate in _candidates(source, item, text):
            if _expects(candidate, item.key, text):
                source, written = candidate, written + 1
                break
    return source, written


def _start(span: Span) -> tuple[int, int]:
    return span.line, span.column


def _expects(source: str, key: Span, text: str) -> bool:
    cases, findings = read_cases(source, "")
    items = (item for case in cases for item in case.talk if item.key == key)
    return not findings and any(item.matches(text) and item.text == text for item in items)


def _candidates(source: str, item: Item, text: str) -> Iterator[str]:
    """The source with the text written in the author's own style, then in plainer ones."""
    value = item.value
    if value is None:
        return
    mark = "\ufeff" if source.startswith("\ufeff") else ""
    body = source.removeprefix(mark)
    ends = [0, *(found.end() for found in _BREAK.finditer(body))]
    colon = body.index(":", ends[item.key.end_line - 1] + item.key.end_column - 1)
    end = ends[value.span.end_line - 1] + value.span.end_column - 1
    for written in _styles(body[colon + 1 : end], item.key, value, text):
        yield f"{mark}{body[: colon + 1]}{written}{body[end:]}"


def _styles(before: str, key: Span, value: Scalar, text: str) -> Iterator[str]:
    if value.style in ("|", ">"):
        found = _BREAK.search(before)
        header, ending = (before[: found.start()], found.group()) if found else (f" {value.style}", "\n")
        width = LINE_CHARS - key.column
        lines: Sequence[str] = text.split("\n") if value.style == "|" else wrap(text, width, break_on_hyphens=False)
        yield header + "".join(f"{ending}{' ' * (key.column + 1)}{line}".rstrip(" ") for line in lines)
    double = json.dumps(text, ensure_ascii=False)
    single = "'" + text.replace("'", "''") + "'"
    order = {"": (text, double), "'": (single, double), '"': (double,)}.get(value.style, (text, double))
    yield from (f" {style}" for style in order)
