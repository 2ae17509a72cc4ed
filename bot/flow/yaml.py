"""YAML as flows use it: every scalar is text with its place in the file, and nothing has a second meaning.

No booleans, numbers or dates appear by themselves (`no`, `10:30` and `+1206…` stay what they are); anchors, aliases,
merges, tags and tabs are refused. Reading is iterative and bounded, so that no file can hang or crash it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from bot.flow.diagnostic import Diagnostic
from bot.flow.model import Span
from bot.flow.rules import document as say
from bot.limits import YAML_DEPTH_MAX, YAML_NODES_MAX

LOADER: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""libyaml is some twenty times faster; where PyYAML was built without it, its own reader does the same."""

MASK: Final = "\ue000"
"""Stands for each character of a text that YAML cannot read, so that the rest of the file keeps its places."""

_EATEN: Final = re.compile(r"[ ]+#(?=[^\s#])(.*?)(?=\s+#(\s|$)|$)")
_BREAK: Final = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as the author wrote it."""

    text: str
    span: Span
    style: str = ""
    """`'`, `"`, `|`, `>`, or empty for a text without quotes."""
    eaten: str = ""
    """What YAML takes for a comment though it looks like the rest of the text: `#1 now`."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    nodes: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping, in the author's order; the first of two equal keys stands."""

    pairs: tuple[tuple[Scalar, Node], ...]
    span: Span
    inline: bool = False
    """Written in braces."""
    repeated: tuple[tuple[Scalar, Node], ...] = ()
    """What stands under a key for the second time: wrong as it is, and its own mistakes are worth knowing."""

    def get(self, name: str) -> Node | None:
        """The value of a key."""
        return next((node for key, node in self.pairs if key.text == name), None)


Node = Scalar | Items | Pairs


class TooLarge(Exception):
    """The file has more nodes, or deeper ones, than anything a person writes."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.message)
        self.finding = finding


def split_lines(source: str) -> list[str]:
    """Cut a source into lines where YAML does."""
    return _BREAK.split(source)


def words_in(node: Node) -> Iterable[str]:
    """Every scalar of a node, keys included."""
    match node:
        case Scalar():
            yield node.text
        case Items():
            for item in node.nodes:
                yield from words_in(item)
        case Pairs():
            for key, value in node.pairs:
                yield key.text
                yield from words_in(value)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is still being read."""

    start: Any
    mapping: bool
    inline: bool
    nodes: list[Node] = field(default_factory=list)


