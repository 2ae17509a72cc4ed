"""Figures on the picture of a flow: at the state they belong to, and on the arrow that was taken."""

from __future__ import annotations

import pytest

from bot.flow.cards import read_graph
from bot.flow.counted import Counted, Passed, with_counts
from bot.flow.graph import ANYTIME, START, EdgeKind, Graph, RowKind
from bot.flow.load import load
from bot.flow.svg import render

VISIT = """\
flow: visit
start: [{keyword: visit}]
anytime:
  person: {words: [person], go: desk}
states:
  ask:
    - ask: Coming?
      expect: yes_no
      silence: {1 hour: {end: no_reply}}
      undelivered: desk
      give_up: desk
      replies: {yes: booked, no: desk}
  booked:
    - say: Good.
    - end: done
  desk:
    - handoff: desk
      closed: {end: handled}
"""
COUNTED = {"ask": Counted(40, 8, 2), "booked": Counted(20), "gone": Counted(3, 3)}


def graph(*passed: Passed) -> Graph:
    flow, _ = load(VISIT, "visit.yaml")
    assert flow is not None
    return with_counts(read_graph(flow), COUNTED, passed)


@pytest.mark.parametrize(
    ("passed", "arrow", "expected"),
    [
        (Passed("new:", "start", "ask", 40), (START, "ask", EdgeKind.NEXT), "40"),
        (Passed("ask.1", "reply", "booked", 20), ("ask", "booked", EdgeKind.REPLY), "20 · 50 %"),
        (Passed("ask.1", "reply", "desk", 4), ("ask", "desk", EdgeKind.REPLY), "4 · 10 %"),
        (Passed("ask.1", "give_up", "desk", 2), ("ask", "desk", EdgeKind.TROUBLE), "2 · 5 %"),
        (Passed("ask.1", "undelivered", "desk", 1), ("ask", "desk", EdgeKind.TROUBLE), "1 · 2 %"),
        (Passed("ask.1", "silence", "end:no_reply", 8), ("ask", "end:no_reply", EdgeKind.SILENCE), "8 · 20 %"),
        (Passed("ask.1", "anytime", "desk", 3), (ANYTIME, "desk", EdgeKind.REPLY), "3"),
        (Passed("booked", "step", "end:done", 20), ("booked", "end:done", EdgeKind.NEXT), "20 · 100 %"),
        (Passed("desk.handoff-1", "closed", "end:handled", 5), ("desk", "end:handled", EdgeKind.REPLY), "5 · 100 %"),
    ],
    ids=lambda value: value.way if isinstance(value, Passed) else "",
)
def test_an_arrow_says_how_many_went_that_way(passed, arrow, expected):
    drawn = {(edge.source, edge.dest, edge.kind): edge.labels for edge in graph(passed).edges}

    assert expected == drawn[arrow][-1]
    assert [arrow] == [key for key, labels in drawn.items() if expected in labels]


def test_a_state_says_who_is_there_and_who_stopped():
    cards = {node.id: node.rows[0] for node in graph().nodes if node.rows and node.rows[0].kind is RowKind.COUNT}

    assert {
        "ask": ("2 here now", "40 reached it, 8 stopped here (20 %)"),
        "booked": ("0 here now", "20 reached it, 0 stopped here"),
    } == {name: (row.text, row.hint) for name, row in cards.items()}


@pytest.mark.parametrize(
    "passed",
    [
        Passed("ask", "step", "ask.1", 40),
        Passed("ask.1", "unclear", "ask.1", 4),
        Passed("gone.1", "reply", "booked", 4),
        Passed("ask.1", "reply", "gone", 4),
        Passed("desk", "step", "booked", 1),
    ],
    ids=["within a card", "the same question", "a state of before", "to a state of before", "a way of before"],
)
def test_ways_that_are_not_drawn_are_left_out(passed):
    assert graph().edges == graph(passed).edges


def test_figures_are_drawn():
    drawing = render(graph(Passed("ask.1", "reply", "booked", 20)))

    assert "2 here now" in drawing
    assert "20 · 50 %" in drawing
