"""A reply about when, as signs: `Next Fri. at 4:30 pm` → `next w4 at c4:30 pm`.

    w0–w6 weekday, Monday first   m1–m12 month   r1 days from today   n5 number   o5 ordinal
    d2026-03-06 date   c04:30 clock reading   t16:30 time of day   u_week unit   x another word   ? doubtful

Words come from the language's table and from CLDR (through Babel); number words become digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache

from babel import Locale
from text_to_num import alpha2digit

from bot import text as texts
from bot.engine.understand.reading import Surroundings
from bot.engine.understand.words import PHRASE_WORDS_MAX, Words, folded, phrases

_DAY_FIRST_LANGUAGES = frozenset({"es", "fr", "de", "pt", "it", "nl"})
_MONTH_FIRST_COUNTRIES = frozenset({"US", "PR", "GU", "VI", "AS", "MP", "UM", "FM", "MH", "PW", "BZ", "PH"})
_YEAR_FIRST_COUNTRIES = frozenset({"CN", "JP", "KR", "TW", "HU", "LT", "MN", "KP"})
_BOTH_ORDERS_COUNTRIES = frozenset({"CA", "KE", "GH", "KY"})
_WEEKDAY_WEEK_COUNTRIES = frozenset({"GB", "IE", "AU", "NZ", "ZA"})
_WEEKDAY_WEEK = re.compile(r" (w\d) u_week(?= )")
"""`Friday week` is the one after the coming Friday."""
_FIGURES_BEFORE = re.compile(r"\d\s?(?:h|u|uhr|[ap]m|hs|hrs)?\s?$")
_UNIT_CHARS_MAX = 8
_TEXTS_KEPT = 2_048
_MONTHS = 12
_LITTLE = frozenset({"at", "of", "and", "or", "x"})
_CENTURY_YEARS_AHEAD = 20

_DOTTED_HALVES = re.compile(r"\b([ap])\.?\s?m\b\.?|(?<=\d)([ap])\b")
_JOINED_DATE = re.compile(r"(?<=\d)-(?=[^\W\d_]{3})|(?<=[^\W\d_]{3})-(?=\d)")
"""`10-Mar-2026`."""
_PIECE = re.compile(
    r"(?P<iso>\b\d{4}-\d{1,2}-\d{1,2}(?!\d))(?:t(?=\d))?"
    r"|(?P<slashed>\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{4}[/.]\d{1,2}[/.]\d{1,2}\b|\b\d{1,2}-\d{1,2}-\d{2,4}\b|\b\d{1,2}/\d{1,2}\b(?!/)|\b\d{1,2}\.\d{1,2}\.(?!\d))"
    r"|(?P<dashed>(?<![\d:.])\b\d{1,2}-\d{1,2}\b(?![-:.]\d))"
    r"|(?P<clock>(?<!\d)\d{1,2}[:h.]\d{2}(?::\d{2})?(?!\d))(?:h\b|z\b)?"
    r"|(?P<ordinal>\b\d{1,2}(?:st|nd|rd|th|er|ere|eme|ème|º|ª|°|o|a|e|ste|de)\b)"
    r"|(?P<dotted>\b\d{1,2}\.(?=\s*[^\W\d_]))"
    r"|(?P<slang>\b2(?:day|moro|morrow|mrw|nite)\b)"
    r"|(?P<number>\d{1,9})(?:ish\b)?"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<range>[-–—~/&])"
    r"|(?P<mark>[@+?])"
)


def signs(text: str, words: Words, where: Surroundings) -> str:
    """The signs of a reply in one language, with a space around each."""
    return _signs(text, words, where.all_day)


@lru_cache(_TEXTS_KEPT)
def _signs(text: str, words: Words, where: Surroundings) -> str:
    # The choices of a question are read again with every reply, and a reply in several ways.
    text = _JOINED_DATE.sub(" ", text)
    plain = _DOTTED_HALVES.sub(lambda half: f"{half[1] or half[2]}m", texts.normalise(text))
    found: list[str] = []
    run: list[str] = []
    for piece in _PIECE.finditer(plain):
        if word := piece["word"] or piece["slang"]:
            run.append(word)
            continue
        if (
            piece["range"]
            and run
            and plain[piece.end() : piece.end() + 1].isalpha()
            and plain[piece.start() - 1].isalpha()
        ):
            continue  # a hyphen within a word: `twenty-five`, `segunda-feira`
        found += _phrase_signs(run, words)
        run = []
        found.append(_sign(piece, words, where))
    found += _phrase_signs(run, words)
    listed = f" {' '.join(_once(found))} "
    return _WEEKDAY_WEEK.sub(r" \1 plus_week", listed) if where.country.upper() in _WEEKDAY_WEEK_COUNTRIES else listed


def _once(found: list[str]) -> Iterator[str]:
    """Little words count once however often they are repeated, so that no rule has to look far."""
    for place, sign in enumerate(found):
        if sign and not (sign in _LITTLE and place and found[place - 1] == sign):
            yield sign


def _sign(piece: re.Match[str], words: Words, where: Surroundings) -> str:
    if piece["iso"]:
        return _date(*map(int, piece["iso"].split("-")))
    if piece["slashed"]:
        return _slashed(piece["slashed"], where)
    if piece["dashed"]:
        return _dashed(piece["dashed"], where)
    if piece["clock"]:
        return _clock(piece["clock"])
    if piece["ordinal"]:
        return "o" + re.sub(r"\D", "", piece["ordinal"])
    if piece["dotted"]:
        return ("o" if words.code == "de" else "n") + piece["dotted"].rstrip(".")
    if piece["number"]:
        return "n" + piece["number"]
    if piece["range"]:
        return _joint(piece)
    return "at" if piece["mark"] == "@" else "x" if piece["mark"] == "+" else ""


def _joint(piece: re.Match[str]) -> str:
    """A dash between figures is a range, elsewhere a pause."""
    if piece["range"] == "&":
        return "and"
    figures = _FIGURES_BEFORE.search(piece.string, max(0, piece.start() - _UNIT_CHARS_MAX), piece.start())
    after = piece.string[piece.end() : piece.end() + 2].lstrip()[:1]
    return "or" if piece["range"] in "/~" or (figures and after.isdigit()) else ""


def _clock(written: str) -> str:
    hour, minute = re.split(r"[:.h]", written)[:2]
    if int(hour) > 23 or int(minute) > 59:
        return "?"
    explicit = int(hour) > 12 or hour.startswith("0")
    return f"{'t' if explicit else 'c'}{int(hour):02}:{minute}"


# ── dates in figures ──


def _slashed(written: str, where: Surroundings) -> str:
    first, second, *rest = re.split(r"[/.-]", written.rstrip("."))
    if len(first) == 4 and rest:
        return _date(int(first), int(second), int(rest[0]))
    if len(first) > 2:
        return "?"
    year = whole_year(rest[0], where.today.year) if rest else None
    day_first, month_first = (int(first), int(second)), (int(second), int(first))
    readings = [pair for pair in dict.fromkeys([day_first, month_first]) if _exists(*pair, year)]
    order = day_comes_first(where)
    if len(readings) > 1 and order is not None:
        readings = [day_first if order else month_first]
    if len(readings) != 1:
        return "?"
    day, month = readings[0]
    return _date(year, month, day) if year else f"n{day} m{month}"


def _dashed(written: str, where: Surroundings) -> str:
    """`20-3` is a day where no hours run backwards like that, and in Dutch any day is written so; else a range."""
    first, second = written.split("-")
    day_first = (
        day_comes_first(where) is not False
        and int(second) <= _MONTHS
        and (where.tables[0].code == "nl" or int(first) > _MONTHS)
    )
    return _slashed(written, where) if day_first else f"n{first} or n{second}"


def _exists(day: int, month: int, year: int | None) -> bool:
    return _date(year or 2024, month, day) != "?"


def whole_year(written: str, this_year: int) -> int:
    """`88` as 1988, `26` as 2026."""
    if len(written) > 2:
        return int(written)
    century = this_year // 100 * 100
    year = century + int(written)
    return year if year <= this_year + _CENTURY_YEARS_AHEAD else year - 100


def _date(year: int, month: int, day: int) -> str:
    try:
        return f"d{date(year, month, day).isoformat()}"
    except ValueError:
        return "?"


def day_comes_first(where: Surroundings) -> bool | None:
    """Whether `3/4` is the third of April; None where people write it either way or nothing is known."""
    country = where.country.upper() or _region(where.language)
    if country in _MONTH_FIRST_COUNTRIES or country in _YEAR_FIRST_COUNTRIES:
        return False
    if country in _BOTH_ORDERS_COUNTRIES:
        return None
    if country:
        return True
    return True if where.tables[0].code in _DAY_FIRST_LANGUAGES else None


def _region(language: str) -> str:
    parts = language.replace("_", "-").split("-")
    return parts[-1].upper() if len(parts) > 1 and len(parts[-1]) == 2 else ""


# ── words ──


def _phrase_signs(run: list[str], words: Words) -> Iterator[str]:
    """The longest known phrases of a run of words, and what number words stand between them."""
    table = _table(words)
    plain = [_known(word, table) for word in run]
    unknown: list[str] = []
    place = 0
    while place < len(run):
        length = _longest(plain, place, table)
        if not length:
            unknown.append(run[place])
            place += 1
            continue
        yield from _number_signs(unknown, words)
        unknown = []
        sign = table[" ".join(plain[place : place + length])]
        if sign:
            yield sign
        place += length
    yield from _number_signs(unknown, words)


def _known(word: str, table: Mapping[str, str]) -> str:
    """`Fri's good` begins with `fri`."""
    bare = word.removesuffix("'s")
    return folded(bare) if folded(word) not in table and folded(bare) in table else folded(word)


def _longest(words_said: list[str], start: int, table: Mapping[str, str]) -> int:
    for length in range(min(PHRASE_WORDS_MAX, len(words_said) - start), 0, -1):
        if " ".join(words_said[start : start + length]) in table:
            return length
    return 0


_SPELLED = re.compile(r"(\d+)([^\W\d_]*|\.)")


def _number_signs(run: list[str], words: Words) -> Iterator[str]:
    if not run:
        return
    repaired = " ".join(words.spelling.get(word, word) for word in run)
    for word in alpha2digit(repaired, words.code, 0).split():
        number = _SPELLED.fullmatch(word)
        yield "x" if number is None else ("o" if number[2] else "n") + number[1]


@cache
def _table(words: Words) -> Mapping[str, str]:
    """Folded phrase → signs: CLDR's names first, then the language's own table, then what says nothing."""
    table: dict[str, str] = dict.fromkeys(phrases(words.but), "but")
    for listed in (words.filler, words.courtesies, words.choosing):
        table |= dict.fromkeys(phrases(listed), "")
    table |= dict.fromkeys(phrases(words.exceptions), "open")
    locale = Locale.parse(words.code)
    for width in ("wide", "abbreviated"):
        table |= _names(locale.months, width, "m") | _names(locale.days, width, "w")
    for sign, listed in words.when.items():
        table |= dict.fromkeys(phrases(listed), sign)
    return table


def _names(calendar: Mapping[str, Mapping[str, Mapping[int, str]]], width: str, letter: str) -> dict[str, str]:
    forms = ("format", "stand-alone")
    return {
        " ".join(texts.words(name)): f"{letter}{number}"
        for form in forms
        for number, name in calendar[form][width].items()
    }
