"""The filters of templates. Each takes the `Rendering` it works for and plain JSON values, and bounds what it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Final

from jinja2 import Undefined

from bot.errors import TemplateError
from bot.events import Json
from bot.flow import locale as local
from bot.flow.locale import Locale
from bot.limits import LIST_ITEMS_MAX, RENDERED_CHARS_MAX, TEMPLATE_WORK_CHARS_MAX, VARIABLE_CHARS_MAX

INTEGER_DIGITS_MAX: Final = 18
ROUND_DIGITS_MAX: Final = 10


@dataclass(slots=True)
class Rendering:
    """One rendering of one template: for whom, and how much work is left to it."""

    locale: Locale
    work: int = TEMPLATE_WORK_CHARS_MAX
    encode: Callable[[str], str] | None = None
    """What is done to every value before it becomes part of the text."""

    def charge(self, value: object) -> None:
        """Count a value that is worked on, so that no template keeps the machine busy."""
        self.work -= 1 + (len(value) if isinstance(value, str | list | dict) else 0)
        if self.work < 0:
            raise TemplateError("the template does too much work for one message")


def text_of(value: object) -> str:
    """A value as it reads in a message: None is nothing, a whole number has no point, a list has commas."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < 10**INTEGER_DIGITS_MAX:
            return str(int(value))
        case int() | float() | Undefined():
            return str(value)
        case list():
            return _listed(value)
    raise TemplateError("an object cannot be shown as text; name one of its fields")


def _listed(items: list[Json]) -> str:
    pieces: list[str] = []
    left = RENDERED_CHARS_MAX
    for item in items[:LIST_ITEMS_MAX]:
        pieces.append(text_of(item))
        left -= len(pieces[-1])
        if left < 0:
            break
    return ", ".join(pieces)


# ── any value ──


def _default(rendering: Rendering, value: Json, fallback: Json = "", empty: bool = False) -> Json:
    """Another value where there is none; `default('x', true)` also where it is empty."""
    missing = value is None or isinstance(value, Undefined) or (empty and not value)
    return fallback if missing else value


def _length(rendering: Rendering, value: Json) -> int:
    """How many characters or items."""
    if not isinstance(value, str | list | dict):
        raise TemplateError("only a text or a list has a length")
    return len(value)


# ── texts ──


def _capitalize(rendering: Rendering, value: Json) -> str:
    """The first letter a capital, the others small."""
    return text_of(value).capitalize()


def _lower(rendering: Rendering, value: Json) -> str:
    """Small letters."""
    return text_of(value).lower()


def _upper(rendering: Rendering, value: Json) -> str:
    """Capitals."""
    return text_of(value).upper()


def _title(rendering: Rendering, value: Json) -> str:
    """Every word with a capital."""
    return " ".join(word[:1].upper() + word[1:].lower() for word in text_of(value).split(" "))


def _trim(rendering: Rendering, value: Json) -> str:
    """Without space around it."""
    return text_of(value).strip()


def _replace(rendering: Rendering, value: Json, old: Json, new: Json) -> str:
    """One text in place of another."""
    text, old, new = text_of(value), text_of(old), text_of(new)
    if not old:
        raise TemplateError("`replace` needs the text that it should replace")
    if len(text) + text.count(old) * len(new) > VARIABLE_CHARS_MAX:
        raise TemplateError("`replace` would make the text too long")
    return text.replace(old, new)


def _truncate(rendering: Rendering, value: Json, length: Json = 40, end: Json = "...") -> str:
    """Cut to a number of characters, with `...` at the end."""
    text, end = text_of(value), text_of(end)
    if not isinstance(length, int):
        raise TemplateError("`truncate` needs a number of characters")
    return text if len(text) <= length else text[: max(0, length - len(end))].rstrip() + end


def _plural(rendering: Rendering, value: Json, *forms: Json) -> str:
    """The form of a word that goes with a number, in the contact's language."""
    if not forms:
        raise TemplateError("`plural` needs the forms of the word, for example plural('seat', 'seats')")
    form = local.plural_form(_decimal(value), rendering.locale)
    return text_of(forms[min(form, len(forms) - 1)])


# ── lists ──


def _first(rendering: Rendering, value: Json) -> Json:
    """The first of a list."""
    return next(iter(_items(value)), None)


def _last(rendering: Rendering, value: Json) -> Json:
    """The last of a list."""
    return next(reversed(_items(value)), None)


def _join(rendering: Rendering, value: Json, separator: Json = ", ") -> str:
    """A list as one text, with commas or what is given between."""
    pieces, between = [text_of(item) for item in _items(value)[:LIST_ITEMS_MAX]], text_of(separator)
    if sum(map(len, pieces)) + len(between) * len(pieces) > VARIABLE_CHARS_MAX:
        raise TemplateError("`join` would make the text too long")
    return between.join(pieces)


