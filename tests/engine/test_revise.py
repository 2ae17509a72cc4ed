"""Second thoughts in texts of their own, as conversations."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.chat import Chat, chat

VISIT = """
states:
  one:
    - ask: What time?
      expect: time
      save: at
    - say: "{{ at }} it is."
    - ask: How many people?
      expect: integer
      min: 1
      max: 20
      save: people
      unclear: [A number please., Just the number.]
      give_up: {end: lost}
    - ask: Anything we should know?
      save: notes
    - end: done
"""


def talk_of(source: str, *texts: str) -> Chat:
    talk = chat(source)
    talk.start()
    for text in texts:
        talk.says(text)
    return talk


@pytest.mark.parametrize(
    "text",
    [
        "no wait, 4pm",
        "sorry, I meant 4pm",
        "sorry 4pm",
        "4pm sorry, I meant",
        "I mean 4pm",
        "*4pm",
        "4pm*",
        "oops 4 pm",
        "actually 4pm",
        "no, 4pm",
        "make it 4pm",
        "my mistake, 4pm",
        "perdón, quise decir 4pm",
        "non pardon, 16h",
    ],
)
def test_a_marked_correction_is_heard_at_the_question_before(text):
    talk = talk_of(VISIT, "3pm", text)

    assert ["What time?", "15:00 it is.", "How many people?", "16:00 it is.", "How many people?"] == talk.said
    assert "16:00" == talk.session.variables["at"]
    assert 0 == talk.session.attempts


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("4pm", "nothing marks it: it may be about something else"),
        ("no wait, later", "the earlier question does not understand it"),
        ("sorry, 3pm", "that is what was answered"),
        ("sorry", "nothing beside the mark"),
        ("sorry what?", "no answer"),
        ("no", "no answer"),
    ],
)
def test_what_corrects_nothing_is_unclear_where_it_was_said(text, why):
    talk = talk_of(VISIT, "3pm", text)

    assert ("15:00", "A number please.") == (talk.session.variables["at"], talk.said[-1]), why


def test_a_soft_mark_before_an_answer_to_the_pending_question_means_nothing():
    talk = talk_of(VISIT, "3pm", "sorry, 4")

    assert (4, "15:00") == (talk.session.variables["people"], talk.session.variables["at"])


def test_a_firm_mark_corrects_what_was_said_at_the_pending_question_if_something_was():
    talk = talk_of(VISIT, "3pm", "lots", "I meant 4")

    assert (4, "15:00") == (talk.session.variables["people"], talk.session.variables["at"])


def test_a_firm_mark_goes_first_where_nothing_has_been_said_yet():
    ages = VISIT.replace("What time?\n      expect: time", "How many adults?\n      expect: integer")
    talk = talk_of(ages, "3", "oops, 4")

    assert (4, False) == (talk.session.variables["at"], "people" in talk.session.variables)


def test_two_quick_texts_are_two_answers():
    talk = talk_of(VISIT, "3pm", "4", "we bring a dog")

    assert ("15:00", 4, "we bring a dog") == tuple(talk.session.variables.values())


@pytest.mark.parametrize(("text", "people"), [("sorry 8", 8), ("*8", 8), ("8 i meant", 8), ("no wait eight", 8)])
def test_a_short_correction_is_none_of_the_free_text_that_is_asked_for(text, people):
    talk = talk_of(VISIT, "3pm", "7", text)

    assert (people, "Anything we should know?") == (talk.session.variables["people"], talk.said[-1])


@pytest.mark.parametrize(
    "text", ["sorry no", "no", "sorry, we might be late by 8 minutes or so", "Actually I am vegan"]
)
def test_free_text_stays_free_text(text):
    talk = talk_of(VISIT, "3pm", "7", text)

    assert (7, text, "done") == (talk.session.variables["people"], talk.session.variables["notes"], talk.outcome)


def test_only_the_last_answer_can_be_corrected():
    talk = talk_of(VISIT, "3pm", "7", "I meant 4pm")

    assert "15:00" == talk.session.variables["at"]


def test_a_correction_may_be_corrected():
    talk = talk_of(VISIT, "3pm", "no wait, 4pm", "sorry, I meant 5pm", "2")

    assert ("17:00", 2) == (talk.session.variables["at"], talk.session.variables["people"])


def test_a_correction_takes_the_other_way():
    forked = """
states:
  one:
    - ask: Coming?
      expect: yes_no
      replies: {yes: when, no: why}
  when: [{ask: When?, expect: date, save: day}, {end: coming}]
  why: [{ask: Why not?, expect: integer, save: reason}, {end: away}]
"""
    assert "Why not?" == talk_of(forked, "yes", "oops I meant no").said[-1]
    assert "When?" == talk_of(forked, "no", "no wait, yes").said[-1]
    assert "When?" != talk_of(forked, "yes", "sorry no").said[-1]


def test_choices_are_corrected_as_they_were_shown():
    menu = """
states:
  one:
    - ask: Which?
      choices: {a: Apple, b: Pear}
      save: fruit
    - ask: How many?
      expect: integer
      save: count
    - end: done
"""
    assert "b" == talk_of(menu, "1", "sorry I meant pear").session.variables["fruit"]
    assert "b" == talk_of(menu, "apple", "*2").session.variables["fruit"]


@pytest.mark.parametrize(
    "acted",
    [
        "tag: [booked]",
        'set: {visits: "{{ 1 }}"}',
        "set: {contact.status: booked}",
        "label: [booked]",
    ],
)
def test_what_the_flow_has_acted_on_is_not_revised(acted):
    talk = talk_of(VISIT.replace('- say: "{{ at }} it is."', f"- {acted}"), "3pm", "no wait, 4pm")

    assert ("15:00", "A number please.") == (talk.session.variables["at"], talk.said[-1])


def test_after_a_call_nothing_is_revised():
    called = VISIT.replace('- say: "{{ at }} it is."', "- http: POST https://api.example.com/book\n      on_error: one")
    talk = talk_of(called, "3pm")
    assert talk.session.answered is None


CONFIRMED = """
states:
  one:
    - ask: What time?
      expect: time
      save: at
      confirm: "{{ answer }}, right?"
    - ask: How many?
      expect: integer
      save: people
    - end: done
"""


@pytest.mark.parametrize("text", ["no, 4pm", "4pm", "no wait, 4pm", "sorry, I meant 4pm", "no 4 pm"])
def test_another_value_at_the_confirmation_is_repeated_instead(text):
    talk = talk_of(CONFIRMED, "3pm", text)

    assert "16:00, right?" == talk.said[-1]
    talk.says("yes")
    assert "16:00" == talk.session.variables["at"]


@pytest.mark.parametrize(("text", "said"), [("no", "What time?"), ("yes", "How many?"), ("yes, 3pm", "How many?")])
def test_a_plain_answer_at_the_confirmation_is_just_that(text, said):
    assert said == talk_of(CONFIRMED, "3pm", text).said[-1]


def test_what_was_confirmed_can_still_be_corrected():
    talk = talk_of(CONFIRMED, "3pm", "yes", "no wait, 4pm")

    assert "16:00, right?" == talk.said[-1]


def test_a_session_remembers_what_can_be_corrected():
    talk = talk_of(VISIT, "3pm")
    talk.session = type(talk.session).from_json(talk.session.to_json())
    talk.says("no wait, 4pm")

    assert "16:00" == talk.session.variables["at"]


def test_a_correction_is_heard_however_late():
    talk = talk_of(VISIT, "3pm")
    talk.wait(timedelta(hours=20))
    talk.says("sorry, I meant 4pm")

    assert "16:00" == talk.session.variables["at"]
