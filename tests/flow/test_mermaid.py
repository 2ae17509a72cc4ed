"""A graph as Mermaid text: what it looks like, and that no word of a flow can be taken for one of Mermaid's."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flow.graph import Edge, EdgeKind, Graph, Node, NodeKind, Row, RowKind
from bot.flow.mermaid import mermaid

GRAPH = Graph(
    "shop",
    "Shop",
    (
        Node("start:", NodeKind.START, "Start", (Row(RowKind.TRIGGER, "any other text"),)),
        Node("ask", NodeKind.STATE, "ask", (Row(RowKind.ASK, "How many?", "0 to 9", id="ask.n"),)),
        Node("desk", NodeKind.STATE, "desk", (Row(RowKind.HANDOFF, "hands over to desk"),)),
        Node("anytime:", NodeKind.ANYTIME, "At any time"),
        Node("end:done", NodeKind.END, "done"),
        Node("end:2 late", NodeKind.END, "2 late"),
    ),
    (
        Edge("start:", "ask", EdgeKind.NEXT),
        Edge("ask", "end:done", EdgeKind.REPLY, ("yes", "no")),
        Edge("ask", "end:2 late", EdgeKind.SILENCE, ("after 1 day",)),
        Edge("ask", "desk", EdgeKind.TROUBLE, ("not understood",)),
    ),
)


def test_mermaid_draws_cards_replies_dotted_silences_and_coloured_troubles():
    assert (
        "flowchart TD\n"
        '    start(["<b>Start</b><br/>any other text"])\n'
        '    state_ask["<b>ask</b><br/>“How many?” (0 to 9)"]\n'
        '    state_desk["<b>desk</b><br/>hands over to desk"]:::person\n'
        '    anytime{{"<b>At any time</b>"}}:::aside\n'
        '    end_done(["<b>done</b>"]):::finish\n'
        '    card5(["<b>2 late</b>"]):::finish\n'
        "    start ==> state_ask\n"
        '    state_ask ==>|"yes<br/>no"| end_done\n'
        '    state_ask -.->|"after 1 day"| card5\n'
        '    state_ask -->|"⚠ not understood"| state_desk\n'
        "    classDef person stroke:#b07a1e,stroke-width:2px\n"
        "    classDef finish stroke:#2c8a58,stroke-width:2px\n"
        "    classDef aside stroke-dasharray:5 4\n"
        "    linkStyle 3 stroke:#c0504a\n"
    ) == mermaid(GRAPH)


def test_what_does_not_occur_is_not_styled():
    assert 'flowchart TD\n    state_a["<b>a</b>"]\n' == mermaid(Graph("x", "x", (Node("a", NodeKind.STATE, "a"),), ()))


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("We are open. Really!", "We are open. Really!"),
        ("see https://example.com/a_b", "see https://example.com/a_b"),
        ("1. one", "1#46; one"),  # a list
        ("2) two", "2#41; two"),
        ("- three", "#45; three"),
        ("at 10. go", "at 10. go"),
        ("fa:fa-bell", "fa#58;fa-bell"),  # an icon
        ("note: it", "note: it"),
        ('say "hi"', "say #34;hi#34;"),
        ("**bold** `code`", "#42;#42;bold#42;#42; #96;code#96;"),
        ("<b>&amp;", "#60;b#62;#38;amp#59;"),
        ("50 % #1", "50 % #35;1"),
    ],
)
def test_signs_with_a_meaning_of_their_own_are_spelled_by_number(text, spelled):
    assert f'    state_a["<b>{spelled}</b>"]' in mermaid(
        Graph("x", "x", (Node("a", NodeKind.STATE, text),), ())
    ).replace("card0", "state_a")


@given(st.text())
def test_no_text_breaks_out_of_mermaid(text):
    nodes = (Node("a", NodeKind.STATE, text, (Row(RowKind.ACT, text, text, text),)),)
    drawn = mermaid(Graph("x", "x", nodes, (Edge("a", "a", EdgeKind.REPLY, (text,)),)))
    _, card, arrow, *rest = drawn.split("\n")
    plain = r"[^\"<>`|{}\\*]*"

    assert [""] == rest
    assert re.fullmatch(rf'    \w+\["<b>{plain}</b><br/>{plain}"\]', card)
    assert re.fullmatch(rf'    (\w+) -->(\|"{plain}"\|)? \1', arrow)


@pytest.mark.parametrize("word", ["end", "default", "graph", "subgraph", "class", "style", "click", "o", "x"])
def test_no_state_is_called_like_a_word_of_mermaids(word):
    drawn = mermaid(Graph("x", "x", (Node(word, NodeKind.STATE, word), Node(f"end:{word}", NodeKind.END, word)), ()))

    assert [f"state_{word}", f"end_{word}"] == re.findall(r"^    (\w+)[\[(]", drawn, re.MULTILINE)
