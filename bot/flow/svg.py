"""Draws a flow's graph as an SVG that a person would rather look at than read the file.

Colours are custom properties, light and dark. Whoever embeds the drawing may add the class `current` to the card
(`data-node`) and row (`data-row`) where a conversation stands, and `walked` to its way (`data-from`, `-to`, `-kind`).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from html import escape
from math import ceil

from bot.flow.graph import Edge, Graph, Node, NodeKind, Row, RowKind
from bot.flow.layout import Arrow, Box, Curve, Rect, Route, layout
from bot.flow.measure import widest, width, wrap
from bot.flow.svg_style import STYLE

CARD_WIDTH = 232
PADDING = 10
TITLE_HEIGHT = 32
PILL_HEIGHT = 30
LINE_HEIGHT = 16
ROW_GAP = 6
INSET = 8
"""Between the edge of a bubble and its text."""
ICON_ROOM = 20
TEXT_SIZE = 12.0
SMALL_SIZE = 11.0
BOLD_SIZE = 13.5
"""Of the regular type that is as wide as the titles' bold."""
LABEL_PADDING = 5

_ICONS = {
    RowKind.CALL: "M2 5h9M8.5 2.5 11 5 8.5 7.5M12 10H3M5.5 7.5 3 10l2.5 2.5",
    RowKind.HANDOFF: "M7 6.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5M2 13c0-2.8 2.2-4.5 5-4.5s5 1.7 5 4.5",
    RowKind.NUDGE: "M7 1.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M7 4v3.2l2 1.3",
    RowKind.PAUSE: "M7 1.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M7 4v3.2l2 1.3",
    RowKind.ACT: "M4 7l2 2 4-4.5",
    RowKind.TRIGGER: "M4 7h6M7.5 4.5 10 7l-2.5 2.5",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text: its style class, and how far down its base line is."""

    text: str
    style: str
    y: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A row made ready: lines and size. Bubbles hold what people read, icons mark what happens unseen."""

    row: Row
    y: int
    height: int
    lines: tuple[_Line, ...]


@dataclass(frozen=True, slots=True)
class _Face:
    """A card made ready to place."""

    node: Node
    width: int
    height: int
    parts: tuple[_Part, ...] = ()


def render(graph: Graph, *, style: bool = True) -> str:
    """Draw a graph; without `style` for a page that brings the style sheet itself."""
    faces = [_face(node) for node in graph.nodes]
    plan = layout(
        [Box(face.node.id, face.width, face.height) for face in faces],
        [Arrow(edge.source, edge.dest, *_label_size(edge)) for edge in graph.edges],
    )
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow-graph" role="img" width="{plan.width}"'
        f' height="{plan.height}" viewBox="0 0 {plan.width} {plan.height}" data-version="{_safe(graph.version)}"'
        ' aria-labelledby="flow-graph-title flow-graph-description">',
        f'<title id="flow-graph-title">{_safe(graph.title)}</title>',
        f'<desc id="flow-graph-description">{_safe(describe(graph))}</desc>',
        *([f"<style>{STYLE}</style>"] if style else []),
        '<rect class="paper" width="100%" height="100%"/>',
        *(_draw_edge(edge, route) for edge, route in zip(graph.edges, plan.routes, strict=True)),
        *(_draw_label(edge, route) for edge, route in zip(graph.edges, plan.routes, strict=True)),
        *(_draw_node(face, box) for face, box in zip(faces, plan.boxes, strict=True)),
        "</svg>",
    ]
    return "\n".join(filter(None, drawn)) + "\n"


def describe(graph: Graph) -> str:
    """Say in words what the drawing shows, for those who do not see it."""
    names = {node.id: f"the end {node.title}" if node.kind is NodeKind.END else node.title for node in graph.nodes}
    sentences = []
    for node in graph.nodes:
        ways = [
            names[edge.dest] + (f" ({', '.join(edge.labels)})" if edge.labels else "")
            for edge in graph.edges
            if edge.source == node.id
        ]
        if ways:
            sentences.append(f"{names[node.id]} leads to {'; '.join(ways)}.")
    return " ".join(sentences)


def _face(node: Node) -> _Face:
    """Break a card's texts into lines and add up how much room they take."""
    if node.kind is NodeKind.END:
        return _Face(node, ceil(width(node.title, BOLD_SIZE)) + 48, PILL_HEIGHT)
    parts: list[_Part] = []
    y = TITLE_HEIGHT
    for row in node.rows:
        parts.append(_part(row, y))
        y += parts[-1].height + ROW_GAP
    bottom = y + PADDING - ROW_GAP if parts else PILL_HEIGHT
    return _Face(node, CARD_WIDTH, bottom, tuple(parts))


def _part(row: Row, y: int) -> _Part:
    """Set the lines of a row: what leads there, the text itself, and what is expected."""
    room = CARD_WIDTH - 2 * PADDING - 2 * INSET
    bubble = row.kind in _BUBBLES
    blocks = [
        (row.when, room - (ICON_ROOM if row.kind is RowKind.NUDGE else 0), 1, "small muted"),
        (
            row.text,
            room - (0 if bubble and row.kind is not RowKind.HANDOFF else ICON_ROOM),
            _LINES[row.kind],
            _style(row),
        ),
        (row.hint, room, 2, "small muted"),
    ]
    lines: list[_Line] = []
    down = (INSET if bubble else 0) + LINE_HEIGHT - 4
    for text, space, lines_max, style in blocks:
        size = SMALL_SIZE if style else TEXT_SIZE
        for line in wrap(text, space, size, lines_max, monospace="code" in style):
            lines.append(_Line(line, style, down))
            down += LINE_HEIGHT
    return _Part(row, y, len(lines) * LINE_HEIGHT + (2 * INSET if bubble else 0), tuple(lines))


