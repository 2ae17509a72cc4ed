"""Ranges such as `7..8` or `5`, as labels of replies write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

_RANGE: Final = re.compile(r"\s*(-?\d{1,15}(?:\.\d{1,9})?)\s*(?:\.\.\s*(-?\d{1,15}(?:\.\d{1,9})?)\s*)?")


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included."""

    low: Fraction
    high: Fraction

    def overlap(self, other: Range) -> Range | None:
        """What both hold."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Range(low, high) if low <= high else None

    def __str__(self) -> str:
        low, high = number(self.low), number(self.high)
        return low if low == high else f"{low}..{high}"


def parse_range(label: str) -> Range | None:
    """Read a label as a range; None if it is something else."""
    match = _RANGE.fullmatch(label)
    if match is None:
        return None
    low = Fraction(match[1])
    return Range(low, Fraction(match[2]) if match[2] else low)


def is_range(label: str) -> bool:
    """Whether a label is a range or a number."""
    return parse_range(label) is not None


def number(value: Fraction) -> str:
    """A number as a person writes it."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"
