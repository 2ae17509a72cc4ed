"""What comes from outside becomes a value that a session may hold: of the declared type, plain, of bounded size."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from bot import phone
from bot.events import Json
from bot.flow.locale import Locale, clock_of, day_of, read_moment, zone
from bot.flow.model import Type
from bot.limits import JSON_DEPTH_MAX, LIST_ITEMS_MAX, VARIABLE_CHARS_MAX

INTEGER_BITS_MAX: Final = 63
_YES: Final = frozenset({"yes", "true", "1"})
_NO: Final = frozenset({"no", "false", "0"})
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_UNITS: Final = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
_RELATIVE: Final = re.compile(
    r"(?:(?P<anchor>now|today)\s*)?(?:(?P<sign>[+-])\s*(?P<count>\d{1,6})\s*(?P<unit>[a-z]+?)s?)?"
)


def cut(value: Json, depth: int = 0) -> Json:
    """Plain JSON of a size that a session may hold: long texts and lists are cut, what is not JSON becomes None.

    Half a surrogate pair, which JSON can spell and no database can store, becomes `?`.
    """
    match value:
        case None | bool():
            return value
        case str() if value.isascii():
            return value[:VARIABLE_CHARS_MAX]
        case str():
            return value[:VARIABLE_CHARS_MAX].encode("utf-8", "replace").decode("utf-8")
        case int():
            return value if value.bit_length() <= INTEGER_BITS_MAX else None
        case float():
            return value if math.isfinite(value) else None
        case list() | tuple() if depth < JSON_DEPTH_MAX:
            return [cut(item, depth + 1) for item in value[:LIST_ITEMS_MAX]]
        case Mapping() if depth < JSON_DEPTH_MAX:
            fields = list(value.items())[:LIST_ITEMS_MAX]
            return {str(cut(str(key))): cut(item, depth + 1) for key, item in fields}
    return None


def json_chars(value: Json) -> float:
    """How long a value is as JSON; endless where it is too deep to be written."""
    try:
        return len(json.dumps(value, ensure_ascii=False))
    except RecursionError:
        return math.inf


def typed(value: Json, kind: Type, locale: Locale) -> Json:
    """Read a value as the type says; ValueError with the rest of a sentence (`is not a date`) where it cannot be."""
    return _READERS[kind](value, locale)


def bound(value: Json, kind: Type, locale: Locale, *, upper: bool) -> Json:
    """Read `min:` or `max:` of a question: a value of its type, or relative to now such as `today` and `+90 days`."""
    text = str(value).strip().lower()
    relative = _RELATIVE.fullmatch(text) if text and kind in (Type.DATE, Type.DATETIME) else None
    if relative is None or (relative["unit"] and relative["unit"] not in _UNITS):
        return _edge_of_day(text, locale, upper) if kind is Type.DATETIME else typed(value, kind, locale)
    seconds = int(relative["count"] or 0) * _UNITS[relative["unit"] or "day"]
    shift = timedelta(seconds=-seconds if relative["sign"] == "-" else seconds)
    local_now = locale.now.astimezone(zone(locale.timezone))
    if kind is Type.DATE:
        return (local_now.replace(tzinfo=None) + shift).date().isoformat()
    if relative["anchor"] == "today":
        clock = time(23, 59, 59) if upper else time()
        local_now = datetime.combine(local_now.date(), clock, local_now.tzinfo)
    return _instant(local_now.astimezone(UTC) + shift, locale)


def local_time(text: str, locale: Locale) -> datetime | None:
    """Read a date with its time as an instant; without an offset it is the contact's wall clock."""
    moment = read_moment(text, locale.timezone)
    if not isinstance(moment, datetime):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone(locale.timezone))
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None


def _instant(moment: datetime, locale: Locale) -> str:
    """RFC 3339 in the contact's zone; by way of UTC, so that a wall clock which DST skips becomes one that exists."""
    return moment.astimezone(UTC).astimezone(zone(locale.timezone)).isoformat(timespec="seconds")


