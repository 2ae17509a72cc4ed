"""What the engine does with one event after the other, told as conversations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.engine.machine import compile_flow
from bot.engine.nodes import NEW
from bot.engine.step import new_session, step
from bot.events import (
    AgentClosed,
    CallHttp,
    Context,
    Event,
    Finish,
    Handoff,
    Json,
    LabelConversation,
    Problem,
    Reply,
    Result,
    Say,
    ScheduleFlow,
    SetContact,
    Start,
    Stop,
    TagContact,
    Undelivered,
    Wake,
)
from bot.flow.model import End, Flow, Input, Text, Type
from bot.flow.model import Say as FlowSay
from bot.limits import CALLS_PER_SESSION_MAX, INBOX_MESSAGES_MAX, QUESTIONS_REPEATED_MAX, STEPS_PER_EVENT_MAX
from tests.chat import ANA, CLINIC, THURSDAY, Chat, chat, machine

COMING = """
inputs: {visit: datetime}
anytime:
  agent: {words: [agent], go: human}
  hours: {words: [hours], do: [{say: We open at nine.}]}
expires: 3 days
states:
  confirm:
    - ask: "{{ contact.first_name }}, coming on {{ visit | datetime }}?"
      expect: yes_no
      replies: {yes: booked, no: [{say: Never mind.}, {end: no}]}
      unclear: [Sorry - YES or NO?, "Just YES or NO, try {{ attempt }}."]
      give_up: human
      silence:
        4 hours: Still there?
        20 hours: {end: no_reply}
      undelivered: {end: unreachable}
  booked:
    - set: {contact.status: confirmed}
    - tag: [coming]
    - say: See you!
    - end: confirmed
  human:
    - handoff: reception
      say: One moment.
      note: "{{ contact.name }}"
      no_agent:
        15 minutes: Sorry for the wait.
        1 hour: {end: unanswered}
"""


@pytest.fixture
def coming() -> Chat:
    talk = chat(COMING)
    talk.start({"visit": "2026-03-06 10:00"})
    talk.hears("Ana, coming on Fri, Mar 6, 10:00 AM?")
    return talk


def ask(options: str, *, after: str = "- say: Thank you.\n    - end: done", **settings: Any) -> Chat:
    """A talk with one question, `save: it`, that has the given options."""
    lines = "\n".join(f"      {line}" for line in options.strip().splitlines())
    talk = chat(f"states:\n  one:\n    - ask: Well?\n      save: it\n{lines}\n    {after}\n", **settings)
    talk.start()
    talk.heard = 1
    return talk


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


def test_an_answer_without_save_is_the_answer_until_the_next() -> None:
    talk = chat("states:\n  one:\n    - ask: Name?\n    - say: 'Hello {{ answer }}.'\n    - end: done")
    talk.start()
    talk.says("Bo")
    assert "Hello Bo." == talk.said[-1]


def test_expecting_nothing_says_nothing_about_what_comes() -> None:
    talk = ask("expect: nothing\nsilence:\n  1 hour: {end: quiet}")
    assert [] == talk.says("hm")
    talk.skip()
    assert "quiet" == talk.outcome


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


# ── APIs ──

LOOK_UP = """
states:
  one:
    - ask: Order?
      save: order
    - http: POST https://api.example.com/orders/{{ order }}?from={{ contact.first_name }}
      headers: {X-Name: "{{ order }}"}
      json: {order: "{{ order }}", tags: ["{{ contact.tags }}", "of {{ contact.first_name }}"], fixed: 1}
      save: found
      on_error: [{say: "No luck ({{ found.status | default('-') }})."}]
    - say: "It is {{ found.body.status | default('unknown') }}."
    - end: done
