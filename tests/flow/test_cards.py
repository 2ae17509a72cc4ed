"""What is drawn of a flow: cards, rows and arrows, read from small flows."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from bot.flow.cards import read_graph
from bot.flow.graph import ANYTIME, START, Edge, EdgeKind, Graph, Node, NodeKind, RowKind
from bot.flow.load import load

EVERYTHING = """
flow: everything
title: Every verb there is
start:
  - keyword: [hello, hi]
  - keyword: [exact]
    only: true
  - fallback
  - event: visit.completed
    offset: 2 days
    at: "18:00"
    if: contact.next_visit
  - tag: vip
anytime:
  agent: {words: [agent, human], go: desk}
  hours:
    words: [hours]
    do:
      - say: Nine to five.
states:
  ask:
    - say: [Hello!, How are you?]
    - ask: "What is it, {{ contact.first_name | default('you') }}?"
      choices: {bill: Billing, other: Something else}
      save: topic
      replies:
        bill: pay
        other: {end: other}
      else: ask
      silence:
        2 hours: Still there?
        1 day: {end: no_reply}
      give_up: desk
    - go: pay
      if: topic
    - go: desk
  pay:
    - http: POST https://api.example.com/pay/{{ topic }}?key=1
      save: paid
      on_error: desk
    - set: {contact.paid: "yes", sum: "1"}
    - tag: [payer]
    - untag: [debtor]
    - label: [money]
    - schedule: later
      in: 2 days
      id: x
    - cancel: y
    - pause: 90 seconds
    - match: "{{ topic }}"
      replies:
        good: {words: [good], go: done}
      else: lots
  lots:
    - split: {done: 75, desk: 25}
  done:
    - end: done
  desk:
    - handoff: desk
      say: One moment.
      no_agent:
        15 minutes: Nearly.
        2 hours: {end: unanswered}
