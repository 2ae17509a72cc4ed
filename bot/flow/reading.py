"""What is shared while a file is read: the findings and ids so far, and the readers for each kind of value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from bot.flow.diagnostic import Diagnostic
from bot.flow.grammar import Kind, Options
from bot.flow.model import Span
from bot.flow.rules import document as say
from bot.flow.yaml import Items, Node, Pairs, Scalar

DAMAGED_TEXT: Final = "F009"


class Skip(Exception):
    """The value cannot be used; why is among the findings."""


@dataclass(slots=True)
class Reading:
    """One file while it is read."""

    states: Collection[str] = ()
    defaults: Pairs | None = None
    findings: list[Diagnostic] = field(default_factory=list)
    damaged: bool = False
    """Whether something was wrong with the step at hand."""
    scope: str = ""
    """The state, or `anytime.<label>`, whose steps are read."""
    counts: Counter[str] = field(default_factory=Counter)
    ids: dict[str, Span] = field(default_factory=dict)

    def report(self, finding: Diagnostic) -> None:
        """Keep a finding. A text that was masked for YAML may look damaged a second time: once is enough."""
        self.damaged = True
        if finding.code != DAMAGED_TEXT or not any(
            known.code == DAMAGED_TEXT and known.span.line == finding.span.line for known in self.findings
        ):
            self.findings.append(finding)

    def fail(self, finding: Diagnostic) -> Skip:
        """Keep a finding; raise what comes back to give the value up."""
        self.report(finding)
        return Skip()

    def value(self, kind: Kind, key: str, node: Node) -> Any:
        """Read a value of a kind; Skip if it cannot be used."""
        return READERS[kind](self, key, node)

    def options(self, pairs: Pairs, table: Options, where: str, *, skip: Collection[str] = ()) -> dict[str, Any]:
        """Read the keys of a mapping by a table, into fields of the model. Whatever cannot be used is left out."""
        given: dict[str, Any] = {}
        for key, node in pairs.pairs:
            option = table.get(key.text)
            if key.text in skip:
                continue
            if option is None:
                self.report(say.unknown_key(key.span, key.text, [*skip, *table], where))
                continue
            try:
                given[option.into or key.text] = self.value(option.kind, key.text, node)
            except Skip:
                continue
        return given

    def count(self, what: str) -> int:
        """Count a question, call, ... of the state at hand, from 1."""
        self.counts[f"{self.scope}.{what}"] += 1
        return self.counts[f"{self.scope}.{what}"]

    def identify(self, name: str, span: Span, *, mine: bool) -> str:
        """Give an id within the state. Two of the author's own names must differ; others are told apart here."""
        given = f"{self.scope}.{name}"
        while given in self.ids:
            if mine:
                self.report(say.duplicate_id(span, given, self.ids[given]))
                mine = False
            given += "'"
        self.ids[given] = span
        return given


Reader = Callable[[Reading, str, Node], Any]

R = TypeVar("R", bound=Reader)

READERS: Final[dict[Kind, Reader]] = {}


def reads(kind: Kind) -> Callable[[R], R]:
    """Register the reader of a kind of value."""

    def register(reader: R) -> R:
        READERS[kind] = reader
        return reader

    return register


def pairs_of(reading: Reading, key: str, node: Node, kind: Kind) -> Pairs:
    """A mapping, or Skip."""
    if isinstance(node, Pairs):
        return node
    raise wrong(reading, key, node, kind)


def items_of(reading: Reading, key: str, node: Node, kind: Kind) -> tuple[Node, ...]:
    """A list with something in it, or Skip."""
    if isinstance(node, Items) and node.nodes:
        return node.nodes
    raise wrong(reading, key, node, kind)


def wrong(reading: Reading, key: str, node: Node, wanted: str, *, label: str | None = None, help: str = "") -> Skip:
    """Report a value of another kind than wanted; raise what comes back to give it up."""
    if is_empty(node):
        return reading.fail(say.missing(node.span, f"`{say.shown(key)}` has no value", help or f"it takes {wanted}"))
    return reading.fail(say.wrong_type(head(node), key, wanted, described(node), label=label, help=help))


def is_empty(node: Node) -> bool:
    """Whether nothing at all is written."""
    match node:
        case Scalar():
            return not node.text and not node.style
        case Items():
            return not node.nodes
        case Pairs():
            return not node.pairs


def described(node: Node) -> str:
    """A node as a sentence names it."""
    match node:
        case Scalar():
            return f"`{say.shown(node.text)}`"
        case Items():
            return "a list"
        case Pairs():
            return "a mapping"


def head(node: Node) -> Span:
    """Where a caret points at a node: at its first key or item if it spreads over several lines."""
    match node:
        case Items(nodes=(first, *_)) if node.span.end_line > node.span.line:
            return head(first)
        case Pairs(pairs=((key, _), *_)) if node.span.end_line > node.span.line:
            return key.span
    return node.span
