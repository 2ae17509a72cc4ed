"""Estimates how wide text will be without a font at hand, rather too wide than too narrow, and breaks it into lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_WIDTHS = {
    **dict.fromkeys("'ijlIJ", 0.30),
    **dict.fromkeys(" \u00a0,.·‘’/:;\\|f-", 0.36),
    **dict.fromkeys("()[]t!r", 0.41),
    **dict.fromkeys('"*_`–sz“”', 0.53),
    **dict.fromkeys("?cLFkvxyP", 0.60),
    **dict.fromkeys("KAVBRXZC", 0.70),
    **dict.fromkeys("UHNDGOQ&w", 0.82),
    **dict.fromkeys("#+<=>^~→M", 0.87),
    **dict.fromkeys("%mW@—…", 1.0),
}
"""Shares of the size, of the widest of the usual system fonts."""
_USUAL = 0.645
_OTHER_SCRIPTS = 0.80
_WIDE = 1.05
MONOSPACE = 0.61


def width(text: str, size: float, *, monospace: bool = False) -> float:
    """Estimate the width of a line in a system font of a size; bold takes about a tenth more."""
    return size * sum(MONOSPACE if monospace and char < "\u0300" else _width(char) for char in text)


@lru_cache(maxsize=4096)
def _width(char: str) -> float:
    if char in _WIDTHS:
        return _WIDTHS[char]
    if char < "\u0080":
        return _USUAL
    if unicodedata.combining(char):
        return 0.0
    if char > "\u2fff" or unicodedata.east_asian_width(char) in "WF":
        return _WIDE
    base = unicodedata.normalize("NFD", char)[0]
    return _width(base) if base != char else _USUAL if char < "\u0250" else _OTHER_SCRIPTS


def wrap(text: str, room: float, size: float, lines_max: int, *, monospace: bool = False) -> list[str]:
    """Break text into lines that fit into `room`; an ellipsis says that there is more than `lines_max` hold."""
    lines: list[str] = []
    rest = text.strip()
    while rest:
        fits = _fitting(rest, room, size, monospace)
        if len(lines) == lines_max - 1 and fits < len(rest):
            return [*lines, ellipsis(rest[: _fitting(rest, room - size, size, monospace)])]
        space = rest.rfind(" ", 0, fits + 1) if fits < len(rest) else -1
        cut = space if space > 0 else fits
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return lines


def ellipsis(head: str) -> str:
    """End a cut text with an ellipsis, at a word if that does not cost more than half of it."""
    space = head.rfind(" ")
    return (head[:space] if space > len(head) // 2 else head).rstrip(" ,.;:-") + "…"


def _fitting(text: str, room: float, size: float, monospace: bool) -> int:
    """Count the signs from the start that fit, at least one."""
    used = 0.0
    for index, char in enumerate(text):
        used += width(char, size, monospace=monospace)
        if used > room:
            return max(index, 1)
    return len(text)


def widest(lines: Iterable[str], size: float) -> float:
    """Measure the widest of some lines."""
    return max((width(line, size) for line in lines), default=0.0)