def _items(value: Json) -> Any:
    if not isinstance(value, str | list):
        raise TemplateError("a list is needed here")
    return value


# ── numbers ──


def _int(rendering: Rendering, value: Json, fallback: Json = 0) -> Json:
    """A text as a whole number; another value where it is none."""
    number = _number(value)
    return fallback if number is None else int(number)


def _float(rendering: Rendering, value: Json, fallback: Json = 0.0) -> Json:
    """A text as a number; another value where it is none."""
    number = _number(value)
    return fallback if number is None else float(number)


def _round(rendering: Rendering, value: Json, digits: Json = 0) -> Json:
    """Rounded, to a number of digits."""
    if not isinstance(digits, int) or not 0 <= digits <= ROUND_DIGITS_MAX:
        raise TemplateError(f"`round` takes 0 to {ROUND_DIGITS_MAX} digits")
    return _plain(_decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def _abs(rendering: Rendering, value: Json) -> Json:
    """Without its minus."""
    return _plain(abs(_decimal(value)))


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _decimal(value: Json) -> Decimal:
    number = _number(value)
    if number is None:
        raise TemplateError("a number is needed here")
    return number


def _number(value: Json) -> Decimal | None:
    """A finite number of a sane size."""
    if isinstance(value, int) and abs(value) < 10**INTEGER_DIGITS_MAX:
        return Decimal(value)
    if not isinstance(value, str | float) or len(text := str(value).strip()) > 2 * INTEGER_DIGITS_MAX:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= INTEGER_DIGITS_MAX else None


# ── in the contact's own terms; a text that is no date, time or phone stays as it is ──


def _date(rendering: Rendering, value: Json, style: Json = "") -> str:
    """A day as the contact writes it; `date('long')` in full, `date('short')` in digits."""
    day = local.day_of(_moment(rendering, value))
    return text_of(value) if day is None else local.write_date(day, rendering.locale, _style(style))


def _time(rendering: Rendering, value: Json) -> str:
    """A time of day as the contact writes it."""
    clock = local.clock_of(_moment(rendering, value))
    return text_of(value) if clock is None else local.write_time(clock, rendering.locale)


def _datetime(rendering: Rendering, value: Json, style: Json = "") -> str:
    """A day and a time, in the contact's zone."""
    moment = _moment(rendering, value)
    day, clock = local.day_of(moment), local.clock_of(moment)
    if day is None or clock is None:
        return _time(rendering, value) if day is None else _date(rendering, value, style)
    return local.write_datetime(day, clock, rendering.locale, _style(style))


def _day(rendering: Rendering, value: Json) -> str:
    """The day of the week."""
    day = local.day_of(_moment(rendering, value))
    return text_of(value) if day is None else local.write_weekday(day, rendering.locale)


def _when(rendering: Rendering, value: Json) -> str:
    """A day near now in words."""
    moment = _moment(rendering, value)
    day, clock = local.day_of(moment), local.clock_of(moment)
    near = None if day is None else local.write_relative(day, clock, rendering.locale)
    return _datetime(rendering, value) if near is None else near


def _amount(rendering: Rendering, value: Json, digits: Json = None) -> str:
    """A number as the contact writes it; `number(2)` with two digits."""
    if not (digits is None or isinstance(digits, int)):
        raise TemplateError("`number` takes a number of digits")
    return local.write_number(_decimal(value), rendering.locale, digits)


def _money(rendering: Rendering, value: Json, currency: Json = "") -> str:
    """An amount in the currency of the contact's country; `money('EUR')` in another."""
    return local.write_money(_decimal(value), rendering.locale, text_of(currency))


def _phone(rendering: Rendering, value: Json) -> str:
    """A phone number as its country writes it."""
    return local.write_phone(text_of(value), rendering.locale)


def _moment(rendering: Rendering, value: Json) -> local.Moment | None:
    return local.read_moment(text_of(value), rendering.locale.timezone)


def _style(style: Json) -> str:
    if style and style not in local.DATE_STYLES:
        raise TemplateError(f"a date is written {', '.join(local.DATE_STYLES)}, not `{text_of(style)}`")
    return text_of(style)


FILTERS: Final[Mapping[str, Callable[..., Json]]] = {
    "abs": _abs,
    "capitalize": _capitalize,
    "date": _date,
    "datetime": _datetime,
    "day": _day,
    "default": _default,
    "first": _first,
    "float": _float,
    "int": _int,
    "join": _join,
    "last": _last,
    "length": _length,
    "lower": _lower,
    "money": _money,
    "number": _amount,
    "phone": _phone,
    "plural": _plural,
    "replace": _replace,
    "round": _round,
    "time": _time,
    "title": _title,
    "trim": _trim,
    "truncate": _truncate,
    "upper": _upper,
    "when": _when,
}
"""What an author may write behind `|`."""
