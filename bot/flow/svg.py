"""Draws a flow's graph as an SVG that a person would rather look at than read the file.

Colours are custom properties, light and dark. Whoever embeds the drawing may add the class `current` to the card
(`data-node`) and row (`data-row`) where a conversation stands, and `walked` to its way (`data-from`, `-to`, `-kind`).
Links point into a drawing: `appointment.svg#state-confirm`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.flow.graph import ANYTIME, Edge, EdgeKind, Graph, Node, NodeKind
from bot.flow.layout import Arrow, Box, Curve, Rect, Route, layout
from bot.flow.main_path import main_path
from bot.flow.measure import widest, width
from bot.flow.svg_card import MARK_ROOM, draw_card, even, face_of, link
from bot.flow.svg_legend import draw_legend
from bot.flow.svg_style import STYLE
from bot.flow.svg_text import LINE_HEIGHT, SMALL_SIZE, icon, safe, write

LABEL_PADDING = 6
LABEL_ICON_ROOM = 15
SIGN_HEIGHT = 22
SIGN_PADDING = 9
AGAIN = "again"
_ORDER = {EdgeKind.SILENCE: 1, EdgeKind.TROUBLE: 2}
"""What goes well stands on the left."""


def render(graph: Graph, *, style: bool = True, legend: bool = True) -> str:
    """Draw a graph; without `style` for a page that brings the style sheet itself."""
    faces = [face_of(node) for node in graph.nodes]
    names = {node.id: node.title for node in graph.nodes}
    main = set(main_path(graph))
    edges = sorted(graph.edges, key=lambda edge: _ORDER.get(edge.kind, 0))
    plan = layout(
        [Box(face.node.id, face.width, face.height) for face in faces],
        [
            Arrow(
                edge.source,
                edge.dest,
                *_label_size(edge),
                sign=_sign_size(edge, names),
                main=edge in main,
                aside=edge.source == ANYTIME,
            )
            for edge in edges
        ],
    )
    key, wide, high = draw_legend(graph, plan.width, plan.height) if legend else ("", plan.width, plan.height)
    ways = list(zip(edges, plan.routes, strict=True))
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow-graph" role="graphics-document document" width="{wide}"'
        f' height="{high}" viewBox="0 0 {wide} {high}" data-version="{safe(graph.version)}"'
        ' aria-labelledby="flow-graph-title flow-graph-description">',
        f'<title id="flow-graph-title">{safe(graph.title)}</title>',
        f'<desc id="flow-graph-description">{safe(describe(graph))}</desc>',
        *([f"<style>{STYLE}</style>"] if style else []),
        '<rect class="paper" width="100%" height="100%"/>',
        *(_draw_edge(edge, route, main=edge in main) for edge, route in ways),
        *(_draw_words(edge, route, names) for edge, route in ways),
        *(draw_card(face, box) for face, box in zip(faces, plan.boxes, strict=True)),
        key,
        "</svg>",
    ]
    return "\n".join(filter(None, drawn)) + "\n"


def describe(graph: Graph) -> str:
    """Say in words what the drawing shows, for those who do not see it."""
    names = {node.id: f"the end {node.title}" if node.kind is NodeKind.END else node.title for node in graph.nodes}
    leaving: dict[str, list[Edge]] = {node.id: [] for node in graph.nodes}
    for edge in graph.edges:
        leaving[edge.source].append(edge)
    return " ".join(_sentence(node, leaving[node.id], names) for node in graph.nodes if leaving[node.id])


def _sentence(node: Node, edges: Sequence[Edge], names: Mapping[str, str]) -> str:
    ways = [names[edge.dest] + (f" ({', '.join(edge.labels)})" if edge.labels else "") for edge in edges]
    return f"{names[node.id]} leads to {'; '.join(ways)}."


def _draw_edge(edge: Edge, route: Route, *, main: bool) -> str:
    """Draw a way with its head, which always points down."""
    end = route.curves[-1].end
    way, x = f"M{route.start.x} {route.start.y}", route.start.x
    for curve in route.curves:
        way += f"V{curve.end.y}" if curve.upright and curve.end.x == x else _bend(curve)
        x = curve.end.x
    return (
        f'<g {_edge_attributes(edge, "main" if main else "")}><path class="way" d="{way}"/>'
        f'<path class="head" d="M{end.x - 4} {end.y - 8}L{end.x} {end.y}L{end.x + 4} {end.y - 8}Z"/></g>'
    )


def _bend(curve: Curve) -> str:
    return f"C{curve.first.x} {curve.first.y} {curve.second.x} {curve.second.y} {curve.end.x} {curve.end.y}"


def _draw_words(edge: Edge, route: Route, names: Mapping[str, str]) -> str:
    """Draw what stands on a way: its label, and the sign at its end."""
    label = _draw_label(edge, route.label) if route.label else ""
    sign = _draw_sign(edge, route.sign, names) if route.sign else ""
    return f"<g {_edge_attributes(edge)}>{label}{sign}</g>" if label or sign else ""


def _draw_label(edge: Edge, box: Rect) -> str:
    """Draw a label's lines: what a customer says in a bubble, anything else after its icon."""
    marked = edge.kind in _MARKED
    x = box.x + LABEL_PADDING + LABEL_ICON_ROOM if marked else box.x + box.width // 2
    top = box.y + (box.height - LINE_HEIGHT * len(edge.labels)) // 2 - 4
    lines = [write(label, x, top + LINE_HEIGHT * count) for count, label in enumerate(edge.labels, 1)]
    mark = icon(edge.kind, box.x + LABEL_PADDING - 2, top + LINE_HEIGHT - 11, "mark") if marked else ""
    size = f'width="{box.width}" height="{box.height}"'
    return (
        f'<g class="label{" marked" if marked else ""}">'
        f'<rect x="{box.x}" y="{box.y}" {size} rx="8"/>{mark}{"".join(lines)}</g>'
    )


