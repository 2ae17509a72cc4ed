"""What the composer says: what a text costs, by whose clock it would go, and whom a note is for."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.text import segments
from bot.web.console import composer
from bot.web.console.composer import cheaper, count, handle, later, matching, mentioned, night, read_time, sleep

NEW_YORK, SEATTLE = ZoneInfo("America/New_York"), ZoneInfo("America/Los_Angeles")
NOON = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
"""A Thursday, noon in New York, nine in Seattle."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (0, "GSM-7", 160)),
        ("Hi", (1, "GSM-7", 158)),
        ("x" * 160, (1, "GSM-7", 0)),
        ("x" * 161, (2, "GSM-7", 145)),
        ("€" * 80, (1, "GSM-7", 0)),
        ("ł", (1, "UCS-2", 69)),
        ("ł" * 71, (2, "UCS-2", 63)),
    ],
)
def test_a_text_is_counted(text, expected):
    found = count(text)

    assert expected == (found.segments, found.encoding, found.left)
    assert not text or segments(text).count == found.segments


def test_it_is_said_which_character_costs_more_and_what_would_cost_less():
    found = count("I’m here – really… it’s 🙂")

    assert [("’", 2, "'"), ("–", 10, "-"), ("…", 18, "..."), ("🙂", 25, None)] == [
        (one.char, one.place, one.cheaper) for one in found.offenders
    ]
    assert not found.can_be_cheaper
    assert count("I’m here").can_be_cheaper
    assert "I'm here - really... it's 🙂" == cheaper("I’m here – really… it’s 🙂")


def test_what_cannot_be_seen_is_named():
    assert ["U+200B", "U+00A0"] == [one.name for one in count("a\u200bb\u00a0c").offenders]


def test_what_no_message_holds_is_too_long():
    assert [False, True] == [count("x" * length).too_long for length in (1_600, 1_601)]


# ── when ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (NOON, ["today 10:00", "today 18:00", "tomorrow 09:00", "Mon 09:00"]),
        (datetime(2026, 3, 6, 1, 0, tzinfo=UTC), ["today 18:00", "tomorrow 09:00", "Mon 09:00"]),
        (datetime(2026, 3, 8, 20, 0, tzinfo=UTC), ["today 14:00", "today 18:00", "tomorrow 09:00"]),
    ],
)
def test_later_is_by_the_customers_clock(now, words):
    assert [f"{word} their time" for word in words] == [one.words for one in later(now, SEATTLE)]


def test_what_is_proposed_is_read_as_the_same_time():
    assert ["2026-03-05T18:00:00+00:00", "2026-03-06T02:00:00+00:00", "2026-03-06T17:00:00+00:00"] == [
        at.isoformat() for one in later(NOON, SEATTLE)[:3] if (at := read_time(one.value, SEATTLE))
    ]


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ("2026-03-06T09:00", "2026-03-06T17:00:00+00:00"),
        ("2026-03-06T09:00+01:00", "2026-03-06T08:00:00+00:00"),
        ("tomorrow", None),
        ("", None),
        ("9999-99-99T00:00", None),
    ],
)
def test_a_time_without_a_zone_is_the_customers(given, at):
    found = read_time(given, SEATTLE)

    assert at == (found and found.isoformat())


def test_it_sleeps_by_the_agents_clock():
    assert ["Later today, today 15:00", "Tomorrow, tomorrow 09:00", "Next week, Mon 09:00"] == [
        one.words for one in sleep(NOON, NEW_YORK)
    ]
    late = datetime(2026, 3, 6, 3, 30, tzinfo=UTC)
    assert ["Tomorrow, tomorrow 09:00", "Next week, Mon 09:00"] == [one.words for one in sleep(late, NEW_YORK)]


@pytest.mark.parametrize(
    ("hour", "clock", "morning"),
    [
        (4, "20:00", None),
        (5, "21:00", "tomorrow 08:00 their time"),
        (9, "01:00", "today 08:00 their time"),
        (15, "07:00", "today 08:00 their time"),
        (16, "08:00", None),
    ],
)
def test_at_night_the_morning_is_proposed(hour, clock, morning):
    found = night(datetime(2026, 3, 5, hour, 0, tzinfo=UTC), SEATTLE)

    assert (None if morning is None else (clock, morning)) == (found and (found.clock, found.morning.words))


# ── whom a note is for ──────────────────────────────────────────────────────────────────────────────────────────────

PEOPLE = {"usr_1": "Ana Castillo", "usr_2": "Ana Li", "usr_3": "Bo Berg", "usr_4": "Zoë O’Neil"}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@AnaLi please", ["usr_2"]),
        ("@bo, and @anacastillo.", ["usr_3", "usr_1"]),
        ("@Ana", []),  # which of them?
        ("@ZoëONeil", ["usr_4"]),
        ("mail bo@bo.example", []),
        ("@bo @Bo @BoBerg", ["usr_3"]),
        ("nobody", []),
    ],
)
def test_a_note_mentions_who_is_named(text, ids):
    assert ids == mentioned(text, PEOPLE)


def test_names_that_begin_with_what_was_typed_come_first():
    assert ["Ana Castillo", "Ana Li"] == matching("an", PEOPLE.values())[:2]
    assert ["Bo Berg"] == matching("BE", PEOPLE.values())
    assert "ZoëONeil" == handle("Zoë O’Neil")


def test_nothing_is_counted_by_other_rules_than_the_outbox_goes_by():
    texts = ["a" * 459, "€" * 77 + "a", "🙂" * 34, "🙂" * 67 + "a", "ñ" * 200, "x" * 152 + "€"]

    assert [segments(text).count for text in texts] == [composer.count(text).segments for text in texts]
