"""Writes a flow's graph as a Mermaid flowchart, which GitHub, GitLab and many wikis draw from text."""

from __future__ import annotations

import re
from typing import Final

from bot.flow.graph import Edge, EdgeKind, Graph, Node, NodeKind, Row, RowKind
from bot.flow.main_path import main_path

_SHAPES: Final = {
    NodeKind.START: ("([", "])"),
    NodeKind.ANYTIME: ("{{", "}}"),
    NodeKind.STATE: ("[", "]"),
    NodeKind.END: ("([", "])"),
}
_CLASSES: Final = {
    "person": "stroke:#b07a1e,stroke-width:2px",
    "finish": "stroke:#2c8a58,stroke-width:2px",
    "aside": "stroke-dasharray:5 4",
}
_TROUBLE: Final = "stroke:#c0504a"
_QUOTED: Final = {RowKind.SAY, RowKind.ASK, RowKind.NUDGE}
_PLAIN: Final = " .,!?…“”[]·/'()_-%="
"""Signs that stay as they are within a line; letters and digits do too."""
_ITEM: Final = re.compile(r"\s*\d+[.)]")
"""Begins a line that Mermaid takes for an item of a list, and refuses. Before a letter, a colon can mean an icon."""


def mermaid(graph: Graph) -> str:
    """Write the graph; the main path is thick, silences are dotted, and what goes wrong has a sign and a colour."""
    names = _names(graph)
    main = set(main_path(graph))
    troubles = [str(number) for number, edge in enumerate(graph.edges) if edge.kind is EdgeKind.TROUBLE]
    used = {_class(node) for node in graph.nodes}
    lines = [
        "flowchart TD",
        *(f"    {names[node.id]}{_card(node)}" for node in graph.nodes),
        *(f"    {names[edge.source]} {_arrow(edge, edge in main)} {names[edge.dest]}" for edge in graph.edges),
        *(f"    classDef {name} {style}" for name, style in _CLASSES.items() if name in used),
        *([f"    linkStyle {','.join(troubles)} {_TROUBLE}"] if troubles else []),
    ]
    return "\n".join(lines) + "\n"


def _names(graph: Graph) -> dict[str, str]:
    """Name the cards so that the text can be read, and no name can be a word of Mermaid's."""
    return {node.id: _name(node) or f"card{number}" for number, node in enumerate(graph.nodes)}


def _name(node: Node) -> str:
    if node.kind in {NodeKind.START, NodeKind.ANYTIME}:
        return node.kind.value
    return f"{node.kind}_{node.title}" if re.fullmatch(r"[A-Za-z]\w*", node.title, re.ASCII) else ""


def _card(node: Node) -> str:
    opening, closing = _SHAPES[node.kind]
    words = "<br/>".join([f"<b>{_escaped(node.title)}</b>", *map(_line, node.rows)])
    style = _class(node)
    return f'{opening}"{words}"{closing}{f":::{style}" if style else ""}'


def _class(node: Node) -> str:
    if any(row.kind is RowKind.HANDOFF for row in node.rows):
        return "person"
    return {NodeKind.END: "finish", NodeKind.ANYTIME: "aside"}.get(node.kind, "")


def _line(row: Row) -> str:
    text = f"“{row.text}”" if row.kind in _QUOTED else row.text
    return _escaped((f"{row.when}: " if row.when else "") + text + (f" ({row.hint})" if row.hint else ""))


def _arrow(edge: Edge, main: bool) -> str:
    line = "==>" if main else "-.->" if edge.kind is EdgeKind.SILENCE else "-->"
    sign = "⚠ " if edge.kind is EdgeKind.TROUBLE else ""
    words = "<br/>".join(sign + _escaped(label) for label in edge.labels)
    return f'{line}|"{words}"|' if words else line


def _escaped(text: str) -> str:
    """Spell every sign that Mermaid, HTML or Markdown could read as its own by its number."""
    item = _ITEM.match(text)
    odd = {0, item.end() - 1} if item else {0}
    return "".join(
        char if _is_plain(char, text[place + 1 : place + 2], place in odd) else f"#{ord(char)};"
        for place, char in enumerate(text)
    )


def _is_plain(char: str, after: str, odd: bool) -> bool:
    if char.isalnum():
        return True
    if char == ":":
        return after in {" ", "/"}
    return char in (" “[" if odd else _PLAIN)
