"""Holidays: reckoned, and compared with calendars that were printed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.compliance.holidays import is_holiday
from tests.compliance.oracle import US_HOLIDAYS

FRENCH_2026 = (
    "2026-01-01 2026-04-06 2026-05-01 2026-05-08 2026-05-14 2026-05-25 2026-07-14 2026-08-15 2026-11-01 2026-11-11 "
    "2026-12-25"
)


def holidays(country, year):
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    return [str(day) for day in days if day.year == year and is_holiday(country, day)]


@pytest.mark.parametrize("year", [2026, 2027])
def test_american_holidays_on_their_day_and_when_they_are_kept(year):
    assert sorted(day for day in US_HOLIDAYS.split() if day.startswith(str(year))) == holidays("US", year)


def test_french_holidays():
    assert FRENCH_2026.split() == holidays("FR", 2026)


@pytest.mark.parametrize(("year", "monday"), [(2024, "04-01"), (2025, "04-21"), (2027, "03-29"), (2038, "04-26")])
def test_easter_moves(year, monday):
    assert is_holiday("FR", date.fromisoformat(f"{year}-{monday}"))


def test_elsewhere_none_are_known():
    assert [] == holidays("DE", 2026)
