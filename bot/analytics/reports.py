"""The figures as answers: the same for the API, the pages of the console and a CSV.

Every share stands beside what it is a share of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import Connection

from bot.analytics.definitions import BILLED, TRIED, Ending, Fate
from bot.analytics.prices import Bill, Price, Prices
from bot.analytics.spans import quantile
from bot.analytics.walks import state_of
from bot.providers.base import meaning
from bot.store import counted
from bot.store.counted import Where
from bot.why import error_words

SILENT_AFTER: Final = timedelta(hours=24)
ERRORS_SHOWN: Final = 20
BOT: Final = "bot"

ROUTE_GROUPS: Final = ("day", "channel", "provider", "sender", "country", "message_class", "fate", "error")
TEXT_GROUPS: Final = ("day", "channel", "flow", "template", "fate")


class Unanswerable(ValueError):
    """Figures that are not kept together, and what to ask instead."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the business, both included."""

    first: str
    last: str

    @property
    def length(self) -> int:
        """How many days."""
        return (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days + 1

    @property
    def previous(self) -> Period:
        """As many days, just before."""
        start = date.fromisoformat(self.first)
        return Period((start - timedelta(days=self.length)).isoformat(), (start - timedelta(days=1)).isoformat())

    @property
    def days(self) -> list[str]:
        """Each of them."""
        start = date.fromisoformat(self.first)
        return [(start + timedelta(days=number)).isoformat() for number in range(self.length)]


# ── how long things take ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class TimesTaken:
    """How long something took: the half of all, and nine of ten, were quicker."""

    count: int = 0
    median_s: float | None = None
    p90_s: float | None = None


def times_of(bands: Iterable[tuple[int, int]]) -> TimesTaken:
    kept = [(band, int(n)) for band, n in bands if n]
    median, p90 = quantile(kept, 0.5), quantile(kept, 0.9)
    return TimesTaken(sum(n for _, n in kept), _rounded(median), _rounded(p90))


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 2 if seconds < 10 else 0)


# ── messages ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class CostRow:
    """Money in one currency."""

    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """What became of messages."""

    group: str
    messages: int = 0
    tried: int = 0
    delivered: int = 0
    undelivered: int = 0
    failed: int = 0
    waiting: int = 0
    unknown: int = 0
    queued: int = 0
    refused: int = 0
    canceled: int = 0
    expired: int = 0
    segments: int = 0
    """Of the messages that a provider took."""
    delivery_rate: float | None = None
    """Delivered of tried; None if nothing was tried."""
    cost: list[CostRow] = field(default_factory=list)
    unpriced_segments: int = 0


@dataclass(frozen=True, slots=True)
class FailureRow:
    """Why messages did not arrive."""

    provider: str
    error: str
    words: str
    fate: str
    messages: int


def delivery(
    conn: Connection, period: Period, group: str, where: Where, prices: Prices
) -> tuple[list[DeliveryRow], DeliveryRow]:
    """What became of messages, by what is asked for; and of all of them."""
    book = "text" if group in ("flow", "template") or where.keys() & {"flow", "template"} else "route"
    known = TEXT_GROUPS if book == "text" else ROUTE_GROUPS
    strange = [name for name in (group, *where) if name not in known]
    if strange:
        raise Unanswerable(
            f"figures by `{strange[0]}` are not kept together with those by flow or template: ask for one of them"
        )
    by_group: defaultdict[str, Counter[str]] = defaultdict(Counter)
    bills: defaultdict[str, Bill] = defaultdict(Bill)
    total, total_bill = Counter[str](), Bill()
    by = tuple(dict.fromkeys((group, "fate")))
    for key, *fates, messages, segments in counted.sums(conn, book, by, period.first, period.last, where):
        fate = fates[0] if fates else key
        for counts in (by_group[key], total):
            counts[fate] += messages
            counts["segments"] += segments if fate in BILLED else 0
    if prices and book == "route":
        for key, segments, price in _billed(conn, period, group, where, prices):
            bills[key].add(segments, price)
            total_bill.add(segments, price)
    rows = [_delivery(key, counts, bills[key]) for key, counts in by_group.items()]
    if group == "day":
        by_day = {row.group: row for row in rows}
        rows = [by_day.get(day) or DeliveryRow(day) for day in period.days]
    else:
        rows.sort(key=lambda row: (-row.messages, row.group))
    return rows, _delivery("", total, total_bill)


