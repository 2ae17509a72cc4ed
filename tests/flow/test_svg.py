"""The drawing: well-formed, harmless whatever a flow says, complete, and readable by those who do not see it."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flow.cards import read_graph
from bot.flow.graph import Edge, EdgeKind, Graph, Node, NodeKind, Row, RowKind
from bot.flow.load import is_flow_file, load
from bot.flow.svg import describe, render
from bot.flow.svg_style import STYLE

FLOWS = Path(__file__).resolve().parents[2] / "flows"
SHIPPED = sorted(path for path in FLOWS.iterdir() if is_flow_file(path.name))
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

    assert ["start:", "s", "anytime:", "end:done"] == [
        node.get("data-node") for node in of_class(drawing, "node") if node.get("data-node")
    ]
    assert [row.id for row in ROWS] == [row.get("data-row") for row in of_class(drawing, "row") if row.get("data-row")]
    ways = [edge for edge in of_class(drawing, "edge") if edge.get("data-from") and edge.find(f"{SVG}path") is not None]
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
    assert (row.kind in {RowKind.SAY, RowKind.ASK, RowKind.COUNT}) == (next(drawn.iter(f"{SVG}path"), None) is None)


def test_hand_offs_carry_a_person():
    def badges(graph: Graph) -> list[ElementTree.Element]:
        return [badge for node in of_class(parse(graph), "node") for badge in of_class(node, "badge")]

    assert 1 == len(badges(GRAPH))
    assert ["s"] == [node.get("data-node") for node in of_class(parse(GRAPH), "person")]
    assert [] == badges(Graph("x", "x", GRAPH.nodes[:1], ()))


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
    assert "graphics-document document" == drawing.get("role")
    assert ["Start", "state s", "At any time", "end done"] == [
        node.get("aria-label") for node in drawing.iter() if node.get("data-node")
    ]


def test_cards_can_be_linked_to():
    drawing = parse(GRAPH)

    assert ["way-start", "state-s", "way-anytime", "end-done"] == [
        node.get("id") for node in drawing.iter() if node.get("data-node")
    ]


def test_an_arrow_far_away_ends_at_a_sign_that_links_to_its_goal():
    """A long chain, from whose first state an arrow goes to the last one, and from each state one to the same end."""
    names = [f"s{number}" for number in range(12)]
    cards = [Node(name, NodeKind.STATE, name) for name in names] + [Node("end:x", NodeKind.END, "x")]
    chain = [Edge(*pair, EdgeKind.NEXT) for pair in pairwise(names)]
    silences = [Edge(name, "end:x", EdgeKind.SILENCE, ("after 1 day",)) for name in names]
    graph = Graph("x", "x", tuple(cards), (*chain, *silences, Edge("s0", "s11", EdgeKind.REPLY, ("skip",))))

    signs = [link for link in parse(graph).iter(f"{SVG}a") if of_class(link, "sign")]
    assert [*["#end-x"] * 11, "#state-s11"] == sorted(link.get("href", "") for link in signs)
    assert {"x", "s11"} == {word for link in signs for word in words(link)}


def test_an_arrow_back_to_its_own_card_says_again():
    [sign] = of_class(parse(GRAPH), "sign")

    assert ["again"] == words(sign)


def test_the_legend_explains_what_occurs():
    def legend(graph: Graph) -> list[str]:
        return [word for part in of_class(parse(graph), "legend") for word in words(part)]

    assert [
        "a question, waits for a reply",
        "a text, goes on",
        "a person takes over",
        "the main path",
        "nobody answers",
        "something goes wrong",
        "the conversation ends",
    ] == legend(GRAPH)
    assert ["the conversation ends"] == legend(Graph("x", "x", (Node("end:x", NodeKind.END, "x"),), ()))
    assert 'class="legend"' not in render(GRAPH, legend=False)


def test_the_main_path_stands_out():
    main = [way for way in of_class(parse(GRAPH), "main") if way.get("data-from")]

    assert [("start:", "s"), ("s", "end:done")] == [(way.get("data-from"), way.get("data-to")) for way in main]
    assert {"next", "reply"} == {way.get("data-kind") for way in main}


def test_it_brings_its_style_unless_the_page_does():
    style = parse(GRAPH).find(f"{SVG}style")

    assert style is not None
    assert STYLE == style.text
    assert parse(GRAPH, style=False).find(f"{SVG}style") is None
    assert "style=" not in render(GRAPH)


def test_there_is_no_script_and_nothing_from_elsewhere():
    tags = {element.tag.removeprefix(SVG) for element in parse(GRAPH).iter()}

    assert {"svg", "title", "desc", "style", "rect", "g", "path", "text", "a"} == tags
    assert {"#state-s"} == {link.get("href") for link in parse(GRAPH).iter(f"{SVG}a")}
    assert 1 == render(GRAPH).count("http")  # the namespace


def place(card: ElementTree.Element, x: float = 0, y: float = 0) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a rectangle."""
    left, top = x + float(card.get("x", 0)), y + float(card.get("y", 0))
    return left, top, left + float(card.get("width", 0)), top + float(card.get("height", 0))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_flows_are_drawn_without_overlaps(path):
    flow, _ = load(path.read_text(encoding="utf-8"), str(path))
    assert flow is not None
    drawing = parse(read_graph(flow))
    cards = {}
    for node in (node for node in drawing.iter() if node.get("data-node")):
        x, y = map(float, re.findall(r"[\d.]+", node.get("transform", "")))
        cards[node.get("data-node")] = place(of_class(node, "card")[0], x, y)
    marks = [place(mark[0]) for name in ("label", "sign") for mark in of_class(drawing, name)]

    for one, other in combinations([*cards.values(), *marks], 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for edge in (edge for edge in drawing.iter() if edge.get("data-from") and edge.find(f"{SVG}path") is not None):
        way, head = (part.get("d", "") for part in edge.iter(f"{SVG}path"))
        start, tip = ([float(number) for number in re.findall(r"[\d.]+", d)] for d in (way, head))
        source = cards[edge.get("data-from")]
        goals = [cards[edge.get("data-to")], *map(place, (sign[0] for sign in of_class(drawing, "sign")))]
        assert source[0] <= start[0] <= source[2]
        assert source[3] == start[1]
        assert any(goal[0] <= tip[2] <= goal[2] and goal[1] == tip[3] for goal in goals)


@given(st.text(max_size=60))
def test_no_text_can_do_harm(text):
    nodes = (
        Node(text, NodeKind.STATE, text, (Row(RowKind.ASK, text, text, text, text),)),
        Node("e", NodeKind.END, text),
    )
    drawing = parse(Graph(text, text, nodes, (Edge(text, "e", EdgeKind.REPLY, (text,)),) if text != "e" else ()))

    assert 2 == len([node for node in drawing.iter() if node.get("data-node") is not None])
    assert not {"\u202e", "\u2066", "\x07"} & set("".join(drawing.itertext()))


def test_the_same_graph_is_the_same_drawing():
    assert render(GRAPH) == render(GRAPH)
