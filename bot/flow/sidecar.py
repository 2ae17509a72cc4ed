"""Reads a file beside a flow that holds its texts in another language: a tree like the flow's, with a translation where
the flow has a text, and with each the mark of the text that it translates.

    confirm:
      ask:
        text: Hola, ¿viene mañana?
        of: 3f2a91c0
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from bot.flow import grammar, values
from bot.flow.diagnostic import Diagnostic
from bot.flow.grammar import Kind
from bot.flow.model import Span, Text
from bot.flow.reading import Reading, Skip, described, head, is_empty, items_of, wrong
from bot.flow.repair import read_document
from bot.flow.rules import document as say
from bot.flow.units import Path, Unit, digest, id_of
from bot.flow.yaml import Items, Node, Pairs, Scalar, split_lines

KEYS: Final = {
    "text": "what it is in this language",
    "of": "the mark of the text that it translates",
    "base": "that text itself, until it is translated",
}
"""What may stand at the place of a text."""
_KEYWORDS: Final = grammar.KEYWORDS | KEYS.keys()
_MARK: Final = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands at the place of a text."""

    path: Path
    span: Span
    """Where its key stands."""
    texts: tuple[Text, ...] = ()
    """The text, or the words; none where it is still to be translated."""
    of: str = ""
    """The mark of what it translates; empty where it does not say."""

    @property
    def id(self) -> str:
        """The path in one word."""
        return id_of(self.path)

    @property
    def written(self) -> tuple[str, ...]:
        """What it says."""
        return tuple(text.source for text in self.texts)


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A file of texts in another language, as far as it could be read."""

    path: str
    language: str
    source: str
    entries: Mapping[Path, Entry]
    """What stands where the flow has a text, or where it once had one."""
    strange: tuple[tuple[Path, Span], ...]
    """Places that the flow does not have, the outermost of each."""
    findings: tuple[Diagnostic, ...]
    lines: tuple[str, ...]
    root: Pairs | None = None


def read_sidecar(source: str, path: str, language: str, units: Sequence[Unit]) -> Sidecar:
    """Read a file by what of its flow is translated. Never raises."""
    document = read_document(source, _KEYWORDS)
    reading = Reading()
    reading.findings.extend(document.findings)
    tree = _Tree(reading, units)
    root = document.root if isinstance(document.root, Pairs) else None
    if root is not None:
        tree.read((), root)
    elif document.root is not None:
        wanted = "texts by their places in the flow"
        reading.report(say.wrong_type(head(document.root), "this file", wanted, described(document.root)))
    findings = sorted({replace(finding, path=path) for finding in reading.findings}, key=lambda found: found.order)
    lines = tuple(split_lines(source))
    return Sidecar(path, language, source, tree.entries, tuple(tree.strange), tuple(findings), lines, root)


def damaged_texts(source: str, path: str) -> list[Diagnostic]:
    """Find what is wrong with a file whatever flow it belongs to: YAML itself, and texts that it damages."""
    document = read_document(source, _KEYWORDS)
    reading = Reading()
    reading.findings.extend(document.findings)
    if document.root is not None:
        _look_at(reading, document.root)
    return sorted({replace(finding, path=path) for finding in reading.findings}, key=lambda found: found.order)


def _look_at(reading: Reading, node: Node) -> None:
    match node:
        case Scalar():
            with suppress(Skip):
                _ = is_empty(node) or not node.text or values.text(reading, "text", node)
        case Items():
            for item in node.nodes:
                _look_at(reading, item)
        case Pairs():
            for _, value in node.pairs:
                _look_at(reading, value)


class _Tree:
    """Follows the places of a flow through a file."""

    def __init__(self, reading: Reading, units: Sequence[Unit]) -> None:
        self.reading = reading
        self.units = {unit.path: unit for unit in units}
        self.places = {unit.path[:length] for unit in units for length in range(len(unit.path))}
        self.entries: dict[Path, Entry] = {}
        self.strange: list[tuple[Path, Span]] = []

    def read(self, path: Path, pairs: Pairs) -> None:
        """Read what stands below a place that the flow has."""
        for key, value in pairs.pairs:
            place = (*path, key.text)
            with suppress(Skip):
                if (unit := self.units.get(place)) is not None:
                    self.entries[place] = self.entry(place, key.span, value, words=unit.words)
                elif place not in self.places:
                    self.strange.append((place, key.span))
                    self.lost(place, key, value)
                elif isinstance(value, Pairs):
                    self.read(place, value)
                else:
                    raise wrong(self.reading, key.text, value, "texts by their places in the flow")

    def lost(self, path: Path, key: Scalar, value: Node) -> None:
        """Keep what stands at a place that the flow does not have: the text may only have moved."""
        if isinstance(value, Pairs) and not {label.text for label, _ in value.pairs} <= KEYS.keys():
            for label, inner in value.pairs:
                self.lost((*path, label.text), label, inner)
            return
        quiet = _Tree(Reading(), ())
        with suppress(Skip):
            found = value.get("text") if isinstance(value, Pairs) else value
            self.entries[path] = quiet.entry(path, key.span, value, words=isinstance(found, Items))

    def entry(self, path: Path, span: Span, node: Node, *, words: bool) -> Entry:
        """Read what stands at the place of a text: the text alone, or with its mark."""
        if not isinstance(node, Pairs):
            return Entry(path, span, self.texts(path[-1], node, words=words))
        for key, _ in node.pairs:
            if key.text not in KEYS:
                self.reading.report(say.unknown_key(key.span, key.text, KEYS, "a translation"))
        text, of, base = (node.get(name) for name in KEYS)
        if text is None:
            help = "add `text:`, empty as long as it is not translated"
            raise self.reading.fail(say.missing(span, f"`{say.shown(id_of(path))}` has no `text`", help))
        found = self.texts("text", text, words=words)
        return Entry(path, span, found, self.mark(of) if of is not None else self.mark_of(base, words=words))

    def texts(self, key: str, node: Node, *, words: bool) -> tuple[Text, ...]:
        """The text, or the words; none where nothing is written."""
        if is_empty(node) or (isinstance(node, Scalar) and not node.text and not node.eaten):
            return ()
        if not words:
            return (values.text(self.reading, key, node),)
        if isinstance(node, Scalar):
            return (values.text(self.reading, key, node),)
        items = items_of(self.reading, key, node, Kind.WORDS)
        return tuple(values.text(self.reading, key, item) for item in items)

    def mark(self, node: Node) -> str:
        """The mark of a text."""
        if not isinstance(node, Scalar) or not _MARK.fullmatch(node.text):
            help = "`parley translate extract` writes it; without it the text counts as up to date"
            raise wrong(self.reading, "of", node, "a mark such as `3f2a91c0`", help=help)
        return node.text

    def mark_of(self, base: Node | None, *, words: bool) -> str:
        """The mark of a text that stands here itself; empty where there is none."""
        if base is None:
            return ""
        return digest([text.source for text in self.texts("base", base, words=words)])
