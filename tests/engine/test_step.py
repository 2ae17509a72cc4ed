"""The engine as a function: ends, faults, and what it never does."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.engine.nodes import NEW
from bot.engine.step import new_session, step
from bot.events import (
    AgentClosed,
    Context,
    Event,
    Finish,
    Problem,
    Reply,
    Result,
    Say,
    Start,
    Stop,
    Undelivered,
    Wake,
)
from bot.limits import STEPS_PER_EVENT_MAX
from tests.chat import ANA, CLINIC, THURSDAY, Chat, chat, machine
from tests.engine.talks import COMING, ask


def test_an_ended_session_ignores_everything(coming: Chat) -> None:
    coming.says("yes")
    for event in (Start({}), Reply("hi"), Wake(), Result("x"), Undelivered(), AgentClosed(), Stop("late")):
        taken = step(coming.machine, coming.session, event, coming.now, Context())
        assert (coming.session, ()) == (taken.session, taken.effects)


@pytest.mark.parametrize("event", [Reply("hi"), Wake(), Result("x"), Undelivered(), AgentClosed()])
def test_nothing_happens_before_the_start(event: Event) -> None:
    compiled = machine(COMING)
    session = new_session(compiled, 1, THURSDAY, Context(ANA))
    taken = step(compiled, session, event, THURSDAY, Context(ANA))
    assert (NEW, ()) == (taken.session.state, taken.effects)


def test_a_session_starts_once(coming: Chat) -> None:
    before = coming.session
    coming.start({"visit": "2026-03-06 10:00"})
    assert before == coming.session


@pytest.mark.parametrize("started", [True, False])
def test_it_can_be_ended_from_outside(started: bool) -> None:
    talk = chat(COMING)
    if started:
        talk.start({"visit": "2026-03-06 10:00"})
    talk.stop("opted_out")
    assert ("opted_out", [Finish("opted_out")], None) == (talk.outcome, talk.effects, talk.session.wake_at)


def test_a_loop_that_never_waits_is_cut() -> None:
    talk = chat("states:\n  one:\n    - go: two\n  two:\n    - go: one")
    talk.start()
    detail = f"more than {STEPS_PER_EVENT_MAX} steps ran without waiting for the person"
    assert [Problem("loop", detail), Finish("failed")] == talk.effects


def test_a_state_that_does_not_say_where_to_go_fails() -> None:
    talk = chat("states:\n  one:\n    - say: Hi.")
    talk.start()
    assert Problem("lost", "`one` does not say where to go next") == talk.effects[1]


def test_a_name_without_a_value_fails() -> None:
    talk = chat("states:\n  one:\n    - say: Hi.\n    - say: '{{ nothing }}'\n    - end: done")
    talk.start()
    assert [Say("Hi.", "one"), Problem("template", "`nothing` has no value here"), Finish("failed")] == talk.effects


def test_a_bound_that_cannot_be_read_fails() -> None:
    talk = ask("expect: integer\nmin: '{{ contact.first_name }}'")
    talk.says("5")
    assert Problem("bound", "the bound `Ana` of the question is not a number") == talk.effects[0]


def test_a_session_does_not_grow_without_limit() -> None:
    talk = chat(
        "states:\n  one:\n    - http: GET https://a.example/\n      save: found\n    - end: done",
        stubs={"*": [["x" * 4000] * 50]},
    )
    talk.start()
    detail = "`found` is more than the conversation can hold"
    assert ([Problem("too_large", detail), Finish("failed")], {}) == (talk.effects[-2:], talk.variables)


def test_a_session_of_another_flow_fails_instead_of_raising() -> None:
    compiled = machine(COMING)
    session = new_session(compiled, 1, THURSDAY, Context(ANA))
    session.state = "gone.away"
    for event in (Reply("hi"), Stop("late"), Wake(), Result("x"), Undelivered(), AgentClosed()):
        taken = step(compiled, session, event, THURSDAY, Context(ANA))
        assert ("end:failed", "failed") == (taken.session.state, taken.session.outcome)


def test_what_nobody_foresaw_fails_instead_of_raising(coming: Chat) -> None:
    naive = datetime(2026, 3, 5)
    taken = step(coming.machine, coming.session, Wake(), naive, Context())
    assert "failed" == taken.session.outcome
    assert [Problem("internal", "TypeError: can't compare offset-naive and offset-aware datetimes")] == [
        effect for effect in taken.effects if isinstance(effect, Problem)
    ]


def test_the_given_session_is_left_as_it_is(coming: Chat) -> None:
    before, kept = coming.session, coming.session.to_json()
    coming.says("banana")
    coming.says("yes")
    assert kept == before.to_json()


def test_the_trace_tells_what_happened(coming: Chat) -> None:
    coming.says("yes")
    assert [
        ("reply", "yes"),
        ("set", "contact.status = 'confirmed'"),
        ("tag", "coming"),
        ("ended", "confirmed"),
    ] == [(entry.kind, entry.text) for entry in coming.log[1:]]


def test_contacts_and_businesses_are_seen_as_the_turn_changes_them() -> None:
    talk = chat(
        "states:\n  one:\n    - set: {contact.language: es}\n    - ask: Sí?\n      expect: yes_no\n    - end: done",
        business=CLINIC,
    )
    talk.start()
    talk.says("banana")
    assert "Perdón, responda SÍ o NO." == talk.said[-1]