_MARKED = {EdgeKind.SILENCE, EdgeKind.TROUBLE}


def _label_size(edge: Edge) -> tuple[int, int]:
    if not edge.labels:
        return 0, 0
    room = even(widest(edge.labels, SMALL_SIZE) + 2 * LABEL_PADDING)
    room += 2 * (LABEL_ICON_ROOM // 2 + 1) if edge.kind in _MARKED else 0
    return room, LINE_HEIGHT * len(edge.labels) + (4 if edge.kind is EdgeKind.REPLY else 0)


def _sign_text(edge: Edge, names: Mapping[str, str]) -> str:
    return AGAIN if edge.source == edge.dest else names[edge.dest]


def _sign_size(edge: Edge, names: Mapping[str, str]) -> tuple[int, int]:
    return even(width(_sign_text(edge, names), SMALL_SIZE * 1.12) + MARK_ROOM + 2 * SIGN_PADDING), SIGN_HEIGHT


def _draw_sign(edge: Edge, box: Rect, names: Mapping[str, str]) -> str:
    """Draw a small sign that stands for a card elsewhere, and links to it."""
    end = edge.dest.startswith("end:")
    x, y = box.x + SIGN_PADDING, box.y
    if end:
        mark = f'<rect class="mark" x="{x + 1}" y="{y + 7}" width="8" height="8" rx="2"/>'
    else:
        mark = icon(AGAIN if edge.source == edge.dest else "jump", x - 2, y + 4)
    return (
        f'<a href="{safe(link(edge.dest))}"><g class="sign{" end" if end else ""}"><rect class="card" x="{box.x}"'
        f' y="{y}" width="{box.width}" height="{box.height}" rx="{box.height // 2 if end else 5}"/>'
        f"{mark}{write(_sign_text(edge, names), x + MARK_ROOM, y + 15, 'title')}</g></a>"
    )


def _edge_attributes(edge: Edge, more: str = "") -> str:
    ends = f'data-from="{safe(edge.source)}" data-to="{safe(edge.dest)}"'
    return f'class="edge {edge.kind}{" " + more if more else ""}" {ends} data-kind="{edge.kind}"'
