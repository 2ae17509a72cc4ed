"""Dates, numbers, amounts and phones as a contact reads them: in their language, time zone and country.

Only plain spaces are written: CLDR's `10:00\\u202fAM` alone would turn a message into UCS-2 and halve what fits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import babel
import phonenumbers
from babel import dates, numbers
from phonenumbers import PhoneNumberFormat

DATE_STYLES: Final = ("short", "medium", "long", "full")
DIGITS_MAX: Final = 10
_LANGUAGE: Final = re.compile(r"(?P<base>[A-Za-z]{2,3})(?:[-_](?P<region>[A-Za-z]{2}))?(?![A-Za-z])")
_SPACES: Final = str.maketrans("\u00a0\u202f\u2009", "   ")
_RELATIVE_DAYS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "en": ("yesterday", "today", "tomorrow", "{day} at {time}"),
    "es": ("ayer", "hoy", "mañana", "{day} a las {time}"),
    "fr": ("hier", "aujourd'hui", "demain", "{day} à {time}"),
    "de": ("gestern", "heute", "morgen", "{day} um {time}"),
    "pt": ("ontem", "hoje", "amanhã", "{day} às {time}"),
    "it": ("ieri", "oggi", "domani", "{day} alle {time}"),
    "nl": ("gisteren", "vandaag", "morgen", "{day} om {time}"),
}
"""Yesterday, today, tomorrow, and how a time joins them: CLDR has them, Babel does not carry them."""

Moment = date | time | datetime


class Locale(NamedTuple):
    """Whom a text is for, and what time it is."""

    language: str
    timezone: str
    country: str
    now: datetime

    @property
    def today(self) -> date:
        """The contact's calendar day."""
        return self.now.astimezone(zone(self.timezone)).date()


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """A time zone by its name; UTC where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return ZoneInfo("UTC")


def read_moment(text: str, timezone: str) -> Moment | None:
    """Read an ISO date, time of day or both; what has an offset is moved to the zone. None for any other text."""
    text = text.strip()
    readers = (date.fromisoformat, time.fromisoformat, datetime.fromisoformat)
    for read in readers if ":" in text else readers[::2]:
        try:
            moment: Moment = read(text)
        except ValueError:
            continue
        if isinstance(moment, datetime) and moment.tzinfo is not None:
            return _moved(moment, zone(timezone))
        return moment
    return None


def day_of(moment: Moment | None) -> date | None:
    """The day of a date or of a date and time."""
    if isinstance(moment, datetime):
        return moment.date()
    return moment if isinstance(moment, date) else None


def clock_of(moment: Moment | None) -> time | None:
    """The time of day of a time or of a date and time."""
    if isinstance(moment, datetime):
        return moment.time()
    return moment if isinstance(moment, time) else None


def write_date(day: date, locale: Locale, style: str = "") -> str:
    """`Fri, Mar 6`, with the year where it is not this one; or one of CLDR's `DATE_STYLES`."""
    skeleton = "MMMEd" if day.year == locale.today.year else "yMMMEd"
    return _date(day, style, skeleton, locale.language, locale.country)


@lru_cache(maxsize=1_024)
def _date(day: date, style: str, skeleton: str, language: str, country: str) -> str:
    # The days that people speak of are the next few, and CLDR's patterns are slow to fill in.
    where = _babel(language, country)
    if style:
        return dates.format_date(day, style, where).translate(_SPACES)
    return dates.format_skeleton(skeleton, datetime.combine(day, time()), locale=where).translate(_SPACES)


def write_time(clock: time, locale: Locale) -> str:
    """`10:00 AM` or `10:00`, as the country writes it."""
    return _time(clock.isoformat(), locale.language, locale.country)


@lru_cache(maxsize=1_024)
def _time(clock: str, language: str, country: str) -> str:
    # A text, since times of two zones may be equal and are still not written alike.
    written = dates.format_time(time.fromisoformat(clock), "short", locale=_babel(language, country))
    return written.translate(_SPACES)


def write_datetime(day: date, clock: time, locale: Locale, style: str = "") -> str:
    """`Fri, Mar 6, 10:00 AM`."""
    pattern = str(_babel(locale.language, locale.country).datetime_formats["medium"])
    return pattern.replace("{1}", write_date(day, locale, style)).replace("{0}", write_time(clock, locale))


def write_weekday(day: date, locale: Locale) -> str:
    """`Friday`."""
    names: Mapping[int, str] = dates.get_day_names("wide", "format", _babel(locale.language, locale.country))
    return names[day.weekday()]


def write_relative(day: date, clock: time | None, locale: Locale) -> str | None:
    """`tomorrow at 10:00 AM`; None where the day is further away than that."""
    words = _RELATIVE_DAYS.get(_babel(locale.language, locale.country).language)
    distance = (day - locale.today).days
    if words is None or distance not in (-1, 0, 1):
        return None
    word = words[1 + distance]
    return word if clock is None else words[3].format(day=word, time=write_time(clock, locale))


def write_number(number: Decimal, locale: Locale, digits: int | None = None) -> str:
    """`1,234.5`, or with a fixed number of digits."""
    pattern = None if digits is None else "#,##0" + ("." + "0" * min(digits, DIGITS_MAX) if digits > 0 else "")
    where = _babel(locale.language, locale.country)
    return numbers.format_decimal(number, pattern, locale=where).translate(_SPACES)


def write_money(number: Decimal, locale: Locale, currency: str = "") -> str:
    """`$1,234.50` in the given currency, else in the country's."""
    code = currency.upper() or _currency(locale.country, locale.today)
    where = _babel(locale.language, locale.country)
    return numbers.format_currency(number, code, locale=where).translate(_SPACES)


def write_phone(text: str, locale: Locale) -> str:
    """A number as it is dialled in the contact's country; what is no number stays as it is."""
    try:
        number = phonenumbers.parse(text, locale.country or None)
    except phonenumbers.NumberParseException:
        return text
    home = locale.country and number.country_code == phonenumbers.country_code_for_region(locale.country)
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL)


def plural_form(number: Decimal, locale: Locale) -> int:
    """Which form of a noun goes with the number, counted in the order of the language's own rules."""
    rule = _babel(locale.language, locale.country).plural_form
    tags = [tag for tag in ("zero", "one", "two", "few", "many") if tag in rule.tags]
    tag = rule(abs(number))
    return tags.index(tag) if tag in tags else len(tags)


@lru_cache(maxsize=128)
def _babel(language: str, country: str) -> babel.Locale:
    """The most particular locale that exists: the language in its country, else the language, else English."""
    known = _LANGUAGE.match(language)
    base = known["base"].lower() if known else "en"
    region = (known and known["region"]) or country
    for name in (f"{base}_{region.upper()}", base):
        try:
            return babel.Locale.parse(name)
        except (babel.UnknownLocaleError, ValueError):
            continue
    return babel.Locale("en")


@lru_cache(maxsize=128)
def _currency(country: str, day: date) -> str:
    return next(iter(numbers.get_territory_currencies(country, day, day)), "USD") if country else "USD"


def _moved(moment: datetime, where: ZoneInfo) -> datetime:
    try:
        return moment.astimezone(where)
    except OverflowError:
        return moment
