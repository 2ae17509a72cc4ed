"""Quiet hours by every clock there is: nothing goes outside of its hours, and nothing waits longer than it must."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.compliance.windows import Calendar, allows, closing, opening
from bot.rulebook import Span, read_rules, rules
from tests.compliance import oracle

NIGHTLY = Calendar(read_rules(oracle.NIGHTLY))


def calendar(*ids, **more):
    return Calendar([rule for rule in rules() if rule.id in ids], country="US", **more)


SAFE = calendar("us_safe", "us_federal")


def utc(written):
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


# ── the boundaries ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("local", "allowed"),
    [
        ("2026-03-05T08:59:59.999999", False),
        ("2026-03-05T09:00", True),
        ("2026-03-05T19:59:59.999999", True),
        ("2026-03-05T20:00", False),
        ("2026-03-08T11:59", False),
        ("2026-03-08T12:00", True),
    ],
)
def test_the_first_minute_is_in_and_the_last_is_out(local, allowed):
    assert allowed == allows(SAFE, "UTC", utc(local))


@pytest.mark.parametrize(
    ("zones", "at", "first"),
    [
        (("America/New_York",), "2026-03-05T17:00", "2026-03-05T17:00"),
        (("America/New_York",), "2026-03-06T02:00", "2026-03-06T14:00"),
        (("America/New_York", "America/Chicago"), "2026-03-06T14:00", "2026-03-06T15:00"),
        (("America/New_York", "America/Chicago"), "2026-03-06T01:30", "2026-03-06T15:00"),
        (("America/New_York", "Pacific/Honolulu"), "2026-03-06T14:00", "2026-03-06T19:00"),
        (("Asia/Kolkata",), "2026-03-06T16:00", "2026-03-07T03:30"),
        (("America/New_York",), "2026-03-08T01:30", "2026-03-08T16:00"),  # on a Sunday, after clocks were put forward
    ],
)
def test_people_wait_until_all_their_clocks_say_so(zones, at, first):
    assert utc(first) == opening(SAFE, zones, utc(at))


def test_where_clocks_never_agree_there_is_no_moment():
    assert opening(SAFE, ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Paris"), utc("2026-03-05T17:00")) is None


def test_without_a_clock_there_is_no_moment():
    assert opening(SAFE, (), utc("2026-03-05T17:00")) is None


def test_it_says_when_it_is_over():
    at = utc("2026-03-05T17:00")

    assert utc("2026-03-06T01:00") == closing(SAFE, ("America/New_York", "America/Chicago"), at)
    assert at + timedelta(days=21) == closing(calendar("us_law"), ("UTC",), at)


# ── rules come into force, days are closed ──────────────────────────────────────────────────────────────────────────


def test_a_rule_counts_from_its_day_on():
    oregon = calendar("us_federal", "us_or")

    assert allows(oregon, "America/Los_Angeles", utc("2026-01-01T04:30"))  # 20:30 on the last day of 2025
    assert not allows(oregon, "America/Los_Angeles", utc("2026-01-02T04:30"))


def test_a_rule_counts_no_longer_than_it_says():
    gone = read_rules(oracle.NIGHTLY.replace("source =", "until = 2026-03-05\nsource ="))
    days = [date(2026, 3, 4), date(2026, 3, 5)]

    assert [1, 0] == [len(Calendar(gone).in_force(day)) for day in days]


def test_on_holidays_some_states_let_nobody_be_texted():
    thanksgiving = utc("2026-11-26T18:00")

    assert utc("2026-11-27T15:00") == opening(calendar("us_safe", "us_la"), ("America/Chicago",), thanksgiving)
    assert thanksgiving == opening(SAFE, ("America/Chicago",), thanksgiving)


def test_the_business_closes_when_it_likes_and_narrows_its_hours():
    ours = calendar("us_safe", closed={date(2026, 12, 24)}, narrower=Span(10 * 60, 18 * 60))

    assert utc("2026-12-25T15:00") == opening(ours, ("America/New_York",), utc("2026-12-23T23:00"))


def test_hours_that_have_nothing_in_common_leave_none():
    assert opening(calendar("us_ky", narrower=Span(0, 600)), ("UTC",), utc("2026-03-05T09:00")) is None


# ── clocks that are put forward and back ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("zone", "at", "first"),
    [
        ("America/New_York", "2026-03-08T06:50", "2026-03-08T06:50"),  # 01:50, ten minutes before the hour is skipped
        ("America/New_York", "2026-03-08T07:00", "2026-03-09T04:00"),  # and then it is past 02:45
        ("America/New_York", "2026-11-01T05:00", "2026-11-01T05:15"),  # 01:00: from 01:15 on
        ("America/New_York", "2026-11-01T06:05", "2026-11-01T06:15"),  # 01:05 for the second time
        ("America/New_York", "2026-11-01T05:59", "2026-11-01T05:59"),
        ("Australia/Lord_Howe", "2026-10-03T15:00", "2026-10-03T15:00"),  # half an hour is skipped
    ],
)
def test_an_hour_that_is_skipped_or_shown_twice(zone, at, first):
    assert utc(first) == opening(NIGHTLY, (zone,), utc(at)) == oracle.first(oracle.night_rows(), [zone], utc(at))


# ── by every clock there is, against a slow second opinion ──────────────────────────────────────────────────────────

_SHARES = 4


@pytest.mark.no_cover
@pytest.mark.parametrize("share", range(_SHARES))
def test_by_every_clock_nothing_goes_out_of_hours_and_nothing_waits_too_long(share):
    """A short sweep; `python -m tests.soak hours` is the long one."""
    dice = random.Random(share)  # noqa: S311 - a failure should come again
    safe, nightly = oracle.rows("us_safe", "us_federal"), oracle.night_rows()
    for zone in oracle.ZONES[share::_SHARES]:
        for at in [oracle.BEGIN + dice.random() * (oracle.END - oracle.BEGIN) for _ in range(2)]:
            assert oracle.may(safe, [zone], at) == allows(SAFE, zone, at), (zone, at)
            assert oracle.first(nightly, [zone], at) == opening(NIGHTLY, (zone,), at), (zone, at)


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Paris", "Africa/Casablanca", "Antarctica/Troll"])
def test_near_every_change_of_a_clock(zone):
    dice = random.Random(zone)  # noqa: S311 - a failure should come again
    nightly = oracle.night_rows()
    for at in oracle.moments(zone, dice, around=6, anywhere=0):
        assert oracle.first(nightly, [zone], at) == opening(NIGHTLY, (zone,), at), at


def test_between_two_clocks():
    dice = random.Random(2)  # noqa: S311 - a failure should come again
    safe = oracle.rows("us_safe", "us_federal")
    for _ in range(60):
        zones = tuple(dice.sample(["America/New_York", "America/Chicago", "America/Denver", "Pacific/Honolulu"], 2))
        at = oracle.BEGIN + dice.random() * (oracle.END - oracle.BEGIN)
        assert oracle.first(safe, zones, at) == opening(SAFE, zones, at), (zones, at)
