"""Questions: answers, choices, confirmation, and what may be said at any time."""

from __future__ import annotations

import pytest

from bot.events import (
    Finish,
    Json,
    Problem,
)
from bot.limits import QUESTIONS_REPEATED_MAX
from tests.chat import ANA, Chat, chat
from tests.engine.talks import ask

# ── answers ──


def test_a_reply_takes_the_label_that_it_means(coming: Chat) -> None:
    coming.says("yes")
    coming.hears("See you!")
    assert ("confirmed", "confirmed") == (coming.outcome, coming.contact["status"])
    assert ["coming"] == coming.contact["tags"]
    assert not coming.waiting


def test_a_block_runs_in_place_of_a_label(coming: Chat) -> None:
    coming.says("no")
    coming.hears("Never mind.")
    assert "no" == coming.outcome


def test_a_block_that_goes_nowhere_continues_after_its_question() -> None:
    talk = ask("expect: yes_no\nreplies:\n  yes:\n    - say: Good.")
    talk.says("yes")
    talk.hears("Good.")
    talk.hears("Thank you.")
    assert ("done", True) == (talk.outcome, talk.variables["it"])


def test_what_is_understood_and_takes_no_label_continues() -> None:
    talk = ask("expect: integer\nreplies:\n  0..6: {end: low}")
    talk.says("9")
    talk.hears("Thank you.")
    assert {"value": 9, "text": "9", "label": None, "at": "2026-03-05T14:00:00Z"} == talk.session.answers["it"]


def test_the_nth_misunderstanding_says_the_nth_text_and_then_gives_up(coming: Chat) -> None:
    coming.says("banana")
    coming.hears("Sorry - YES or NO?")
    coming.says("banana")
    coming.hears("Just YES or NO, try 2.")
    coming.says("banana")
    coming.hears("One moment.")
    assert {"queue": "reception", "note": "Ana Castillo", "priority": "normal"} == coming.handoff


def test_without_give_up_the_last_text_is_said_again() -> None:
    talk = ask("expect: yes_no\nunclear: [First., Last.]")
    for _ in range(3):
        talk.says("banana")
    assert ["First.", "Last.", "Last."] == talk.said[1:]


def test_without_texts_the_built_in_ones_speak_the_contacts_language() -> None:
    talk = ask("expect: yes_no", contact={"language": "es"})
    talk.says("banana")
    talk.hears("Perdón, responda SÍ o NO.")


def test_nobody_is_asked_for_ever() -> None:
    talk = ask("expect: yes_no")
    for _ in range(QUESTIONS_REPEATED_MAX + 1):
        talk.says("banana")
    assert "failed" == talk.outcome
    assert Problem("repeated", "`one.it` was not understood 100 times") in talk.effects


def test_else_takes_what_no_label_took() -> None:
    talk = ask("expect: yes_no\nreplies: {yes: {end: good}}\nelse: {end: other}")
    talk.says("banana")
    assert ("other", "banana") == (talk.outcome, talk.session.answers["it"]["text"])
    assert "it" not in talk.variables


@pytest.mark.parametrize(("said", "outcome", "kept"), [("4", "done", 4), ("banana", "other", None)])
def test_without_labels_else_takes_what_is_no_answer(said: str, outcome: str, kept: int | None) -> None:
    talk = ask("expect: integer\nelse: {end: other}")
    talk.says(said)
    assert (outcome, kept) == (talk.outcome, talk.variables.get("it"))


@pytest.mark.parametrize(("said", "outcome"), [("tue", "done"), ("2", "done"), ("none", "none"), ("banana", "other")])
def test_a_listed_choice_needs_no_label_beside_else(said: str, outcome: str) -> None:
    talk = ask(
        "choices: '{{ contact.slots }}'\nreplies: {none: {words: [none], end: none}}\nelse: {end: other}\ngive_up: end",
        contact={**ANA, "slots": ["Mon", "Tue"]},
    )
    talk.says(said)
    assert outcome == talk.outcome


def test_a_match_without_labels_takes_else_only_where_the_value_does_not_fit() -> None:
    steps = "    - match: '{{ contact.age }}'\n      expect: integer\n      else: {end: other}\n    - end: fits"
    for age, outcome in (("40", "fits"), ("old", "other")):
        talk = chat(f"states:\n  one:\n{steps}", contact={**ANA, "age": age})
        talk.start()
        assert outcome == talk.outcome


def test_a_bound_that_the_contact_does_not_have_bounds_nothing() -> None:
    talk = ask("expect: date\nmin: today\nmax: '{{ contact.leaves_on }}'")
    talk.says("2026-12-24")
    assert "2026-12-24" == talk.variables["it"]


