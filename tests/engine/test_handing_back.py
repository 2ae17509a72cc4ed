"""A person hands the conversation back to a flow: at its question, at a state, or because nobody came."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.engine.recording import describe, read_event
from bot.engine.session import Session
from bot.events import AgentClosed, Event, Resume, Say
from bot.simulator import Simulation
from tests.engine.talks import chat

ASKING = """\
states:
  one:
    - ask: Which day?
      choices: {mon: Monday, tue: Tuesday}
      save: day
      silence:
        1 hour: Still there?
    - go: two
  two:
    - ask: How many?
      expect: integer
      save: guests
      confirm: "{{ guests }}, right?"
    - go: three
  three:
    - say: "{{ day }}, {{ guests }}."
    - end: done
"""
HANDING = """\
states:
  one:
    - handoff: care
      say: One moment.
      closed: [{say: Bye.}, {end: helped}]
      no_agent:
        5 minutes: You are next.
        30 minutes: [{say: Nobody is here.}, {end: alone}]
    - end: done
"""


def told(talk: Simulation, event: Event) -> list[str]:
    before = len(talk.said)
    talk._happen(event)
    return talk.said[before:]


def test_the_pending_question_is_asked_again_and_its_silence_counts_anew() -> None:
    talk = chat(ASKING)
    talk.start()
    talk.wait(timedelta(minutes=50))
    said = told(talk, Resume())

    assert ["Which day?\n1. Monday\n2. Tuesday"] == said
    assert talk.now + timedelta(hours=1) == talk.session.wake_at
    assert ["How many?"] == talk.says("1")


def test_what_was_understood_is_asked_about_again() -> None:
    talk = chat(ASKING)
    talk.start()
    talk.says("1")
    talk.says("3")

    assert ["3, right?"] == told(talk, Resume())
    assert ["mon, 3."] == talk.says("yes")


def test_attempts_still_count() -> None:
    talk = chat(ASKING)
    talk.start()
    talk.says("banana")
    told(talk, Resume())

    assert 1 == talk.session.attempts


@pytest.mark.parametrize("flow", [HANDING, "states:\n  one:\n    - pause: 1 hour\n    - end: done"])
def test_where_nothing_is_asked_nothing_is_said(flow: str) -> None:
    talk = chat(flow)
    talk.start()
    before = talk.session.state

    assert ([], before) == (told(talk, Resume()), talk.session.state)


def test_it_goes_on_at_the_state_that_it_is_sent_to() -> None:
    talk = chat(ASKING)
    talk.start()
    talk.says("2")
    talk.says("3")

    assert ["Which day?\n1. Monday\n2. Tuesday"] == told(talk, Resume("one"))
    assert (None, 0, "tue") == (talk.session.candidate, talk.session.attempts, talk.variables["day"])


@pytest.mark.parametrize(("state", "problem"), [("nowhere", "no state `nowhere`"), ("three", "day")])
def test_a_state_that_cannot_be_is_a_failure_that_says_why(state: str, problem: str) -> None:
    talk = chat(ASKING)
    talk.start()
    told(talk, Resume(state))

    assert "failed" == talk.outcome
    assert [True] == [problem in effect.detail for effect in talk.effects if hasattr(effect, "detail")]


def test_where_nobody_came_the_first_block_happens_at_once() -> None:
    talk = chat(HANDING)
    talk.start()

    assert ["Nobody is here."] == told(talk, AgentClosed(came=False))
    assert "alone" == talk.outcome


def test_where_the_flow_does_not_say_what_then_it_waits() -> None:
    talk = chat("states:\n  one:\n    - handoff: care\n      no_agent: {5 minutes: Soon.}\n    - end: done")
    talk.start()

    assert ([], True) == (told(talk, AgentClosed(came=False)), talk.waiting)


@pytest.mark.parametrize("event", [Resume(), Resume("two"), AgentClosed(), AgentClosed(came=False)])
def test_it_stands_in_the_log_as_it_happened(event: Event) -> None:
    assert event == read_event(describe(event))


def test_an_older_log_is_read_as_it_was_meant() -> None:
    assert AgentClosed() == read_event({"type": "agentclosed"})


def test_a_session_is_still_plain_data() -> None:
    talk = chat(ASKING)
    talk.start()
    told(talk, Resume("two"))

    assert talk.session == Session.from_json(talk.session.to_json())
    assert [Say] == [type(effect) for effect in talk.effects if isinstance(effect, Say)][-1:]
