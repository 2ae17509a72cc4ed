"""How a text is written in YAML: as it is, in quotes where YAML would damage or change it, folded where it is long."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.flow.repair import ODD
from bot.flow.yaml import Scalar

WIDTH: Final = 100

AMBIGUOUS: Final = re.compile(
    r"true|false|yes|no|on|off|null|[yn~]|[-+.]?\d[-+.:,_\d]*(e[-+]?\d+)?|[-+]?\.(inf|nan)", re.IGNORECASE
)
"""What some reader of YAML takes for a boolean, a number, a time or nothing. In quotes it stays in quotes."""
_UNBROKEN: Final = re.compile(r"(?:\{\{.{0,200}?\}\}|\{%.{0,200}?%\}|  +|[^ ])+")
"""What stays on one line: a word, several spaces, and all of a `{{ … }}` or `{% … %}`."""
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def in_line(scalar: Scalar, inline: bool = False) -> str:
    """A text on one line; `inline` is one in brackets or braces. Nothing at all stays nothing."""
    text = scalar.text
    if not scalar.style and not text:
        return ""
    if _stands_alone(text, inline) and not (scalar.style and AMBIGUOUS.fullmatch(text)):
        return text
    return _quoted(text)


def in_lines(scalar: Scalar, written: Sequence[str], column: int, indent: int) -> list[str]:
    """A text that begins at a column: on one line, or as a block whose lines are indented.

    `written` are the lines of a block as its author cut them; where all of them fit they stay.
    """
    text = scalar.text
    literal = _can_be_literal(text) and [_LITERAL, *text.split("\n")]
    if scalar.style == _LITERAL and literal:
        return literal
    if scalar.style == _FOLDED and _can_be_folded(text):
        kept = [line.strip(" ") for line in written]
        fits = " ".join(kept) == text and all(indent + len(line) <= WIDTH for line in kept)
        return [_FOLDED, *(kept if fits else _folded(text, indent))]
    alone = in_line(scalar)
    if column + len(alone) <= WIDTH and ("\n" not in text or scalar.style == '"'):
        return [alone]
    if "\n" in text:
        return literal or [alone]
    folded = _folded(text, indent) if _can_be_folded(text) else []
    return [_FOLDED, *folded] if len(folded) > 1 else [alone]


_LITERAL: Final = "|"
_FOLDED: Final = ">"


def _stands_alone(text: str, inline: bool) -> bool:
    """Whether YAML reads a text without quotes as it stands."""
    if not text or text != text.strip() or text == "<<" or text.startswith(("---", "...")):
        return False
    if ODD.search(text) or "\n" in text or "\t" in text or ": " in text or text.endswith(":") or " #" in text:
        return False
    if text[0] in "#&*!|>'\"%@`,[]{}" or (text[0] in "-?:" and text[1:2] in ("", *" ,[]{}")):
        return False
    return not (inline and (text[0] == "?" or any(sign in text for sign in ",[]{}")))


def _quoted(text: str) -> str:
    if ("\\" in text or '"' in text) and not (ODD.search(text) or "\n" in text or "\t" in text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPES.get(char) or (_escaped(char) if ODD.match(char) else char) for char in text) + '"'


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"


def _can_be_literal(text: str) -> bool:
    lines = text.split("\n")
    clean = not ODD.search(text.replace("\n", "")) and "\t" not in text
    return (
        clean and all(line == line.rstrip(" ") for line in lines) and bool(lines[-1]) and lines[0][:1] not in ("", " ")
    )


def _can_be_folded(text: str) -> bool:
    lines = text.split("\n")
    clean = not ODD.search(text.replace("\n", "")) and "\t" not in text
    return clean and all(line == line.strip(" ") for line in lines) and bool(lines[0]) and bool(lines[-1])


def _folded(text: str, indent: int) -> list[str]:
    """A text cut at single spaces outside templates; a line's end in it becomes an empty line."""
    lines: list[str] = []
    for number, paragraph in enumerate(text.split("\n")):
        if number:
            lines.append("")
        words = iter(_UNBROKEN.findall(paragraph))
        line = next(words, "")
        for word in words:
            if indent + len(line) + 1 + len(word) > WIDTH:
                lines.append(line)
                line = word
            else:
                line += f" {word}"
        if line:
            lines.append(line)
    return lines