_BUBBLES = {RowKind.SAY, RowKind.ASK, RowKind.NUDGE, RowKind.HANDOFF}
_LINES = {kind: 1 if kind in {RowKind.CALL, RowKind.HANDOFF} else 2 for kind in RowKind} | {RowKind.ASK: 3}


def _style(row: Row) -> str:
    if row.kind is RowKind.CALL:
        return "code"
    return "small muted" if row.kind in {RowKind.ACT, RowKind.PAUSE} else ""


def _draw_node(face: _Face, box: Rect) -> str:
    node = face.node
    radius = box.height // 2 if node.kind is NodeKind.END else 10
    size = f'width="{box.width}" height="{box.height}"'
    hands_off = any(part.row.kind is RowKind.HANDOFF for part in face.parts)
    return "\n".join(
        [
            f'<g class="node {node.kind}" data-node="{_safe(node.id)}" transform="translate({box.x} {box.y})">',
            f'<rect class="halo" {size} rx="{radius}"/><rect class="card" {size} rx="{radius}"/>',
            _draw_title(node),
            *([_icon(RowKind.HANDOFF, box.width - PADDING - ICON_ROOM + 4, 9, "badge")] if hands_off else []),
            *(_draw_part(part) for part in face.parts),
            "</g>",
        ]
    )


def _draw_title(node: Node) -> str:
    if node.kind is NodeKind.END:
        return f'<rect class="mark" x="14" y="10.5" width="9" height="9" rx="2"/>{_text(node.title, 31, 19, "title")}'
    if node.kind is NodeKind.START:
        return f'<path class="mark" d="M13 10.5 23 16 13 21.5Z"/>{_text(node.title, 31, 21, "title")}'
    title = wrap(node.title, CARD_WIDTH - 2 * PADDING - ICON_ROOM, BOLD_SIZE, 1)
    return _text("".join(title), PADDING + 2, 21, "title")


def _draw_part(part: _Part) -> str:
    kind = part.row.kind
    bubble = kind in _BUBBLES
    point = f' data-row="{_safe(part.row.id)}"' if part.row.id else ""
    drawn = [f'<g class="row {kind}"{point} transform="translate({PADDING} {part.y})">']
    if bubble:
        drawn.append(f'<rect class="bubble" width="{CARD_WIDTH - 2 * PADDING}" height="{part.height}" rx="7"/>')
    main = next((line for line in part.lines if line.style == _style(part.row)), None)
    marked = part.lines[0] if kind is RowKind.NUDGE else main
    indented = {id(marked)} if bubble else {id(line) for line in part.lines}
    if kind in _ICONS and marked:
        drawn.append(_icon(kind, INSET if bubble else 0, marked.y - 11))
    else:
        indented = set()
    for line in part.lines:
        x = (INSET if bubble else 2) + (ICON_ROOM if id(line) in indented else 0)
        drawn.append(_text(line.text, x, line.y, line.style))
    return "".join([*drawn, "</g>"])


def _icon(kind: RowKind, x: int, y: int, style: str = "") -> str:
    return f'<g class="{style}" transform="translate({x} {y})"><path class="icon" d="{_ICONS[kind]}"/></g>'


def _text(text: str, x: float, y: float, style: str) -> str:
    return f'<text x="{x:g}" y="{y:g}"{f" class={chr(34)}{style}{chr(34)}" if style else ""}>{_safe(text)}</text>'


def _draw_edge(edge: Edge, route: Route) -> str:
    """Draw a way with its head, which always points down into a card."""
    end = route.curves[-1].end
    way, x = f"M{route.start.x} {route.start.y}", route.start.x
    for curve in route.curves:
        way += f"V{curve.end.y}" if curve.upright and curve.end.x == x else _bend(curve)
        x = curve.end.x
    return (
        f'<g {_edge_attributes(edge)}><path class="way" d="{way}"/>'
        f'<path class="head" d="M{end.x - 4} {end.y - 8}L{end.x} {end.y}L{end.x + 4} {end.y - 8}Z"/></g>'
    )


def _bend(curve: Curve) -> str:
    return f"C{curve.first.x} {curve.first.y} {curve.second.x} {curve.second.y} {curve.end.x} {curve.end.y}"


def _draw_label(edge: Edge, route: Route) -> str:
    if route.label is None:
        return ""
    box = route.label
    lines = [
        _text(label, box.x + box.width // 2, box.y + LINE_HEIGHT * (number + 1) - 4, "")
        for number, label in enumerate(edge.labels)
    ]
    return (
        f'<g {_edge_attributes(edge)}><g class="label">'
        f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="4"/>{"".join(lines)}</g></g>'
    )


def _edge_attributes(edge: Edge) -> str:
    ends = f'data-from="{_safe(edge.source)}" data-to="{_safe(edge.dest)}"'
    return f'class="edge {edge.kind}" {ends} data-kind="{edge.kind}"'


def _label_size(edge: Edge) -> tuple[int, int]:
    if not edge.labels:
        return 0, 0
    room = ceil(widest(edge.labels, SMALL_SIZE)) + 2 * LABEL_PADDING
    return room + room % 2, LINE_HEIGHT * len(edge.labels)


def _safe(text: str) -> str:
    """Escape text, and show signs that no one should draw (controls, direction overrides) as the replacement sign."""
    return escape("".join(char if _drawable(char) else "\ufffd" for char in text))


def _drawable(char: str) -> bool:
    return char in _JOINERS or not unicodedata.category(char).startswith("C")


_JOINERS = "\u200c\u200d"
"""Formatting signs that scripts and emoji need."""
