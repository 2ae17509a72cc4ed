"""How the console writes times, numbers and the texts of strangers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.web.console import words

NOW = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
ZONE = "America/New_York"


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=10), "now"),
        (timedelta(seconds=-10), "now"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(hours=11, minutes=50), "12 h"),
        (timedelta(hours=13), "yesterday 23:00"),
        (timedelta(days=1), "yesterday 12:00"),
        (timedelta(days=3), "Mon 12:00"),
        (timedelta(days=20), "13 Feb"),
        (timedelta(days=100), "25 Nov 2025"),
        (timedelta(minutes=-30), "in 30 min"),
        (timedelta(hours=-5), "in 5 h"),
        (timedelta(days=-1), "tomorrow 12:00"),
        (timedelta(days=-30), "4 Apr"),
    ],
    ids=str,
)
def test_a_moment_as_people_say_it(ago, said):
    assert said == words.said_of(NOW - ago, NOW, ZONE)
    assert f">{said}</time>" in words.when(NOW - ago, NOW, ZONE)


def test_all_of_a_moment_is_there_for_the_pointer_and_for_programs():
    written = words.when(NOW, NOW, ZONE)

    assert 'datetime="2026-03-05T17:00:00+00:00"' in written
    assert 'title="Thu 5 Mar 2026, 12:00:00 EST"' in written
    assert "–" == words.when(None, NOW, ZONE)


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "Today"), (1, "Yesterday"), (3, "Monday 2 March"), (70, "Thursday 25 December 2025")],
)
def test_the_day_between_messages(days, said):
    assert said == words.day(NOW - timedelta(days=days), NOW, ZONE)


@pytest.mark.parametrize(
    ("number", "masked", "said"),
    [
        ("+12025550143", False, "+1 202-555-0143"),
        ("+12025550143", True, "+1•••••0143"),
        ("+442071838750", False, "+44 20 7183 8750"),
        ("40404", False, "40404"),
        ("40404", True, "40404"),
        ("Riverside", True, "Riverside"),
        ("<b>", False, "<b>"),
    ],
)
def test_a_number(number, masked, said):
    assert said == words.phone(number, masked=masked)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hello", "Hello"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\"'><img src=x onerror=alert(1)>", "&#34;&#39;&gt;&lt;img src=x onerror=alert(1)&gt;"),
        ("a\nb\tc", "a\nb\tc"),
        ("año 你好 שלום 👍🏽", "año 你好 שלום 👍🏽"),
        ("👨\u200d👩\u200d👧 می\u200cخواهم", "👨\u200d👩\u200d👧 می\u200cخواهم"),
        ("a\u202eb", 'a<span class="mark" title="right-to-left override">U+202E</span>b'),
        ("\u2066x\u2069", 'U+2066</span>x<span class="mark" title="pop directional isolate">U+2069'),
        ("a\u200bb", 'a<span class="mark" title="zero width space">U+200B</span>b'),
        ("a\x1b[31mb", 'a<span class="mark" title="control character">U+001B</span>[31mb'),
        ("{{ 7 * 7 }}", "{{ 7 * 7 }}"),
        ("\u2028", "U+2028"),
    ],
)
def test_the_text_of_a_stranger_is_shown_and_does_nothing(text, shown):
    written = str(words.said(text))

    assert shown in written
    assert written.startswith('<bdi class="said">')


def test_a_very_long_text_is_shown_in_time():
    assert len(words.said("\u202e<" * 10_000)) > 100_000


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-1", "'-1"),
        ("\t=1", "'\t=1"),
        ("\uff1d1", "'\uff1d1"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(text, kept):
    assert kept == words.cell(text)


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 messages"), (1, "1 message"), (2, "2 messages"), (1204, "1,204 messages")]
)
def test_how_many(count, said):
    assert said == words.plural(count, "message")
    assert words.plural(count, "person", "people").endswith("person" if count == 1 else "people")
