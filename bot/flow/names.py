"""Which names a template uses, so that a flow can be checked before it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jinja2 import nodes

EQUALITIES: Final = frozenset({"eq", "ne"})
"""Comparisons that a missing name can stand: it equals nothing but `none`."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a template refers to. Names carry their fields: `score`, `contact.first_name`."""

    names: frozenset[str]
    optional: frozenset[str]
    """Those that may be missing: under `default` or `==` only, or tested by `is defined`."""
    filters: frozenset[str]
    compared: frozenset[tuple[str, str]]
    """Names and the texts that they are held against by `==` or `!=`."""


def read_usage(tree: nodes.Node) -> Usage:
    """Collect the names of a tree that `check_tree` allowed, whose depth is limited."""
    reader = _Reader()
    reader.read(tree, frozenset())
    names = reader.defaulted | reader.needed | reader.tested
    optional = (reader.defaulted - reader.needed) | {name for name in names if _tested(name, reader.tested)}
    filters = frozenset(node.name for node in tree.find_all(nodes.Filter))
    return Usage(frozenset(names), frozenset(optional), filters, frozenset(reader.compared))


def _tested(name: str, tested: set[str]) -> bool:
    """Whether it is asked for by `is defined`, or what it is a field of."""
    fields = name.split(".")
    return any(".".join(fields[:length]) in tested for length in range(1, len(fields) + 1))


class _Reader:
    def __init__(self) -> None:
        self.needed: set[str] = set()
        self.defaulted: set[str] = set()
        self.tested: set[str] = set()
        self.compared: set[tuple[str, str]] = set()

    def read(self, node: nodes.Node, bound: frozenset[str]) -> None:
        match node:
            case nodes.Filter(name="default", node=nodes.Expr() as value):
                self.note(value, bound, self.defaulted)
                for argument in (*node.args, *node.kwargs):
                    self.read(argument, bound)
            case nodes.Compare() if all(operand.op in EQUALITIES for operand in node.ops):
                # a missing name equals nothing, which is an answer
                sides = [node.expr, *(operand.expr for operand in node.ops)]
                names = [side.name for side in sides if isinstance(side, nodes.Name) and side.name not in bound]
                texts = [side.value for side in sides if isinstance(side, nodes.Const) and isinstance(side.value, str)]
                self.compared |= {(name, text) for name in names for text in texts if len(sides) == 2}
                for side in sides:
                    self.note(side, bound, self.defaulted)
            case nodes.Test(name="defined" | "undefined"):
                self.note(node.node, bound, self.tested)
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                self.note(node, bound, self.needed)
            case nodes.For(target=nodes.Name(name=item)):
                self.read(node.iter, bound)
                inside = bound | {item, "loop"}
                for child in (*node.body, *([node.test] if node.test else [])):
                    self.read(child, inside)
                for child in node.else_:
                    self.read(child, bound)
            case _:
                for child in node.iter_child_nodes():
                    self.read(child, bound)

    def note(self, node: nodes.Expr, bound: frozenset[str], names: set[str]) -> None:
        """Record a path such as `a.b['c']`; below an index or a slice, the path ends at the list."""
        fields: list[str] = []
        inner = node
        while True:
            match inner:
                case nodes.Getattr():
                    fields.insert(0, inner.attr)
                case nodes.Getitem(arg=nodes.Const(value=str(key))):
                    fields.insert(0, key)
                case nodes.Getitem():
                    fields.clear()
                case nodes.Name():
                    if inner.name not in bound:
                        names.add(".".join([inner.name, *fields]))
                    return
                case _:
                    self.read(inner, bound)
                    return
            inner = inner.node
