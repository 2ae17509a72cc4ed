"""Actions, e-mails, messages that never arrive, and replies that somebody else understands: as conversations."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.events import CallAction, Result, SendEmail, Undelivered
from tests.chat import chat

BOOK = """
states:
  one:
    - do: find_table
      with: {people: "{{ 2 + 2 }}", name: "{{ contact.first_name }}"}
      save: table
      on_error: [{say: The kitchen is closed.}, {end: closed}]
    - say: Table {{ table.number }}.
    - end: done
"""


def test_an_action_gets_what_it_needs_and_returns_a_value():
    talk = chat(BOOK)
    talk.start()

    assert [CallAction(talk.session.call, "find_table", {"people": 4, "name": "Ana"})] == talk.effects

    talk.result(200, {"number": 7})

    talk.hears("Table 7.")
    assert {"number": 7} == talk.variables["table"]


def test_an_action_that_fails_takes_on_error_and_saves_nothing():
    talk = chat(BOOK)
    talk.start()
    talk.result(0, error="ValueError: no such kitchen")

    talk.hears("The kitchen is closed.")
    assert {} == talk.variables


@pytest.mark.parametrize(
    ("stubs", "said"),
    [
        ({"do find_table": {"number": 3}}, "Table 3."),
        ({"do find_table": {"error": "full"}}, "The kitchen is closed."),
        ({}, "The kitchen is closed."),
    ],
)
def test_a_stub_stands_for_an_action(stubs, said):
    talk = chat(BOOK, stubs=stubs)
    talk.start()

    talk.hears(said)


def test_what_is_written_meanwhile_is_answered_later():
    talk = chat(
        """
states:
  one:
    - do: look
      on_error: end
    - ask: How many?
      expect: integer
      save: count
    - end: done
"""
    )
    talk.start()
    talk.says("three please")
    talk.result(200, None)

    assert ("done", 3) == (talk.outcome, talk.variables["count"])


# ── e-mail ──

MAIL = """
states:
  one:
    - email: "{{ contact.mail }}"
      subject: |
        A call for
        {{ contact.first_name }}
      body: |
        Please call {{ contact.name }}.
        Today.
    - say: We call you.
    - end: done
"""


def test_an_email_is_sent_and_nobody_waits_for_it():
    talk = chat(MAIL, contact={"first_name": "Ana", "name": "Ana C.", "mail": "team@Example.com"})
    talk.start()

    talk.hears("We call you.")
    (mail,) = talk.emails
    assert SendEmail(mail.id, "team@example.com", "A call for Ana", "Please call Ana C..\nToday.") == mail


def test_an_address_that_is_none_is_a_problem_and_not_the_end():
    talk = chat(MAIL, contact={"first_name": "Ana", "name": "Ana", "mail": "nobody"})
    talk.start()

    talk.hears("We call you.")
    assert [] == talk.emails
    assert ["`nobody` is not an e-mail address"] == [entry.text for entry in talk.log if entry.kind == "problem"]


def test_a_failure_that_comes_back_is_noted():
    talk = chat("states: {one: [{email: a@b.example, subject: s, body: b}, {ask: Well?}, {end: done}]}")
    talk.start()
    talk._happen(Result(talk.emails[0].id, error="the mail server refuses a@b.example"))

    assert talk.waiting
    assert "the mail server refuses a@b.example" in [entry.text for entry in talk.log if entry.kind == "problem"]


# ── a `say` that never arrives ──

TICKET = """
states:
  one:
    - say: Your code is 12.
      undelivered: [{tag: [unreachable]}, {go: other}]
    - ask: Did it work?
      expect: yes_no
      undelivered: lost
    - end: done
  other:
    - ask: Shall we call you?
      expect: yes_no
    - end: called
  lost:
    - end: lost
"""


def undelivered(talk, said):
    return talk._happen(Undelivered(said))


def test_the_news_about_a_say_leads_on_while_nothing_else_has_happened():
    talk = chat(TICKET)
    talk.start()
    undelivered(talk, "one.say-1")

    assert "Shall we call you?" == talk.said[-1]
    assert ["unreachable"] == talk.contact["tags"]


def test_the_news_about_the_question_is_that_of_the_question():
    talk = chat(TICKET)
    talk.start()
    talk.undelivered()

    assert "lost" == talk.outcome


def test_who_has_answered_since_has_heard_enough():
    talk = chat(TICKET)
    talk.start()
    talk.says("what?")
    undelivered(talk, "one.say-1")

    assert "one.1" == talk.session.state


def test_steps_that_lead_nowhere_go_on_after_the_say():
    talk = chat(
        """
