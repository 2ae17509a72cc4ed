"""A slow second opinion on quiet hours, made without a line of what it judges: it looks at the clock minute by minute.

It knows the rows of the rules as text and the days that are holidays as a list, and compares what a clock shows.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

RULES = Path("bot/compliance/rules")
BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
US_HOLIDAYS = """
    2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-07-04 2026-09-07 2026-10-12 2026-11-11
    2026-11-26 2026-12-25 2027-01-01 2027-01-18 2027-02-15 2027-05-31 2027-06-18 2027-06-19 2027-07-04 2027-07-05
    2027-09-06 2027-10-11 2027-11-11 2027-11-25 2027-12-24 2027-12-25 2027-12-31 2028-01-01 2028-01-17
"""
ZONES = sorted(zone for zone in available_timezones() if zone not in ("localtime", "Factory"))
NIGHTLY = """
country = "XX"
[[rule]]
id = "nightly"
name = "what no law would say: hours in which clocks are changed"
kind = "law"
effective_from = 2000-01-01
hours = { mon-wed = "00:00-24:00", thu = "none", fri = "01:30-02:30", sat = "00:30-23:45", sun = "01:15-02:45" }
source = "a test"
label = "D"
"""


def rows(*ids: str) -> list[dict[str, Any]]:
    """The rows of these ids, as they stand in the files."""
    found = [row for name in ("us.toml", "world.toml") for row in tomllib.loads((RULES / name).read_text())["rule"]]
    return [row for row in found if row["id"] in ids]


def night_rows() -> list[dict[str, Any]]:
    return tomllib.loads(NIGHTLY)["rule"]


def may(rows: Sequence[dict[str, Any]], zones: Sequence[str], at: datetime) -> bool:
    """Whether every clock shows a time that every row allows."""
    return all(_allows(row, at.astimezone(ZoneInfo(zone))) for row in rows for zone in zones)


def first(rows: Sequence[dict[str, Any]], zones: Sequence[str], at: datetime) -> datetime:
    """The first moment from `at` on, found by waiting for it."""
    if may(rows, zones, at):
        return at
    at = at.replace(second=0, microsecond=0) + MINUTE
    while not may(rows, zones, at):
        at += MINUTE
    return at


def _allows(row: dict[str, Any], local: datetime) -> bool:
    day, hours = local.strftime("%Y-%m-%d"), row["hours"]
    if day < str(row["effective_from"]):
        return True
    if hours.get("holidays") == "none" and day in US_HOLIDAYS.split():
        return False
    begin, _, end = next(_written(hours, DAYS[local.weekday()])).partition("-")
    return end != "" and begin <= local.strftime("%H:%M") < end


def _written(hours: dict[str, str], day: str) -> Iterator[str]:
    """What is written about a day; `none` has no end."""
    for days, written in hours.items():
        begin, _, end = days.partition("-")
        if days == "all" or (days != "holidays" and DAYS.index(begin) <= DAYS.index(day) <= DAYS.index(end or begin)):
            yield written


def changes(zone: str) -> list[datetime]:
    """When a clock is changed in the two years, to the minute."""
    clock, found, day = ZoneInfo(zone), [], BEGIN
    while day < END:
        if day.astimezone(clock).utcoffset() != (day + timedelta(days=1)).astimezone(clock).utcoffset():
            minutes = (day + number * MINUTE for number in range(24 * 60))
            offset = day.astimezone(clock).utcoffset()
            found.append(next((it for it in minutes if it.astimezone(clock).utcoffset() != offset), day))
        day += timedelta(days=1)
    return found


def moments(zone: str, dice: random.Random, around: int, anywhere: int) -> Iterator[datetime]:
    """Moments to ask about: some near every change of a clock, others anywhere in the two years."""
    for change in changes(zone):
        for _ in range(around):
            yield change + timedelta(seconds=dice.randrange(-4 * 3600, 4 * 3600))
    for _ in range(anywhere):
        yield BEGIN + dice.random() * (END - BEGIN)
