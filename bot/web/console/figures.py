"""How figures are written and drawn: every share with what it is a share of, zero as zero and nothing as a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, log10
from typing import Final

_MINUTE: Final = 60
_HOUR: Final = 3600
_DAY: Final = 86400
_LEVELS: Final = 6
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

# ── in words ────────────────────────────────────────────────────────────────────────────────────────────────────────


def number(n: float) -> str:
    """`12,345`."""
    return f"{n:,}"


def percent(rate: float | None) -> str:
    """`62.4 %`; a dash where there is nothing to be a share of."""
    if rate is None:
        return "–"
    shown = 100 * rate
    if 0 < rate < 0.001 or 0.999 < rate < 1:
        return "under 0.1\u00a0%" if shown < 1 else "over 99.9\u00a0%"
    return f"{shown:.0f}\u00a0%" if rate in (0, 1) else f"{shown:.1f}\u00a0%"


def of(part: int, whole: int) -> str:
    """`212 of 340`."""
    return f"{part:,} of {whole:,}"


def duration(seconds: float | None) -> str:
    """`0.4 s`, `3 min 20 s`, `1 h 5 min`, `2 d 3 h`."""
    if seconds is None:
        return "–"
    if seconds < 0.1:
        return "under 0.1\u00a0s"
    if seconds < _MINUTE:
        return f"{seconds:.1f}\u00a0s" if seconds < 10 else f"{seconds:.0f}\u00a0s"
    for unit, name, smaller, small in (
        (_DAY, "d", _HOUR, "h"),
        (_HOUR, "h", _MINUTE, "min"),
        (_MINUTE, "min", 1, "s"),
    ):
        if seconds >= unit:
            whole, rest = divmod(round(seconds), unit)
            first = f"{whole}\u00a0{name}"
            return f"{first} {rest // smaller}\u00a0{small}" if rest // smaller else first
    return ""


def short_day(day: str) -> str:
    """`5 Mar`."""
    at = date.fromisoformat(day)
    return f"{at.day} {at:%b}"


def change(now: float, before: float | None, period: str = "the days before") -> str:
    """How a count has changed: `12 % more than the 7 days before (190)`."""
    if before is None:
        return ""
    if not before:
        return f"none in {period}" if now else f"none in {period} either"
    if now == before:
        return f"as in {period}"
    more, apart = ("more" if now > before else "fewer"), abs(now - before) / before
    size = f"{100 * apart:.0f} %" if now <= 3 * before else f"{now / before:.0f} times as many, and"
    return f"{size} {more} than in {period} ({before:,})" if now <= 3 * before else f"{before:,} in {period}"


def moved(now: float | None, before: float | None, counts: str, period: str = "the days before") -> str:
    """How a rate has moved: `1.2 points up from 97.0 % (193 of 199)`."""
    if before is None:
        return f"nothing to compare with in {period}"
    if now is None:
        return f"{percent(before)} in {period} ({counts})"
    points = 100 * (now - before)
    if abs(points) < 0.05:
        return f"as in {period} ({counts})"
    return f"{abs(points):.1f} points {'up' if points > 0 else 'down'} from {percent(before)} in {period} ({counts})"


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure: the number first, what it is of, and how it has changed."""

    label: str
    value: str
    of: str = ""
    trend: str = ""
    word: str = ""
    """The name of its definition."""


# ── drawn ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a column or bar, from the bottom or the left, in hundredths of the whole."""

    kind: str
    start: float
    size: float
    title: str


@dataclass(frozen=True, slots=True)
class Column:
    """What stands over one day."""

    label: str
    parts: tuple[Part, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns side by side, of up to `top`."""

    top: int
    columns: tuple[Column, ...]
    kinds: tuple[tuple[str, str], ...]
    """Kind → what it is called, from the bottom up."""

    @property
    def ticks(self) -> tuple[str, ...]:
        """Labels of some of the days: the first, one in the middle, the last."""
        labels = [column.label for column in self.columns]
        if len(labels) < 3:
            return tuple(labels)
        return labels[0], labels[len(labels) // 2], labels[-1]


def columns(rows: Sequence[tuple[str, Sequence[int]]], kinds: Sequence[tuple[str, str]]) -> Columns:
    """Stack the counts of each day."""
    top = round_up(max((sum(counts) for _, counts in rows), default=0))
    made = []
    for label, counts in rows:
        start, parts = 0.0, []
        for (kind, name), count in zip(kinds, counts, strict=True):
            size = 100 * count / top if top else 0.0
            parts.append(Part(kind, round(start, 3), round(size, 3), f"{label}: {count:,} {name}"))
            start += size
        made.append(Column(label, tuple(parts), sum(counts)))
    return Columns(top, tuple(made), tuple(kinds))


@dataclass(frozen=True, slots=True)
class Line:
    """A line over days, in pieces where there is nothing; points are in hundredths."""

    pieces: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    """Points that have no neighbour."""
    top: float


def line(values: Sequence[float | None], top: float | None = None) -> Line:
    """Draw values; None is a gap, and zero is drawn."""
    highest = top if top is not None else max((value for value in values if value is not None), default=0.0)
    pieces: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            pieces.append([])
            continue
        x = 100 * (place + 0.5) / len(values)
        pieces[-1].append((round(x, 2), round(100 - (100 * value / highest if highest else 0), 2)))
    lines = tuple(" ".join(f"{x},{y}" for x, y in piece) for piece in pieces if len(piece) > 1)
    return Line(lines, tuple(piece[0] for piece in pieces if len(piece) == 1), highest)


def round_up(n: int) -> int:
    """The next number that reads well: 1, 2 or 5 with zeros, halves between."""
    if n <= 0:
        return 0
    step: int = 10 ** max(0, floor(log10(n)))
    return next(int(part * step) for part in (1, 2, 2.5, 5, 10) if part * step >= n and part * step == int(part * step))


def level(n: int, highest: int) -> int:
    """How dark a cell is: 0 only where there is nothing."""
    return 0 if not n or not highest else 1 + min(_LEVELS - 1, _LEVELS * n // (highest + 1))
