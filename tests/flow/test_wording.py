"""What the parts of a flow are called when people read about them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.flow.model import Choice, Matcher, Question, Text, Trigger, Type
from bot.flow.wording import address, duration, expected, matched, plain, shorten, way_in


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(hours=4), "4 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=14), "2 weeks"),
        (timedelta(seconds=90), "90 seconds"),
        (timedelta(minutes=61), "61 minutes"),
        (timedelta(seconds=1), "1 second"),
    ],
)
def test_durations_are_said_as_authors_write_them(span, words):
    assert words == duration(span)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Hi {{ contact.first_name }}!", "Hi [first_name]!"),
        ("{{ visit | datetime }}  at\n10", "[visit] at 10"),
        ("{{ 'a' if b else 'c' }}", "[…]"),
        ("{% if x %}Yes{% endif %}", "Yes"),
        ("{{- x -}}", "[x]"),
        ("no template", "no template"),
    ],
)
def test_templates_are_read_as_a_person_would(source, words):
    assert words == plain(source)
    assert words == plain(Text(source))


def test_an_address_is_its_host_and_path():
    assert "api.example.com/orders/[order]" == address(Text("https://api.example.com/orders/{{ order }}?key=secret"))


@pytest.mark.parametrize(
    ("text", "cut"), [("short", "short"), ("one two three", "one two…"), ("x" * 20, "x" * 9 + "…")]
)
def test_long_texts_are_cut_at_a_word(text, cut):
    assert cut == shorten(text, 10)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question(), ""),
        (Question(expect=Type.YES_NO), "yes or no"),
        (Question(expect=Type.INTEGER), "a whole number"),
        (Question(expect=Type.INTEGER, minimum=Text("0"), maximum=Text("10")), "0 to 10"),
        (Question(expect=Type.DATE, minimum=Text("today")), "a date"),
        (
            Question(expect=Type.CHOICE, choices=(Choice("a", Text("Apple")), Choice("b", Text("Bread")))),
            "1 Apple · 2 Bread",
        ),
        (Question(expect=Type.CHOICE, dynamic_choices=Text("{{ free }}")), "one of a list"),
        (Question(expect=Type.REGEX, pattern="x"), ""),
    ],
)
def test_a_question_says_what_it_wants_to_hear(question, words):
    assert words == expected(question)


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        (Trigger(kind="keyword", keywords=("hi", "hello")), "the text “hi” or “hello”"),
        (Trigger(kind="keyword", keywords=("hi",), only=True), "only the text “hi”"),
        (Trigger(kind="fallback", condition=Text("contact.new")), "any other text, if contact.new"),
        (Trigger(kind="event", subject="visit.done"), "event visit.done"),
        (
            Trigger(kind="date", subject="contact.visit", offset=timedelta(days=-1), at="10:00"),
            "contact.visit, 1 day before at 10:00",
        ),
        (Trigger(kind="schedule", subject="every Monday 09:00"), "every Monday 09:00"),
        (Trigger(kind="tag", subject="vip"), "tag vip added"),
        (Trigger(kind="agent_closed"), "an agent closes the conversation"),
        (Trigger(kind="flow"), "another flow"),
    ],
)
def test_a_way_in_is_said_in_words(trigger, words):
    assert words == way_in(trigger)


@pytest.mark.parametrize(
    ("matcher", "words"),
    [
        (Matcher(words=("agent",), phrase=("call me",)), "“agent” or “call me”"),
        (Matcher(exact=("0",), starts=("hey",)), "“hey” or “0”"),
        (Matcher(blank=True), ""),
    ],
)
def test_a_matcher_names_its_words(matcher, words):
    assert words == matched(matcher)
