"""What one message adds to the figures. Pure: rows in, counts out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, SUPPORTED_REGIONS

from bot.analytics.calendar import Calendar
from bot.analytics.definitions import RECEIPT_WAIT, Fate, fate
from bot.analytics.spans import band
from bot.phone import country_of

Cell = tuple[str, ...]
"""A table of counts, and the row of it: numbers are written as text."""
Counts = Counter[Cell]
"""Cell → how many. A cell that ends in `segments` counts those."""

SEGMENTS = "#"
"""At the end of a cell: not the messages but their segments are counted."""


class Sent(NamedTuple):
    """What of a message is counted."""

    seq: int
    channel: str
    provider: str
    sender: str
    recipient: str
    message_class: str
    status: str
    error: str | None
    segments: int
    urgent: bool
    flow: str | None
    state: str | None
    dlt_template_id: str | None
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None


def count_messages(rows: Iterable[Sent], calendar: Calendar, now: datetime) -> tuple[Counts, datetime | None]:
    """Count messages as they stand by now, and say when the first will have waited for its receipt for too long."""
    counts: Counts = Counter()
    again_at = None
    for row in rows:
        handed_over_at = row.sent_at
        moment = handed_over_at or row.created_at
        became = fate(row.status, handed_over_at, now)
        if became is Fate.WAITING and handed_over_at is not None:
            due = handed_over_at + RECEIPT_WAIT
            again_at = due if again_at is None else min(again_at, due)
        _count(counts, row, became, calendar, moment)
    return counts, again_at


def _count(counts: Counts, row: Sent, became: Fate, calendar: Calendar, moment: datetime) -> None:
    day, hour = calendar.place(moment)
    error = row.error or "" if became in _WITH_ERROR else ""
    route = (
        "route",
        day,
        row.channel,
        row.provider,
        row.sender,
        country(row.recipient),
        row.message_class,
        became.value,
        error,
    )
    said = ("text", day, row.channel, row.flow or "", row.state or row.dlt_template_id or "", became.value)
    for cell in (route, said):
        counts[cell] += 1
        counts[(*cell, SEGMENTS)] += row.segments
    if row.sent_at is None:
        return
    counts["hour", day, str(hour), row.channel, "out"] += 1
    if row.urgent:
        counts["time", day, "to_send", row.provider, row.channel, str(band(row.sent_at - row.created_at))] += 1
    if row.delivered_at is not None:
        counts["time", day, "to_deliver", row.provider, row.channel, str(band(row.delivered_at - row.sent_at))] += 1


_WITH_ERROR = frozenset({Fate.UNDELIVERED, Fate.FAILED, Fate.REFUSED, Fate.EXPIRED, Fate.CANCELED})


def country(phone: str) -> str:
    """The country of a number, blank where it has none.

    To read a number costs ten times as much as all the rest of counting. Where its beginning says which country it is,
    nothing more is read: the code of a country that has one for itself, and the area of a number in North America.
    """
    if not phone.startswith("+"):
        return ""
    if phone.startswith("+1"):
        return _of_area(phone[2:5])
    for length in (2, 3, 4):
        regions = COUNTRY_CODE_TO_REGION_CODE.get(int(phone[1:length])) if phone[1:length].isdecimal() else None
        if regions is not None:
            return regions[0] if len(regions) == 1 and regions[0] in SUPPORTED_REGIONS else _of_number(phone)
    return ""


@lru_cache(1024)
def _of_area(area: str) -> str:
    return country_of(f"+1{area}2345678") or ""


@lru_cache(1 << 14)
def _of_number(phone: str) -> str:
    found = country_of(phone) or ""
    return found if found in SUPPORTED_REGIONS else ""  # the whole world is no country
