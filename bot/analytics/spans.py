"""Times as counts in bands, so that those of many days add up: a median of medians would be no median.

A band is 10 % wide, and stands for its middle: what is read from it is within 5 %.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from math import ceil, exp, log
from typing import Final

_LEAST_S: Final = 0.01
_WIDTH: Final = log(1.1)


def band(span: timedelta) -> int:
    """The band of a time; whatever is shorter than a hundredth of a second is in the first."""
    seconds = span.total_seconds()
    return 0 if seconds <= _LEAST_S else ceil(log(seconds / _LEAST_S) / _WIDTH)


def seconds_of(number: int) -> float:
    """What a band stands for."""
    return 0.0 if number <= 0 else _LEAST_S * exp((number - 0.5) * _WIDTH)


def quantile(counts: Iterable[tuple[int, int]], share: float) -> float | None:
    """The time that this share of all was within, from pairs of band and count; None if there are none."""
    ordered = sorted(counts)
    total = sum(count for _, count in ordered)
    wanted, seen = max(1, ceil(total * share)), 0
    for number, count in ordered:
        seen += count
        if count and seen >= wanted:
            return seconds_of(number)
    return None
