"""The compiled flow: its points, the ways between them, and the one machine that all sessions share."""

from __future__ import annotations

import threading

import pytest
import transitions

from bot.engine.machine import compile_flow
from bot.engine.nodes import Edge, Kind, Way
from bot.engine.session import Session
from bot.errors import BotError
from bot.flow.model import Anytime, Ask, End, Flow, Go, Matcher, Question, Say, Text
from tests.chat import ANA, THURSDAY, Chat, machine

FLOW = """
anytime:
  agent: {words: [agent], go: human}
  hours: {words: [hours], do: [{say: Nine.}]}
states:
  confirm:
    - ask: Coming?
      expect: yes_no
      save: coming
      replies: {yes: booked, no: [{say: Oh.}]}
      unclear: YES or NO?
      give_up: human
      silence:
        1 hour: Well?
        2 hours: {end: no_reply}
    - go: booked
      if: coming
    - http: GET https://a.example/
      save: found
    - end: "no"
  booked:
    - end: confirmed
  human:
    - handoff: care
"""


def test_points_are_states_questions_blocks_calls_handoffs_and_ends() -> None:
    assert {
        "new:": Kind.START,
        "confirm": Kind.STATE,
        "booked": Kind.STATE,
        "human": Kind.STATE,
        "confirm.coming": Kind.QUESTION,
        "confirm.coming/no": Kind.BRANCH,
        "anytime/hours": Kind.BRANCH,
        "confirm.found": Kind.CALL,
        "human.handoff-1": Kind.HANDOFF,
        "end:confirmed": Kind.END,
        "end:no": Kind.END,
        "end:no_reply": Kind.END,
        "end:handed_over": Kind.END,
        "end:failed": Kind.END,
        "end:expired": Kind.END,
        "end:stopped": Kind.END,
    } == {name: node.kind for name, node in machine(FLOW).nodes.items()}


def test_a_reply_tries_its_ways_in_order() -> None:
    edges = [edge for edge in machine(FLOW).edges if (edge.source, edge.trigger) == ("confirm.coming", "reply")]
    assert [
        (Way.ANYTIME, "agent", "human"),
        (Way.ANYTIME, "hours", "anytime/hours"),
        (Way.REPLY, "yes", "booked"),
        (Way.REPLY, "no", "confirm.coming/no"),
        (Way.ANSWERED, "", "confirm.coming"),
        (Way.WORN_OUT, "", "end:failed"),
        (Way.GIVE_UP, "", "human"),
        (Way.UNCLEAR, "", "confirm.coming"),
    ] == [(edge.way, edge.label, edge.dest) for edge in edges]


def test_steps_move_from_every_point_where_they_run() -> None:
    steps = {(edge.source, edge.dest, edge.label) for edge in machine(FLOW).edges if edge.way is Way.STEP}
    assert {
        ("confirm", "confirm.coming", ""),
        ("confirm.coming", "booked", "coming"),
        ("confirm.coming", "confirm.found", ""),
        ("confirm.coming/no", "booked", "coming"),
        ("confirm.coming/no", "confirm.found", ""),
        ("confirm.found", "end:no", ""),
        ("booked", "end:confirmed", ""),
        ("human", "human.handoff-1", ""),
        ("anytime/hours", "confirm.coming", "back"),
    } == steps


def test_time_and_failure_have_their_ways() -> None:
    edges = {(edge.source, edge.trigger, edge.way, edge.label, edge.dest) for edge in machine(FLOW).edges}
    assert {
        ("confirm.coming", "silence", Way.NUDGE, "1 hour", "confirm.coming"),
        ("confirm.coming", "silence", Way.SILENCE, "2 hours", "end:no_reply"),
        ("confirm.coming", "expired", Way.SYSTEM, "expired", "end:expired"),
        ("confirm.found", "result", Way.RESULT, "", "confirm.found"),
        ("confirm.found", "result", Way.ERROR, "", "end:failed"),
        ("human.handoff-1", "closed", Way.CLOSED, "", "end:handed_over"),
        ("new:", "stop", Way.SYSTEM, "stopped", "end:stopped"),
    } <= edges


def test_who_waits_for_an_agent_does_not_expire() -> None:
    assert "expired" not in {edge.trigger for edge in machine(FLOW).edges if edge.source == "human.handoff-1"}


