"""Lays a flow file out as all flow files are: the same conversation, its comments where they stand, no text damaged.

Keys keep their author's order: labels are tried in it, and steps within options are numbered in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.flow import grammar
from bot.flow.comments import END, Comment, Comments, Place, start_of
from bot.flow.diagnostic import Diagnostic
from bot.flow.files import language_of
from bot.flow.load import read_draft
from bot.flow.model import Span
from bot.flow.reading import DAMAGED_TEXT
from bot.flow.repair import read_document
from bot.flow.rules import document as say
from bot.flow.sidecar import damaged_texts
from bot.flow.wrap import AMBIGUOUS, WIDTH, in_line, in_lines
from bot.flow.yaml import Items, Node, Pairs, Scalar, split_lines

INDENT: Final = 2

_WHOLE_QUOTE: Final = re.compile(r'"([^"\\]|\\.)*"')
_ASIDE: Final = re.compile(r"^#(?=[^\s#])")
_BESIDE_COMMENT: Final = "  "


def format(source: str, path: str) -> tuple[str, list[Diagnostic]]:
    """Format a file's text. What keeps it from being formatted comes back with the text as it was."""
    document = read_document(source, grammar.KEYWORDS)
    findings = _findings(source, path)
    unreadable = any(finding.code != DAMAGED_TEXT for finding in document.findings)
    if unreadable or not isinstance(document.root, Pairs):
        spans = [finding.span for finding in document.findings]
        return source, [found for found in findings if found.span in spans or not spans]
    lines = split_lines(source.removeprefix("\ufeff"))
    damaged = [found.span for found in findings if found.code == DAMAGED_TEXT]
    root = _Mending(lines, damaged).mend(document.root)
    text = "\n".join(_Layout(lines, root).write()) + "\n"
    again = read_document(text, grammar.KEYWORDS)
    if again.findings or again.root is None or _meaning(again.root) != _meaning(root):
        help = "shorten its keys, or put its long lists and mappings on lines of their own"
        finding = say.unreadable(Span(1, 1, 1, 1), "no other layout of this file says the same", help)
        return source, [replace(finding, path=path)]
    if any(found.code == DAMAGED_TEXT for found in _findings(text, path)):
        return source, list(findings)  # a mapping where a text belongs would look like a text with a colon
    return text, []


def _findings(source: str, path: str) -> Sequence[Diagnostic]:
    """What is wrong with a file, be it a flow or its texts in another language."""
    if language_of(path) is not None:
        return damaged_texts(source, path)
    return read_draft(source, path).findings


def _meaning(node: Node) -> object:
    """What must be the same before and after."""
    match node:
        case Scalar():
            return node.text, not node.style and (not node.text or bool(AMBIGUOUS.fullmatch(node.text)))
        case Items():
            return [_meaning(item) for item in node.nodes]
        case Pairs():
            return [(key.text, _meaning(value)) for key, value in node.pairs]


class _Mending:
    """Puts damaged texts right, so that they get the quotes they lack."""

    def __init__(self, lines: Sequence[str], damaged: Iterable[Span]) -> None:
        self.lines = lines
        self.damaged = {(span.line, span.column) for span in damaged}

    def mend(self, node: Node) -> Node:
        """The node as it was meant."""
        match node:
            case Scalar():
                return self.text(node) if start_of(node) in self.damaged else node
            case Items():
                return Items(tuple(self.mend(item) for item in node.nodes), node.span)
            case Pairs(pairs=((Scalar() as name, Scalar() as rest),)) if start_of(node) in self.damaged:
                end = self.text(rest)
                span = Span(name.span.line, name.span.column, end.span.end_line, end.span.end_column)
                return Scalar(f"{name.text}: {end.text}", span, "'")
            case Pairs():
                return Pairs(tuple((key, self.mend(value)) for key, value in node.pairs), node.span, node.inline)

    def text(self, node: Scalar) -> Scalar:
        """A text with what YAML took for a comment, and with backslashes that are no escapes."""
        span, text = node.span, node.text
        if node.eaten:
            line = self.lines[span.end_line - 1]
            end = line.index(node.eaten, span.end_column - 1) + len(node.eaten) + 1
            whole = f"{text} {node.eaten}".strip()
            return Scalar(whole, Span(span.line, span.column, span.end_line, end), "'")
        if node.style == '"' and span.line == span.end_line:
            text = self.lines[span.line - 1][span.column - 1 : span.end_column - 1]
        if _WHOLE_QUOTE.fullmatch(text):
            text = text[1:-1].replace('\\"', '"')
        return Scalar(text, span, "'")


