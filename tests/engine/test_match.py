"""Every kind of answer through the one door, and thirteen hundred replies people might send."""

import json
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.match import Spec, Understood, branch_matches, understand
from bot.engine.texts import LANGUAGES
from bot.flow.model import Type
from tests.engine.understand.asking import NOW, hear

GROUPS = json.loads((Path(__file__).parent / "replies.json").read_text(encoding="utf-8"))
REPLIES = [(group, text, value) for group in GROUPS for text, value in group["replies"]]
MISSES = {
    ("nothing is working", "broken", None),
    ("I'll pick it up", "pickup", None),
    ("redd", "red", None),
    ("cut", None, "s4"),
}
"""Replies of the corpus that are read otherwise than a person would: (text, meant, read)."""


def _spec(group):
    return Spec(
        expect=Type(group["expect"]),
        choices=tuple((key, shown) for key, shown in group.get("choices", ())),
        synonyms={key: tuple(words) for key, words in group.get("synonyms", {}).items()},
        pattern=group.get("pattern"),
        minimum=group.get("minimum"),
        maximum=group.get("maximum"),
        country=group["country"],
    )


def _read(group, text):
    found = understand(text, (), _spec(group), language=group["language"], today=NOW.date(), now_local=NOW)
    return None if found is None else found.value


def test_the_corpus():
    misses = {(text, meant, read) for group, text, meant in REPLIES if (read := _read(group, text)) != meant}
    assert MISSES == misses


def test_the_corpus_is_large_and_holds_every_kind():
    kinds = Counter(group["expect"] for group, _, _ in REPLIES)
    assert len(REPLIES) > 1_300
    assert {
        "yes_no",
        "choice",
        "integer",
        "number",
        "money",
        "date",
        "time",
        "datetime",
        "phone",
        "email",
        "regex",
    } == set(kinds)


@pytest.mark.parametrize(
    ("expect", "text", "media", "expected"),
    [
        (Type.TEXT, "  Hello there ", (), Understood("Hello there")),
        (Type.TEXT, "  ", (), None),
        (Type.TEXT, "", ("https://example.com/a.jpg",), None),
        (Type.MEDIA, "look", ("https://example.com/a.jpg",), Understood(["https://example.com/a.jpg"])),
        (Type.MEDIA, "look", (), None),
        (Type.NOTHING, "whatever", (), Understood(None)),
        (Type.YES_NO, "yep", (), Understood(True, "yes", "yes")),
        (Type.YES_NO, "nope", (), Understood(False, "no", "no")),
        (Type.INTEGER, "nine", (), Understood(9)),
    ],
)
def test_understand(expect, text, media, expected):
    assert expected == understand(text, media, Spec(expect=expect), language="en", today=NOW.date(), now_local=NOW)


CHOICES = (("billing", "Billing"), ("other", "Something else"))


@pytest.mark.parametrize(
    ("label", "spec", "understood", "text", "expected"),
    [
        ("yes", Spec(Type.YES_NO), Understood(True, "yes", "yes"), "yep", True),
        ("no", Spec(Type.YES_NO), Understood(True, "yes", "yes"), "yep", False),
        ("yes", Spec(Type.YES_NO), None, "yes no", False),
        ("yes", Spec(), Understood("yep"), "yep", True),
        ("no", Spec(), Understood("yep"), "yep", False),
        ("billing", Spec(Type.CHOICE, CHOICES), Understood("billing", "Billing", "billing"), "1", True),
        ("other", Spec(Type.CHOICE, CHOICES), Understood("billing", "Billing", "billing"), "1", False),
        ("other", Spec(Type.CHOICE, CHOICES), None, "billing or other", False),
        ("none", Spec(Type.CHOICE, CHOICES), None, "none of them", True),
        ("7..8", Spec(Type.INTEGER), Understood(7), "seven", True),
        ("7..8", Spec(Type.INTEGER), Understood(9), "nine", False),
        ("7..8", Spec(Type.INTEGER), None, "7 or 8", False),
        ("5", Spec(Type.NUMBER), Understood(5), "five", True),
        ("skip", Spec(Type.INTEGER), None, "Skip it", True),
        ("start over", Spec(), Understood("please start over"), "please start over", True),
        ("start_over", Spec(), Understood("please start over"), "please start over", True),
        ("over", Spec(), Understood("overall"), "overall", False),
    ],
)
def test_branch_matches(label, spec, understood, text, expected):
    assert expected is branch_matches(label, spec, understood, text)


KINDS = [kind for kind in Type if kind not in (Type.LIST, Type.OBJECT)]


@given(st.text(max_size=60), st.sampled_from(KINDS), st.sampled_from([*LANGUAGES, "pt-BR", "xx"]))
def test_no_reply_is_too_strange(text, expect, language):
    hear(text, expect, language, choices=CHOICES, pattern=r"(\d+)", minimum=None)


PIECES = [
    "4",
    "pm",
    "at",
    "friday",
    "or",
    "no",
    "wait",
    "in",
    "3",
    "days",
    "next",
    "week",
    "march",
    "of",
    "/",
    "-",
    ":",
    "6th",
    "½",
    "half",
    "past",
    "😀",
    "mañana",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from([Type.DATE, Type.TIME, Type.DATETIME, Type.INTEGER])
)
def test_no_mixture_of_known_words_is_too_strange(pieces, expect):
    hear(" ".join(pieces), expect)


@pytest.mark.parametrize("expect", KINDS)
@pytest.mark.parametrize(
    "unit",
    ["1,", "hello ", "monday ", "4 or ", "a@", "+1 ", "(415) ", "sorry ", "no ", "no 4pm ", "(", "1", "😀", "un "],
)
def test_ten_thousand_characters_are_read_in_no_time(expect, unit):
    hear("1", expect, "fr", choices=CHOICES, pattern=r"\d+")  # the tables are built once
    text = (unit * 10_000)[:10_000]
    assert min(_seconds(text, expect) for _ in range(3)) < 1  # 20 to 50 ms: what this must catch takes minutes


def _seconds(text, expect):
    started = time.process_time()
    hear(text, expect, "fr", choices=CHOICES, pattern=r"(\d+)+x")
    return time.process_time() - started
