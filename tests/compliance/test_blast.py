"""How long a message to many takes, and how much of it waits for the morning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.compliance.blast import Blast, Stretch, at_any_time, blast, summary
from bot.compliance.hours import Hours
from bot.compliance.places import of_number

NOON = datetime(2026, 3, 5, 17, tzinfo=UTC)
"""A Thursday, noon in New York."""
NEW_YORK, CALIFORNIA, NOWHERE = of_number("+12125550123"), of_number("+13105550123"), of_number("+999123456789")
HOURS = Hours()


def at(written):
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def told(places, rate, begun=NOON):
    return summary(blast(places, HOURS, rate, begun), "America/New_York")


def shown(places, rate, begun=NOON):
    found = blast(places, HOURS, rate, begun)
    return [(f"{it.begins_at:%dT%H:%M}", f"{it.ends_at:%dT%H:%M}", round(it.messages)) for it in found.stretches]


@pytest.mark.parametrize(
    ("places", "rate", "begun", "line"),
    [
        ([NEW_YORK] * 60, 1, NOON, "1 min"),
        ([NEW_YORK] * 11_400, 1, NOON, "3 h 10 min"),
        ([NEW_YORK] * 11_400, 1, at("2026-03-05T22:00"), "3 h, 5 % tomorrow morning"),
        ([NEW_YORK] * 100, 1, at("2026-03-06T02:00"), "100 % tomorrow morning"),
        ([NEW_YORK] * 88 + [CALIFORNIA] * 12, 1, at("2026-03-06T14:00"), "3 h"),
        ([NEW_YORK] * 880 + [CALIFORNIA] * 120, 100, at("2026-03-06T01:00"), "1 min, 88 % tomorrow morning"),
        ([NEW_YORK] * 100, 1, at("2026-03-08T02:00"), "100 % tomorrow afternoon"),  # a Sunday
        ([NEW_YORK] * 3 + [NOWHERE], 1, NOON, "1 min, 25 % never"),
        ([NEW_YORK] * 999 + [NOWHERE], 100, NOON, "1 min, less than 1 % never"),
        ([NOWHERE], 1, NOON, "nobody can be sent this"),
        ([], 1, NOON, "nobody can be sent this"),
        ([NEW_YORK] * 100_000, 1, NOON, "8 h, 40 % tomorrow morning, 32 % on Saturday morning"),
    ],
)
def test_it_is_said_in_a_line(places, rate, begun, line):
    assert line == told(places, rate, begun)


def test_the_west_joins_when_it_wakes_and_goes_on_when_the_east_sleeps():
    assert [("05T14:00", "05T14:02", 240), ("05T17:00", "05T17:02", 240)] == shown(
        [NEW_YORK] * 240 + [CALIFORNIA] * 240, 2, at("2026-03-05T13:00")
    )
    assert [("05T17:00", "06T01:20", 30_000), ("06T14:00", "06T14:40", 2_400)] == shown(
        [NEW_YORK] * 21_600 + [CALIFORNIA] * 10_800, 1
    )


def test_who_was_due_first_goes_first():
    """Those in California queue behind what New York has left at noon."""
    [(begins, ends, messages)] = shown([NEW_YORK] * 14_400 + [CALIFORNIA] * 3_600, 1, at("2026-03-05T14:00"))

    assert ("05T14:00", "05T19:00", 18_000) == (begins, ends, messages)


def test_what_is_not_sent_by_night_goes_on_in_the_morning():
    assert [("05T17:00", "06T01:00", 28_800), ("06T14:00", "06T17:20", 12_000)] == shown([NEW_YORK] * 40_800, 1)


@pytest.mark.parametrize(
    ("rate", "begun"), [(3.7, NOON), (0.31, at("2026-03-07T22:13")), (250.0, at("2026-03-05T04:00"))]
)
def test_everybody_is_counted_once(rate, begun):
    places = [of_number(f"+1{code}5550123") for code in range(200, 1000)] * 3
    found = blast(places, HOURS, rate, begun)

    assert (
        len(places)
        == found.recipients
        == pytest.approx(found.never + sum(it.messages for it in found.stretches), abs=1)
    )
    assert all(one.ends_at < next.begins_at for one, next in zip(found.stretches, found.stretches[1:], strict=False))


def test_what_no_hours_apply_to_takes_its_time():
    assert Blast(NOON, 120, 0, [Stretch(NOON, NOON + timedelta(minutes=1), 120.0)]) == at_any_time(120, 2, NOON)
    assert at_any_time(0, 1, NOON).ends_at is None
    assert "1 h" == summary(at_any_time(3600, 1, NOON), "UTC")


def test_after_more_than_a_week_the_day_is_named():
    assert told([NEW_YORK] * 100, 1, NOON).startswith("2 min")
    found = Blast(NOON, 10, 0, [Stretch(at("2026-03-20T14:00"), at("2026-03-20T15:00"), 10.0)])
    assert "100 % on 2026-03-20" == summary(found, "America/New_York")
