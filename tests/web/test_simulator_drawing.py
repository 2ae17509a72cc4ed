"""The drawing and the machine tell the same story: wherever a session can go, there is an arrow to light."""

from __future__ import annotations

import pytest

from bot.engine.machine import Machine, compile_flow
from bot.engine.nodes import FAILED, Kind, Way, end_node
from bot.flow.cards import read_graph
from bot.flow.graph import ANYTIME
from bot.flow.load import load
from bot.web.simulator.steps import card_of

UNDRAWN = {Way.SYSTEM, Way.WORN_OUT}
"""Expiry, STOP and faults can happen everywhere and would only hide the rest."""

TANGLED = """
flow: tangled
start:
  - fallback
anytime:
  menu: {words: [menu], go: first}
  hours:
    words: [hours]
    do:
      - say: Nine to five.
states:
  first:
    - ask: One?
      expect: yes_no
      confirm: "{{ answer }}, really?"
      replies:
        yes:
          - ask: Two?
            replies:
              back: first
          - go: second
        no: second
      silence:
        1 hour: Still there?
        2 hours:
          - say: Bye.
          - end: no_reply
      give_up: third
      undelivered: third
    - go: third
      if: contact.known
    - go: second
  second:
    - http: GET https://api.example.com/
      save: found
    - run: address
      save: home
      expired: third
      failed: {end: lost}
    - do: look_up
      on_error: {end: unknown}
    - match: "{{ found.body.kind }}"
      replies:
        good: third
      else: second
    - split: {first: 1, third: 1}
  third:
    - pause: 1 hour
    - handoff: desk
      no_agent:
        1 hour: {go: first}
"""


@pytest.fixture(scope="module")
def machine() -> Machine:
    flow, findings = load(TANGLED, "<tangled>")
    assert flow is not None, findings
    return compile_flow(flow)


def test_every_way_of_the_machine_has_its_arrow(machine):
    graph = read_graph(machine.flow)
    drawn = {(edge.source, edge.dest) for edge in graph.edges}
    undrawn = set()
    for edge in machine.edges:
        source, dest = machine.nodes[edge.source], machine.nodes[edge.dest]
        ends = (ANYTIME if edge.way is Way.ANYTIME else card_of(source), card_of(dest))
        inside = ends[0] == ends[1] and dest.kind is not Kind.STATE
        returns = source.state == "anytime" or dest.state == "anytime"
        if edge.way not in UNDRAWN and edge.dest != end_node(FAILED) and not inside and not returns:
            undrawn |= {ends} - drawn

    assert set() == undrawn


def test_every_point_of_the_machine_has_its_card(machine):
    graph = read_graph(machine.flow)
    cards = {node.id for node in graph.nodes}
    ends = {end_node(name) for name in ("failed", "expired", "stopped")}

    assert set() == {card_of(node) for name, node in machine.nodes.items() if name not in ends} - cards


def test_every_point_where_a_session_waits_has_its_row(machine):
    rows = {row.id for node in read_graph(machine.flow).nodes for row in node.rows}
    waits = {Kind.QUESTION, Kind.CALL, Kind.RUN, Kind.PAUSE, Kind.HANDOFF}

    assert set() == {name for name, node in machine.nodes.items() if node.kind in waits} - rows
