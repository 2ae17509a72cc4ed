"""Where a person may be: in which country, in which states, and by which clocks; all that are possible.

Profile before postal code before number. A number that says nothing leaves the whole country possible.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

import phonenumbers

from bot.events import Json
from bot.phone import country_of, timezones
from bot.rulebook import shipped

Source = Literal["profile", "postal_code", "number", "country"]

ENDS_OF_US: Final = ("America/New_York", "Pacific/Honolulu")
"""Whoever may be texted in both may be texted anywhere between."""
_NORTH_AMERICA: Final = "+1"
_AREA: Final = slice(2, 5)
_POSTAL_FIELDS: Final = ("postal_code", "zip", "zip_code", "zipcode", "postcode")
_ZIP: Final = re.compile(r"(\d{5})(?:[- ]?\d{4})?")
_ZIP_DIGITS: Final = 5
_TERRITORIES: Final = frozenset({"AS", "GU", "MP", "PR", "VI"})
"""Countries of their own to phones, and parts of the United States to the law."""
_NUMBERS_KEPT: Final = 4096


class Place(NamedTuple):
    """All the places where somebody may be."""

    country: str | None
    states: tuple[str, ...]
    """Of the United States; empty elsewhere, and where each of them is possible."""
    zones: tuple[str, ...]
    """Empty when nothing is known."""
    source: Source
    """What the zones are known by."""


def postal_code(fields: Mapping[str, Json]) -> str | None:
    """Find the postal code among the fields of a contact."""
    found = next((fields[name] for name in _POSTAL_FIELDS if fields.get(name) not in (None, "")), None)
    if isinstance(found, int):
        return f"{found:0{_ZIP_DIGITS}}"  # a spreadsheet has dropped the zeros of New England
    return None if found is None else str(found).strip()


def whereabouts(
    phone: str, timezone: str | None = None, country: str | None = None, postal: str | None = None
) -> Place:
    """Work out where a person may be, by what is known of them.

    A zone that is no more than what the number says (it is noted when somebody is met) is not taken for the profile's:
    the number may say less than it seems to.
    """
    number = of_number(phone)
    country = _of_law(country.upper()) if country else number.country
    postal_place = of_zip(postal) if country == "US" and postal else None
    states = (postal_place or number).states if country == "US" else ()
    if timezone and _is_zone(timezone) and (timezone,) != number.zones and (timezone,) != _zones(phone):
        return Place(country, states, (timezone,), "profile")
    if postal_place is not None:
        return Place(country, states, postal_place.zones, "postal_code")
    if country == number.country:
        return number
    return Place(country, states, number.zones, number.source)


@lru_cache(_NUMBERS_KEPT)
def of_number(phone: str) -> Place:
    """Return where a number may be, by its area code in the United States and by its prefix elsewhere."""
    known = _american().areas.get(phone[_AREA]) if phone.startswith(_NORTH_AMERICA) else None
    if known:
        return Place("US", *known, "number")
    country = _country(phone)
    return Place("US", (), ENDS_OF_US, "country") if country == "US" else Place(country, (), _zones(phone), "number")


def of_zip(code: str) -> Place | None:
    """Return where a ZIP code is; None if it is none, or that of a military post office."""
    found = _ZIP.fullmatch(code)
    known = _american().zips.get(code[:3]) if found else None
    return Place("US", *known, "postal_code") if known else None


def _country(phone: str) -> str | None:
    """The country of a number, also of one that is in no plan yet: `+1` without a country of its own is American."""
    country = country_of(phone)
    if country is None and phone.startswith(_NORTH_AMERICA):
        return "US"
    if country is not None or not phone.startswith("+"):
        return country and _of_law(country)  # a short code is nobody's
    codes = (phone[1 : 1 + digits] for digits in (1, 2, 3))
    regions = (phonenumbers.region_code_for_country_code(int(code)) for code in codes if code.isdigit())
    return next((region for region in regions if region not in ("ZZ", "001")), None)


def _of_law(country: str) -> str:
    return "US" if country in _TERRITORIES else country


@lru_cache(_NUMBERS_KEPT)
def _zones(phone: str) -> tuple[str, ...]:
    return timezones(phone)


@lru_cache(1024)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return True


# ── the United States ───────────────────────────────────────────────────────────────────────────────────────────────

_Known = tuple[tuple[str, ...], tuple[str, ...]]
"""States and zones."""


class _American(NamedTuple):
    zips: Mapping[str, _Known]
    areas: Mapping[str, _Known]


@cache
def _american() -> _American:
    document = tomllib.loads(shipped("us_places.toml"))
    names = document.pop("zones")
    return _American(_table(document, "zip", names), _table(document, "area", names))


def _table(document: Mapping[str, Any], kind: str, names: Mapping[str, str]) -> dict[str, _Known]:
    table: dict[str, _Known] = {}
    for state, codes in document.items():
        for zones, written in codes[kind].items():
            for code in _codes(written):
                states, known = table.get(code, ((), ()))
                here = tuple(names[letter] for letter in zones.split())
                table[code] = (*states, state), tuple(dict.fromkeys((*known, *here)))
    return table


def _codes(written: str) -> Iterator[str]:
    """`350-352 354`: each of them."""
    for part in written.split():
        first, _, last = part.partition("-")
        yield from (f"{code:03}" for code in range(int(first), int(last or first) + 1))
