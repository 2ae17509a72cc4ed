"""Beside the counts of each day: those of whole months, and those of days over almost everything.

They lie in the same tables, under days that no calendar has, so that a long period is read from few rows:

    m2026-03        a month, by everything that the days are kept by
    d2026-03-05     the messages of a day, by fate alone
    p2026-03-05     the messages of a day, by what prices and routes depend on
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

Key = tuple[str, ...]
"""What tells the rows of a table of counts apart; the first is the day."""

DAILY: Final = frozenset({"hour"})
"""Tables that are always read by day, as weekdays are told from it."""
_MONTH, _DAY, _PRICED = "m", "d", "p"
_ROUTE: Final = ("channel", "provider", "sender", "country", "message_class", "fate", "error")
_KEPT: Final = {_DAY: frozenset({"fate"}), _PRICED: frozenset({"provider", "sender", "country", "fate"})}


class Read(NamedTuple):
    """Of which rows something is read: ranges of days, and what stands before a day there."""

    ranges: tuple[tuple[str, str], ...]
    mark: str = ""


def coarser(table: str, key: Key) -> Iterator[Key]:
    """Where else a count of a day is added."""
    day, *rest = key
    if table not in DAILY:
        yield (f"{_MONTH}{day[:7]}", *rest)
    if table == "route":
        for mark, kept in _KEPT.items():
            yield (f"{mark}{day}", *(part if name in kept else "" for name, part in zip(_ROUTE, rest, strict=True)))


def reading(table: str, names: Collection[str], first: str, last: str) -> Read:
    """Choose the fewest rows that have these columns of these days."""
    if "day" not in names:
        return Read(tuple(_months(first, last)) if table not in DAILY else ((first, last),))
    if table == "route":
        for mark, kept in _KEPT.items():
            if set(names) <= kept | {"day"}:
                return Read(((f"{mark}{first}", f"{mark}{last}"),), mark)
    return Read(((first, last),))


def _months(first: str, last: str) -> Iterator[tuple[str, str]]:
    """The whole months within some days, and the days before and after them."""
    start = date.fromisoformat(first)
    begins = start if start.day == 1 else (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    ends = (date.fromisoformat(last) + timedelta(days=1)).replace(day=1)  # the first day of no whole month any more
    if begins >= ends:
        yield first, last
        return
    if start < begins:
        yield first, (begins - timedelta(days=1)).isoformat()
    yield f"{_MONTH}{begins.isoformat()[:7]}", f"{_MONTH}{(ends - timedelta(days=1)).isoformat()[:7]}"
    if ends.isoformat() <= last:
        yield ends.isoformat(), last