def _billed(
    conn: Connection, period: Period, group: str, where: Where, prices: Prices
) -> Iterator[tuple[str, int, Price | None]]:
    """The segments that providers took, and the price of each; prices change from day to day, but not on most."""
    asked = where.get("fate")
    held = {**where, "fate": [fate.value for fate in BILLED if asked in (None, fate.value)]}
    by = tuple(dict.fromkeys((group, "provider", "country", "sender")))
    for first, last in prices.spans(period.first, period.last):
        for *key, _, segments in counted.sums(conn, "route", by, first, last, held):
            named = dict(zip(by, key, strict=True))
            price = prices.of(named["provider"], named["country"], named["sender"], named.get("day", first))
            yield key[0], int(segments), price


def _delivery(group: str, counts: Counter[str], bill: Bill) -> DeliveryRow:
    fates = {fate.value: int(counts[fate.value]) for fate in Fate}
    tried = sum(fates[fate.value] for fate in TRIED)
    return DeliveryRow(
        group=group,
        messages=sum(fates.values()),
        tried=tried,
        segments=int(counts["segments"]),
        delivery_rate=share(fates["delivered"], tried),
        cost=[CostRow(each.currency, each.amount) for each in bill.amounts],
        unpriced_segments=bill.unpriced,
        **fates,
    )


def share(part: int, whole: int) -> float | None:
    """A part of a whole; None if there is none."""
    return round(part / whole, 4) if whole else None


def failures(conn: Connection, period: Period, where: Where) -> list[FailureRow]:
    """Why messages did not arrive, the most frequent first."""
    lost = {Fate.UNDELIVERED, Fate.FAILED, Fate.REFUSED, Fate.EXPIRED}
    rows = counted.sums(conn, "route", ("provider", "error", "fate"), period.first, period.last, where)
    found = [
        FailureRow(
            provider, error, error_words(error) or error_words(meaning(provider, error) or ""), fate, int(messages)
        )
        for provider, error, fate, messages, _ in rows
        if fate in lost and messages
    ]
    return sorted(found, key=lambda row: (-row.messages, row.provider, row.error))[:ERRORS_SHOWN]


def durations(conn: Connection, what: str, period: Period, where: Where | None = None) -> TimesTaken:
    """How long something took."""
    return times_of(
        (row[0], row[1])
        for row in counted.sums(conn, "time", ("band",), period.first, period.last, {"what": what, **(where or {})})
    )


# ── flows ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class FlowRow:
    """What became of sessions."""

    group: str
    started: int = 0
    answered: int = 0
    completed: int = 0
    dropped: int = 0
    handed_off: int = 0
    opted_out: int = 0
    expired: int = 0
    interrupted: int = 0
    failed: int = 0
    under_way: int = 0
    silent: int = 0
    """Of those under way."""
    ended: int = 0
    completion_rate: float | None = None
    """Completed of ended."""
    containment: float | None = None
    """Of ended: no person was needed."""


FLOW_GROUPS: Final = ("day", "flow", "version", "channel")


