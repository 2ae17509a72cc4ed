"""Phone numbers: E.164 inside, anything people type at the door, masked in logs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_UNKNOWN_ZONE: Final = "Etc/Unknown"
_MASK: Final = "•••••"
_DIGITS_TO_MASK: Final = 7
_COUNTRY_CODE_DIGITS_MAX: Final = 3
_NUMBERS_KEPT: Final = 64
"""Whoever is met is asked for a country and for time zones, and each would read the number anew."""


def parse(text: str, country: str | None) -> str:
    """Read a number as typed into E.164, or raise ValueError with a sentence that says what is wrong.

    `country` (`US`) decides what a number without `+` means. An international number needs the right length only,
    because numbering plans grow; a national one must exist in its country, because there the country itself is a guess.
    """
    written = text.strip()
    international = written.startswith(("+", "\uff0b"))
    try:
        number = phonenumbers.parse(written, None if international else country)
    except NumberParseException as error:
        raise ValueError(_why_unreadable(written, international, error)) from error
    length = phonenumbers.is_possible_number_with_reason(number)
    if length == ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        raise ValueError(f"{written!r} lacks its area code; write it in full, for example +15550102000")
    if length != ValidationResult.IS_POSSIBLE:
        raise ValueError(f"{written!r} does not have the length of a phone number in its country")
    if not international and not phonenumbers.is_valid_number(number):
        raise ValueError(f"{written!r} is not a phone number in {country}; write it with + and the country code")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _why_unreadable(written: str, international: bool, error: NumberParseException) -> str:
    if error.error_type != NumberParseException.INVALID_COUNTRY_CODE:
        return f"{written!r} is not a phone number; write it like +15550102000"
    if international:
        return f"{written!r} does not begin with a known country code"
    return f"{written!r} needs + and a country code, for example +15550102000"


def is_e164_shape(text: str) -> bool:
    """Whether the text is `+` and 7 to 15 digits; the number need not exist."""
    return _E164.fullmatch(text) is not None


def is_valid(e164: str) -> bool:
    """Whether the number can exist in its country's numbering plan."""
    number = _parsed(e164)
    return number is not None and phonenumbers.is_valid_number(number)


def country_of(e164: str) -> str | None:
    """The country (`US`) that the number belongs to, where it belongs to just one."""
    number = _parsed(e164)
    return None if number is None else phonenumbers.region_code_for_number(number)


def region_of(e164: str) -> str | None:
    """The country of the number, or where nobody knows that, the first one of its country code (`US` for +1).

    Ranges that belong to no country (satellites, international premium numbers) have none.
    """
    number = _parsed(e164)
    if number is None:
        return None
    code = int(number.country_code or 0)
    region = phonenumbers.region_code_for_number(number) or phonenumbers.region_code_for_country_code(code)
    return None if region in (None, "001", "ZZ") else str(region)


def line_of(e164: str) -> str:
    """What kind of line the number is, as its country's plan says: `mobile`, `premium_rate`, `voip`, … or `unknown`."""
    number = _parsed(e164)
    kind = phonenumbers.PhoneNumberType.UNKNOWN if number is None else phonenumbers.number_type(number)
    return str(phonenumbers.PhoneNumberType.to_string(kind)).lower()


def timezones(e164: str) -> tuple[str, ...]:
    """Every zone the number may be in, by its prefix; empty when nothing is known."""
    from phonenumbers.timezone import time_zones_for_number  # its table is large and most processes never ask

    number = _parsed(e164)
    found = () if number is None else time_zones_for_number(number)
    return tuple(zone for zone in found if zone != _UNKNOWN_ZONE)


def mask(address: str) -> str:
    """Hide who it is: `+15550101234` → `+1•••••1234`. Short codes and alphanumeric names are nobody's and stay."""
    if is_e164_shape(address):
        return f"+{_country_code(address)}{_MASK}{address[-4:]}"
    digits = sum(char.isdigit() for char in address)
    return f"{_MASK}{address[-4:]}" if digits >= _DIGITS_TO_MASK else address


def _country_code(e164: str) -> str:
    """Prefix codes are free of prefixes of each other, so the first known one is the one."""
    for length in range(1, _COUNTRY_CODE_DIGITS_MAX + 1):
        code = e164[1 : 1 + length]
        if int(code) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            return code
    return ""


@lru_cache(_NUMBERS_KEPT)
def _parsed(e164: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(e164, None)
    except NumberParseException:
        return None


def spaced(address: str) -> str:
    """Write a number as people read it: `+12025550143` → `+1 202-555-0143`. What is no number stays as it is."""
    number = _parsed(address) if is_e164_shape(address) else None
    return address if number is None else phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