def test_no_name_of_the_author_collides() -> None:
    compiled = machine(
        "states:\n  new:\n    - ask: A?\n      save: it\n      replies: {give_up: [{say: One.}]}\n"
        "      give_up: [{say: Two.}]\n    - http: GET https://a.example/\n      save: it\n    - end: done"
    )
    kinds = [node.kind for node in compiled.nodes.values()]
    assert (1, 1, 1, 2) == tuple(map(kinds.count, (Kind.QUESTION, Kind.CALL, Kind.STATE, Kind.BRANCH)))


def test_sessions_lend_their_state_and_leave_nothing_behind() -> None:
    compiled = machine(FLOW)

    session = Session("chat", "", 1, THURSDAY, THURSDAY)
    edge = compiled.fire("start", session, _Willing())
    assert edge is not None
    assert Way.START is edge.way
    assert ("confirm", []) == (session.state, compiled.machine.models)


def test_there_is_no_way_where_there_is_no_edge() -> None:
    compiled = machine(FLOW)
    session = Session("chat", "", 1, THURSDAY, THURSDAY)
    assert None is compiled.fire("reply", session, _Unwilling())
    assert None is compiled.fire("no such trigger", session, _Unwilling())
    assert "new:" == session.state


@pytest.mark.parametrize("way", Way)
def test_a_session_moves_as_the_library_would_move_it(way) -> None:
    compiled = machine(FLOW)
    for event in compiled.machine.events.values():
        for node in list(event.transitions):
            ours, theirs = (Session("chat", "", 1, THURSDAY, THURSDAY, state=node) for _ in range(2))
            moment, judge = _Only(way), _Only(way)
            moved = event.trigger(ours, moment)
            assert transitions.Event.trigger(event, theirs, judge) == moved
            assert (theirs.state, judge.taken) == (ours.state, moment.taken)


class _Willing:
    taken: Edge | None = None

    def allows(self, edge: Edge) -> bool:
        return True


class _Only:
    taken: Edge | None = None

    def __init__(self, way: Way) -> None:
        self._way = way

    def allows(self, edge: Edge) -> bool:
        return edge.way is self._way


class _Unwilling:
    taken: Edge | None = None

    def allows(self, edge: Edge) -> bool:
        raise AssertionError("nothing was to be asked")


def test_threads_share_one_machine() -> None:
    compiled = machine(FLOW)
    outcomes: list[str | None] = []

    def talk() -> None:
        for number in range(50):
            chat = Chat(compiled, seed=number, contact=dict(ANA))
            chat.start()
            chat.says("yes" if number % 2 else "agent")
            outcomes.append(chat.outcome)

    threads = [threading.Thread(target=talk) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {"confirmed": 100, None: 100} == {key: outcomes.count(key) for key in ("confirmed", None)}


def test_a_flow_of_too_many_ways_is_refused() -> None:
    asks = tuple(Ask(id=f"one.{n}", text=Text("?"), question=Question()) for n in range(300))
    labels = tuple(Anytime(f"a{n}", Matcher(words=(f"w{n}",)), (Go(state="one"),)) for n in range(300))
    with pytest.raises(BotError, match="split it into several flows"):
        compile_flow(Flow(id="huge", anytime=labels, states={"one": (*asks, End())}))


@pytest.mark.no_cover
def test_a_large_flow_compiles_quickly() -> None:
    def state(number: int) -> tuple[Say | Ask | Go, ...]:
        question = Question(give_up=(Go(state="s0"),))
        return (
            Say(texts=(Text("Hello."),)),
            Ask(id=f"s{number}.1", text=Text("Well?"), question=question),
            Go(state=f"s{(number + 1) % 1000}"),
        )

    compiled = compile_flow(Flow(id="large", states={f"s{number}": state(number) for number in range(1000)}))
    assert 2000 < len(compiled.nodes)


def test_templates_are_compiled_once() -> None:
    compiled = machine(FLOW)
    assert compiled.text("Hi {{ name }}") is compiled.text("Hi {{ name }}")
    assert compiled.expression("a and b") is compiled.expression("a and b")
    assert compiled.value("{{ a }}") is compiled.value("{{ a }}")
    assert compiled.text("{{ a }}") is not compiled.value("{{ a }}")


def test_a_block_that_jumps_needs_no_point_of_its_own() -> None:
    assert "confirm.coming/yes" not in machine(FLOW).nodes
