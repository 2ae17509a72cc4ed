"""What a segment costs: the row that says most counts, and what the table does not say is not made up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.analytics.prices import Bill, kind_of, read_prices
from bot.errors import ConfigError

TABLE = """\
provider,country,kind,from,to,currency,price
twilio,US,long_code,2026-01-01,2026-06-30,USD,0.0083
twilio,US,long_code,2026-03-01,,USD,0.0090
twilio,US,*,,,USD,0.01
twilio,*,,,,USD,0.05
*,GB,*,,,GBP,0.04
"""


@pytest.mark.parametrize(
    ("provider", "country", "sender", "day", "expected"),
    [
        ("twilio", "US", "+12065550100", "2026-02-28", "0.0083"),
        ("twilio", "US", "+12065550100", "2026-03-01", "0.0090"),
        ("twilio", "US", "+12065550100", "2025-12-31", "0.01"),
        ("twilio", "US", "+18005550100", "2026-03-01", "0.01"),
        ("twilio", "GB", "Clinic", "2026-03-01", "0.05"),
        ("vonage", "GB", "Clinic", "2026-03-01", "0.04"),
        ("vonage", "US", "+12065550100", "2026-03-01", None),
    ],
)
def test_the_row_that_says_most_counts(tmp_path, provider, country, sender, day, expected):
    (tmp_path / "prices.csv").write_text(TABLE)
    price = read_prices(tmp_path / "prices.csv").of(provider, country, sender, day)

    assert (None if expected is None else Decimal(expected)) == (None if price is None else price.price)


@pytest.mark.parametrize(
    ("sender", "kind"),
    [
        ("+12065550100", "long_code"),
        ("+18885550100", "toll_free"),
        ("12345", "short_code"),
        ("Clinic", "alphanumeric"),
        ("+1", "long_code"),
    ],
)
def test_a_sender_is_of_a_kind_by_its_looks(sender, kind):
    assert kind == kind_of(sender)


def test_currencies_are_not_added_to_each_other(tmp_path):
    (tmp_path / "prices.csv").write_text(TABLE)
    prices = read_prices(tmp_path / "prices.csv")
    bill = Bill()
    for provider, country, segments in (("twilio", "US", 10), ("vonage", "GB", 2), ("vonage", "FR", 7), ("x", "GB", 1)):
        bill.add(segments, prices.of(provider, country, "Clinic", "2026-03-01"))

    assert [("GBP", Decimal("0.12")), ("USD", Decimal("0.10"))] == [tuple(amount) for amount in bill.amounts]
    assert 7 == bill.unpriced


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("twilio,US,fax,,,USD,1", "line 2: `fax` is no kind of sender"),
        ("twilio,US,,,,dollars,1", "line 2: `DOLLARS` is not a currency"),
        ("twilio,US,,,,USD,-1", "line 2: `-1` is not a price"),
        ("twilio,US,,,,USD,NaN", "line 2: `NaN` is not a price"),
        ("twilio,US,,,,USD,cheap", "line 2: a row has 7 fields"),
        ("twilio,US,,yesterday,,USD,1", "line 2"),
        ("twilio,US", "line 2"),
    ],
)
def test_a_table_that_is_wrong_says_where(tmp_path, row, complaint):
    (tmp_path / "prices.csv").write_text(f"{TABLE.splitlines()[0]}\n{row}\n")

    with pytest.raises(ConfigError, match=complaint):
        read_prices(tmp_path / "prices.csv")


def test_a_file_that_is_no_table_of_prices_is_refused(tmp_path):
    (tmp_path / "prices.csv").write_text("name,phone\nAna,1\n")

    with pytest.raises(ConfigError, match="the first line"):
        read_prices(tmp_path / "prices.csv")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_prices(tmp_path / "none.csv")


def test_without_a_table_there_is_no_price():
    assert not read_prices(None)
    assert None is read_prices(None).of("twilio", "US", "+12065550100", "2026-03-01")
