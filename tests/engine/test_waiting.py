"""Silence, expiry, pauses and agents: what happens while nothing is said."""

from __future__ import annotations

from datetime import timedelta

from bot.engine.step import step
from bot.events import (
    Context,
    Finish,
    Handoff,
    Wake,
)
from bot.limits import INBOX_MESSAGES_MAX
from tests.chat import THURSDAY, Chat, chat
from tests.engine.talks import ask

# ── time ──


def test_silence_counts_from_the_question(coming: Chat) -> None:
    assert THURSDAY + timedelta(hours=4) == coming.session.wake_at
    coming.skip()
    coming.hears("Still there?")
    assert THURSDAY + timedelta(hours=20) == coming.session.wake_at
    coming.skip()
    assert "no_reply" == coming.outcome
    assert coming.session.wake_at is None


def test_who_writes_is_not_silent(coming: Chat) -> None:
    coming.wait(timedelta(hours=3))
    coming.says("banana")
    coming.hears("Sorry - YES or NO?")
    assert coming.now + timedelta(hours=4) == coming.session.wake_at


def test_of_what_is_late_only_the_block_runs(coming: Chat) -> None:
    coming.now += timedelta(hours=30)
    coming.skip()
    assert ("no_reply", ["Ana, coming on Fri, Mar 6, 10:00 AM?"]) == (coming.outcome, coming.said)


def test_of_late_texts_the_last_is_said() -> None:
    talk = ask("silence:\n  1 hour: One.\n  2 hours: Two.\n  9 hours: Nine.")
    talk.now += timedelta(hours=3)
    talk.skip()
    assert (["Two."], THURSDAY + timedelta(hours=9)) == (talk.said[1:], talk.session.wake_at)


def test_a_silent_session_expires() -> None:
    talk = chat("expires: 2 days\nstates:\n  one:\n    - ask: Well?\n    - end: done")
    talk.start()
    assert THURSDAY + timedelta(days=2) == talk.session.wake_at
    talk.skip()
    assert "expired" == talk.outcome


def test_a_wake_before_anything_is_due_does_nothing(coming: Chat) -> None:
    taken = step(coming.machine, coming.session, Wake(), coming.now, Context())
    assert ((), coming.session) == (taken.effects, taken.session)


def test_a_pause_waits_without_listening_and_keeps_what_is_said() -> None:
    talk = chat(
        "states:\n  one:\n    - say: Later.\n    - pause: 5 days\n"
        "    - ask: Now?\n      expect: yes_no\n      save: it\n    - end: done"
    )
    talk.start()
    assert [] == talk.says("yes")
    assert THURSDAY + timedelta(days=5) == talk.session.wake_at
    talk.skip()
    assert (["Later.", "Now?"], True, "done") == (talk.said, talk.variables["it"], talk.outcome)


def test_what_was_written_before_the_question_is_not_held_against_the_person() -> None:
    talk = chat(
        "states:\n  one:\n    - pause: 1 hour\n    - ask: Now?\n      expect: yes_no\n      give_up: {end: no}\n"
        "      else: {end: other}\n    - end: done"
    )
    talk.start()
    talk.says("banana")
    talk.skip()
    assert (["Now?"], True, 0) == (talk.said, talk.waiting, talk.session.attempts)


def test_only_so_many_texts_are_kept() -> None:
    talk = chat("states:\n  one:\n    - pause: 1 hour\n    - end: done")
    talk.start()
    for _ in range(INBOX_MESSAGES_MAX + 5):
        talk.says("hello")
    assert INBOX_MESSAGES_MAX == len(talk.session.inbox)


# ── agents ──


def test_the_bot_is_silent_while_an_agent_is_there(coming: Chat) -> None:
    coming.says("agent")
    assert [] == coming.says("hello?")
    assert coming.waiting
    coming.agent_closed()
    assert ("handed_over", None) == (coming.outcome, coming.handoff)


def test_no_agent_is_like_silence(coming: Chat) -> None:
    coming.says("agent")
    coming.skip()
    assert "Sorry for the wait." == coming.said[-1]
    coming.skip()
    assert "unanswered" == coming.outcome


def test_a_closed_block_runs_when_the_agent_closes() -> None:
    talk = chat("states:\n  one:\n    - handoff: care\n      closed: [{say: Bye.}]\n    - end: done")
    talk.start()
    assert (["Bye."], "done") == (talk.agent_closed(), talk.outcome)


def test_a_handoff_that_does_not_wait_goes_on() -> None:
    talk = chat("states:\n  one:\n    - handoff: care\n      priority: high\n      wait: no\n    - end: done")
    talk.start()
    assert [Handoff("care", "", "high"), Finish("done")] == talk.effects
