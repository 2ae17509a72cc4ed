"""Which hours apply to a person, and from when on they may be sent what they did not ask for.

Every rule of every state where somebody may be counts, by every clock that may be theirs: wrong is only ever too late.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from bot.compliance.places import Place
from bot.compliance.windows import Calendar, allows, opening
from bot.events import MessageClass
from bot.limits import MARKETING_PER_DAY
from bot.rulebook import WHOLE_DAY, Rule, Span, overlap, rules

SOLICITING: Final = frozenset({MessageClass.MARKETING})
"""What quiet hours and caps are about. Answers, passcodes and what people have ordered may come at any time."""
PROFILE: Final = "us_safe"
CAP_SPAN: Final = timedelta(hours=24)
EVERYWHERE: Final = "all"

_ANYWHERE_ELSE: Final = "*"
_UNION: Final = "EU"
_MEMBERS: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)

Reason = Literal["quiet_hours", "zone_unknown", "no_hours"]


@dataclass(frozen=True, slots=True)
class Timing:
    """Whether it is time, for one person at one moment."""

    allowed: bool
    opens_at: datetime | None
    """From when on; None is never."""
    reason: Reason
    """Why not now."""
    facts: Mapping[str, Any]
    """What was looked at: rules, windows, zones and where they are known from."""


@dataclass(frozen=True, slots=True)
class Spent:
    """How much a person has been sent."""

    sent: int
    cap: int
    frees_at: datetime | None
    """From when on it may be more, within the hours; None is now."""


class Hours:
    """The hours of a deployment."""

    def __init__(
        self,
        *,
        profile: str = PROFILE,
        unconfirmed: bool = False,
        cap: int = MARKETING_PER_DAY,
        narrower: Mapping[str, Span] | None = None,
        closed: Collection[date] = (),
        without: Mapping[str, str] | None = None,
        law: Sequence[Rule] | None = None,
    ) -> None:
        """`narrower` is by country, or for `all`; `without` are rules that somebody has a reason not to keep."""
        self._rules = [
            rule
            for rule in (rules() if law is None else law)
            if (rule.confirmed or unconfirmed) and (rule.kind != "profile" or rule.id == profile)
        ]
        self._cap = cap
        self._narrower = narrower or {}
        self._closed = frozenset(closed)
        self._without = dict(without or {})
        self._calendars: dict[tuple[str | None, tuple[str, ...]], Calendar] = {}

    def timing(self, place: Place, at: datetime) -> Timing:
        """Say whether somebody may be texted at a moment, and else from when on."""
        calendar = self.calendar(place)
        opens_at = opening(calendar, place.zones, at) if place.zones else None
        reason: Reason = "quiet_hours" if opens_at else "no_hours" if place.zones else "zone_unknown"
        allowed = bool(place.zones) and all(allows(calendar, zone, at) for zone in place.zones)
        return Timing(allowed, opens_at, reason, self._facts(place, calendar, at))

    def spent(self, place: Place, at: datetime, sent: Sequence[datetime]) -> Spent:
        """Count what somebody was sent, and say from when on it may be more."""
        recent = sorted(moment for moment in sent if moment > at - CAP_SPAN)
        cap = self.cap(place, at.date())
        if len(recent) < cap:
            return Spent(len(recent), cap, None)
        frees_at = recent[-cap] + CAP_SPAN
        opens_at = opening(self.calendar(place), place.zones, frees_at) if place.zones else None
        return Spent(len(recent), cap, opens_at or frees_at)

    def cap(self, place: Place, day: date) -> int:
        """How many messages a day somebody may be sent."""
        caps = [rule.cap for rule in self.calendar(place).in_force(day) if rule.cap is not None]
        return min([self._cap, *caps])

    def calendar(self, place: Place) -> Calendar:
        """Return what applies at a place."""
        key = (place.country, place.states)
        if key not in self._calendars:
            self._calendars[key] = self._calendar(place)
        return self._calendars[key]

    def _calendar(self, place: Place) -> Calendar:
        here = [rule for rule in self._applying(place) if rule.id not in self._without]
        narrower: Span | None = self._narrower.get(EVERYWHERE, WHOLE_DAY)
        narrower = overlap(narrower, self._narrower.get(place.country or "", WHOLE_DAY))
        return Calendar(here, self._closed, narrower, place.country or "")

    def _applying(self, place: Place) -> list[Rule]:
        """All rules of a country, of its states those that may be the person's; else what counts in its place."""
        country = [rule for rule in self._rules if rule.country == place.country]
        if country:
            return [rule for rule in country if rule.state is None or not place.states or rule.state in place.states]
        instead = _UNION if place.country in _MEMBERS else _ANYWHERE_ELSE
        return [rule for rule in self._rules if rule.country == instead]

    def _facts(self, place: Place, calendar: Calendar, at: datetime) -> dict[str, Any]:
        clocks = []
        for zone in place.zones:
            local = at.astimezone(ZoneInfo(zone))
            span = calendar.span(local.date())
            shown = local.isoformat(timespec="minutes")
            clocks.append({"zone": zone, "local_time": shown, "window": None if span is None else str(span)})
        facts = {
            "checked_at": at.isoformat(),
            "country": place.country,
            "states": list(place.states),
            "zone_source": place.source,
            "clocks": clocks,
            "rules": [rule.id for rule in calendar.in_force(at.date())],
        }
        left_out = {rule.id: self._without[rule.id] for rule in self._applying(place) if rule.id in self._without}
        return facts | ({"without": left_out} if left_out else {})
