"""A graph as JSON, for programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

from bot.flow.graph import Edge, EdgeKind, Graph, Node, NodeKind, Row, RowKind, to_json
from bot.flow.model import Span

GRAPH = Graph(
    "shop",
    "Shop",
    (
        Node("start:", NodeKind.START, "Start", (Row(RowKind.TRIGGER, "any other text"),)),
        Node("ask", NodeKind.STATE, "ask", (Row(RowKind.ASK, "How many?", "0 to 9", id="ask.n"),), Span(4, 3, 4, 6)),
        Node("anytime:", NodeKind.ANYTIME, "At any time"),
        Node("end:done", NodeKind.END, "done"),
    ),
    (
        Edge("start:", "ask", EdgeKind.NEXT),
        Edge("ask", "end:done", EdgeKind.REPLY, ("yes", "no")),
        Edge("ask", "end:done", EdgeKind.SILENCE, ("after 1 day",)),
    ),
)


def test_json_holds_everything_that_is_drawn():
    document = json.loads(json.dumps(to_json(GRAPH)))

    assert ["flow", "title", "version", "nodes", "edges"] == list(document)
    assert {
        "id": "ask",
        "kind": "state",
        "title": "ask",
        "line": 4,
        "rows": [{"kind": "ask", "text": "How many?", "hint": "0 to 9", "when": "", "id": "ask.n"}],
    } == document["nodes"][1]
    assert {"from": "ask", "to": "end:done", "kind": "reply", "labels": ["yes", "no"]} == document["edges"][1]
    assert document["nodes"][3]["line"] is None


def test_the_documentation_names_every_key_and_kind():
    page = (Path(__file__).resolve().parents[2] / "docs" / "graph.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    shown, real = json.loads(example), to_json(GRAPH)

    assert list(real) == list(shown)
    assert [list(real[part][1]) for part in ("nodes", "edges")] == [list(shown[part][0]) for part in ("nodes", "edges")]
    assert list(real["nodes"][1]["rows"][0]) == list(shown["nodes"][0]["rows"][0])
    assert [] == [kind for kind in (*NodeKind, *RowKind, *EdgeKind) if f"`{kind}`" not in page]
