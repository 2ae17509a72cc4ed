"""What one message counts as: its fate, its country, and the bands of how long it took."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analytics.counting import country
from bot.analytics.definitions import Ending, Fate, ending, fate
from bot.analytics.spans import band, quantile, seconds_of
from bot.events import MessageStatus

NOON = datetime(2026, 3, 5, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "minutes_ago", "expected"),
    [
        ("queued", None, Fate.QUEUED),
        ("sending", None, Fate.QUEUED),
        ("accepted", 14, Fate.WAITING),
        ("accepted", 15, Fate.UNKNOWN),
        ("sent", 1, Fate.WAITING),
        ("sent", 6000, Fate.UNKNOWN),
        ("unknown", None, Fate.UNKNOWN),
        ("delivered", 1, Fate.DELIVERED),
        ("undelivered", 1, Fate.UNDELIVERED),
        ("failed", 1, Fate.FAILED),
        ("rejected", None, Fate.FAILED),
        ("expired", None, Fate.EXPIRED),
        ("expired", 60, Fate.UNDELIVERED),
        ("canceled", None, Fate.CANCELED),
        ("refused", None, Fate.REFUSED),
    ],
)
def test_every_message_has_one_fate(status, minutes_ago, expected):
    handed_over_at = None if minutes_ago is None else NOON - timedelta(minutes=minutes_ago)

    assert expected is fate(status, handed_over_at, NOON)


def test_no_status_is_without_a_fate():
    assert set(Fate) >= {fate(status.value, NOON, NOON) for status in MessageStatus}


@pytest.mark.parametrize(
    ("outcome", "silenced", "handed_off", "expected"),
    [
        ("booked", False, False, Ending.COMPLETED),
        ("no_answer", True, False, Ending.DROPPED),
        ("helped", False, True, Ending.HANDED_OFF),
        ("helped", True, True, Ending.HANDED_OFF),
        ("opted_out", True, True, Ending.OPTED_OUT),
        ("expired", True, False, Ending.EXPIRED),
        ("interrupted", True, False, Ending.INTERRUPTED),
        ("handed_over", False, False, Ending.INTERRUPTED),
        ("failed", False, False, Ending.FAILED),
    ],
)
def test_every_session_ends_in_one_way(outcome, silenced, handed_off, expected):
    assert expected is ending(outcome, silenced=silenced, handed_off=handed_off)


REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


@given(st.sampled_from(REGIONS), st.sampled_from([0, 1]))
def test_the_country_is_that_of_the_numbering_plan(region, kind):
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE)
    number = phonenumbers.example_number_for_type(region, kinds[kind])
    if number is None:
        return
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    assert (phonenumbers.region_code_for_number(number) or "") == country(written)


@pytest.mark.parametrize("phone", ["", "+", "+0", "12345", "Clinic", "+999123456789", "+1", "+800123"])
def test_what_is_no_number_of_a_country_has_none(phone):
    assert "" == country(phone)


@given(st.integers(0, 90 * 86400 * 1000))
def test_a_band_is_within_five_percent(milliseconds):
    seconds = milliseconds / 1000
    read = seconds_of(band(timedelta(seconds=seconds)))

    assert abs(read - seconds) <= max(0.011, 0.051 * seconds)


@given(st.lists(st.integers(1, 10_000_000), min_size=1, max_size=60), st.sampled_from([0.5, 0.9]))
def test_a_quantile_of_bands_is_that_of_the_times(milliseconds, share):
    spans = sorted(value / 1000 for value in milliseconds)
    exact = spans[max(0, -(-len(spans) * int(share * 10) // 10) - 1)]
    read = quantile([(band(timedelta(seconds=span)), 1) for span in spans], share)

    assert read is not None
    assert abs(read - exact) <= max(0.011, 0.051 * exact)


def test_of_nothing_there_is_no_quantile():
    assert None is quantile([], 0.5)
