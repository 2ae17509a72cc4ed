"""Which hours apply to whom, and how much is enough."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.compliance.hours import Hours, Spent
from bot.compliance.places import Place, of_number, whereabouts
from bot.rulebook import Span

NEW_YORK, CHICAGO = "America/New_York", "America/Chicago"
FRIDAY = datetime(2026, 3, 6, tzinfo=UTC)
SUNDAY = datetime(2026, 3, 8, tzinfo=UTC)
ANA = of_number("+12125550123")


def state(code, zone=NEW_YORK):
    return Place("US", (code,), (zone,), "postal_code")


def abroad(country, zone):
    return Place(country, (), (zone,), "number")


def windows(place, hours=None):
    """At which hours of a Friday and of a Sunday somebody may be texted."""
    calendar = (hours or Hours()).calendar(place)
    return [str(calendar.span(day.date())) for day in (FRIDAY, SUNDAY)]


# ── whose hours ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("place", "friday", "sunday"),
    [
        (state("NY"), "09:00-20:00", "12:00-20:00"),
        (state("TX", CHICAGO), "09:00-20:00", "12:00-20:00"),
        (state("KY"), "10:00-20:00", "12:00-20:00"),
        (state("AL", CHICAGO), "09:00-20:00", "None"),
        (state("RI"), "09:00-18:00", "12:00-17:00"),
        (Place("US", ("AL", "KY"), (CHICAGO,), "postal_code"), "10:00-20:00", "None"),
        (Place("US", (), (CHICAGO,), "country"), "10:00-18:00", "None"),  # in which state nobody knows
        (abroad("FR", "Europe/Paris"), "08:00-22:00", "None"),
        (abroad("IN", "Asia/Kolkata"), "10:00-21:00", "10:00-21:00"),
        (abroad("GB", "Europe/London"), "09:00-20:00", "09:00-20:00"),
        (abroad("DE", "Europe/Berlin"), "09:00-20:00", "None"),
        (abroad("CA", "America/Toronto"), "09:00-20:00", "09:00-20:00"),
        (abroad(None, "UTC"), "09:00-20:00", "09:00-20:00"),
    ],
)
def test_all_rules_of_all_places_where_somebody_may_be_count(place, friday, sunday):
    assert [friday, sunday] == windows(place)


@pytest.mark.parametrize(
    ("profile", "place", "friday", "sunday"),
    [
        ("us_law", state("NY"), "08:00-21:00", "08:00-21:00"),
        ("us_law", state("TX", CHICAGO), "09:00-21:00", "12:00-21:00"),
        ("us_strict", state("NY"), "10:00-17:00", "None"),
        ("us_strict", abroad("FR", "Europe/Paris"), "08:00-22:00", "None"),
    ],
)
def test_the_business_chooses_how_careful_it_is_in_the_united_states(profile, place, friday, sunday):
    assert [friday, sunday] == windows(place, Hours(profile=profile))


def test_what_is_not_confirmed_counts_if_one_asks_for_it():
    maine = state("ME")

    assert ["09:00-20:00", "12:00-20:00"] == windows(maine)
    assert ["09:00-17:00", "None"] == windows(maine, Hours(unconfirmed=True))


@pytest.mark.parametrize(
    ("narrower", "friday"),
    [
        ({"all": Span(600, 1140)}, "10:00-19:00"),
        ({"US": Span(600, 1140)}, "10:00-19:00"),
        ({"all": Span(600, 1440), "US": Span(0, 1080)}, "10:00-18:00"),
        ({"FR": Span(600, 1140)}, "09:00-20:00"),
        ({"all": Span(0, 1440)}, "09:00-20:00"),
    ],
)
def test_a_business_s_own_hours_only_ever_narrow(narrower, friday):
    assert friday == windows(state("NY"), Hours(narrower=narrower))[0]


def test_closed_days_are_closed_everywhere():
    hours = Hours(closed=[date(2026, 3, 6)])

    assert "None" == windows(state("NY"), hours)[0] == windows(abroad("FR", "Europe/Paris"), hours)[0]


def test_a_rule_that_need_not_be_kept_is_named_with_the_reason():
    hours = Hours(profile="us_law", without={"us_tx": "Counsel, 2026-03-01"})
    texas = state("TX", CHICAGO)

    assert ["08:00-21:00", "08:00-21:00"] == windows(texas, hours)
    assert {"us_tx": "Counsel, 2026-03-01"} == hours.timing(texas, FRIDAY).facts["without"]
    assert "without" not in hours.timing(ANA, FRIDAY).facts


# ── at a moment ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_it_says_what_it_looked_at():
    timing = Hours().timing(whereabouts("+18505550123"), datetime(2026, 3, 6, 1, 30, tzinfo=UTC))

    assert (False, "quiet_hours", datetime(2026, 3, 6, 15, tzinfo=UTC)) == (
        timing.allowed,
        timing.reason,
        timing.opens_at,
    )
    assert {
        "checked_at": "2026-03-06T01:30:00+00:00",
        "country": "US",
        "states": ["FL"],
        "zone_source": "number",
        "clocks": [
            {"zone": CHICAGO, "local_time": "2026-03-05T19:30-06:00", "window": "09:00-20:00"},
            {"zone": NEW_YORK, "local_time": "2026-03-05T20:30-05:00", "window": "09:00-20:00"},
        ],
        "rules": ["us_safe", "us_federal", "us_fl"],
    } == timing.facts


@pytest.mark.parametrize(
    ("place", "hours", "reason"),
    [
        (of_number("+999123456789"), Hours(), "zone_unknown"),
        (state("KY"), Hours(narrower={"US": Span(0, 600)}), "no_hours"),
        (
            abroad("US", "Asia/Tokyo")._replace(zones=("Asia/Tokyo", NEW_YORK)),
            Hours(),
            "no_hours",
        ),
    ],
)
def test_where_no_time_is_right_it_says_so(place, hours, reason):
    timing = hours.timing(place, FRIDAY)

    assert (False, None, reason) == (timing.allowed, timing.opens_at, timing.reason)


# ── how much ────────────────────────────────────────────────────────────────────────────────────────────────────────

NOON = datetime(2026, 3, 6, 17, tzinfo=UTC)


def ago(*hours):
    return [NOON - timedelta(hours=each) for each in hours]


@pytest.mark.parametrize(
    ("sent", "spent"),
    [
        (ago(), Spent(0, 3, None)),
        (ago(1, 2), Spent(2, 3, None)),
        (ago(1, 2, 3), Spent(3, 3, NOON + timedelta(hours=21))),
        (ago(1, 2, 3, 4), Spent(4, 3, NOON + timedelta(hours=21))),
        (ago(1, 2, 24), Spent(2, 3, None)),
        (ago(1, 2, 23.9), Spent(3, 3, datetime(2026, 3, 6, 17, 6, tzinfo=UTC))),
        (ago(1, 2, 18), Spent(3, 3, NOON + timedelta(hours=6))),
        (ago(1, 2, 12), Spent(3, 3, datetime(2026, 3, 7, 14, tzinfo=UTC))),  # free at midnight, held until nine
    ],
)
def test_three_a_day(sent, spent):
    assert spent == Hours().spent(ANA, NOON, sent)


@pytest.mark.parametrize(
    ("cap", "place", "expected"), [(3, state("NY"), 3), (1, state("FL"), 1), (3, state("FL"), 3), (9, state("FL"), 3)]
)
def test_the_lower_of_the_law_and_the_settings_counts(cap, place, expected):
    assert expected == Hours(cap=cap).cap(place, NOON.date())


def test_a_cap_comes_into_force_with_its_rule():
    oregon = state("OR", "America/Los_Angeles")

    assert [9, 3] == [Hours(cap=9).cap(oregon, date(year, 12, 31)) for year in (2025, 2026)]


def test_whose_zone_nobody_knows_has_had_enough_as_well():
    assert Spent(3, 3, NOON + timedelta(hours=21)) == Hours().spent(of_number("+999123456789"), NOON, ago(1, 2, 3))
