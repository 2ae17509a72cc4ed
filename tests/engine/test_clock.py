"""What is due when, down to the end of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.engine.clock import Due, due, later, wake_at
from bot.engine.session import Session
from tests.chat import THURSDAY, Chat, chat

NUDGES = """
expires: 10 hours
states:
  one:
    - ask: Well?
      silence:
        1 hour: One.
        2 hours: Two.
        3 hours: {end: quiet}
        12 hours: {end: never}
"""


def started() -> Chat:
    talk = chat(NUDGES)
    talk.start()
    return talk


def what(talk: Chat, hours: float) -> Due:
    return due(talk.machine, talk.session, talk.node, THURSDAY + timedelta(hours=hours))


def test_nothing_before_the_first_hour() -> None:
    assert Due() == what(started(), 0.9)


def test_the_last_of_several_texts() -> None:
    found = what(started(), 2.5)
    assert found.entry is not None
    assert ("Two.", 2) == (found.entry.say.source if found.entry.say else "", found.fired)


def test_a_block_before_texts_and_before_a_later_expiry() -> None:
    found = what(started(), 11)
    assert (3, False) == (found.fired, found.expired)
    assert found.entry is not None
    assert found.entry.block is not None


def test_expiry_before_what_would_come_after_it() -> None:
    talk = started()
    talk.session.fired = 3
    assert Due(expired=True) == what(talk, 13)


def test_what_has_not_been_asked_is_not_due() -> None:
    talk = started()
    talk.session.asked_at = None
    assert Due() == what(talk, 100)
    assert wake_at(talk.machine, talk.session) is None


def test_a_session_of_another_flow_is_not_woken() -> None:
    talk = started()
    assert wake_at(talk.machine, Session("chat", "", 1, THURSDAY, THURSDAY, state="gone", asked_at=THURSDAY)) is None


def test_time_ends() -> None:
    end = datetime.max.replace(tzinfo=UTC)
    assert end == later(THURSDAY, timedelta(days=3_000_000))
