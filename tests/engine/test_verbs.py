"""What each verb does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.engine.step import step
from bot.events import (
    CallHttp,
    Context,
    Finish,
    Json,
    LabelConversation,
    Problem,
    Result,
    Say,
    ScheduleFlow,
    SetContact,
    TagContact,
)
from bot.limits import CALLS_PER_SESSION_MAX
from tests.chat import ANA, THURSDAY, Chat, chat
from tests.engine.talks import ask

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


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("https://a.example/{{ contact.title }}.png", "https://a.example/Dr%20A%2FB.png"),
        ("{{ contact.portrait }}", "https://a.example/p.png?x=1"),
    ],
)
def test_a_name_is_one_part_of_an_address_or_all_of_it(address: str, sent: str) -> None:
    talk = chat(
        f"states:\n  one:\n    - say: One.\n      media: '{address}'\n    - http: GET {address}\n      save: it\n"
        "    - end: done",
        contact={**ANA, "title": "Dr A/B", "portrait": "https://a.example/p.png?x=1"},
    )
    talk.start()
    assert [(sent,)] == [bubble.media for bubble in talk.bubbles]
    assert [sent] == [effect.url for effect in talk.effects if isinstance(effect, CallHttp)]


def test_undelivered_takes_the_questions_way(coming: Chat) -> None:
    coming.undelivered()
    assert ("unreachable", False) == (coming.outcome, coming.bubbles[0].delivered)


def test_undelivered_without_a_way_changes_nothing() -> None:
    talk = ask("expect: yes_no")
    assert ([], True) == (talk.undelivered(), talk.waiting)