def test_a_check_describes_a_fault_and_counts_as_an_attempt() -> None:
    talk = ask(
        "expect: integer\ncheck:\n  - if: answer > 10\n    say: '{{ answer }} is too many.'\n"
        "unclear: A number?\ngive_up: {end: gave_up}"
    )
    talk.says("12")
    talk.hears("12 is too many.")
    talk.says("11")
    assert "gave_up" == talk.outcome


def test_a_value_that_passes_its_check_is_kept() -> None:
    talk = ask("expect: integer\ncheck: [{if: answer > 10, say: Too many.}]")
    talk.says("10")
    assert 10 == talk.variables["it"]


def test_a_word_label_is_taken_though_the_value_is_not_understood() -> None:
    talk = ask("expect: integer\nreplies:\n  skip: {words: [skip], end: skipped}")
    talk.says("skip")
    assert ("skipped", {}) == (talk.outcome, talk.variables)
    assert "skip" == talk.session.answers["it"]["label"]


def test_the_text_of_a_question_tells_what_a_number_counts() -> None:
    asked = "states:\n  one:\n    - ask: {}\n      expect: integer\n      unclear: [Sorry?]\n    - end: done"
    people, boxes = chat(asked.format("How many people?")), chat(asked.format("How many boxes?"))
    people.start()
    assert ["Sorry?"] == people.says("2 boxes")
    people.says("2 people")
    boxes.start()
    boxes.says("2 boxes")
    assert ("done", "done") == (people.outcome, boxes.outcome)


def test_an_answer_without_save_is_the_answer_until_the_next() -> None:
    talk = chat("states:\n  one:\n    - ask: Name?\n    - say: 'Hello {{ answer }}.'\n    - end: done")
    talk.start()
    talk.says("Bo")
    assert "Hello Bo." == talk.said[-1]


def test_listen_waits_without_saying_anything() -> None:
    talk = chat("states:\n  one:\n    - listen:\n      save: it\n    - say: 'You said {{ it }}.'\n    - end: done")
    assert [] == talk.start()
    assert ["You said hello."] == talk.says("hello")


def test_expecting_nothing_takes_anything() -> None:
    talk = ask("expect: nothing")
    talk.says("hm")
    talk.hears("Thank you.")
    assert ({"it": None}, "hm") == (talk.variables, talk.session.answers["it"]["text"])


# ── choices ──


def test_choices_are_numbered_below_the_question() -> None:
    talk = chat(
        "states:\n  one:\n    - ask: Which?\n      choices: {a: Apples, b: Big pears}\n      save: it\n    - end: done"
    )
    talk.start()
    talk.hears("Which?\n1. Apples\n2. Big pears")
    talk.says("2")
    assert ("b", "Big pears") == (talk.variables["it"], talk.session.answers["it"]["label"])


def test_choices_that_the_author_wrote_out_are_not_repeated() -> None:
    talk = chat("states:\n  one:\n    - ask: apples or pears?\n      choices: {a: Apples, b: Pears}\n    - end: done")
    talk.start()
    talk.hears("apples or pears?")


DYNAMIC = """
inputs: {slots: list}
states:
  one:
    - ask: When?
      choices: "{{ slots }}"
      save: slot
    - end: "done"
"""


def test_choices_from_a_list_have_ids() -> None:
    talk = chat(DYNAMIC)
    talk.start({"slots": [{"id": "a", "label": "Mon 9:00"}, {"id": 7, "label": "Tue"}, "Wed"]})
    talk.hears("When?\n1. Mon 9:00\n2. Tue\n3. Wed")
    talk.says("2")
    assert "7" == talk.variables["slot"]


@pytest.mark.parametrize(
    ("slots", "code"),
    [([], "choices"), ([{"name": "no label"}], "choices"), ([{"label": None}], "choices"), ([["nested"]], None)],
)
def test_a_list_without_choices_fails(slots: Json, code: str | None) -> None:
    talk = chat(DYNAMIC)
    talk.start({"slots": slots})
    problems = [effect.code for effect in talk.effects if isinstance(effect, Problem)]
    assert ([code] if code else []) == problems


def test_an_empty_list_gives_up_where_the_author_says_how() -> None:
    talk = chat(DYNAMIC.replace("      save", "      give_up: {end: full}\n      save"))
    talk.start({"slots": []})
    assert ("full", []) == (talk.outcome, talk.said)


def test_what_is_no_list_fails() -> None:
    talk = chat(DYNAMIC.replace("slots: list", "slots: text"))
    talk.start({"slots": "none"})
    assert ("failed", [Problem("choices", "`{{ slots }}` is not a list of choices"), Finish("failed")]) == (
        talk.outcome,
        talk.effects,
    )


# ── confirm ──

SURE = """
expect: integer
confirm: "{{ answer }}, right?"
replies:
  5: {end: five}
  skip: {words: [skip], end: skipped}
"""


