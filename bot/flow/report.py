"""Findings in words: the author's own line with a caret, one line each, JSON, or annotations on GitHub.

error[F012]: no state is called `ask_nmae`
  --> flows/booking.yaml:14:13
   |
14 |         go: ask_nmae
   |             ^^^^^^^^ did you mean `ask_name`?
   |
   = help: states in this flow are ask_name, ask_day, confirm, done
   = more: parley explain F012
"""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from bot.flow import diagnostic
from bot.flow.diagnostic import Diagnostic, Rule, Severity
from bot.flow.model import Span
from bot.flow.rules.every import FAMILIES
from bot.flow.yaml import split_lines

__all__ = [
    "FAMILIES",
    "RULES",
    "Diagnostic",
    "Rule",
    "Severity",
    "explain",
    "render_concise",
    "render_full",
    "render_github",
    "render_json",
]

RULES: Final[Mapping[str, Rule]] = dict(sorted(diagnostic.RULES.items()))
"""Every rule by its code; `bot.flow.rules.every` has registered them all."""

_COLUMNS: Final = 80
"""What a terminal shows side by side; nothing of ours should be broken by it."""
_LINE_CHARS_MAX: Final = 68
_LEAD_CHARS: Final = 30
"""How much of a long line is shown before the place."""


def explain(code: str) -> str:
    """What a code means, why it matters, an example, and how to mend it; LookupError for an unknown one."""
    rule = RULES.get(code.upper())
    if rule is None:
        raise LookupError(f"no rule is called `{code}`")
    example = "\n".join(f"    {line}".rstrip() for line in rule.example.splitlines())
    what, why, fix = map(_paragraph, (rule.what, f"Why: {rule.why}", f"Fix: {rule.fix}"))
    return f"{rule.code}: {rule.title}\n\n{what}\n\n{why}\n\nExample:\n\n{example}\n\n{fix}\n"


def _paragraph(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), _COLUMNS, break_on_hyphens=False)


def render_full(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str]) -> str:
    """Each finding with the author's own lines."""
    lines = {path: split_lines(sources.get(path, "")) for path in {finding.path for finding in diagnostics}}
    return "\n".join(_full(finding, lines[finding.path]) for finding in diagnostics)


def render_concise(diagnostics: Sequence[Diagnostic]) -> str:
    """A line each, as editors and `grep` like it."""
    return "".join(
        f"{_place(finding)}: {finding.severity}[{finding.code}] {_sentence(finding)}\n" for finding in diagnostics
    )


def render_json(diagnostics: Sequence[Diagnostic]) -> str:
    """A JSON list, for programs."""
    return json.dumps([to_json(finding) for finding in diagnostics], ensure_ascii=False, indent=2) + "\n"


