"""A time as the person's own clock shows it: `09:00`, or `2026-03-06T09:00`, wherever that person is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo


class WallTime(NamedTuple):
    """A time of day, on one day or on the next that comes."""

    at: time
    on: date | None = None

    @classmethod
    def parse(cls, written: str) -> WallTime:
        """Read `09:00` or `2026-03-06T09:00`; raise `ValueError` for anything else, also for a time with a zone."""
        day, separator, clock = written.rpartition("T")
        at = time.fromisoformat(clock)
        if at.tzinfo is not None or len(clock) not in (5, 8) or bool(day) != bool(separator):
            raise ValueError(f"{written!r} is not a time of day")
        return cls(at, date.fromisoformat(day) if day else None)

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
