"""Matchers of `replies:` and `anytime:`: every key that is set must hold."""

import pytest

from bot.engine.match import matches
from bot.engine.understand.matcher import contains, lies_within
from bot.flow.model import Matcher
from tests.engine.understand.asking import NOW


@pytest.mark.parametrize(
    ("matcher", "text", "expected"),
    [
        (Matcher(words=("agent", "call me")), "An AGENT please", True),
        (Matcher(words=("agent", "call me")), "please call me!", True),
        (Matcher(words=("agent", "call me")), "me call", False),
        (Matcher(words=("agent",)), "agents", False),
        (Matcher(words=("más",)), "mas", True),
        (Matcher(words=("👍",)), "ok 👍🏽", True),
        (Matcher(words=("don't",)), "I dont know", True),
        (Matcher(words=("!",)), "hello!", False),
        (Matcher(all=("red", "wine")), "wine, the red one", True),
        (Matcher(all=("red", "wine")), "white wine", False),
        (Matcher(phrase=("start over",)), "can we start over?", True),
        (Matcher(phrase=("start over",)), "over the start", False),
        (Matcher(only=("menu",)), "  Menu! ", True),
        (Matcher(only=("menu",)), "the menu", False),
        (Matcher(starts=("order",)), "Order 66", True),
        (Matcher(starts=("order",)), "my order", False),
        (Matcher(starts=("!",)), "anything", False),
        (Matcher(exact=("Yes!",)), "YES!", True),
        (Matcher(exact=("Yes!",)), "yes", False),
        (Matcher(regex=r"^\d{5}$"), "40213", True),
        (Matcher(regex=r"^\d{5}$"), "4021", False),
        (Matcher(number="0..6"), "I'd say 5", True),
        (Matcher(number="0..6"), "7", False),
        (Matcher(number="0..6"), "5 or 6", False),
        (Matcher(number="7"), "seven", True),
        (Matcher(number="2.5..3"), "2.75", True),
        (Matcher(date=True), "tomorrow", True),
        (Matcher(date=True), "soon", False),
        (Matcher(time=True), "at 4pm", True),
        (Matcher(phone=True), "415-555-2671", True),
        (Matcher(phone=True), "12345", False),
        (Matcher(email=True), "it's ana@example.com", True),
        (Matcher(tagged=("vip",)), "hi", True),
        (Matcher(tagged=("new",)), "hi", False),
        (Matcher(intent=("refund",)), "refund", False),
        (Matcher(blank=True), "  ", True),
        (Matcher(blank=True), "x", False),
        (Matcher(words=("help",), negated=Matcher(words=("no",))), "help", True),
        (Matcher(words=("help",), negated=Matcher(words=("no",))), "no help", False),
        (Matcher(negated=Matcher(blank=True)), "x", True),
        (Matcher(words=("book",), date=True), "book friday", True),
        (Matcher(words=("book",), date=True), "book it", False),
    ],
)
def test_matches(matcher, text, expected):
    found = matches(matcher, text, tags={"vip"}, language="en", country="US", today=NOW.date(), now_local=NOW)
    assert expected is found


def test_a_picture_without_words_is_blank():
    picture = ("https://example.com/a.jpg",)
    assert matches(Matcher(blank=True), "", picture, language="en", today=NOW.date(), now_local=NOW)


@pytest.mark.parametrize(
    ("entry", "expected"), [("", False), ("b c", True), ("c b", False), ("a b c", True), ("a b c d", False)]
)
def test_contains(entry, expected):
    assert expected is contains(["a", "b", "c"], entry)


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [("0..6", 6, True), ("0..6", 7, False), ("7", 7, True), ("-2..-1", -1.5, True), ("word", 1, False)],
)
def test_lies_within(label, value, expected):
    assert expected is lies_within(label, value)