"""


def test_a_call_names_everything_and_its_result_goes_on() -> None:
    talk = chat(LOOK_UP, contact={**ANA, "tags": ["vip"]})
    talk.start()
    talk.says("a/b ?")
    call = next(effect for effect in talk.effects if isinstance(effect, CallHttp))
    assert "https://api.example.com/orders/a%2Fb%20%3F?from=Ana" == call.url
    assert {"X-Name": "a/b ?"} == call.headers
    assert {"order": "a/b ?", "tags": [["vip"], "of Ana"], "fixed": "1"} == {
        **call.json,
        "fixed": str(call.json["fixed"]),
    }
    assert ("1-1", "POST", 10.0) == (call.id, call.method, call.timeout_s)
    talk.result(200, {"status": "shipped"})
    assert (["It is shipped."], "done") == (talk.said[1:], talk.outcome)


@pytest.mark.parametrize(("status", "error"), [(404, None), (500, None), (0, "the address is refused"), (0, None)])
def test_a_call_that_fails_takes_on_error(status: int, error: str | None) -> None:
    talk = chat(LOOK_UP)
    talk.start()
    talk.says("7")
    talk.result(status, error=error)
    assert [f"No luck ({status}).", "It is unknown."] == talk.said[1:]
    assert any(isinstance(effect, Problem) and effect.code == "http" for effect in talk.effects)


def test_without_on_error_the_session_fails() -> None:
    talk = chat("states:\n  one:\n    - http: GET https://api.example.com/\n    - end: done")
    talk.start()
    talk.result(500)
    assert ("failed", Problem("http", "`one.http-1` failed: status 500")) == (talk.outcome, talk.effects[0])


@pytest.mark.parametrize("order", ["1\r\nX-Evil: 1", "café", ".."])
def test_what_cannot_be_sent_is_not_called(order: str) -> None:
    talk = chat(LOOK_UP)
    talk.start()
    talk.says(order)
    assert "No luck (-)." == talk.said[1]
    assert not any(isinstance(effect, CallHttp) for effect in talk.effects)


def test_a_stale_result_is_ignored() -> None:
    talk = chat(LOOK_UP)
    talk.start()
    talk.says("7")
    before = talk.session
    taken = step(talk.machine, before, Result("0-0", 200), talk.now, Context())
    assert (before, ()) == (taken.session, taken.effects)


def test_forms_and_bodies_are_filled_in() -> None:
    talk = chat(
        "states:\n  one:\n    - http: POST https://a.example/\n      form: {who: '{{ contact.first_name }}'}\n"
        "    - http: PUT https://a.example/\n      body: 'hi {{ contact.first_name }}'\n      timeout: 3 seconds\n"
        "      retry: 2\n    - end: done"
    )
    talk.start()
    talk.result()
    first, second = (effect for effect in [*talk.effects] if isinstance(effect, CallHttp)), talk.effects[-1]
    assert isinstance(second, CallHttp)
    assert ("hi Ana", 3.0, 2, None) == (second.body, second.timeout_s, second.retries, second.form)
    assert [second] == list(first)


def test_a_conversation_does_not_call_for_ever() -> None:
    talk = chat("states:\n  one:\n    - http: GET https://a.example/\n    - go: one", stubs={"*": {}})
    talk.start()
    assert ("failed", CALLS_PER_SESSION_MAX) == (talk.outcome, sum(isinstance(e, CallHttp) for e in talk.effects))


# ── other verbs ──


def test_set_tag_label_and_clear() -> None:
    talk = chat(
        """
states:
  one:
    - set: {count: "{{ 1 + 1 }}", contact.note: hello, deep: {list: ["{{ contact.first_name }}", "x"]}}
    - set: {contact.note: ""}
    - tag: [a, "{{ contact.first_name }}"]
    - tag: [a]
    - untag: [a]
    - label: [urgent]
    - say: "{{ count }} {{ contact.tags }} {{ deep.list }}{{ contact.note }}"
    - end: done
"""
    )
    talk.start()
    assert ["2 Ana Ana, x"] == talk.said
    assert [
        SetContact("note", "hello"),
        SetContact("note", None),
        TagContact(add=("a", "Ana")),
        TagContact(add=("a",)),
        TagContact(remove=("a",)),
        LabelConversation(("urgent",)),
    ] == [effect for effect in talk.effects if not isinstance(effect, Say | Finish)]
    assert (["Ana"], ["urgent"]) == (talk.contact["tags"], talk.labels)


def test_schedule_and_cancel() -> None:
    talk = chat(
        """
inputs: {visit: datetime}
states:
  one:
    - schedule: reminder
      at: "{{ visit }}"
      offset: -2 hours
      with: {visit: "{{ visit }}", n: "{{ 1 + 1 }}"}
      id: visit
    - schedule: feedback
      in: 2 days
    - cancel: old
    - end: done
