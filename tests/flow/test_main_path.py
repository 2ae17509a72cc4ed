"""The way when all goes well: read from graphs as short as they get."""

from __future__ import annotations

import pytest

from bot.flow.graph import START, Edge, EdgeKind, Graph, Node, NodeKind
from bot.flow.main_path import main_path


def path(*ways: str) -> str:
    """The states on the main path of a graph with states a to d; a way is `a>b`, and the kind is told by its label."""
    nodes = [Node(START, NodeKind.START, "Start"), *(Node(name, NodeKind.STATE, name) for name in "abcd")]
    nodes += [Node(f"end:{name}", NodeKind.END, name) for name in "xy"]
    edges = [Edge(START, "a", EdgeKind.NEXT)]
    for way in ways:
        ends, _, label = way.partition(" ")
        source, dest = (f"end:{name}" if name in "xy" else name for name in ends.split(">"))
        kind = KINDS.get(label, EdgeKind.REPLY) if label else EdgeKind.NEXT
        edges.append(Edge(source, dest, kind, (label,) if label else ()))
    return "".join(edge.dest.removeprefix("end:") for edge in main_path(Graph("g", "g", tuple(nodes), tuple(edges))))


KINDS = {"silence": EdgeKind.SILENCE, "trouble": EdgeKind.TROUBLE, "if": EdgeKind.NEXT}


@pytest.mark.parametrize(
    ("ways", "main"),
    [
        ([], "a"),
        (["a>c yes", "a>b no"], "ab"),  # the nearest state further down
        (["a>b yes", "b>c", "c>a", "c>d ok", "d>x"], "abcdx"),  # never back up
        (["a>b silence", "a>c trouble", "a>d yes"], "ad"),  # never by accident
        (["a>y no", "a>x"], "ax"),  # ends by the plain next step
        (["a>y no", "a>x yes"], "ay"),  # or by the first reply
        (["a>x if", "a>y yes"], "ay"),  # rather than by what depends on something
        (["a>x", "a>b yes"], "ab"),  # states before ends
        (["a>a again"], "a"),
    ],
)
def test_the_main_path_follows_what_goes_well(ways, main):
    assert main == path(*ways)


def test_of_several_ways_to_one_state_the_plainest_is_main():
    ways = (Edge("a", "b", EdgeKind.REPLY, ("skip",)), Edge("a", "b", EdgeKind.NEXT))
    nodes = (Node(START, NodeKind.START, "Start"), Node("a", NodeKind.STATE, "a"), Node("b", NodeKind.STATE, "b"))

    assert ways[1] == main_path(Graph("g", "g", nodes, (Edge(START, "a", EdgeKind.NEXT), *ways)))[-1]


def test_a_graph_without_a_start_has_none():
    assert () == main_path(Graph("g", "g", (Node("a", NodeKind.STATE, "a"),), ()))
