"""The cards of a drawing: how large each is with its texts broken into lines, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Final
from urllib.parse import quote

from bot.flow.graph import ANYTIME, END, START, Node, NodeKind, Row, RowKind
from bot.flow.layout import Rect
from bot.flow.measure import width, wrap
from bot.flow.svg_text import BOLD_SIZE, ICONS, LINE_HEIGHT, SMALL_SIZE, TEXT_SIZE, icon, safe, write

CARD_WIDTH: Final = 248
PADDING: Final = 10
TITLE_HEIGHT: Final = 32
PILL_HEIGHT: Final = 30
ROW_GAP: Final = 6
INSET: Final = 8
"""Between the edge of a bubble and its text."""
ICON_ROOM: Final = 20
MARK_ROOM: Final = 17
"""For the sign of a start or an end, before its title."""


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
class Face:
    """A card made ready to place."""

    node: Node
    width: int
    height: int
    parts: tuple[_Part, ...] = ()


def face_of(node: Node) -> Face:
    """Break a card's texts into lines and add up how much room they take."""
    if node.kind is NodeKind.END:
        return Face(node, even(width(node.title, BOLD_SIZE)) + 48, PILL_HEIGHT)
    parts: list[_Part] = []
    y = TITLE_HEIGHT
    for row in node.rows:
        parts.append(_part(row, y))
        y += parts[-1].height + ROW_GAP
    bottom = y + PADDING - ROW_GAP if parts else PILL_HEIGHT
    return Face(node, CARD_WIDTH, bottom, tuple(parts))


def even(length: float) -> int:
    """Round up, so that a middle is a whole number too."""
    return 2 * ceil(length / 2)


def anchor(id: str) -> str:
    """Name the place of a card, for links: `#state-confirm`, `#end-done`, `#way-start`."""
    if id in {START, ANYTIME}:
        return f"way-{id.removesuffix(':')}"
    return f"end-{id.removeprefix(END)}" if id.startswith(END) else f"state-{id}"


def link(id: str) -> str:
    """Write the address of a card within its drawing."""
    return "#" + quote(anchor(id).encode("utf-8", "replace"))


def _part(row: Row, y: int) -> _Part:
    """Set the lines of a row: what leads there, the text itself, and what is expected."""
    bubble = row.kind in _BUBBLES
    room = CARD_WIDTH - 2 * PADDING - (2 * INSET if bubble else 2)
    marked = ICON_ROOM if row.kind in ICONS else 0
    blocks = [
        (row.when, room - (marked if row.kind is RowKind.NUDGE else 0), 2, "small muted"),
        (row.text, room - (0 if row.kind is RowKind.NUDGE else marked), _LINES_MAX[row.kind], _style(row)),
        (_together(row.hint), room, 4, "small muted"),
    ]
    lines: list[_Line] = []
    down = (INSET if bubble else 0) + LINE_HEIGHT - 4
    for text, space, lines_max, style in blocks:
        size = SMALL_SIZE if style else TEXT_SIZE
        for line in wrap(text, space, size, lines_max, monospace="code" in style):
            lines.append(_Line(line.removesuffix(" ·").replace("\u00a0", " "), style, down))
            down += LINE_HEIGHT
    return _Part(row, y, len(lines) * LINE_HEIGHT + (2 * INSET if bubble else 0), tuple(lines))


_BUBBLES = {RowKind.SAY, RowKind.ASK, RowKind.NUDGE, RowKind.HANDOFF}
_LINES_MAX = {
    RowKind.TRIGGER: 4,
    RowKind.SAY: 5,
    RowKind.ASK: 6,
    RowKind.NUDGE: 4,
    RowKind.CALL: 2,
    RowKind.RUN: 2,
    RowKind.HANDOFF: 2,
    RowKind.ACT: 2,
    RowKind.PAUSE: 1,
    RowKind.COUNT: 1,
}


def _together(hint: str) -> str:
    """Keep the words of a choice on one line, unless there are many."""
    return " · ".join(part.replace(" ", "\u00a0") if len(part) <= 32 else part for part in hint.split(" · "))


def _style(row: Row) -> str:
    if row.kind is RowKind.CALL:
        return "code"
    return "small muted" if row.kind in {RowKind.ACT, RowKind.PAUSE} else ""


def draw_card(face: Face, box: Rect) -> str:
    """Draw a card where it was placed."""
    node = face.node
    radius = box.height // 2 if node.kind is NodeKind.END else 10
    size = f'width="{box.width}" height="{box.height}"'
    hands_off = any(part.row.kind is RowKind.HANDOFF for part in face.parts)
    return "\n".join(
        [
            f'<g class="node {node.kind}{" person" if hands_off else ""}" id="{safe(anchor(node.id))}" role="group"'
            f' aria-label="{safe(_WORDS[node.kind] + node.title)}" data-node="{safe(node.id)}"'
            f' transform="translate({box.x} {box.y})">',
            f'<rect class="halo" {size} rx="{radius}"/><rect class="card" {size} rx="{radius}"/>',
            _draw_title(node),
            *([icon(RowKind.HANDOFF, box.width - PADDING - ICON_ROOM + 4, 9, "badge")] if hands_off else []),
            *(_draw_part(part) for part in face.parts),
            "</g>",
        ]
    )


_WORDS = {NodeKind.START: "", NodeKind.ANYTIME: "", NodeKind.STATE: "state ", NodeKind.END: "end "}


def _draw_title(node: Node) -> str:
    if node.kind is NodeKind.END:
        return f'<rect class="mark" x="14" y="10.5" width="9" height="9" rx="2"/>{write(node.title, 31, 19, "title")}'
    if node.kind is NodeKind.START:
        return f'<path class="mark" d="M13 10.5 23 16 13 21.5Z"/>{write(node.title, 31, 21, "title")}'
    title = wrap(node.title, CARD_WIDTH - 2 * PADDING - ICON_ROOM, BOLD_SIZE, 1)
    return write("".join(title), PADDING + 2, 21, "title")


def _draw_part(part: _Part) -> str:
    kind = part.row.kind
    bubble = kind in _BUBBLES
    point = f' data-row="{safe(part.row.id)}"' if part.row.id else ""
    drawn = [f'<g class="row {kind}"{point} transform="translate({PADDING} {part.y})">']
    if bubble:
        drawn.append(f'<rect class="bubble" width="{CARD_WIDTH - 2 * PADDING}" height="{part.height}" rx="7"/>')
    main = next((line for line in part.lines if line.style == _style(part.row)), None)
    marked = part.lines[0] if kind is RowKind.NUDGE else main
    indented = {id(marked)} if bubble else {id(line) for line in part.lines}
    if kind in ICONS and marked:
        drawn.append(icon(kind, INSET if bubble else 0, marked.y - 11))
    else:
        indented = set()
    for line in part.lines:
        x = (INSET if bubble else 2) + (ICON_ROOM if id(line) in indented else 0)
        drawn.append(write(line.text, x, line.y, line.style))
    return "".join([*drawn, "</g>"])
