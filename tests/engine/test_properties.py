"""Whatever happens in whatever order: the engine does not raise, does not hang, and forgets nothing in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.machine import Machine, compile_flow
from bot.engine.session import Session
from bot.engine.step import Step, new_session, step
from bot.events import (
    AgentClosed,
    CallHttp,
    Context,
    Event,
    Finish,
    Json,
    Reply,
    Result,
    Start,
    Stop,
    Undelivered,
    Wake,
)
from bot.flow.load import load
from tests.chat import ANA, CLINIC, machine

NOW = datetime(2026, 3, 7, 14, 0, tzinfo=UTC)
EVERYTHING = """
inputs: {visit: datetime}
anytime:
  agent: {words: [agent], go: human}
  hours: {words: [hours], do: [{say: Nine.}, {ask: Ok?, expect: yes_no}]}
expires: 2 days
states:
  one:
    - split: {two: 50, three: 50}
  two:
    - ask: "{{ visit | datetime }}?"
      expect: yes_no
      save: sure
      confirm: "{{ answer }}, sure?"
      replies: {no: [{say: Ok.}]}
      give_up: three
      silence: {1 hour: Hm?, 5 hours: three}
      undelivered: [{tag: [lost]}]
    - match: "{{ sure | default(false) }}"
      replies: {good: {words: ["yes"], go: three}}
    - pause: 3 hours
    - go: three
  three:
    - http: GET https://a.example/{{ visit }}
      save: found
      on_error: [{say: Oh.}]
    - ask: Which?
      choices: "{{ found.body.list | default([1, 2]) }}"
      save: which
      check: [{if: answer == '2', say: Not that one.}]
      else: [{set: {contact.odd: "{{ answers.which.text }}"}}]
    - ask: How many?
      expect: integer
      min: 1
      max: 9
      save: count
      replies: {1..3: human, 4..9: two}
    - end: done
  human:
    - handoff: care
      note: "{{ which | default('?') }}"
      say: Wait.
      closed: [{say: Back.}]
      no_agent: {10 minutes: Soon., 1 hour: {end: nobody}}
    - schedule: other
      in: 1 day
    - end: done
"""


def _shipped() -> list[Path]:
    folder = Path(__file__).parent.parent.parent / "flows"
    return [path for path in sorted(folder.glob("*.yaml")) if path.suffixes == [".yaml"]]


def _machines() -> list[Machine]:
    machines = [machine(EVERYTHING)]
    for path in _shipped():
        flow, findings = load(path.read_text(encoding="utf-8"), str(path))
        assert flow is not None, findings
        machines.append(compile_flow(flow))
    return machines


MACHINES = _machines()
INPUTS: Mapping[str, Json] = {
    name: {"datetime": "2026-03-09 10:00", "date": "2026-03-09", "integer": 1}.get(declared.type.value, "x")
    for compiled in MACHINES
    for name, declared in compiled.flow.inputs.items()
}
TEXTS = st.sampled_from(
    ["yes", "no", "1", "2", "7", "agent", "hours", "menu", "skip", "none", "40213", "", "10", "Ana", "maybe", "👍"]
)
BODIES: list[Json] = [{}, [], None, {"free": [{"id": "a", "label": "Mon"}]}, {"list": []}, {"status": "sent"}, "text"]
EVENTS = st.one_of(
    st.builds(Reply, TEXTS | st.text(max_size=8)),
    st.just(Wake()),
    st.builds(Result, st.just("?"), st.sampled_from([200, 200, 404, 0]), st.just({}), st.sampled_from(BODIES)),
    st.sampled_from([Undelivered(), AgentClosed(), Start(INPUTS), Wake(), Wake()]),
)
CONVERSATIONS = st.lists(st.tuples(EVENTS, st.integers(0, 48)), min_size=1, max_size=25)


def play(compiled: Machine, seed: int, events: list[tuple[Event, int]], *, through_json: bool) -> list[Step]:
    """Run a conversation; `?` stands for the call that waits."""
    now, context = NOW, Context(ANA, CLINIC)
    session = new_session(compiled, seed, now, context)
    taken = step(compiled, session, Start(INPUTS), now, context)
    steps = [taken]
    for event, hours in events:
        now += timedelta(hours=hours)
        if isinstance(event, Result):
            event = Result(taken.session.call or "none", event.status, event.headers, event.body)
        session = taken.session
        if through_json:
            session = Session.from_json(json.loads(json.dumps(session.to_json())))
        taken = step(compiled, session, event, now, context)
        steps.append(taken)
    return steps


@pytest.mark.no_cover
@pytest.mark.parametrize("compiled", MACHINES, ids=lambda compiled: compiled.flow.id)
@given(seed=st.integers(0, 1 << 64), events=CONVERSATIONS)
@settings(max_examples=60, deadline=None)
def test_random_conversations(compiled: Machine, seed: int, events: list[tuple[Event, int]]) -> None:
    """No fault of ours, no stuck session, and the same again after JSON."""
    steps = play(compiled, seed, events, through_json=False)
    assert steps == play(compiled, seed, events, through_json=True)
    for taken in steps:
        session = taken.session
        problems = [
            effect for effect in taken.effects if hasattr(effect, "code") and effect.code in ("internal", "no_way")
        ]
        assert [] == problems
        assert session.state in compiled.nodes
        kind = compiled.nodes[session.state].kind
        assert (session.outcome is not None) == (kind == "end")
        assert session.outcome is not None or session.wake_at is not None or kind in ("handoff", "call", "start")
        finished = sum(isinstance(effect, Finish) for effect in taken.effects)
        called = sum(isinstance(effect, CallHttp) for effect in taken.effects)
        assert finished <= 1
        assert called <= 1


@given(seed=st.integers(0, 1 << 64), events=CONVERSATIONS)
@settings(max_examples=40, deadline=None)
def test_it_can_be_stopped_anywhere(seed: int, events: list[tuple[Event, int]]) -> None:
    taken = play(MACHINES[0], seed, events, through_json=False)[-1]
    stopped = step(MACHINES[0], taken.session, Stop("opted_out"), NOW, Context())
    assert stopped.session.outcome in ("opted_out", taken.session.outcome)
    assert not stopped.session.waiting
