"""On which day, and in which hour, of the business's zone something was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

_QUARTER_S = 900
"""Every offset from UTC, and every change of one, is a whole number of these."""


class Place(NamedTuple):
    """A day (`2026-03-05`) and an hour of it."""

    day: str
    hour: int


class Calendar:
    """Days and hours of one zone; asked for every message, so it remembers."""

    def __init__(self, timezone: str) -> None:
        self.timezone = timezone
        self.zone = ZoneInfo(timezone)
        self._known: dict[int, Place] = {}

    def place(self, moment: datetime) -> Place:
        """Where a moment belongs."""
        quarter = int(moment.timestamp()) // _QUARTER_S
        found = self._known.get(quarter)
        if found is None:
            local = datetime.fromtimestamp(quarter * _QUARTER_S, UTC).astimezone(self.zone)
            found = self._known[quarter] = Place(local.date().isoformat(), local.hour)
        return found

    def day(self, moment: datetime) -> str:
        """The day of a moment."""
        return self.place(moment).day

    def midnight(self, day: str) -> datetime:
        """The moment at which a day begins."""
        return datetime.fromisoformat(day).replace(tzinfo=self.zone).astimezone(UTC)

    def days(self, first: str, last: str) -> list[str]:
        """Every day from the first to the last, both included."""
        start, end = datetime.fromisoformat(first).date(), datetime.fromisoformat(last).date()
        return [(start + timedelta(days=number)).isoformat() for number in range((end - start).days + 1)]
