"""The first contact: consent in so many words, then a name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.engine.route import Enter, route_text
from bot.events import Context
from tests.flows.conftest import BUSINESS, CONTACT, NOW

CONSENT = (
    "Hi, this is Riverside Dental. May we text you about your visits, up to 4 msgs/month? "
    "Reply YES or NO. Msg&data rates may apply. HELP for help, STOP to opt out."
)
AGREED = (
    "Riverside Dental: You agreed to up to 4 msgs/month about your visits. "
    "Msg&data rates may apply. HELP for help, STOP to opt out."
)
NAME = "What is your first name? Reply SKIP if you would rather not say."
THEN = "2026-12-03T10:00:00-05:00"


def entered(library, text, session=None, **contact):
    decision = route_text(library, text, session, Context({**CONTACT, **contact}, BUSINESS), NOW)
    return decision.machine.flow.id if isinstance(decision, Enter) else None


@pytest.mark.parametrize("text", ["hello", "Hi!", "hi there", "JOIN", "is anybody there", "👋"])
def test_somebody_new_is_welcomed_whatever_they_write(library, text):
    assert "welcome" == entered(library, text)


def test_whoever_was_welcomed_is_not_welcomed_again_by_chance(library):
    assert "triage" == entered(library, "is anybody there", welcomed_at=THEN)
    assert "welcome" == entered(library, "hello", welcomed_at=THEN)


def test_consent_is_asked_for_with_all_that_it_takes(talk):
    chat = talk("welcome")

    assert [CONSENT] == chat.start()
    assert THEN == chat.contact["welcomed_at"]


def test_yes_is_recorded_with_its_time_and_confirmed(talk):
    chat = talk("welcome")
    chat.start()

    assert [AGREED, NAME] == chat.says("Yes please")
    assert ("yes", THEN, "Texts about your visits, up to 4 msgs/month") == tuple(
        chat.contact[name] for name in ("consent", "consent_at", "consent_text")
    )
    assert ["Thank you, Ana! Whenever you need us, just text us here."] == chat.says(" Ana ")
    assert ("joined", "Ana") == (chat.outcome, chat.contact["first_name"])


@pytest.mark.parametrize("reply", ["skip", "SKIP.", "no"])
def test_a_name_may_be_kept(talk, reply):
    chat = talk("welcome")
    chat.start()
    chat.says("yes")

    assert ["Thank you! Whenever you need us, just text us here."] == chat.says(reply)
    assert ("joined", False) == (chat.outcome, "first_name" in chat.contact)


def test_a_name_is_short(talk):
    chat = talk("welcome")
    chat.start()
    chat.says("yes")

    assert ["Just your first name, please, or SKIP."] == chat.says("why would you want to know what I am called")
    assert "Thank you, Bo! Whenever you need us, just text us here." == chat.says("Bo")[0]


def test_no_is_recorded_and_respected(talk):
    chat = talk("welcome")
    chat.start()

    assert ["All right, we will not text you first. Whenever you need us, just text us here."] == chat.says("no")
    assert ("declined", "no", THEN) == (chat.outcome, chat.contact["consent"], chat.contact["consent_at"])
    assert "consent_text" not in chat.contact


def test_whatever_is_neither_is_no_consent(talk):
    chat = talk("welcome")
    chat.start()

    assert ["Sorry, may we text you about your visits? Please reply YES or NO."] == chat.says("maybe later")
    assert ["Just YES or NO, please - or SUPPORT if you need our help."] == chat.says("maybe later")
    assert ([], "unclear") == (chat.says("maybe later"), chat.outcome)
    assert "consent" not in chat.contact


def test_silence_is_no_consent_and_is_left_alone(talk):
    chat = talk("welcome")
    chat.start()

    assert ([], "no_reply") == (chat.wait(timedelta(days=2)), chat.outcome)
    assert "consent" not in chat.contact


def test_consent_without_a_name_is_consent(talk):
    chat = talk("welcome")
    chat.start()
    chat.says("yes")

    assert ([], "joined", "yes") == (chat.wait(timedelta(days=1)), chat.outcome, chat.contact["consent"])


@pytest.mark.parametrize(
    ("contact", "text"),
    [
        ({"first_name": "Ana"}, "Hello, Ana! How can we help? Just text us here."),
        ({}, "Hello! How can we help? Just text us here."),
    ],
)
def test_whoever_has_agreed_is_only_greeted(talk, contact, text):
    chat = talk("welcome", consent="yes", **contact)

    assert ([text], "greeted") == (chat.start(), chat.outcome)


def test_whoever_declined_may_join_later(talk):
    assert [CONSENT] == talk("welcome", consent="no", welcomed_at=THEN).start()


def test_whoever_needs_help_is_not_held_up(talk, library):
    chat = talk("welcome")
    chat.start()

    assert "triage" == entered(library, "support", chat.session)
    assert ["One moment, a colleague will text you here."] == chat.says("a person please")
    assert ("support", "New contact +12025550143") == (chat.handoff["queue"], chat.handoff["note"])


def test_every_message_is_one_segment(talk):
    chat = talk("welcome")
    chat.start()
    for text in ("hm", "hm", "yes", "x" * 50, "Ana"):
        chat.says(text)

    assert {1} == {bubble.segments for bubble in chat.bubbles if bubble.who == "bot"}
