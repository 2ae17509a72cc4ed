"""Days on which some laws let nobody be advertised to: the federal holidays of the United States, those of France.

Holidays of single states are not here; a business closes on them by the settings.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_MON, _THU, _SAT, _SUN = 0, 3, 5, 6
_DAY: Final = timedelta(days=1)


def is_holiday(country: str, day: date) -> bool:
    """Whether a day is a holiday in a country whose holidays are known."""
    return day in _holidays(country, day.year)


@lru_cache(64)
def _holidays(country: str, year: int) -> frozenset[date]:
    match country:
        case "US":
            return frozenset(_american(year) | {day for day in _american(year + 1) if day.year == year})
        case "FR":
            return frozenset(_french(year))
    return frozenset()


def _american(year: int) -> set[date]:
    """5 U.S.C. 6103. A fixed one that falls on a weekend counts on its own day and on the weekday when it is kept."""
    fixed = {date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)}
    kept = {day - _DAY for day in fixed if day.weekday() == _SAT} | {
        day + _DAY for day in fixed if day.weekday() == _SUN
    }
    return (
        fixed
        | kept
        | {
            _nth(year, 1, _MON, 3),
            _nth(year, 2, _MON, 3),
            _nth(year, 6, _MON, 1) - 7 * _DAY,  # the last Monday in May
            _nth(year, 9, _MON, 1),
            _nth(year, 10, _MON, 2),
            _nth(year, 11, _THU, 4),
        }
    )


def _french(year: int) -> set[date]:
    """Code du travail L3133-1."""
    easter = _easter(year)
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    return {date(year, month, day) for month, day in fixed} | {easter + days * _DAY for days in (1, 39, 50)}


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, as Meeus and Butcher reckon it."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap, skipped = century // 4, century % 4
    corrected = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - corrected + 15) % 30
    week = (32 + 2 * skipped + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
