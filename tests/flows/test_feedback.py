"""Feedback after a visit: one number, and what follows from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.engine.route import route_event
from bot.events import CallHttp, Context
from tests.flows.conftest import BUSINESS, NOW

API = {"POST https://api.example.com/nps": {"status": 204}}


def reported(chat):
    """What the business's API was told."""
    return [effect.json for effect in chat.effects if isinstance(effect, CallHttp)]


def test_the_question_comes_two_days_later_at_six(library):
    (entered,) = route_event(library, "visit.completed", {}, Context(business=BUSINESS), NOW)

    assert ("feedback", datetime(2026, 12, 5, 23, 0, tzinfo=UTC)) == (entered.machine.flow.id, entered.due_at)


def test_the_question(talk):
    assert [
        "Thanks for visiting Riverside Dental! How likely are you to recommend us, from 0 (never) to 10 (certainly)?"
    ] == talk("feedback").start()


@pytest.mark.parametrize("reply", ["9", "10", "I'd say a 9", "ten", "9!"])
def test_who_loves_us_is_asked_to_tell_others(talk, reply):
    chat = talk("feedback", stubs=API, first_name="Ana")
    chat.start()

    assert [
        "Wonderful! It would mean a lot if you told others - https://g.page/r/example/review",
        "Thank you, Ana. We read every answer.",
    ] == chat.says(reply)
    assert "done" == chat.outcome
    assert [{"contact": "ctc_1", "score": chat.variables["score"], "comment": ""}] == reported(chat)


@pytest.mark.parametrize("reply", ["7", "8", "seven"])
def test_who_likes_us_is_asked_what_was_missing(talk, reply):
    chat = talk("feedback", stubs=API)
    chat.start()

    assert ["Thank you! What one thing would have made it a 10?"] == chat.says(reply)
    assert ["Thank you. We read every answer."] == chat.says("Shorter waits")
    assert ["Shorter waits"] == [call["comment"] for call in reported(chat)]


@pytest.mark.parametrize("reply", ["0", "6", "six"])
def test_who_is_unhappy_is_heard_and_called(talk, reply):
    chat = talk("feedback", stubs=API)
    chat.start()

    assert ["We are sorry to hear that. What went wrong?"] == chat.says(reply)
    assert ["nps_detractor"] == chat.contact["tags"]
    assert ["Thank you for telling us. Would you like someone to call you?"] == chat.says("It hurt")
    assert ["Thank you. Someone will be in touch as soon as possible."] == chat.says("yes")
    assert ("care", "high", f"NPS {chat.variables['score']}: It hurt") == tuple(
        chat.handoff[key] for key in ("queue", "priority", "note")
    )
    assert ["Thank you. We read every answer."] == chat.agent_closed()
    assert "done" == chat.outcome


def test_who_is_unhappy_and_wants_no_call_is_thanked(talk):
    chat = talk("feedback", stubs=API)
    chat.start()
    chat.says("3")
    chat.says("It hurt")

    assert ["Thank you. We read every answer."] == chat.says("no")


@pytest.mark.parametrize("reply", ["11", "-1", "7 or 8", "fine", "3.5"])
def test_what_is_no_number_from_0_to_10_is_asked_again(talk, reply):
    chat = talk("feedback")
    chat.start()

    assert ["Sorry, please reply with one number from 0 to 10."] == chat.says(reply)
    assert ["Just one number, for example 8."] == chat.says(reply)
    assert ([], "unclear") == (chat.says(reply), chat.outcome)


def test_silence_is_answered_once(talk):
    chat = talk("feedback")
    chat.start()

    assert ["A quick one - from 0 to 10, would you recommend us?"] == chat.wait(timedelta(days=1))
    assert ([], "no_reply") == (chat.wait(timedelta(days=2)), chat.outcome)


def test_a_number_counts_though_the_rest_is_silence(talk):
    chat = talk("feedback", stubs=API)
    chat.start()
    chat.says("5")

    assert ["Thank you. We read every answer."] == chat.wait(timedelta(days=1))
    assert ([{"contact": "ctc_1", "score": 5, "comment": ""}], "done") == (reported(chat), chat.outcome)


def test_where_the_api_fails_the_customer_does_not_notice(talk):
    chat = talk("feedback", stubs={})
    chat.start()
    chat.says("8")

    assert ["Thank you. We read every answer."] == chat.says("Nothing")
    assert "done" == chat.outcome


def test_a_person_can_be_asked_for_before_any_number(talk):
    chat = talk("feedback", stubs=API)
    chat.start()
    chat.says("agent please")

    assert "NPS -: no comment" == chat.handoff["note"]
