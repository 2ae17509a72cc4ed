"""A time as the person's own clock shows it: `09:00`, or `2026-03-06T09:00`, wherever that person is. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.limits import YEAR_MAX, YEAR_MIN

OUT_OF_REACH: Final = f"is not in the years {YEAR_MIN} to {YEAR_MAX}"
_SHAPE: Final = re.compile(r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2})T)?([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)")


def in_reach(moment: date) -> bool:
    """Whether one can reckon with a time that somebody wrote, whatever the zone."""
    return YEAR_MIN <= moment.year <= YEAR_MAX


class WallTime(NamedTuple):
    """A time of day, on one day or on the next that comes."""

    at: time
    on: date | None = None

    @classmethod
    def parse(cls, written: str) -> WallTime:
        """Read `09:00` or `2026-03-06T09:00`; raise `ValueError` for anything else, also for a time with a zone."""
        found = _SHAPE.fullmatch(written)
        if found is None:
            raise ValueError(f"{written!r} is not a time of day")
        day = date.fromisoformat(found[1]) if found[1] else None
        if day is not None and not in_reach(day):
            raise ValueError(f"{written!r} {OUT_OF_REACH}")
        return cls(time.fromisoformat(found[2]), day)

    def moment(self, zones: Sequence[str], after: datetime) -> datetime:
        """Return when that is in UTC, not before `after`.

        Who may be in several zones hears when it is that late in all of them. A time that the clocks skip counts from
        the moment at which they did, one that comes twice is the first. A day that is over somewhere means `after`.
        """
        return max(self._in(ZoneInfo(zone), after) for zone in zones)

    def _in(self, zone: ZoneInfo, after: datetime) -> datetime:
        day = self.on or after.astimezone(zone).date()
        moment = _utc(day, self.at, zone)
        if self.on is None and moment < after:
            moment = _utc(day + timedelta(days=1), self.at, zone)
        return max(moment, after)


def _utc(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
