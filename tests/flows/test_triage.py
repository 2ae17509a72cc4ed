"""Support triage: what is it about, can the flow help, else a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.engine.route import Enter, route_text
from bot.events import Context
from tests.flows.conftest import BUSINESS, CONTACT, NOW

QUESTION = "What can we help you with?\n1. Billing or payments\n2. Something is not working\n3. Something else"
ORDER = "What is your order number? It has 5 digits. Reply SKIP if you do not have it."
API = {"GET https://api.example.com/orders/40213": {"status": "on its way"}}


def entered(library, text, **contact):
    decision = route_text(library, text, None, Context({**CONTACT, **contact}, BUSINESS), NOW)
    return decision.machine.flow.id if isinstance(decision, Enter) else None


@pytest.mark.parametrize("text", ["support", "Support!", "SUPPORT please", "agent", "suport"])
def test_the_word_support_starts_it_on_a_fresh_number(library, talk, text):
    assert "triage" == entered(library, text)
    assert [QUESTION] == talk("triage").start()


@pytest.mark.parametrize("text", ["my order never came", "?", "👍"])
def test_whoever_is_known_gets_it_for_anything_else(library, text):
    assert "triage" == entered(library, text, welcomed_at="2026-12-01T10:00:00-05:00")


@pytest.mark.parametrize(
    "reply", ["1", "billing", "Billing or payments", "invoice", "a refund please", "the first one"]
)
def test_money_goes_to_the_people_who_know_about_it(talk, reply):
    chat = talk("triage")
    chat.start()

    assert ["Connecting you to a person."] == chat.says(reply)
    assert ("billing", "billing / order -") == (chat.handoff["queue"], chat.handoff["note"])
    assert "billing" == chat.contact["last_topic"]


@pytest.mark.parametrize("reply", ["2", "it's broken", "error", "something is not working"])
def test_what_is_broken_is_looked_up(talk, reply):
    chat = talk("triage", stubs=API)
    chat.start()

    assert [ORDER] == chat.says(reply)
    assert ["Order 40213: on its way.", "Did that solve it?"] == chat.says("it is 40213 I think")
    assert (["Glad to hear it!"], "solved") == (chat.says("yes"), chat.outcome)


def test_what_the_order_does_not_solve_goes_to_a_person(talk):
    chat = talk("triage", stubs=API)
    chat.start()
    chat.says("2")
    chat.says("40213")

    assert ["Connecting you to a person."] == chat.says("no")
    assert ("support", "broken / order 40213") == (chat.handoff["queue"], chat.handoff["note"])


@pytest.mark.parametrize("reply", ["skip", "I have none", "40213"])
def test_without_an_order_or_its_answer_a_person_helps(talk, reply):
    chat = talk("triage", stubs={})
    chat.start()
    chat.says("2")

    assert ["Connecting you to a person."] == chat.says(reply)
    assert "support" == chat.handoff["queue"]


def test_an_order_without_a_status_is_no_trouble(talk):
    chat = talk("triage", stubs={"GET *": {"body": {}}})
    chat.start()
    chat.says("2")

    assert "Order 40213: we are looking into it." == chat.says("40213")[0]


@pytest.mark.parametrize("reply", ["3", "other", "something else"])
def test_anything_else_goes_to_a_person(talk, reply):
    chat = talk("triage")
    chat.start()
    chat.says(reply)

    assert ("support", "other / order -") == (chat.handoff["queue"], chat.handoff["note"])


def test_who_is_not_understood_gets_a_person(talk):
    chat = talk("triage")
    chat.start()

    assert ["Sorry, please reply 1, 2 or 3."] == chat.says("my cat is blue")
    assert ["Just 1, 2 or 3 - or AGENT to talk to a person."] == chat.says("my cat is blue")
    assert ["Connecting you to a person."] == chat.says("my cat is blue")
    assert ("support", "? / order -", "unknown") == (
        chat.handoff["queue"],
        chat.handoff["note"],
        chat.contact["last_topic"],
    )


def test_agent_and_menu_work_everywhere(talk):
    chat = talk("triage")
    chat.start()
    chat.says("2")

    assert [QUESTION] == chat.says("menu")
    assert ["Connecting you to a person."] == chat.says("let me talk to an agent")


def test_out_of_hours_the_customer_is_told(talk):
    chat = talk("triage", business={**BUSINESS, "is_open": False})
    chat.start()

    assert ["We are closed now. We will reply after 9:00 AM.", "Connecting you to a person."] == chat.says("3")


def test_where_no_agent_comes_the_customer_is_told(talk):
    chat = talk("triage")
    chat.start()
    chat.says("3")

    assert ["Sorry for the wait - you are still in the queue."] == chat.wait(timedelta(minutes=15))
    assert ([], "unanswered") == (chat.wait(timedelta(hours=2)), chat.outcome)


def test_when_the_agent_is_done_it_is_over(talk):
    chat = talk("triage")
    chat.start()
    chat.says("3")

    assert ([], "handled") == (chat.agent_closed(), chat.outcome)


@pytest.mark.parametrize("before", [[], ["2"]])
def test_silence_ends_it(talk, before):
    chat = talk("triage")
    chat.start()
    for text in before:
        chat.says(text)

    assert ([], "no_reply") == (chat.wait(timedelta(minutes=30)), chat.outcome)
