"""Who goes along with a new version, where to, and with what; and who finishes on the old one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.engine.moving import destination, has_place, move, question_at
from bot.engine.step import step
from bot.events import AgentClosed, Context, Reply, Result, Wake
from tests.chat import ANA, CLINIC, THURSDAY, Chat, chat, machine

OLD = """
inputs: {visit: datetime}
anytime:
  hours: {words: [hours], do: [{ask: Morning or evening?, save: hours}]}
states:
  confirm:
    - ask: Are you coming?
      expect: yes_no
      replies: {no: day}
      silence: {4 hours: Still there?, 1 day: {end: gone}}
    - end: confirmed
  day:
    - ask: Which day?
      choices: {mon: Monday, tue: Tuesday}
      save: day
      confirm: "{{ answer }}, right?"
    - http: GET https://a.example/{{ day }}
      on_error: end
    - ask: Your name?
      save: name
    - handoff: desk
      closed: [{pause: 1 hour}, {say: Bye.}, {end: done}]
"""
NEW = OLD.replace("Are you coming?", "Will you come?") + "on_change: move\n"
CONTEXT = Context(ANA, CLINIC)


def talk(source: str = OLD) -> Chat:
    begun = chat(source)
    begun.start({"visit": "2026-03-06 10:00"})
    return begun


def at(place: str) -> Chat:
    """A conversation that waits at a place of the old version."""
    begun = talk()
    ways = {
        "confirm.1": [],
        "anytime.hours.hours": ["hours"],
        "day.day": ["no"],
        "day.day/confirm": ["no", "2"],
        "day.http-1": ["no", "2", "yes"],
    }
    for text in ways[place]:
        begun.says(text)
    assert place == begun.session.state
    return begun


def moved(begun: Chat, source: str = NEW):
    return move(begun.session, begun.machine, machine(source), begun.now, CONTEXT)


@pytest.mark.parametrize("place", ["confirm.1", "anytime.hours.hours", "day.day", "day.day/confirm"])
def test_a_kept_place_is_kept_with_all_that_is_known_there(place):
    begun = at(place)

    session = moved(begun)

    expected = replace(begun.session, version=session.version, last_state=session.last_state)
    assert expected == session
    assert machine(NEW).flow.version == session.version


def test_without_on_change_everybody_finishes_on_their_own_version():
    assert None is moved(at("confirm.1"), NEW.replace("on_change: move", ""))


def test_the_same_version_moves_nobody():
    assert None is moved(at("confirm.1"), OLD)


def test_a_call_is_finished_first():
    begun = at("day.http-1")
    assert None is moved(begun)

    after = step(begun.machine, begun.session, Result(begun.session.call, 200), begun.now, CONTEXT).session

    assert "day.name" == move(after, begun.machine, machine(NEW), begun.now, CONTEXT).state


def test_who_waits_for_a_person_or_for_time_to_pass_goes_along_too():
    begun = at("day.http-1")
    session = step(begun.machine, begun.session, Result(begun.session.call, 200), begun.now, CONTEXT).session
    for event, place in ((Reply("Ana"), "day.handoff-1"), (AgentClosed(), "day.pause-1")):
        session = step(begun.machine, session, event, begun.now, CONTEXT).session
        assert place == move(session, begun.machine, machine(NEW), begun.now, CONTEXT).state


def test_nobody_moves_before_the_start_or_after_the_end():
    fresh = chat(OLD)
    assert None is moved(fresh)
    over = at("confirm.1")
    over.says("yes")
    assert None is moved(over)


def test_who_is_asked_about_in_the_meantime_is_left_alone_until_that_is_answered():
    begun = talk(OLD.replace("expect: yes_no\n", "expect: yes_no\n      understand: true\n"))
    asked = step(
        begun.machine, begun.session, Reply("ask my dentist"), begun.now, replace(CONTEXT, understands=True)
    ).session
    assert ("confirm.1", True) == (asked.state, asked.call is not None)

    assert None is move(asked, begun.machine, machine(NEW), begun.now, CONTEXT)


@pytest.mark.parametrize(("outputs", "moves"), [("{day: text}", True), ("{day: text, x: text}", True), ("{}", False)])
def test_whoever_waits_for_it_gets_what_was_promised(outputs, moves):
    old = OLD + "outputs: {day: text}\n"
    begun = talk(old)
    begun.session.caller = at("confirm.1").session

    assert moves == (moved(begun, NEW + f"outputs: {outputs}\n") is not None)


# ── a removed question ──

RENAMED = OLD.replace("- ask: Are you coming?", "- ask: Will you come?\n      name: visit")


@pytest.mark.parametrize("mode", ["", "on_change: move\n", "on_change: finish\n"])
def test_a_removed_question_moves_where_it_is_mapped(mode):
    new = RENAMED + "moved: {confirm.1: confirm.visit}\n" + mode

    session = moved(at("confirm.1"), new)

    assert ("confirm.visit", "confirm.visit") == (session.state, session.pending)
    taken = step(machine(new), session, Reply("no"), THURSDAY, CONTEXT)
    assert "day.day" == taken.session.state


def test_a_removed_question_without_a_mapping_keeps_its_people():
    assert None is moved(at("confirm.1"), RENAMED + "on_change: move\n")
    assert None is moved(at("confirm.1"), RENAMED + "moved: {confirm.1: nowhere.1}\n")


def test_moved_says_nothing_about_a_question_that_is_still_there():
    assert None is moved(at("confirm.1"), OLD + "moved: {confirm.1: day.day}\n")


def test_attempts_begin_again_at_another_question():
    begun = at("confirm.1")
    begun.says("perhaps")
    assert 1 == begun.session.attempts

    assert 1 == moved(begun).attempts
    assert 0 == moved(begun, RENAMED + "moved: {confirm.1: confirm.visit}\n").attempts


def test_a_confirmation_of_a_removed_question_asks_the_other_question_again():
    new = OLD.replace("save: day\n", "save: day\n      name: when\n").replace(
        "{mon: Monday, tue: Tuesday}", "{a: A, b: B}"
    )

    session = moved(at("day.day/confirm"), new + "moved: {day.day: day.when}\n")

    assert ("day.when", None) == (session.state, session.candidate)


@pytest.mark.parametrize(
    "change",
    [
        ('      confirm: "{{ answer }}, right?"\n', ""),
        ("choices: {mon: Monday, tue: Tuesday}", "expect: date"),
    ],
    ids=["no confirmation any more", "another type"],
)
def test_what_waits_to_be_confirmed_needs_the_same_confirmation(change):
    assert None is moved(at("day.day/confirm"), NEW.replace(*change))


def test_a_block_that_returns_to_a_removed_question_returns_to_the_mapped_one():
    begun = at("anytime.hours.hours")

    assert None is moved(begun, RENAMED + "on_change: move\n")
    session = moved(begun, RENAMED + "on_change: move\nmoved: {confirm.1: confirm.visit}\n")
    assert ("anytime.hours.hours", "confirm.visit") == (session.state, session.pending)
    assert "confirm.visit" == step(machine(RENAMED), session, Reply("morning"), THURSDAY, CONTEXT).session.state


# ── what was shown and what is known ──


def test_a_number_means_what_it_meant_when_it_was_shown():
    new = NEW.replace("{mon: Monday, tue: Tuesday}", "{tue: Tuesday, mon: Monday}")
    session = moved(at("day.day"), new)

    assert [["mon", "Monday"], ["tue", "Tuesday"]] == session.choices
    taken = step(machine(new), session, Reply("1"), THURSDAY, CONTEXT)
    assert "mon" == taken.session.candidate["value"]


def test_choices_that_were_never_shown_are_made():
    new = OLD.replace("- ask: Are you coming?\n      expect: yes_no", "- ask: Well?\n      choices: {yes: Yes, no: No}")

    assert [["yes", "Yes"], ["no", "No"]] == moved(at("confirm.1"), new + "on_change: move\n").choices


@pytest.mark.parametrize(("days", "moves"), [("['Monday']", True), ("[]", False)])
def test_nobody_moves_to_a_choice_of_nothing(days, moves):
    ask = "- ask: Are you coming?\n      expect: yes_no\n      replies: {no: day}"
    new = OLD.replace(ask, f'- ask: When?\n      choices: "{{{{ {days} }}}}"') + "on_change: move\n"

    assert moves == (moved(at("confirm.1"), new) is not None)


def test_choices_of_a_question_that_has_none_any_more_are_forgotten():
    new = NEW.replace("choices: {mon: Monday, tue: Tuesday}", "expect: text")

    assert None is moved(at("day.day"), new).choices


def test_a_new_input_has_its_default_and_without_one_nobody_moves():
    inputs = "inputs: {visit: datetime"
    new = NEW.replace(inputs, inputs + ", room: {type: text, default: '{{ contact.first_name }}'}")

    assert "Ana" == moved(at("confirm.1"), new).variables["room"]
    assert None is moved(at("confirm.1"), NEW.replace(inputs, inputs + ", room: text"))


@pytest.mark.parametrize(("kind", "moves"), [("text", True), ("date", True), ("integer", False)])
def test_an_input_of_another_type_is_read_anew_where_that_is_possible(kind, moves):
    session = moved(at("confirm.1"), NEW.replace("visit: datetime", f"visit: {kind}"))

    assert moves == (session is not None)


@pytest.mark.parametrize(
    ("text", "moves"),
    [("Bye.", True), ("Bye {{ nick }}.", False), ("Bye {{ nick | default('you') }}.", True), ("Bye {{ name }}.", True)],
)
def test_a_name_that_was_never_asked_for_keeps_people_on_their_version(text, moves):
    """The new version asks for it before the question where they stand; it would end as failed for want of it."""
    new = NEW.replace("  confirm:\n", "  confirm:\n    - ask: Nickname?\n      save: nick\n").replace(
        "Bye.", f'"{text}"'
    )
    session = moved(at("day.day"), new)

    assert moves == (session is not None)


def test_an_answer_of_another_type_is_as_good_as_missing():
    first = """