"""
    )
    talk.start({"visit": "2026-03-06 10:00"})
    assert [
        ScheduleFlow(
            "reminder", datetime(2026, 3, 6, 13, tzinfo=UTC), {"visit": "2026-03-06T10:00:00-05:00", "n": 2}, "visit"
        ),
        ScheduleFlow("feedback", THURSDAY + timedelta(days=2)),
    ] == talk.scheduled


def test_what_is_too_late_is_not_scheduled() -> None:
    talk = chat(
        "states:\n  one:\n    - schedule: reminder\n      at: 2026-03-05 10:00\n      offset: -2 hours\n    - end: done"
    )
    talk.start()
    assert ([], "done") == (talk.scheduled, talk.outcome)


def test_a_date_beyond_the_calendar_fails() -> None:
    talk = chat(
        "states:\n  one:\n    - schedule: reminder\n      at: 9999-12-31 10:00\n      offset: 5 days\n    - end: done"
    )
    talk.start()
    assert Problem("schedule", "`reminder` would start too far away") == talk.effects[0]


def test_a_date_that_cannot_be_read_fails() -> None:
    talk = chat("states:\n  one:\n    - schedule: reminder\n      at: '{{ contact.first_name }}'\n    - end: done")
    talk.start()
    assert Problem("schedule", "`Ana` is not a date with a time such as 2026-03-06 10:00") == talk.effects[0]


def test_split_draws_by_the_seed_and_by_weight() -> None:
    source = "states:\n  one:\n    - split: {a: 75, b: 25}\n  a: [{end: a}]\n  b: [{end: b}]"
    drawn = []
    for seed in range(400):
        talk = chat(source, seed=seed)
        talk.start()
        drawn.append(talk.outcome)
    assert 270 < drawn.count("a") < 330
    assert 400 == drawn.count("a") + drawn.count("b")


def test_match_branches_on_a_value() -> None:
    source = """
inputs: {score: integer}
states:
  one:
    - match: "{{ score }}"
      expect: integer
      replies:
        0..6: {end: low}
        7..8: [{say: Fair.}]
    - end: rest
