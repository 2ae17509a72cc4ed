"""Numbers as people type them, and as nobody should read them in a log."""

import pytest

from bot import phone


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("+1 415 555 2671", None, "+14155552671"),
        ("+1 (555) 010-2000", "DE", "+15550102000"),
        ("415-555-2671", "US", "+14155552671"),
        (" 07911 123456 ", "GB", "+447911123456"),
        ("0151 23456789", "DE", "+4915123456789"),
        ("600 123 456", "ES", "+34600123456"),
        ("\uff0b1 415 555 2671", None, "+14155552671"),
        ("٤١٥٥٥٥٢٦٧١", "US", "+14155552671"),
    ],
)
def test_parse(text, country, expected):
    assert expected == phone.parse(text, country)


@pytest.mark.parametrize(
    ("text", "country", "sentence"),
    [
        ("555-1234", "US", "lacks its area code"),
        ("123456789012345678", "US", "not a phone number|length"),
        ("415 555 2671", None, "needs \\+ and a country code"),
        ("+999 123 456", None, "known country code"),
        ("1234567890", "US", "is not a phone number in US"),
        ("+1 12", None, "length"),
        ("hello", "US", "not a phone number"),
        ("", "US", "not a phone number"),
    ],
)
def test_parse_says_what_is_wrong(text, country, sentence):
    with pytest.raises(ValueError, match=sentence):
        phone.parse(text, country)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+1234567890", True),
        ("+15550100000", True),
        ("1234567890", False),
        ("+0123456789", False),
        ("+12345", False),
        ("+1234567890123456", False),
        ("+1234567890\n", False),
        ("+١٢٣٤٥٦٧٨٩", False),
    ],
)
def test_is_e164_shape(text, expected):
    assert expected is phone.is_e164_shape(text)


@pytest.mark.parametrize(("e164", "expected"), [("+14155552671", True), ("+1234567890", False), ("nonsense", False)])
def test_is_valid(e164, expected):
    assert expected is phone.is_valid(e164)


@pytest.mark.parametrize(
    ("e164", "expected"), [("+14155552671", "US"), ("+34600123456", "ES"), ("+1234567890", None), ("x", None)]
)
def test_country_of(e164, expected):
    assert expected == phone.country_of(e164)


@pytest.mark.parametrize(
    ("e164", "expected"),
    [
        ("+12125550100", ("America/New_York",)),
        ("+34600123456", ("Atlantic/Canary", "Europe/Madrid")),
        ("+15550100000", ()),
        ("x", ()),
    ],
)
def test_timezones(e164, expected):
    assert expected == phone.timezones(e164)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("+15550101234", "+1•••••1234"),
        ("+447911123456", "+44•••••3456"),
        ("+35312345678", "+353•••••5678"),
        ("+9991234567", "+•••••4567"),
        ("07911 123456", "•••••3456"),
        ("12345", "12345"),
        ("SignOTP", "SignOTP"),
    ],
)
def test_mask(address, expected):
    assert expected == phone.mask(address)
