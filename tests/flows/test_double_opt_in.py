"""Double opt-in: whoever signed up confirms it by text, and nothing short of yes counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.events import MessageClass

ASKED = (
    "Riverside Dental: Reply YES to get recurring automated marketing texts about Deals, up to 4 msgs/month. "
    "Consent is not a condition of purchase. Msg&data rates may apply. HELP for help, STOP to opt out."
)
AGREED = (
    "Riverside Dental: You are subscribed to Deals, up to 4 msgs/month. Msg&data rates may apply. "
    "HELP for help, STOP to opt out."
)


def test_consent_is_asked_for_with_all_that_it_takes(talk):
    chat = talk("double_opt_in")

    assert [ASKED] == chat.start()
    assert MessageClass.TRANSACTIONAL == chat.machine.flow.message_class


@pytest.mark.parametrize("reply", ["yes", "YES!", "yes please", "👍", "y"])
def test_yes_is_kept_with_its_time_and_confirmed(talk, reply):
    chat = talk("double_opt_in")
    chat.start()

    assert [AGREED] == chat.says(reply)
    assert ("confirmed", "yes", "express_written", "Deals") == (
        chat.outcome,
        *(chat.contact[name] for name in ("consent", "consent_type", "consent_program")),
    )


@pytest.mark.parametrize(
    ("said", "outcome"),
    [(["no"], "declined"), (["hm", "hm"], "unclear"), (["how much is it?", "who are you"], "unclear")],
)
def test_nothing_short_of_yes_is_consent(talk, said, outcome):
    chat = talk("double_opt_in")
    chat.start()
    for text in said:
        chat.says(text)

    assert (outcome, False) == (chat.outcome, "consent" in chat.contact)


def test_silence_is_no_consent_and_is_left_alone(talk):
    chat = talk("double_opt_in")
    chat.start()

    assert ([], "unconfirmed") == (chat.wait(timedelta(days=1)), chat.outcome)
    assert "consent" not in chat.contact


def test_consent_to_something_else_does_not_do(talk):
    assert [ASKED] == talk("double_opt_in", consent="yes").start()
    assert [ASKED] != talk("double_opt_in", consent="yes", consent_program="Deals").start()
