"""Quiet hours: only what can fall nowhere but in the night is reported."""

from __future__ import annotations

import pytest

from tests.flow.test_rules import found


def flow(start, silence="1 day: Still there?", head="", steps=""):
    return (
        f"{head}start: [{start}]\nexpires: 9 days\nstates:\n  start:\n{steps}"
        f"    - ask: Well?\n      silence: {{{silence}}}\n    - end: done\n"
    )


@pytest.mark.parametrize(
    ("start", "silence", "at"),
    [
        ("{event: a, at: '18:00'}", "4 hours: Hm?", ["22:00"]),
        ("{event: a, at: '18:00'}", "2 hours: Hm?, 14 hours: Hm?", []),
        ("{event: a, at: '18:00'}", "2 hours: Hm?, 13 hours: Hm?", ["07:00"]),
        ("{event: a, at: '18:00'}", "1 day: Hm?, 30 hours: Hm?", ["00:00"]),
        ("{event: a, at: '18:00'}", "3 hours: Hm?", ["21:00"]),
        ("{event: a, at: '08:00'}", "1 day: Hm?", []),
        ("{event: a, at: '18:00'}, {keyword: b}", "4 hours: Hm?", []),
        ("{event: a, at: '18:00'}, {event: b, at: '10:00'}", "4 hours: Hm?", []),
        ("{event: a, at: '18:00'}, {event: b, at: '19:00'}", "4 hours: Hm?", ["22:00"]),
        ("{event: a}", "4 hours: Hm?", []),
        ("{date: contact.visit, at: '19:00'}", "4 hours: Hm?", ["23:00"]),
        ("{event: a, at: '18:00'}", "5 hours: [{say: Hm?}, {end: x}]", ["23:00"]),
        ("{event: a, at: '18:00'}", "5 hours: [{ask: Hm?}, {end: x}]", ["23:00"]),
    ],
)
def test_a_nudge_that_can_only_fall_in_the_night(start, silence, at):
    assert [f"this text can only fall in quiet hours, at {time}" for time in at] == [
        it.message for it in found(flow(start, silence), "F070")
    ]


def test_a_flow_that_begins_in_the_night_is_reported_once_and_where_it_says_so():
    (finding,) = found(flow("{event: a, at: '22:30'}", "1 hour: Hm?"), "F070")

    assert "this flow begins in quiet hours, at 22:30" == finding.message
    assert (2, 25) == (finding.span.line, finding.span.column)


def test_what_comes_after_a_reply_may_come_at_any_time():
    steps = "    - ask: First?\n      silence: {1 day: end}\n"

    assert [] == found(flow("{event: a, at: '18:00'}", "4 hours: Hm?", steps=steps), "F070")


def test_a_pause_moves_the_clock():
    steps = "    - pause: 4 hours\n"
    findings = found(flow("{event: a, at: '18:00'}", "1 day: Hm?", steps=steps), "F070")

    assert ["this text can only fall in quiet hours, at 22:00"] == [it.message for it in findings]
    assert "(4 hours pass)\nbot: Well?" == findings[0].example


@pytest.mark.parametrize(
    ("head", "at", "reported"),
    [("", "20:00", False), ("class: marketing\n", "20:00", True), ("class: marketing\n", "19:59", False)],
)
def test_marketing_has_the_hours_by_which_it_is_held_back(head, at, reported):
    findings = found(flow(f"{{event: a, at: '{at}'}}", head=head), "F070")

    assert reported == bool(findings)
    assert all("from 09:00 to 20:00" in finding.help for finding in findings)


def test_a_code_that_was_asked_for_may_come_at_night():
    assert [] == found(flow("{event: a, at: '22:30'}", head="class: otp\n"), "F070")


def test_pauses_in_a_circle_come_to_an_end():
    states = "states:\n  a: [{pause: 7 minutes}, {go: b}]\n  b: [{pause: 1 minute}, {go: a}]"
    circle = f"start: [{{event: a, at: '10:00'}}]\n{states}"

    assert [] == found(circle, "F070")