"""
    assert ["low", "rest", "rest"] == [_outcome(source, {"score": score}) for score in (3, 7, 9)]


def test_match_takes_else_or_goes_on() -> None:
    source = "states:\n  one:\n    - match: '{{ contact.plan }}'\n      replies: {gold: {words: [gold], end: gold}}\n"
    assert "other" == _outcome(source + "      else: {end: other}\n", {})
    assert "rest" == _outcome(source + "    - end: rest\n", {})


def _outcome(source: str, inputs: dict[str, Json]) -> str | None:
    talk = chat(source)
    talk.start(inputs)
    return talk.outcome


def test_a_condition_skips_its_step() -> None:
    talk = chat(
        "states:\n  one:\n    - say: VIP!\n      if: contact.vip\n"
        "    - say: Hello.\n      if: not contact.vip\n    - end: done"
    )
    talk.start()
    assert ["Hello."] == talk.said


def test_a_text_that_comes_out_empty_is_not_sent() -> None:
    talk = chat("states:\n  one:\n    - say: '{{ contact.nickname }}'\n    - end: done")
    talk.start()
    assert [] == talk.said


def test_pictures_go_with_the_first_text() -> None:
    talk = chat(
        "states:\n  one:\n    - say: [One., Two.]\n"
        "      media: ['https://a.example/{{ contact.id }}.png']\n    - end: done"
    )
    talk.start()
    assert [("https://a.example/ctc_1.png",), ()] == [bubble.media for bubble in talk.bubbles]


def test_undelivered_takes_the_questions_way(coming: Chat) -> None:
    coming.undelivered()
    assert ("unreachable", False) == (coming.outcome, coming.bubbles[0].delivered)


def test_undelivered_without_a_way_changes_nothing() -> None:
    talk = ask("expect: yes_no")
    assert ([], True) == (talk.undelivered(), talk.waiting)


# ── inputs ──


@pytest.mark.parametrize(
    ("inputs", "detail"),
    [
        ({}, "the input `visit` is missing; it must be a datetime"),
        ({"visit": "soon"}, "the input `visit` is not a date with a time such as 2026-03-06 10:00: 'soon'"),
        ({"visit": None}, "the input `visit` is missing; it must be a datetime"),
    ],
)
def test_wrong_inputs_end_the_session_with_a_sentence(inputs: dict[str, Json], detail: str) -> None:
    talk = chat(COMING)
    talk.start(inputs)
    assert ([Problem("input", detail), Finish("failed")], "failed") == (talk.effects, talk.outcome)


def test_an_input_that_may_be_left_out_has_no_value() -> None:
    states = {"one": (FlowSay(texts=(Text("[{{ who }}]"),)), End())}
    flow = Flow(id="chat", inputs={"who": Input(Type.TEXT, required=False)}, states=states)
    talk = Chat(compile_flow(flow))
    talk.start()
    assert (["[]"], {"who": None}) == (talk.said, talk.variables)


def test_defaults_and_optional_inputs() -> None:
    talk = chat(
        "inputs:\n  who: {type: text, default: '{{ contact.first_name }}'}\n  n: {type: integer, default: '3'}\n"
        "states:\n  one:\n    - say: '{{ who }} {{ n }}'\n    - end: done"
    )
    talk.start({"n": "4", "unknown": 1})
    assert (["Ana 4"], {"who": "Ana", "n": 4}) == (talk.said, talk.variables)


# ── ends and faults ──


def test_an_ended_session_ignores_everything(coming: Chat) -> None:
    coming.says("yes")
    for event in (Start({}), Reply("hi"), Wake(), Result("x"), Undelivered(), AgentClosed(), Stop("late")):
        taken = step(coming.machine, coming.session, event, coming.now, Context())
        assert (coming.session, ()) == (taken.session, taken.effects)


@pytest.mark.parametrize("event", [Reply("hi"), Wake(), Result("x"), Undelivered(), AgentClosed()])
def test_nothing_happens_before_the_start(event: Event) -> None:
    compiled = machine(COMING)
    session = new_session(compiled, 1, THURSDAY, Context(ANA))
    taken = step(compiled, session, event, THURSDAY, Context(ANA))
    assert (NEW, ()) == (taken.session.state, taken.effects)


def test_a_session_starts_once(coming: Chat) -> None:
    before = coming.session
    coming.start({"visit": "2026-03-06 10:00"})
    assert before == coming.session


@pytest.mark.parametrize("started", [True, False])
def test_it_can_be_ended_from_outside(started: bool) -> None:
    talk = chat(COMING)
    if started:
        talk.start({"visit": "2026-03-06 10:00"})
    talk.stop("opted_out")
    assert ("opted_out", [Finish("opted_out")], None) == (talk.outcome, talk.effects, talk.session.wake_at)


def test_a_loop_that_never_waits_is_cut() -> None:
    talk = chat("states:\n  one:\n    - go: two\n  two:\n    - go: one")
    talk.start()
    detail = f"more than {STEPS_PER_EVENT_MAX} steps ran without waiting for the person"
    assert [Problem("loop", detail), Finish("failed")] == talk.effects


def test_a_state_that_does_not_say_where_to_go_fails() -> None:
    talk = chat("states:\n  one:\n    - say: Hi.")
    talk.start()
    assert Problem("lost", "`one` does not say where to go next") == talk.effects[1]


def test_a_name_without_a_value_fails() -> None:
    talk = chat("states:\n  one:\n    - say: Hi.\n    - say: '{{ nothing }}'\n    - end: done")
    talk.start()
    assert [Say("Hi.", "one"), Problem("template", "`nothing` has no value here"), Finish("failed")] == talk.effects


def test_a_bound_that_cannot_be_read_fails() -> None:
    talk = ask("expect: integer\nmin: '{{ contact.first_name }}'")
    talk.says("5")
    assert Problem("bound", "the bound `Ana` of the question is not a number") == talk.effects[0]


def test_a_session_does_not_grow_without_limit() -> None:
    talk = chat(
        "states:\n  one:\n    - http: GET https://a.example/\n      save: found\n    - end: done",
        stubs={"*": [["x" * 4000] * 50]},
    )
    talk.start()
    detail = "the conversation holds more than 65536 bytes"
    assert ([Problem("too_large", detail), Finish("failed")], {}) == (talk.effects[-2:], talk.variables)


def test_a_session_of_another_flow_fails_instead_of_raising() -> None:
    compiled = machine(COMING)
    session = new_session(compiled, 1, THURSDAY, Context(ANA))
    session.state = "gone.away"
    for event in (Reply("hi"), Stop("late"), Wake(), Result("x"), Undelivered(), AgentClosed()):
        taken = step(compiled, session, event, THURSDAY, Context(ANA))
        assert ("end:failed", "failed") == (taken.session.state, taken.session.outcome)


def test_what_nobody_foresaw_fails_instead_of_raising(coming: Chat) -> None:
    naive = datetime(2026, 3, 5)
    taken = step(coming.machine, coming.session, Wake(), naive, Context())
    assert "failed" == taken.session.outcome
    assert [Problem("internal", "TypeError: can't compare offset-naive and offset-aware datetimes")] == [
        effect for effect in taken.effects if isinstance(effect, Problem)
    ]


def test_the_given_session_is_left_as_it_is(coming: Chat) -> None:
    before, kept = coming.session, coming.session.to_json()
    coming.says("banana")
    coming.says("yes")
    assert kept == before.to_json()


def test_the_trace_tells_what_happened(coming: Chat) -> None:
    coming.says("yes")
    assert [
        ("reply", "yes"),
        ("set", "contact.status = 'confirmed'"),
        ("tag", "coming"),
        ("ended", "confirmed"),
    ] == [(entry.kind, entry.text) for entry in coming.log[1:]]


def test_contacts_and_businesses_are_seen_as_the_turn_changes_them() -> None:
    talk = chat(
        "states:\n  one:\n    - set: {contact.language: es}\n    - ask: Sí?\n      expect: yes_no\n    - end: done",
        business=CLINIC,
    )
    talk.start()
    talk.says("banana")
    assert "Perdón, responda SÍ o NO." == talk.said[-1]