"""


def read(source: str) -> Graph:
    flow, findings = load(dedent(source).strip() + "\n", "flows/everything.yaml")
    assert flow is not None, findings
    return read_graph(flow)


def in_states(states: str) -> Graph:
    """The graph of a flow with these states."""
    head = "flow: everything\nstart:\n  - fallback\nstates:\n"
    return read(head + indent(dedent(states), "  "))


@pytest.fixture(scope="module")
def everything() -> Graph:
    return read(EVERYTHING)


def node(graph: Graph, id: str) -> Node:
    return next(node for node in graph.nodes if node.id == id)


def ways(graph: Graph, source: str) -> list[tuple[str, EdgeKind, tuple[str, ...]]]:
    return [(edge.dest, edge.kind, edge.labels) for edge in graph.edges if edge.source == source]


def test_cards_come_in_the_authors_order_and_ends_last(everything):
    assert [
        (START, NodeKind.START),
        *((name, NodeKind.STATE) for name in ("ask", "pay", "lots", "done", "desk")),
        (ANYTIME, NodeKind.ANYTIME),
        *((f"end:{name}", NodeKind.END) for name in ("other", "no_reply", "done", "handed_over", "unanswered")),
    ] == [(node.id, node.kind) for node in everything.nodes]


def test_the_start_says_how_a_conversation_begins(everything):
    assert [
        "the text “hello” or “hi”",
        "only the text “exact”",
        "any other text",
        "event visit.completed, 2 days later at 18:00, if contact.next_visit",
        "tag vip added",
    ] == [row.text for row in node(everything, START).rows]
    assert [("ask", EdgeKind.NEXT, ())] == ways(everything, START)


def test_a_question_shows_what_it_expects_and_says_while_nobody_answers(everything):
    assert [
        (RowKind.SAY, "Hello!", "", "", None),
        (RowKind.SAY, "How are you?", "", "", None),
        (RowKind.ASK, "What is it, [first_name]?", "1 Billing · 2 Something else", "", "ask.topic"),
        (RowKind.NUDGE, "Still there?", "", "after 2 hours", None),
    ] == [(row.kind, row.text, row.hint, row.when, row.id) for row in node(everything, "ask").rows]


def test_every_way_out_of_a_question_is_an_arrow(everything):
    assert [
        ("pay", EdgeKind.REPLY, ("bill",)),
        ("end:other", EdgeKind.REPLY, ("other",)),
        ("ask", EdgeKind.REPLY, ("anything else",)),
        ("end:no_reply", EdgeKind.SILENCE, ("after 1 day",)),
        ("desk", EdgeKind.TROUBLE, ("not understood",)),
        ("pay", EdgeKind.NEXT, ("if topic",)),
        ("desk", EdgeKind.NEXT, ("otherwise",)),
    ] == ways(everything, "ask")


def test_what_happens_unseen_is_said_in_few_words(everything):
    assert [
        (RowKind.CALL, "POST api.example.com/pay/[topic]"),
        (RowKind.ACT, "sets contact.paid, sum"),
        (RowKind.ACT, "tags payer"),
        (RowKind.ACT, "untags debtor"),
        (RowKind.ACT, "labels money"),
        (RowKind.ACT, "schedules later"),
        (RowKind.ACT, "cancels y"),
        (RowKind.PAUSE, "waits 90 seconds"),
        (RowKind.ACT, "looks at [topic]"),
    ] == [(row.kind, row.text) for row in node(everything, "pay").rows]
    assert [
        ("desk", EdgeKind.TROUBLE, ("call fails",)),
        ("done", EdgeKind.REPLY, ("good",)),
        ("lots", EdgeKind.REPLY, ("anything else",)),
    ] == ways(everything, "pay")


def test_a_lottery_shows_its_odds(everything):
    assert [("done", EdgeKind.NEXT, ("75 %",)), ("desk", EdgeKind.NEXT, ("25 %",))] == ways(everything, "lots")


def test_a_handoff_is_a_person_and_ends_when_the_agent_closes(everything):
    assert [
        (RowKind.SAY, "One moment.", ""),
        (RowKind.HANDOFF, "hands over to desk", ""),
        (RowKind.NUDGE, "Nearly.", "no agent for 15 minutes"),
    ] == [(row.kind, row.text, row.when) for row in node(everything, "desk").rows]
    assert [
        ("end:handed_over", EdgeKind.REPLY, ("agent closes",)),
        ("end:unanswered", EdgeKind.SILENCE, ("no agent for 2 hours",)),
    ] == ways(everything, "desk")


def test_what_can_be_said_at_any_time_has_a_card_of_its_own(everything):
    assert [("“agent” or “human”", ""), ("“hours”", ""), ("Nine to five.", "hours")] == [
        (row.text, row.when) for row in node(everything, ANYTIME).rows
    ]
    assert [("desk", EdgeKind.REPLY, ("agent",))] == ways(everything, ANYTIME)


def test_ways_of_one_kind_to_one_state_share_an_arrow():
    graph = in_states(
        """
        first:
          - ask: Yes?
            expect: yes_no
            replies: {yes: second, no: second}
            silence:
              1 hour: second
        second:
          - end: done
        """
    )

    assert [
        ("second", EdgeKind.REPLY, ("yes", "no")),
        ("second", EdgeKind.SILENCE, ("after 1 hour",)),
    ] == ways(graph, "first")


def test_other_flows_actions_and_e_mails_have_their_rows_and_ways():
    graph = in_states(
        """
        first:
          - say: Hello.
            undelivered: {end: unreachable}
          - run: address
            save: home
            expired: {end: no_reply}
            failed: {end: broken}
          - do: find_table
            save: table
            on_error: {end: full}
          - email: desk@example.com
            subject: A table
            body: For two.
          - run: survey
            come_back: no
        """
    )

    assert [
        (RowKind.SAY, "Hello.", None),
        (RowKind.RUN, "runs address", "first.home"),
        (RowKind.CALL, "do find_table", "first.table"),
        (RowKind.ACT, "e-mails desk@example.com", None),
        (RowKind.RUN, "goes on as survey", "first.run-2"),
    ] == [(row.kind, row.text, row.id) for row in node(graph, "first").rows]
    assert [
        ("end:unreachable", EdgeKind.TROUBLE, ("not delivered",)),
        ("end:no_reply", EdgeKind.SILENCE, ("no answer there",)),
        ("end:broken", EdgeKind.TROUBLE, ("flow fails",)),
        ("end:full", EdgeKind.TROUBLE, ("action fails",)),
    ] == ways(graph, "first")


def test_blocks_in_blocks_say_what_led_there():
    graph = in_states(
        """
        first:
          - ask: How many?
            expect: integer
            min: 0
            max: 10
            replies:
              0..4:
                - say: Few.
                - end: few
              5..10:
                - say: Many.
                  if: contact.generous
                - end: many
        """
    )

    assert [("", "0 to 10"), ("0 to 4", ""), ("5 to 10 · if contact.generous", "")] == [
        (row.when, row.hint) for row in node(graph, "first").rows
    ]
    assert [
        ("end:few", EdgeKind.REPLY, ("0 to 4",)),
        ("end:many", EdgeKind.REPLY, ("5 to 10",)),
    ] == ways(graph, "first")


@pytest.mark.parametrize(
    ("point", "card"),
    [("ask", "ask"), ("ask.topic", "ask"), ("pay.paid", "pay"), ("end:done", "end:done"), ("nowhere", None)],
)
def test_a_point_of_the_machine_is_found_on_its_card(everything, point, card):
    assert card == everything.locate(point)


def test_arrows_end_at_cards(everything):
    ids = {node.id for node in everything.nodes}

    assert {end for edge in everything.edges for end in (edge.source, edge.dest)} <= ids
    assert len(everything.edges) == len({(edge.source, edge.dest, edge.kind) for edge in everything.edges})


def test_edges_are_values():
    assert Edge("a", "b", EdgeKind.REPLY, ("x",)) == Edge("a", "b", EdgeKind.REPLY, ("x",))
