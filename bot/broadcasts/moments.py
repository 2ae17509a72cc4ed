"""When it is a person's turn: not before their own clock shows it, within the window, and never in quiet hours. Pure.

What is not yet time for is not written at all: whoever sleeps waits here, and the pace holds in the morning too.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.broadcasts.plan import Plan
from bot.compliance.blast import Turn
from bot.compliance.hours import SOLICITING, Hours
from bot.compliance.places import Place
from bot.compliance.wall import WallTime
from bot.compliance.windows import Calendar, opening
from bot.outbox.timing import place_of
from bot.rulebook import parse_span
from bot.store.contacts import Contact

QUIET: Final = "quiet_hours"
WINDOW: Final = "window"
LOCAL: Final = "local_time"
_ALWAYS: Final = Calendar([])
_LOOKS_MAX: Final = 10
"""So often window and hours are asked in turn before whoever is texted at no common hour is refused by the gate."""


class Moments:
    """The moments of one broadcast."""

    def __init__(self, plan: Plan, hours: Hours, timezone: str) -> None:
        """`timezone` is the business's: of those of whom nobody knows where they are."""
        self._local_time = WallTime.parse(plan.local_time) if plan.local_time else None
        self._span = parse_span(plan.window) if plan.window else None
        self._window = Calendar([], narrower=self._span) if self._span else None
        self._hours = hours if plan.message_class in SOLICITING else None
        self._elsewhere = (timezone,)
        self._narrowed: dict[Calendar, Calendar] = {}

    def first(self, contact: Contact, at: datetime) -> tuple[datetime, str | None]:
        """Say when it is somebody's turn, if it begins at a moment, and why not at once."""
        place = place_of(contact)
        if self._local_time is None:
            return self._open(place, at)
        wanted = self._local_time.moment(place.zones or self._elsewhere, at)
        opens_at, reason = self._open(place, wanted)
        return opens_at, reason or (LOCAL if opens_at > at else None)

    def turn(self, place: Place, at: datetime) -> Turn:
        """Say the same of whoever may be at a place, with the hours by which they live."""
        zones = place.zones or (self._elsewhere if self._hours is None else ())
        calendar = _ALWAYS if self._hours is None else self._hours.calendar(place)
        if self._span is not None:
            calendar = self._narrowed.get(calendar) or self._narrowed.setdefault(calendar, calendar.within(self._span))
        wanted = at if self._local_time is None or not zones else self._local_time.moment(zones, at)
        return Turn(calendar, zones, opening(calendar, zones, wanted) if zones else None)

    def open(self, contact: Contact, at: datetime) -> tuple[datetime, str | None]:
        """Say from when on somebody may get it, once it is their turn, and why not now."""
        if self._window is None and self._hours is None:
            return at, None
        return self._open(place_of(contact), at)

    def _open(self, place: Place, at: datetime) -> tuple[datetime, str | None]:
        opens_at, reason = at, None
        for _ in range(_LOOKS_MAX):
            before = opens_at
            for kind, look in ((WINDOW, self._in_window), (QUIET, self._in_hours)):
                later = look(place, opens_at)
                if later is not None and later > opens_at:
                    opens_at, reason = later, kind
            if opens_at == before:
                return opens_at, reason
        return at, None

    def _in_window(self, place: Place, at: datetime) -> datetime | None:
        return None if self._window is None else opening(self._window, place.zones or self._elsewhere, at)

    def _in_hours(self, place: Place, at: datetime) -> datetime | None:
        """None also where no hours are left to somebody: the gate refuses them, with the reason."""
        if self._hours is None or not place.zones:
            return None
        return opening(self._hours.calendar(place), place.zones, at)