def test_confirm_repeats_the_value_before_it_counts() -> None:
    talk = ask(SURE)
    talk.says("4")
    talk.hears("4, right?")
    assert ("one.it/confirm", {}) == (talk.session.state, talk.variables)
    talk.says("yes")
    talk.hears("Thank you.")
    assert 4 == talk.variables["it"]


@pytest.mark.parametrize("name", ["text", "names", "value"])
def test_confirm_may_name_an_answer_of_any_name(name: str) -> None:
    talk = chat(
        f"states:\n  one:\n    - ask: Well?\n      save: {name}\n      confirm: '{{{{ {name} }}}}?'\n    - end: done"
    )
    talk.start()
    talk.says("abc")
    assert ["Well?", "abc?"] == talk.said


def test_what_is_said_at_any_time_leaves_an_answer_waiting_to_be_confirmed() -> None:
    talk = chat(
        """
anytime:
  hours: {words: [hours], do: [{say: We open at nine.}]}
  note: {words: [note], do: [{ask: What note?}]}
states:
  one:
    - ask: How many?
      expect: integer
      save: it
      confirm: "{{ it }}, right?"
      replies: {4: {end: four}}
    - end: done
"""
    )
    talk.start()
    talk.says("4")
    talk.says("hours")
    talk.says("yes")
    assert ["How many?", "4, right?", "We open at nine.", "4, right?"] == talk.said
    assert "four" == talk.outcome


def test_another_question_in_between_lets_go_of_what_was_to_be_confirmed() -> None:
    talk = chat(
        "anytime:\n  note: {words: [note], do: [{ask: What note?}]}\n"
        "states:\n  one:\n    - ask: How many?\n      expect: integer\n      confirm: Right?\n    - end: done"
    )
    talk.start()
    for text in ("4", "note", "buy milk"):
        talk.says(text)
    assert ["How many?", "Right?", "What note?", "How many?"] == talk.said


def test_confirm_may_name_what_it_repeats_as_the_author_does() -> None:
    talk = ask("choices: {a: Apple, b: Bread}\nconfirm: '{{ answers.it.label }} ({{ it }}), right?'")
    talk.says("2")
    talk.hears("Bread (b), right?")
    assert {} == talk.variables


def test_a_confirmed_value_takes_its_label() -> None:
    talk = ask(SURE)
    talk.says("5")
    talk.says("yes")
    assert "five" == talk.outcome


def test_a_denied_value_is_asked_for_again() -> None:
    talk = ask(SURE)
    talk.says("4")
    talk.says("no")
    assert ["4, right?", "Well?"] == talk.said[1:]
    talk.says("5")
    talk.says("yes")
    assert 5 == talk.variables["it"]


def test_a_denied_choice_whose_list_is_gone_gives_up() -> None:
    talk = chat(
        """
states:
  one:
    - ask: When?
      choices: "{{ contact.slots }}"
      confirm: Sure?
      give_up: {end: gone}
    - end: done
""",
        contact={**ANA, "slots": ["Mon", "Tue"]},
    )
    talk.start()
    talk.says("1")
    talk.contact = {**talk.contact, "slots": []}
    talk.says("no")
    assert "gone" == talk.outcome


def test_an_unclear_confirmation_asks_for_yes_or_no() -> None:
    talk = ask(SURE + "give_up: {end: gave_up}")
    talk.says("4")
    for _ in range(3):
        talk.says("perhaps")
    assert ["4, right?", "Sorry, please reply YES or NO.", "I only need YES or NO."] == talk.said[1:]
    assert "gave_up" == talk.outcome


def test_a_label_with_words_needs_no_confirmation() -> None:
    talk = ask(SURE)
    talk.says("skip")
    assert "skipped" == talk.outcome


# ── anytime ──


def test_an_anytime_label_goes_before_the_question(coming: Chat) -> None:
    coming.says("agent please")
    coming.hears("One moment.")


def test_an_anytime_block_returns_to_the_question_with_its_attempts(coming: Chat) -> None:
    coming.says("banana")
    coming.says("what are your hours")
    assert ["We open at nine.", "Ana, coming on Fri, Mar 6, 10:00 AM?"] == coming.said[-2:]
    coming.says("banana")
    assert "Just YES or NO, try 2." == coming.said[-1]


def test_a_question_inside_an_anytime_block_returns_to_the_first_one() -> None:
    talk = chat(
        "anytime:\n  rate: {words: [rate], do: [{ask: Stars?, expect: integer, save: stars}, {say: Noted.}]}\n"
        "states:\n  one:\n    - ask: Well?\n      expect: yes_no\n    - end: done"
    )
    talk.start()
    talk.says("rate")
    talk.says("5")
    assert ["Well?", "Stars?", "Noted.", "Well?"] == talk.said
    talk.says("yes")
    assert ("done", 5) == (talk.outcome, talk.variables["stars"])
