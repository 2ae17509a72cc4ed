"""Text and icons in a drawing, with nothing in them that could do harm."""

from __future__ import annotations

import unicodedata
from html import escape
from typing import Final

TEXT_SIZE: Final = 12.0
SMALL_SIZE: Final = 11.0
BOLD_SIZE: Final = 13.5
"""Of the regular type that is as wide as the titles' bold."""
LINE_HEIGHT: Final = 16

_CLOCK: Final = "M7 1.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M7 4v3.2l2 1.3"
ICONS: Final = {
    "call": "M2 5h9M8.5 2.5 11 5 8.5 7.5M12 10H3M5.5 7.5 3 10l2.5 2.5",
    "handoff": "M7 6.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5M2 13c0-2.8 2.2-4.5 5-4.5s5 1.7 5 4.5",
    "nudge": _CLOCK,
    "pause": _CLOCK,
    "silence": _CLOCK,
    "act": "M4 7l2 2 4-4.5",
    "trigger": "M4 7h6M7.5 4.5 10 7l-2.5 2.5",
    "trouble": "M7 2 12.5 12h-11ZM7 5.5v3M7 10.2v.3",
    "run": "M3 2v5h7M7.5 4.5 10 7l-2.5 2.5M3 11.5h8",
    "again": "M11.5 7a4.5 4.5 0 1 1-1.5-3.3M10.3 1v3h-3",
    "jump": "M3 3v4.5h8M8.5 5 11 7.5 8.5 10",
}
"""Strokes in a square of fourteen."""


def icon(name: str, x: int, y: int, style: str = "") -> str:
    """Draw an icon with its upper left corner at a point."""
    return f'<g class="{style}" transform="translate({x} {y})"><path class="icon" d="{ICONS[name]}"/></g>'


def write(text: str, x: float, y: float, style: str = "") -> str:
    """Write a line with its base line at a point."""
    return f'<text x="{x:g}" y="{y:g}"{f" class={chr(34)}{style}{chr(34)}" if style else ""}>{safe(text)}</text>'


def safe(text: str) -> str:
    """Escape text, and show signs that no one should draw (controls, direction overrides) as the replacement sign."""
    return escape("".join(char if _drawable(char) else "\ufffd" for char in text))


def _drawable(char: str) -> bool:
    return char in _JOINERS or not unicodedata.category(char).startswith("C")


_JOINERS: Final = "\u200c\u200d"
"""Formatting signs that scripts and emoji need."""