def to_json(finding: Diagnostic) -> dict[str, str | int]:
    """One finding as plain JSON. `help` holds everything that helps, "did you mean" first."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": _printable(finding.message),
        "file": finding.path,
        "line": finding.span.line,
        "column": finding.span.column,
        "end_line": finding.span.end_line,
        "end_column": finding.span.end_column,
        "help": _printable("; ".join(filter(None, (finding.label, finding.help)))),
        "example": _printable(finding.example),
    }


def render_github(diagnostics: Sequence[Diagnostic]) -> str:
    """Workflow commands that GitHub shows as annotations beside the lines."""
    return "".join(_github(finding) for finding in diagnostics)


# ── full ──


def _full(finding: Diagnostic, lines: Sequence[str]) -> str:
    places = [(finding.span, finding.label, "^"), *((span, note, "-") for span, note in finding.related)]
    gutter = len(str(max(span.line for span, _, _ in places)))
    bar = f"{' ' * gutter} |"
    shown = [
        f"{finding.severity}[{finding.code}]: {_printable(finding.message)}",
        f"{' ' * gutter}--> {_place(finding)}",
        bar,
    ]
    last = 0
    for span, note, sign in sorted(places, key=lambda place: (place[0].line, place[0].column)):
        if span.line != last:
            shown += [f"{' ' * gutter} :"] if last and span.line > last + 1 else []
            shown.append(f"{span.line:>{gutter}} | {_excerpt(span, lines)}".rstrip())
        shown += _noted(f"{bar} ", _underline(span, lines, sign), _printable(note))
        last = span.line
    shown.append(bar)
    hints = [("help", finding.help), ("for example", finding.example), ("more", f"parley explain {finding.code}")]
    for name, text in hints:
        if text:
            head = f"{' ' * gutter} = {name}: "
            shown.append(head + f"\n{' ' * len(head)}".join(_wrapped(text, _COLUMNS - len(head))))
    return "\n".join(shown) + "\n"


def _noted(bar: str, underline: str, note: str) -> list[str]:
    """The caret with what stands beside it, or below it where the line is too short for both."""
    if not note or _width(f"{bar}{underline} {note}") <= _COLUMNS:
        return [f"{bar}{underline} {note}".rstrip()]
    under = len(underline) - len(underline.lstrip())
    return [bar + underline, bar + " " * max(0, min(under, _COLUMNS - len(bar) - _width(note))) + note]


def _wrapped(text: str, room: int) -> Iterator[str]:
    """A hint's lines, broken at words; what somebody says goes on below itself."""
    for line in _printable(text).split("\n"):
        who = re.match(r"(bot|me): ", line)
        indent = " " * len(who.group()) if who else ""
        yield from textwrap.wrap(line, room, subsequent_indent=indent, break_on_hyphens=False) or [""]


def _excerpt(span: Span, lines: Sequence[str]) -> str:
    line = lines[span.line - 1] if 0 < span.line <= len(lines) else ""
    start = _cut(span, line)
    cut = line[start : start + _LINE_CHARS_MAX]
    return _printable(("..." if start else "") + cut + ("..." if start + _LINE_CHARS_MAX < len(line) else ""))


def _underline(span: Span, lines: Sequence[str], sign: str) -> str:
    line = lines[span.line - 1] if 0 < span.line <= len(lines) else ""
    start = _cut(span, line)
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    end = min(end, start + _LINE_CHARS_MAX, max(len(line), span.column))
    lead = ("..." if start else "") + line[start : span.column - 1]
    return " " * _width(lead) + sign * max(1, _width(line[span.column - 1 : end]))


def _cut(span: Span, line: str) -> int:
    """Where a long line begins to be shown."""
    return max(0, span.column - 1 - _LEAD_CHARS) if len(line) > _LINE_CHARS_MAX else 0


def _width(text: str) -> int:
    """How many columns a terminal takes for a text."""
    return sum(_columns(char) for char in _printable(text))


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _printable(text: str) -> str:
    """A text that cannot move a terminal's cursor or turn its direction."""
    return "".join(_safe(char) for char in text)


def _safe(char: str) -> str:
    if char == "\t":
        return " "
    return (
        char
        if char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else "\N{REPLACEMENT CHARACTER}"
    )


# ── one line ──


def _sentence(finding: Diagnostic) -> str:
    return _printable("; ".join(filter(None, (finding.message, finding.label)))).replace("\n", " ")


def _place(finding: Diagnostic) -> str:
    return f"{finding.path}:{finding.span.line}:{finding.span.column}"


def _github(finding: Diagnostic) -> str:
    span = finding.span
    rule = RULES.get(finding.code)
    properties = {
        "file": finding.path,
        "line": str(span.line),
        "endLine": str(span.end_line),
        "col": str(span.column),
        "endColumn": str(span.end_column),
        "title": f"{finding.code}: {rule.title}" if rule is not None else finding.code,
    }
    written = ",".join(f"{name}={_escaped(value, ',:')}" for name, value in properties.items())
    text = "\n".join(filter(None, (finding.message, finding.label, finding.help, finding.example)))
    return f"::{finding.severity} {written}::{_escaped(text)}\n"


def _escaped(text: str, signs: Iterable[str] = "") -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for sign in signs:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