class Composer:
    """Builds nodes from the events of PyYAML; raises its `YAMLError` for what it cannot read."""

    def __init__(self, lines: Sequence[str], masked: dict[int, str], shifts: dict[int, int]) -> None:
        self.lines = lines
        self.masked = masked
        self.shifts = shifts
        self.findings: list[Diagnostic] = []
        self.count = 0

    def compose(self) -> Node | None:
        """Read the lines into one node; None for a file without any."""
        stack: list[_Open] = []
        root: Node | None = None
        documents = 0
        for event in yaml.parse("\n".join(self.lines) + "\n", Loader=LOADER):
            node: Node | None = None
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        self.findings.append(say.refused(self.span(event), "a second document", "one file is one flow"))
                        break
                case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                    self.properties(event)
                    mapping = isinstance(event, yaml.MappingStartEvent)
                    stack.append(_Open(event.start_mark, mapping, bool(event.flow_style)))
                    if len(stack) > YAML_DEPTH_MAX:
                        raise TooLarge(say.too_large(self.span(event), f"more than {YAML_DEPTH_MAX} levels deep"))
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    node = self.close(stack.pop(), event)
                case yaml.ScalarEvent():
                    node = self.scalar(event)
                case yaml.AliasEvent():
                    node = self.alias(event)
            if node is None:
                continue
            self.count += 1
            if self.count > YAML_NODES_MAX:
                raise TooLarge(say.too_large(self.span(event), f"more than {YAML_NODES_MAX} keys and values"))
            if stack:
                stack[-1].nodes.append(node)
            else:
                root = node
        return root

    # ── nodes ──

    def scalar(self, event: Any) -> Scalar:
        style = event.style or ""
        text = event.value
        span = self.span(event)
        if self.properties(event):
            return Scalar(self.raw(event), span)
        if style in ("|", ">"):
            return Scalar(text.rstrip("\n"), self.block_span(event), style)
        if MASK in text:
            text = self.unmask(text, event.start_mark.line, event.end_mark.line)
        return Scalar(text, span, style, "" if style else self.eaten(event.end_mark))

    def alias(self, event: Any) -> Scalar:
        raw = self.raw(event)
        self.findings.append(say.refused(self.span(event), f"`{raw}`, an alias", "write the value itself" + _QUOTES))
        return Scalar(raw, self.span(event))

    def properties(self, event: Any) -> bool:
        """Report anchors and tags; whether there are any."""
        if event.tag is None and event.anchor is None:
            return False
        raw = self.raw(event)
        name = "a tag" if event.tag is not None else "an anchor"
        self.findings.append(say.refused(self.span(event), f"`{raw.split(' ')[0]}`, {name}", "take it out" + _QUOTES))
        return True

    def close(self, opened: _Open, event: Any) -> Node:
        span = self.between(opened.start, event.end_mark)
        if not opened.mapping:
            return Items(tuple(opened.nodes), span)
        keys, values = opened.nodes[::2], opened.nodes[1::2]
        if opened.inline and self.lines[opened.start.line][opened.start.column :].startswith("{{"):
            raw = self.slice(opened.start, event.end_mark)
            self.findings.append(say.damaged_text(span, raw, "takes `{{` for the start of a mapping"))
            return Scalar(raw, span, "'", self.eaten(event.end_mark))
        pairs: dict[str, tuple[Scalar, Node]] = {}
        repeated = []
        for key, value in zip(keys, values, strict=True):
            if not isinstance(key, Scalar):
                self.findings.append(say.refused(key.span, "a list or mapping as a key", "a key is a plain name"))
            elif key.text == "<<" and not key.style:
                self.findings.append(say.refused(key.span, "`<<`, a merge", "write the keys themselves"))
            elif key.text in pairs:
                self.findings.append(say.duplicate_key(key.span, key.text, pairs[key.text][0].span))
                repeated.append((key, value))
            else:
                pairs[key.text] = (key, value)
        return Pairs(tuple(pairs.values()), span, opened.inline, tuple(repeated))

    # ── texts ──

    def unmask(self, text: str, first: int, last: int) -> str:
        """Put back what was masked in these lines."""
        originals = iter([self.masked[line] for line in range(first, last + 1) if line in self.masked])
        return re.sub(f"{MASK}+", lambda run: next(originals, run.group()), text)

    def eaten(self, end: Any) -> str:
        match = _EATEN.match(self.lines[end.line], end.column) if end.line < len(self.lines) else None
        return match.group().strip() if match else ""

    def raw(self, event: Any) -> str:
        """What is written where an event begins, up to the end of its line."""
        line = self.lines[event.start_mark.line][event.start_mark.column :]
        return re.split(r"\s#", line)[0].strip()

    def slice(self, start: Any, end: Any) -> str:
        lines = list(self.lines[start.line : end.line + 1])
        lines[-1] = lines[-1][: end.column]
        lines[0] = lines[0][start.column :]
        return " ".join(line.strip() for line in lines)

    # ── places ──

    def span(self, event: Any) -> Span:
        return self.between(event.start_mark, event.end_mark)

    def between(self, start: Any, end: Any) -> Span:
        return Span(start.line + 1, self.column(start), end.line + 1, self.column(end))

    def column(self, mark: Any) -> int:
        return max(1, int(mark.column) + 1 - self.shifts.get(mark.line, 0))

    def block_span(self, event: Any) -> Span:
        """Where the text of a block scalar stands, without its `>` or `|`."""
        body = [index for index in range(event.start_mark.line + 1, event.end_mark.line) if self.lines[index].strip()]
        if not body:
            return self.span(event)
        depth = _indent(self.lines[body[0]])
        last = [index for index in body if _indent(self.lines[index]) >= depth][-1]
        return Span(body[0] + 1, depth + 1, last + 1, len(self.lines[last].rstrip()) + 1)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


_QUOTES: Final = ", or put the text in quotes if it is a text"
