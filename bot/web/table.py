"""Figures as a CSV that a spreadsheet opens without running anything that a stranger wrote."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any, Final

_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a text for a formula."""


def cell(value: Any) -> str:
    """Write a value; a text that would be a formula gets an apostrophe before it, which a spreadsheet does not show."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        return str(value)
    text = str(value)
    formula = text.lstrip(" \u00a0\u200b\ufeff").startswith(_STARTS) or text.startswith(_STARTS)
    return f"'{text}" if formula else text


def write(rows: Iterable[Mapping[str, Any]]) -> str:
    """Write rows; the first says which columns there are."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for number, row in enumerate(rows):
        if number == 0:
            writer.writerow([cell(name) for name in row])
        writer.writerow([cell(value) for value in row.values()])
    return out.getvalue()


def flat(row: Any) -> dict[str, Any]:
    """A row of a report as columns: what is within another is named `outer_inner`."""
    found: dict[str, Any] = {}
    for item in fields(row):
        value = getattr(row, item.name)
        if is_dataclass(value):
            found |= {f"{item.name}_{name}": inner for name, inner in flat(value).items()}
        elif isinstance(value, list):
            found[item.name] = "; ".join(f"{each.amount} {each.currency}" for each in value)
        else:
            found[item.name] = value
    return found
