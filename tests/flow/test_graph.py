"""A graph as text: Mermaid for pages that render it, JSON for programs."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from bot.flow.graph import Edge, EdgeKind, Graph, Node, NodeKind, Row, RowKind, mermaid, to_json
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


def test_mermaid_draws_cards_replies_and_dashed_silences():
    assert (
        "flowchart TD\n"
        '    n0(["<b>Start</b><br/>any other text"])\n'
        '    n1["<b>ask</b><br/>How many?"]\n'
        '    n2{{"<b>At any time</b>"}}\n'
        '    n3(["<b>done</b>"])\n'
        "    n0 --> n1\n"
        '    n1 -->|"yes<br/>no"| n3\n'
        '    n1 -.->|"after 1 day"| n3\n'
    ) == mermaid(GRAPH)


@given(st.text())
def test_no_text_breaks_out_of_mermaid(text):
    drawn = mermaid(Graph("x", "x", (Node("a", NodeKind.STATE, text),), (Edge("a", "a", EdgeKind.REPLY, (text,)),)))
    _, card, arrow, *rest = drawn.split("\n")

    assert [""] == rest
    assert re.fullmatch(r'    n0\["<b>[^"<>`]*</b>"\]', card)
    assert re.fullmatch(r'    n0 -->(\|"[^"<>`|]*"\|)? n0', arrow)


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
