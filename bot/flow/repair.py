"""Reads a file that YAML cannot read, as far as it can be read: every fault is reported, and the rest still checked.

A text that YAML would damage (`say: Hi there: reply YES`) is masked by as many harmless characters, so that all places
stay true; a line that makes no sense at all is left out, and its words are remembered.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

import yaml

from bot.flow.diagnostic import Diagnostic
from bot.flow.model import Span
from bot.flow.rules import document as say
from bot.flow.yaml import LOADER, MASK, Composer, Node, TooLarge, split_lines
from bot.limits import FLOW_FILE_BYTES_MAX, YAML_DEPTH_MAX, YAML_NODES_MAX

_READ_CHARS_MAX: Final = 1_500_000
"""How much is read at most, all attempts together: a small file may have many faults, a large one few."""
_ATTEMPTS_MAX: Final = 40

_SEPARATORS: Final = "\n:,-[{"
"""Between any two nodes stands one of these."""
_OPENING: Final = (yaml.SequenceStartEvent, yaml.MappingStartEvent)
_CLOSING: Final = (yaml.SequenceEndEvent, yaml.MappingEndEvent)
_NODES: Final = (yaml.ScalarEvent, yaml.AliasEvent, *_OPENING)

ODD: Final = re.compile(
    "[^\\t\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue001-\\ufefe\\uff00-\\ufffd\\U00010000-\\U0010ffff]"
)
"""What YAML cannot hold, what it takes for the end of a line though no editor does, and the mask itself."""
_ENTRY: Final = re.compile(
    r"""(?P<lead>\s*(?:-\s+)*)(?P<key>(?:[^\s"'\[{#:][^:#]*|"[^"]*"|'[^']*'):\s+)?(?P<value>\S.*)$"""
)
_COMMENT: Final = re.compile(r"\s+#(\s.*)?$")
_WELL_FORMED: Final = re.compile(
    r"""("([^"\\]|\\.)*"|'([^']|'')*'|\[.*\]|\{.*\}|[\[{][^\]}]*|[|>][-+1-9]{0,2}|[\w ]+:)$"""
)
"""Quoted, in brackets (or in brackets that do not close, which is another fault), the start of a block, or a key."""
_STRANGE: Final = re.compile(r"""[\[{"'%@`*&!|>]|[-?]\s|.*:(\s|$)""")
_WORD: Final = re.compile(r"[\w.]+")


@dataclass(frozen=True, slots=True)
class Document:
    """A file as far as it can be read."""

    root: Node | None
    findings: tuple[Diagnostic, ...]
    lost: frozenset[str]
    """The words of lines that had to be left out: what they name may be meant."""


def read_document(source: str, keywords: Collection[str] = ()) -> Document:
    """Read a source; `keywords` are the names that stand before a colon in well-formed files."""
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > FLOW_FILE_BYTES_MAX:
        finding = say.too_large(Span(1, 1, 1, 1), f"{size // 1024} KB, more than {FLOW_FILE_BYTES_MAX // 1024}")
        return Document(None, (finding,), frozenset())
    if too_many := _too_many_nodes(source):
        return Document(None, (too_many,), frozenset())
    return _Reading(source, keywords).read()


def _too_many_nodes(source: str) -> Diagnostic | None:
    """Count first where there may be too many: refusing must cost neither the memory nor the time of reading."""
    if sum(map(source.count, _SEPARATORS)) < YAML_NODES_MAX:
        return None
    count = depth = 0
    try:
        for event in yaml.parse(source, Loader=LOADER):
            count += isinstance(event, _NODES)
            depth += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
            if depth > YAML_DEPTH_MAX:
                return None  # the reader stops there too, and says so
            if count > YAML_NODES_MAX:
                mark: Any = event.start_mark
                at = Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
                return say.too_large(at, f"more than {YAML_NODES_MAX} keys and values")
    except (yaml.YAMLError, UnicodeError, ValueError):
        return None  # what cannot be read is mended first, and counted again
    return None


class _Reading:
    """Composes again and again, with one fault less each time."""

    def __init__(self, source: str, keywords: Collection[str]) -> None:
        self.lines = split_lines(source.removeprefix("\ufeff"))
        self.keywords = keywords
        self.findings: list[Diagnostic] = []
        self.masked: dict[int, str] = {}
        self.shifts: dict[int, int] = {}
        self.lost: set[str] = set()
        self.clean()

    def clean(self) -> None:
        """Replace what no flow may contain, so that the rest can be read."""
        tabs = []
        for index, line in enumerate(self.lines):
            if odd := ODD.search(line):
                self.findings.append(say.odd_character(self.span(index, odd.start(), odd.end()), odd.group()))
                line = ODD.sub("\ufffd", line)
            if "\t" in line:
                tabs.append(self.span(index, line.index("\t"), line.index("\t") + 1))
                line = self.untabbed(index, line)
            self.lines[index] = line
        if tabs:
            self.findings.append(say.tabs(tabs[0], len(tabs)))

    def untabbed(self, index: int, line: str) -> str:
        """A line with spaces for its tabs: as deep as its neighbour where only this line has tabs, else two a tab."""
        lead = line[: len(line) - len(line.lstrip())]
        rest = line[len(lead) :].replace("\t", " ")
        above = self.before(index)
        depth = _indent(self.lines[above])
        width = len(lead.replace("\t", "  "))
        if "\t" in lead and depth and above not in self.shifts:
            width = depth + 2 * (self.lines[above].lstrip().startswith("- ") - rest.startswith("- "))
        if "\t" in lead:
            self.shifts[index] = width - len(lead)
        return " " * width + rest

    def read(self) -> Document:
        size = sum(map(len, self.lines)) + 1
        for _ in range(max(1, min(_ATTEMPTS_MAX, _READ_CHARS_MAX // size))):
            composer = Composer(self.lines, self.masked, self.shifts)
            try:
                root = composer.compose()
            except TooLarge as fault:
                return self.document(None, [fault.finding])
            except yaml.MarkedYAMLError as fault:
                if not self.repair(fault):
                    break
            else:
                return self.document(root, composer.findings)
        return self.document(None, [])

    def document(self, root: Node | None, findings: list[Diagnostic]) -> Document:
        return Document(root, (*self.findings, *findings), frozenset(self.lost))

    def span(self, line: int, start: int, end: int) -> Span:
        shift = self.shifts.get(line, 0)
        return Span(line + 1, max(1, start + 1 - shift), line + 1, max(1, end + 1 - shift))

    # ── one fault ──

    def repair(self, fault: yaml.MarkedYAMLError) -> bool:
        """Report a fault and take it out of the lines; False if nothing is left to take out."""
        line, column = self.place(fault)
        problem = fault.problem or ""
        if self.mask(line, problem):
            return True
        written = self.lines[line].rstrip()
        if line not in self.masked:
            start = column if _indent(written) <= column < len(written) else _indent(written)
            wording = self.wording(problem, fault.context or "")
            self.findings.append(say.unreadable(self.span(line, start, len(written)), wording))
        self.lost |= set(_WORD.findall(self.masked.pop(line, written)))
        self.lines[line] = ""
        return bool(written)

    def place(self, fault: yaml.MarkedYAMLError) -> tuple[int, int]:
        """The line to blame, and the column in it."""
        mark: Any = fault.problem_mark or fault.context_mark
        context: Any = fault.context_mark
        line = min(mark.line, len(self.lines) - 1)
        quote = self.open_quote(line)
        if quote is not None:
            return quote, 0
        about = fault.context or ""
        if context is not None and any(
            name in about for name in ("flow", "quoted", "key", "scalar", "alias", "anchor")
        ):
            return min(context.line, len(self.lines) - 1), context.column
        return line, mark.column

    def open_quote(self, line: int) -> int | None:
        """The line of a quote that was never closed and therefore ends at the next quote below."""
        for index in range(line, max(-1, line - 30), -1):
            entry = _ENTRY.match(self.lines[index])
            value = _COMMENT.sub("", entry["value"]).strip() if entry else ""
            sign = value[:1]
            if (
                sign in ("'", '"')
                and value.count(sign) % 2
                and sign in "".join(self.lines[index + 1 : line + 1] or "'\"")
            ):
                return index
        return None

    def before(self, line: int) -> int:
        """The nearest line above that holds anything."""
        return next((index for index in range(line - 1, -1, -1) if self.lines[index].strip()), 0)

    def mask(self, line: int, problem: str) -> bool:
        """Hide a text that YAML would damage, and report it; False if the line holds no such text."""
        entry = _ENTRY.match(self.lines[line])
        if entry is None or line in self.masked:
            return False
        start = entry.start("value")
        value = _COMMENT.sub("", entry["value"]).rstrip()
        key = (entry["key"] or "").rstrip(": \t")
        nested = bool(key) and value.endswith(":") and value[0] not in "\"'"
        if not nested and not _damaged(value) and "escape" not in problem:
            if "mapping values" not in problem or key in self.keywords:
                return False
            start = entry.end("lead")
            value = _COMMENT.sub("", self.lines[line][start:]).rstrip()
        span = self.span(line, start, start + len(value))
        if value[0] in "\"'" and value[0] not in value[1:]:
            self.findings.append(say.unreadable(span, "this quote is never closed"))
        else:
            whole = value[1:-1] if "escape" in problem else value
            self.findings.append(say.damaged_text(span, whole, _damage(value, problem)))
        self.masked[line] = value
        self.lines[line] = self.lines[line][:start] + MASK * len(value)
        return True

    def wording(self, problem: str, context: str) -> str:
        """The parser's words in ours."""
        if "flow sequence" in context:
            return "this list is never closed: a `]` or a comma is missing"
        if "flow mapping" in context:
            return "this mapping is never closed: a `}` or a comma is missing"
        if "could not find expected ':'" in problem:
            return "a colon is missing after this key"
        if "mapping values" in problem or "expected key" in problem or "expected <block end>" in problem:
            return "this line does not fit in here: its indentation differs from its neighbours'"
        if "'-' indicator" in problem or "block sequence entries" in problem:
            return "a list item cannot stand here: its indentation differs from its neighbours'"
        return f"YAML cannot read this: {problem}"


def _damaged(value: str) -> bool:
    """Whether YAML sees something else in a text than a person does."""
    if value.startswith(("{{", "{%")):
        return True
    return bool(_STRANGE.match(value)) and not _WELL_FORMED.match(value)


def _damage(value: str, problem: str) -> str:
    """What YAML sees in a text."""
    if "escape" in problem:
        return "knows no such escape as this in double quotes"
    if value[0] in "\"'":
        return "takes the text as over where its first quote closes"
    if value[0] in "{[%@`*&!|>":
        return f"takes `{value[0]}` at the start for a sign of its own"
    if value[0] in "-?":
        return f"takes `{value[0]} ` at the start for a sign of its own"
    return "takes the colon for the end of a key"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