class _Layout:
    """Writes nodes line by line, each comment before or beside what it stands at."""

    def __init__(self, lines: Sequence[str], root: Node) -> None:
        self.lines = lines
        self.root = root
        self.comments = Comments(lines, root)
        self.written: list[str] = []

    def write(self) -> list[str]:
        """The whole file."""
        self.block(self.root, "", 0, END)
        for comment in self.comments.before(END):
            self.own(comment, 0)
        return self.written

    # ── lists and mappings ──

    def block(self, node: Node, lead: str, indent: int, until: Place, *, apart: bool = False) -> None:
        """Write entries, each on a line of its own; `lead` is what stands before the first of them.

        `until` is where the next node begins that is none of them; `apart` puts an empty line between them.
        """
        entries: Sequence[tuple[Scalar | None, Node]] = ()
        match node:
            case Pairs():
                entries = node.pairs
            case Items():
                entries = [(None, item) for item in node.nodes]
        for number, (key, value) in enumerate(entries):
            start = start_of(key or value)
            following = entries[number + 1] if number + 1 < len(entries) else None
            end = start_of(following[0] or following[1]) if following else until
            first = lead if lead and not number else " " * indent
            if number or not lead:
                top = node is self.root and key is not None and key.text == "states"
                self.before(start, indent, apart=bool(number) and (apart or top), fresh=not number)
            self.entry(key, value, first, indent, end)
        if self.inline(node):
            left = self.comments.before(min((float(node.span.end_line + 1), 0.0), until))
        else:
            left = self.comments.below(until, node.span.column)
        for comment in left:
            self.own(comment, indent)

    def entry(self, key: Scalar | None, value: Node, lead: str, indent: int, until: Place) -> None:
        """Write a key with its value, or an item of a list."""
        head = f"{lead}{in_line(key)}:" if key else f"{lead}-"
        if isinstance(value, Scalar):
            body = indent + INDENT
            raw = self.lines[value.span.line - 1 : value.span.end_line]
            first, *rest = in_lines(value, raw, len(head) + 1, body)
            self.line(f"{head} {first}".rstrip(), self.beside(value, until, indent))
            self.written += [" " * body + line if line else "" for line in rest]
            return
        text = self.on_one_line(value)
        if text is not None and len(head) + 1 + len(text) <= WIDTH:
            self.line(f"{head} {text}", self.beside(value, until, indent))
        elif key is None:
            self.block(value, f"{head} ", indent + INDENT, until)
        else:
            self.line(head, list(self.comments.beside(_first(value))))
            self.block(value, "", indent + INDENT, until, apart=key.text == "states" and not indent)

    def inline(self, node: Node) -> bool:
        """Whether a node is written in brackets or braces."""
        if isinstance(node, Items):
            return self.lines[node.span.line - 1].startswith("[", node.span.column - 1)
        return isinstance(node, Pairs) and node.inline

    def on_one_line(self, node: Node) -> str | None:
        """A node in brackets or braces; None if it is not, or cannot be."""
        if isinstance(node, Scalar):
            return in_line(node, inline=True) or None
        end = (node.span.end_line, node.span.end_column)
        if not self.inline(node) or self.comments.within(start_of(node), end):
            return None
        if isinstance(node, Items):
            items = [self.on_one_line(item) for item in node.nodes]
            return None if None in items else f"[{', '.join(map(str, items))}]"
        values = [(in_line(key, inline=True), self.on_one_line(value)) for key, value in node.pairs]
        if any(value is None for _, value in values):
            return None
        return "{" + ", ".join(f"{key}: {value}" for key, value in values) + "}"

    # ── comments and empty lines ──

    def before(self, place: Place, indent: int, *, apart: bool, fresh: bool) -> None:
        """Write the comments before an entry, and an empty line before each where there was one."""
        for comment in self.comments.before(place):
            self.own(comment, indent, apart=apart, fresh=fresh)
            apart = fresh = False
        if (apart or self.blank_above(place)) and not fresh:
            self.empty()

    def own(self, comment: Comment, indent: int, *, apart: bool = False, fresh: bool = False) -> None:
        """Write a comment on a line of its own."""
        if (apart or (comment.own and self.blank_above(comment.place))) and not fresh:
            self.empty()
        self.written.append(" " * indent + comment.text)

    def beside(self, value: Node, until: Place, indent: int) -> list[Comment]:
        """Take the comments of an entry that takes one line; those that cannot stand beside it are written before."""
        found = list(self.comments.before(min((float(value.span.end_line + 1), 0.0), until)))
        last = found[-1:] if found and not found[-1].own else []
        for comment in found[: len(found) - len(last)]:
            self.own(comment, indent, fresh=True)
        return last

    def line(self, text: str, comments: Sequence[Comment]) -> None:
        """Write a line, its comments in the column where the first of them stood."""
        if comments:
            beside = " ".join(_ASIDE.sub("# ", comment.text) for comment in comments)
            text = f"{text}{_BESIDE_COMMENT}".ljust(int(comments[0].place[1]) - 1) + beside
        self.written.append(text)

    def empty(self) -> None:
        if self.written and self.written[-1]:
            self.written.append("")

    def blank_above(self, place: Place) -> bool:
        """Whether an empty line stands above what begins at a place."""
        line, column = int(place[0]), int(place[1])
        return line > 1 and not self.lines[line - 2].strip() and not self.lines[line - 1][: column - 1].strip(" -")


def _first(node: Node) -> Place:
    """Where the first entry of a list or mapping begins."""
    match node:
        case Items(nodes=(first, *_)):
            return start_of(first)
        case Pairs(pairs=((key, _), *_)):
            return start_of(key)
    return start_of(node)
