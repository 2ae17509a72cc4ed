"""The line below a drawing that says what its shapes mean, as far as they occur in it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.flow.graph import EdgeKind, Graph, NodeKind, RowKind
from bot.flow.measure import width
from bot.flow.svg_text import SMALL_SIZE, icon, write

MARGIN = 16
LINE = 20
SWATCH_ROOM = 28
ENTRY_GAP = 12


def draw_legend(graph: Graph, wide: int, high: int) -> tuple[str, int, int]:
    """Draw the legend below a drawing of a size, in as many lines as it takes; and say the size of both together."""
    entries = list(_entries(graph))
    room = max(wide, max((MARGIN + _size(words) for _, words in entries), default=0))
    x, y = MARGIN, high + LINE
    drawn = []
    for swatch, words in entries:
        if x > MARGIN and x + _size(words) > room:
            x, y = MARGIN, y + LINE
        drawn.append(f'<g transform="translate({x} {y})">{swatch}{write(words, SWATCH_ROOM - 6, 0, "small muted")}</g>')
        x += _size(words)
    if not drawn:
        return "", wide, high
    return "\n".join(['<g class="legend" aria-hidden="true">', *drawn, "</g>"]), room, y + MARGIN


def _size(words: str) -> int:
    return SWATCH_ROOM + round(width(words, SMALL_SIZE)) + ENTRY_GAP


def _entries(graph: Graph) -> Iterator[tuple[str, str]]:
    rows = {row.kind for node in graph.nodes for row in node.rows}
    edges = {edge.kind for edge in graph.edges}
    if RowKind.ASK in rows:
        yield _bubble("ask"), "a question, waits for a reply"
    if RowKind.SAY in rows:
        yield _bubble("say"), "a text, goes on"
    if RowKind.HANDOFF in rows:
        yield _drawn("badge", icon("handoff", 0, -11)), "a person takes over"
    if EdgeKind.REPLY in edges or EdgeKind.NEXT in edges:
        yield _way("main"), "the main path"
    if EdgeKind.SILENCE in edges:
        yield _way("silence"), "nobody answers"
    if EdgeKind.TROUBLE in edges:
        yield _way("trouble"), "something goes wrong"
    if any(node.kind is NodeKind.END for node in graph.nodes):
        pill = '<rect class="card" y="-10" width="18" height="12" rx="6"/>'
        mark = '<rect class="mark" x="6.5" y="-6.5" width="5" height="5" rx="1"/>'
        yield _drawn("node end", pill + mark), "the conversation ends"


def _bubble(kind: str) -> str:
    return _drawn(kind, '<rect class="bubble" y="-10" width="18" height="12" rx="4"/>')


def _way(kind: str) -> str:
    return _drawn(f"edge {kind}", '<path class="way" d="M0 -4H18"/>')


def _drawn(style: str, shape: str) -> str:
    return f'<g class="{style}">{shape}</g>'