states:
  one:
    - say: Your code is 12.
      undelivered: [{tag: [unreachable]}]
    - ask: Did it work?
    - end: done
"""
    )
    talk.start()
    undelivered(talk, "one.say-1")

    assert ["Your code is 12.", "Did it work?", "Did it work?"] == talk.said


def test_the_news_reaches_a_pause():
    talk = chat(TICKET.replace("- ask: Did it work?\n      expect: yes_no\n      undelivered: lost", "- pause: 1 day"))
    talk.start()
    undelivered(talk, "one.say-1")

    assert "Shall we call you?" == talk.said[-1]


# ── understanding ──

ASKED = """
anytime:
  upset: {intent: [complaint], go: person}
states:
  one:
    - ask: What is it about?
      choices: {bill: Billing, broken: Something is broken}
      understand: true
      save: topic
      unclear: Please reply 1 or 2.
      give_up: person
      silence: {1 hour: Still there?}
      replies: {refund: {intent: [refund], go: refunds}}
    - say: "{{ topic }}"
    - end: done
  refunds:
    - end: refund
  person:
    - end: person
"""


def asked(answer, source=ASKED):
    talk = chat(source, stubs={"do understand": answer})
    talk.start()
    return talk


@pytest.mark.parametrize(
    ("answer", "outcome", "topic"),
    [
        ({"intent": "bill"}, "done", "bill"),
        ("broken", "done", "broken"),
        ({"intent": "", "value": "the second one"}, "done", "broken"),
        ({"intent": "refund"}, "refund", None),
        ({"intent": "complaint"}, "person", None),
        ({"intent": "weather"}, None, None),
        ({"error": "too slow"}, None, None),
        (None, None, None),
        ([1, {"x": 2}], None, None),
    ],
)
def test_where_words_do_not_match_somebody_is_asked(answer, outcome, topic):
    talk = asked(answer)
    talk.says("the thing you sent me was wrong and I paid already")

    assert (outcome, topic) == (talk.outcome, talk.variables.get("topic"))
    if outcome is None:
        assert "Please reply 1 or 2." == talk.said[-1]


def test_where_words_match_nobody_is_asked():
    talk = asked({"intent": "refund"})
    talk.says("billing")

    assert "bill" == talk.variables["topic"]
    assert not any(entry.kind == "aside" for entry in talk.log)


def test_without_such_an_action_the_reply_is_unclear_at_once():
    talk = chat(ASKED, stubs={})
    talk.start()
    talk.says("hm")

    assert "Please reply 1 or 2." == talk.said[-1]


def test_only_the_intents_of_a_list_count():
    source = ASKED.replace("understand: true", "understand: [refund]")
    talk = asked({"intent": "complaint"}, source)
    talk.says("I am so angry")

    assert "Please reply 1 or 2." == talk.said[-1]


def test_a_free_text_is_asked_about_before_it_is_taken():
    source = """
states:
  one:
    - ask: How was it?
      save: words
      understand: [praise, complaint]
      replies: {bad: {intent: [complaint], go: sorry}}
    - end: thanks
  sorry:
    - end: sorry
"""
    for answer, outcome in (("complaint", "sorry"), ("praise", "thanks"), ({"error": "x"}, "thanks")):
        talk = asked(answer, source)
        talk.says("well, never again")

        assert (outcome, "well, never again") == (talk.outcome, talk.variables["words"])


def test_meanwhile_the_question_waits_with_its_clock_and_its_texts():
    talk = chat(ASKED, understands=True)
    talk.start()
    talk.says("hmm")

    assert ("understand", "hmm") == (talk.call.name, talk.call.inputs["text"])
    assert {"bill": "Billing", "broken": "Something is broken"} == talk.call.inputs["choices"]

    talk.says("number two")
    assert "one.topic" == talk.session.state

    talk.wait(timedelta(hours=1))
    assert "Still there?" == talk.said[-1]

    talk.result(200, "nothing")
    assert ("done", "broken") == (talk.outcome, talk.variables["topic"])