def _edge_of_day(text: str, locale: Locale, upper: bool) -> str:
    moment = read_moment(text, locale.timezone)
    if isinstance(moment, date) and not isinstance(moment, datetime):
        text = f"{moment.isoformat()}T23:59:59" if upper else f"{moment.isoformat()}T00:00:00"
    return _datetime(text, locale)


# ── one reader a type ──


def _text(value: Json, locale: Locale) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("is not a text")
    return _short(str(value))


def _yes_no(value: Json, locale: Locale) -> bool:
    word = str(value).strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise ValueError("is neither yes nor no")


def _integer(value: Json, locale: Locale) -> int:
    number = _decimal(value)
    if number != number.to_integral_value():
        raise ValueError("is not a whole number")
    return int(number)


def _number(value: Json, locale: Locale) -> int | float:
    number = _decimal(value)
    return int(number) if number == number.to_integral_value() else float(number)


def _decimal(value: Json) -> Decimal:
    if not isinstance(value, bool) and isinstance(value, str | int | float):
        try:
            number = Decimal(str(value).strip())
        except (InvalidOperation, ValueError):
            number = Decimal("NaN")
        if number.is_finite() and abs(number) < 1 << INTEGER_BITS_MAX:
            return number
    raise ValueError("is not a number")


def _date(value: Json, locale: Locale) -> str:
    moment = read_moment(value, locale.timezone) if isinstance(value, str) else None
    day = day_of(moment)
    if day is None:
        raise ValueError("is not a date such as 2026-03-06")
    return day.isoformat()


def _time(value: Json, locale: Locale) -> str:
    moment = read_moment(value, locale.timezone) if isinstance(value, str) else None
    clock = clock_of(moment)
    if clock is None:
        raise ValueError("is not a time such as 10:00")
    return clock.isoformat(timespec="minutes")


def _datetime(value: Json, locale: Locale) -> str:
    moment = local_time(value, locale) if isinstance(value, str) else None
    if moment is None:
        raise ValueError("is not a date with a time such as 2026-03-06 10:00")
    return _instant(moment, locale)


def _phone(value: Json, locale: Locale) -> str:
    try:
        return phone.parse(str(value), locale.country or None)
    except ValueError:
        raise ValueError("is not a phone number such as +15550102000") from None


def _email(value: Json, locale: Locale) -> str:
    if not isinstance(value, str) or not _EMAIL.fullmatch(value.strip()):
        raise ValueError("is not an e-mail address")
    name, _, domain = _short(value.strip()).rpartition("@")
    return f"{name}@{domain.lower()}"


def _list(value: Json, locale: Locale) -> Json:
    if not isinstance(value, list):
        raise ValueError("is not a list")
    return cut(value)


def _object(value: Json, locale: Locale) -> Json:
    if not isinstance(value, Mapping):
        raise ValueError("is not an object")
    return cut(value)


def _nothing(value: Json, locale: Locale) -> Json:
    raise ValueError("cannot be given")


def _short(text: str) -> str:
    if len(text) > VARIABLE_CHARS_MAX:
        raise ValueError(f"is longer than {VARIABLE_CHARS_MAX} characters")
    return text


_READERS: Final[Mapping[Type, Callable[[Json, Locale], Json]]] = {
    Type.TEXT: _text,
    Type.YES_NO: _yes_no,
    Type.CHOICE: _text,
    Type.INTEGER: _integer,
    Type.NUMBER: _number,
    Type.MONEY: _number,
    Type.DATE: _date,
    Type.TIME: _time,
    Type.DATETIME: _datetime,
    Type.PHONE: _phone,
    Type.EMAIL: _email,
    Type.REGEX: _text,
    Type.MEDIA: _list,
    Type.NOTHING: _nothing,
    Type.LIST: _list,
    Type.OBJECT: _object,
}
