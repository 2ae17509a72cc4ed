"""What a segment costs, by a table of the business's own. Without one no cost is shown: nothing is made up.

    provider,country,kind,from,to,currency,price
    twilio,US,long_code,2026-01-01,,USD,0.0083
    twilio,*,*,,,USD,0.05

A `*` or a blank stands for any. Of several rows that fit, the one that says more counts: provider before country before
kind, then the one that began last.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import phonenumbers

from bot.errors import ConfigError

COLUMNS: Final = ("provider", "country", "kind", "from", "to", "currency", "price")
KINDS: Final = ("long_code", "toll_free", "short_code", "alphanumeric")
ANY: Final = "*"
_ALWAYS: Final = ("0001-01-01", "9999-12-31")


class Amount(NamedTuple):
    """Money in one currency."""

    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Price:
    """A row of the table."""

    provider: str
    country: str
    kind: str
    first: str
    last: str
    currency: str
    price: Decimal

    def fits(self, provider: str, country: str, kind: str, day: str) -> bool:
        """Whether it is the price of this on that day."""
        given = ((self.provider, provider), (self.country, country), (self.kind, kind))
        return all(own in (ANY, wanted) for own, wanted in given) and self.first <= day <= self.last

    @property
    def says(self) -> tuple[bool, bool, bool, str]:
        """How much it says: the greatest of those that fit counts."""
        return self.provider != ANY, self.country != ANY, self.kind != ANY, self.first


class Prices:
    """The table."""

    def __init__(self, rows: Sequence[Price] = ()) -> None:
        self._rows = sorted(rows, key=lambda row: row.says, reverse=True)
        self._found = lru_cache(1 << 14)(self._find)

    def __bool__(self) -> bool:
        return bool(self._rows)

    def of(self, provider: str, country: str, sender: str, day: str) -> Price | None:
        """The price of a segment by this provider from this sender to that country on that day."""
        return self._found(provider, country, kind_of(sender), day)

    def spans(self, first: str, last: str) -> list[tuple[str, str]]:
        """Cut a period where any price begins or ends, so that within each part all stay as they are."""
        begins = {row.first for row in self._rows} | {_next(row.last) for row in self._rows}
        starts = [first, *sorted(day for day in begins if first < day <= last)]
        return [*zip(starts, [*(_next(day, -1) for day in starts[1:]), last], strict=True)]

    def _find(self, provider: str, country: str, kind: str, day: str) -> Price | None:
        return next((row for row in self._rows if row.fits(provider, country, kind, day)), None)


class Bill:
    """Adds up what segments cost, each currency by itself."""

    def __init__(self) -> None:
        self._sums: dict[str, Decimal] = {}
        self.unpriced = 0
        """Segments for which the table has no price."""

    def add(self, segments: int, price: Price | None) -> None:
        """Add segments."""
        if price is None:
            self.unpriced += segments
        elif segments:
            self._sums[price.currency] = self._sums.get(price.currency, Decimal()) + segments * price.price

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """What it comes to."""
        return tuple(Amount(*each) for each in sorted(self._sums.items()))


def _next(day: str, days: int = 1) -> str:
    return day if day in _ALWAYS else (date.fromisoformat(day) + timedelta(days=days)).isoformat()


@lru_cache(1 << 12)
def kind_of(sender: str) -> str:
    """What kind of sender it is, by its looks."""
    if any(char.isalpha() for char in sender):
        return "alphanumeric"
    if not sender.startswith("+"):
        return "short_code"
    try:
        number = phonenumbers.parse(sender, None)
    except phonenumbers.NumberParseException:
        return "long_code"
    free = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.TOLL_FREE
    return "toll_free" if free else "long_code"


def read_prices(path: Path | None) -> Prices:
    """Read the table of a file, or raise a `ConfigError` that says what is wrong and where."""
    if path is None:
        return Prices()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"prices.file: {path} cannot be read: {error}") from error
    return Prices(list(_rows(text, path)))


def _rows(text: str, path: Path) -> Iterable[Price]:
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise ConfigError(f"prices.file: the first line of {path} has to be: {','.join(COLUMNS)}")
    for given in reader:
        try:
            yield _price(given)
        except (ValueError, InvalidOperation, TypeError, AttributeError) as error:
            raise ConfigError(f"prices.file: {path}, line {reader.line_num}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    return (
        str(error) if isinstance(error, ValueError) else f"a row has {len(COLUMNS)} fields, and the price is a number"
    )


def _price(given: dict[str, str]) -> Price:
    kind = given["kind"].strip() or ANY
    if kind != ANY and kind not in KINDS:
        raise ValueError(f"`{kind}` is no kind of sender: {', '.join(KINDS)}")
    currency = given["currency"].strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise ValueError(f"`{currency}` is not a currency of three letters, such as USD")
    price = Decimal(given["price"].strip())
    if not price.is_finite() or price < 0:
        raise ValueError(f"`{given['price']}` is not a price")
    first, last = (given[name].strip() for name in ("from", "to"))
    for day in filter(None, (first, last)):
        date.fromisoformat(day)
    return Price(
        provider=given["provider"].strip().lower() or ANY,
        country=given["country"].strip().upper() or ANY,
        kind=kind,
        first=first or _ALWAYS[0],
        last=last or _ALWAYS[1],
        currency=currency,
        price=price,
    )