def walked(conn: Connection, period: Period, group: str, where: Where, now: datetime) -> tuple[list[FlowRow], FlowRow]:
    """What became of the sessions that started in some days, by what is asked for; and of all of them."""
    by_group: defaultdict[str, Counter[str]] = defaultdict(Counter)
    total = Counter[str]()
    whole = {**where, "place": ""}
    for key, what, n in counted.sums(conn, "flow", (group, "what"), period.first, period.last, whole):
        for counts in (by_group[key], total):
            counts[what] += int(n)
    open_ = counted.under_way(conn, (group,), period.first, period.last, now - SILENT_AFTER, where)
    for key, n, silent in open_:
        for counts in (by_group[key], total):
            counts["under_way"] += int(n)
            counts["silent"] += int(silent)
    rows = [_walked(key, counts) for key, counts in by_group.items()]
    if group == "day":
        by_day = {row.group: row for row in rows}
        rows = [by_day.get(day) or FlowRow(day) for day in period.days]
    else:
        rows.sort(key=lambda row: (-row.started, row.group))
    return rows, _walked("", total)


def _walked(group: str, counts: Counter[str]) -> FlowRow:
    endings = {ending.value: counts[ending.value] for ending in Ending}
    ended = sum(endings.values())
    return FlowRow(
        group=group,
        started=counts["started"],
        answered=counts["answered"],
        under_way=counts["under_way"],
        silent=counts["silent"],
        ended=ended,
        completion_rate=share(endings["completed"], ended),
        containment=share(ended - endings["handed_off"], ended),
        **endings,
    )


@dataclass(frozen=True, slots=True)
class StageRow:
    """A state of a flow, and how many came how far in it."""

    state: str
    reached: int = 0
    answered: int = 0
    stopped: int = 0
    """Ended here other than by completing."""
    dropped: int = 0
    handed_off: int = 0
    opted_out: int = 0
    expired: int = 0
    interrupted: int = 0
    failed: int = 0
    completed: int = 0
    here_now: int = 0
    """Sessions that stand here at this moment."""


_STOPS: Final = tuple(ending.value for ending in Ending if ending is not Ending.COMPLETED)


def funnel(
    conn: Connection, period: Period, flow: str, version: str | None = None, order: Sequence[str] = ()
) -> list[StageRow]:
    """How far sessions came in a flow: its states in their order, then others that it once had."""
    where = {"flow": flow} | ({} if version is None else {"version": version})
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for place, what, n in counted.sums(conn, "flow", ("place", "what"), period.first, period.last, where):
        if place:
            counts[place][what] += int(n)
    for point, n in counted.standing(conn, flow, version):
        counts[state_of(point)]["here_now"] += int(n)
    known = [name for name in order if name in counts]
    others = sorted((name for name in counts if name not in order), key=lambda name: -counts[name]["reached"])
    if not order:
        return [_stage(name, counts[name]) for name in others]
    return [_stage(name, counts[name]) for name in [*known, *others]]


def _stage(state: str, counts: Counter[str]) -> StageRow:
    named = {name: counts[name] for name in ("reached", "answered", "completed", "here_now", *_STOPS)}
    return StageRow(state=state, stopped=sum(named[name] for name in _STOPS), **named)


@dataclass(frozen=True, slots=True)
class Passed:
    """A way from point to point, and how often it was taken."""

    source: str
    way: str
    dest: str
    times: int


def edges(conn: Connection, period: Period, flow: str, version: str | None = None) -> list[Passed]:
    """How often each way of a flow was taken by sessions that started in some days."""
    where = {"flow": flow} | ({} if version is None else {"version": version})
    rows = counted.sums(conn, "edge", ("source", "way", "dest"), period.first, period.last, where)
    return [Passed(source, way, dest, int(n)) for source, way, dest, n in rows if n]


@dataclass(frozen=True, slots=True)
class Diagram:
    """What the picture of a flow version shows beside its cards and arrows."""

    standing: Mapping[str, int]
    """Point of the machine → sessions that stand there now."""
    stages: Sequence[StageRow]
    passed: Sequence[Passed]


def diagram(conn: Connection, period: Period, flow: str, version: str | None = None) -> Diagram:
    """Live counts at each point, and how many went which way, of one version or of all."""
    standing = {str(point): int(n) for point, n in counted.standing(conn, flow, version)}
    return Diagram(standing, funnel(conn, period, flow, version), edges(conn, period, flow, version))
