"""A flow as cards (states, ends, ways in) and the arrows between them: values, which JSON can hold.

`bot.flow.cards` reads a flow into a `Graph`; `bot.flow.svg` draws one, `bot.flow.mermaid` writes one as text. The ids
of rows are the points where a session can stand, so that whoever shows a running conversation can light them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.events import Json
from bot.flow.model import Span

START = "start:"
ANYTIME = "anytime:"
END = "end:"


class NodeKind(StrEnum):
    """What a card stands for."""

    START = "start"
    ANYTIME = "anytime"
    STATE = "state"
    END = "end"


class RowKind(StrEnum):
    """What a line of a card does."""

    TRIGGER = "trigger"
    SAY = "say"
    ASK = "ask"
    NUDGE = "nudge"
    CALL = "call"
    RUN = "run"
    HANDOFF = "handoff"
    ACT = "act"
    PAUSE = "pause"
    COUNT = "count"


class EdgeKind(StrEnum):
    """Why a conversation moves on: the next step, an answer, no answer, or something that went wrong."""

    NEXT = "next"
    REPLY = "reply"
    SILENCE = "silence"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a card. `id` names a point where a session can wait; `when` is what leads to the line."""

    kind: RowKind
    text: str
    hint: str = ""
    when: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A card: a state with its rows, an end, or a way in."""

    id: str
    kind: NodeKind
    title: str
    rows: tuple[Row, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """All the ways of one kind from one card to another, a label each; no label is the plain next step."""

    source: str
    dest: str
    kind: EdgeKind
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """What there is to draw of a flow."""

    flow: str
    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    version: str = ""

    def locate(self, point: str) -> str | None:
        """Find the card of a point of the machine: a state, a question, a call or a handoff."""
        for node in self.nodes:
            if point == node.id or any(point == row.id for row in node.rows):
                return node.id
        return None


def to_json(graph: Graph) -> Json:
    """Write the graph as plain JSON, for programs."""
    return {
        "flow": graph.flow,
        "title": graph.title,
        "version": graph.version,
        "nodes": [
            {
                "id": node.id,
                "kind": node.kind.value,
                "title": node.title,
                "line": node.span.line if node.span else None,
                "rows": [
                    {"kind": row.kind.value, "text": row.text, "hint": row.hint, "when": row.when, "id": row.id}
                    for row in node.rows
                ],
            }
            for node in graph.nodes
        ],
        "edges": [
            {"from": edge.source, "to": edge.dest, "kind": edge.kind.value, "labels": list(edge.labels)}
            for edge in graph.edges
        ],
    }