states:
  a:
    - ask: When?
      save: when
    - ask: Sure?
      save: sure
    - say: See you {{ when }}.
    - end: x
"""
    begun = chat(first)
    begun.start()
    begun.says("soon")

    new = first.replace("save: when", "expect: date\n      save: when")
    assert None is moved(begun, new + "on_change: move\n")
    assert None is not moved(begun, new.replace("{{ when }}", "then") + "on_change: move\n")


# ── time ──


def test_silence_counts_by_the_new_version_from_when_the_question_was_asked():
    session = moved(at("confirm.1"), NEW.replace("4 hours", "2 hours"))

    assert THURSDAY + timedelta(hours=2) == session.wake_at


@pytest.mark.parametrize(
    ("silence", "fired", "next_after"),
    [
        ("{4 hours: Still there?, 1 day: {end: gone}}", 1, 24),
        ("{1 hour: Hm?, 2 hours: Well?, 9 hours: {end: gone}}", 2, 9),
        ("{9 hours: Hm?}", 0, 9),
    ],
)
def test_a_nudge_that_was_sent_is_not_sent_again(silence, fired, next_after):
    begun = at("confirm.1")
    nudged = step(begun.machine, begun.session, Wake(), THURSDAY + timedelta(hours=4), CONTEXT).session
    assert 1 == nudged.fired

    new = NEW.replace("{4 hours: Still there?, 1 day: {end: gone}}", silence)
    session = move(nudged, begun.machine, machine(new), THURSDAY + timedelta(hours=5), CONTEXT)

    assert (fired, THURSDAY + timedelta(hours=next_after)) == (session.fired, session.wake_at)


def test_expiry_is_that_of_the_new_version():
    old, new = OLD.replace("silence: {4 hours: Still there?, 1 day: {end: gone}}", ""), NEW + "expires: 2 hours\n"
    begun = talk(old)

    assert THURSDAY + timedelta(hours=2) == moved(begun, new).wake_at


# ── what a deploy asks ──


@pytest.mark.parametrize(
    ("state", "question"),
    [("confirm.1", "confirm.1"), ("day.day/confirm", "day.day"), ("day.http-1", None), ("confirm", None), ("?", None)],
)
def test_which_question_people_wait_on(state, question):
    found = question_at(machine(OLD), state)

    assert question == (found and found.id)


@pytest.mark.parametrize(
    ("source", "expected"),
    [(OLD, True), (RENAMED, False), (RENAMED + "moved: {confirm.1: confirm.visit}\n", True)],
)
def test_whether_a_version_has_a_place_for_them(source, expected):
    assert expected == has_place(machine(source), "confirm.1")


def test_points_where_nobody_waits_have_no_counterpart():
    old, new = machine(OLD), machine(NEW)

    assert None is destination(old.nodes["confirm"], old, new)
    assert "confirm.1" == destination(old.nodes["confirm.1"], old, new).name
