"""The drawing: well-formed, harmless whatever a flow says, complete, and readable by those who do not see it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flow.graph import Edge, EdgeKind, Graph, Node, NodeKind, Row, RowKind
from bot.flow.svg import describe, render
from bot.flow.svg_style import STYLE

SVG = "{http://www.w3.org/2000/svg}"
ROWS = tuple(Row(kind, f"a {kind} row", hint="a hint", when="a reason", id=f"s.{kind}") for kind in RowKind)
GRAPH = Graph(
    "shop",
    "The shop",
    (
        Node("start:", NodeKind.START, "Start", (Row(RowKind.TRIGGER, "any other text"),)),
        Node("s", NodeKind.STATE, "s", ROWS),
        Node("anytime:", NodeKind.ANYTIME, "At any time"),
        Node("end:done", NodeKind.END, "done"),
    ),
    (
        Edge("start:", "s", EdgeKind.NEXT),
        Edge("s", "end:done", EdgeKind.REPLY, ("yes", "no")),
        Edge("s", "end:done", EdgeKind.SILENCE, ("after 1 day",)),
        Edge("s", "s", EdgeKind.TROUBLE, ("not understood",)),
    ),
)


def parse(graph: Graph, *, style: bool = True) -> ElementTree.Element:
    return ElementTree.fromstring(render(graph, style=style))  # noqa: S314 - it is what we made ourselves


def of_class(drawing: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [element for element in drawing.iter() if name in element.get("class", "").split()]


def words(element: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in element.iter(f"{SVG}text")]


def test_every_card_row_and_arrow_can_be_found():
    drawing = parse(GRAPH)

    assert ["start:", "s", "anytime:", "end:done"] == [node.get("data-node") for node in of_class(drawing, "node")]
    assert [row.id for row in ROWS] == [row.get("data-row") for row in of_class(drawing, "row") if row.get("data-row")]
    ways = [edge for edge in of_class(drawing, "edge") if edge.find(f"{SVG}path") is not None]
    assert [
        ("start:", "s", "next"),
        ("s", "end:done", "reply"),
        ("s", "end:done", "silence"),
        ("s", "s", "trouble"),
    ] == [(way.get("data-from"), way.get("data-to"), way.get("data-kind")) for way in ways]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_row_shows_what_led_there_what_it_is_and_what_it_wants(row):
    drawn = next(element for element in parse(GRAPH).iter() if element.get("data-row") == row.id)

    assert ["a reason", f"a {row.kind} row", "a hint"] == words(drawn)
    assert (row.kind in {RowKind.SAY, RowKind.ASK}) == (next(drawn.iter(f"{SVG}path"), None) is None)


def test_hand_offs_carry_a_person():
    assert 1 == len(of_class(parse(GRAPH), "badge"))
    assert [] == of_class(parse(Graph("x", "x", GRAPH.nodes[:1], ())), "badge")


def test_labels_stand_on_their_arrows():
    assert [["yes", "no"], ["after 1 day"], ["not understood"]] == [
        words(label) for label in of_class(parse(GRAPH), "label")
    ]


def test_those_who_do_not_see_it_are_told():
    drawing = parse(GRAPH)
    title, description = drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")

    assert title is not None
    assert description is not None
    assert "The shop" == title.text
    assert describe(GRAPH) == description.text
    assert (
        "Start leads to s. s leads to the end done (yes, no); the end done (after 1 day); s (not understood)."
        == describe(GRAPH)
    )
    assert f"{title.get('id')} {description.get('id')}" == drawing.get("aria-labelledby")
    assert "img" == drawing.get("role")


def test_it_brings_its_style_unless_the_page_does():
    style = parse(GRAPH).find(f"{SVG}style")

    assert style is not None
    assert STYLE == style.text
    assert parse(GRAPH, style=False).find(f"{SVG}style") is None
    assert "style=" not in render(GRAPH)


def test_there_is_no_script_and_nothing_from_elsewhere():
    tags = {element.tag.removeprefix(SVG) for element in parse(GRAPH).iter()}

    assert {"svg", "title", "desc", "style", "rect", "g", "path", "text"} == tags
    assert 1 == render(GRAPH).count("http")  # the namespace


@given(st.text(max_size=60))
def test_no_text_can_do_harm(text):
    nodes = (
        Node(text, NodeKind.STATE, text, (Row(RowKind.ASK, text, text, text, text),)),
        Node("e", NodeKind.END, text),
    )
    drawing = parse(Graph(text, text, nodes, (Edge(text, "e", EdgeKind.REPLY, (text,)),) if text != "e" else ()))

    assert 2 == len(of_class(drawing, "node"))
    assert not {"\u202e", "\u2066", "\x07"} & set("".join(drawing.itertext()))


def test_the_same_graph_is_the_same_drawing():
    assert render(GRAPH) == render(GRAPH)
