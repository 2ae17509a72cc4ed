"""Numbers in a text: digits of any script as people group them, and number words.

Number words become digits first (by text2num, for every shipped language), so that one scan finds both.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol
from text_to_num import alpha2digit

from bot import text as texts
from bot.engine.understand.words import Words, base, folded, phrases

UNITS = phrases(
    "kg, g, mg, lb, lbs, oz, cm, mm, km, mi, ft, yr, yrs, yo, min, mins, hr, hrs,"
    "pts, pt, pcs, gb, mb, x, e, eur, usd, ish, in, f, c, kgs, ml, l, lt, pax, ppl, stk"
)
"""What may stand right behind the digits without changing the number; `4pm` and `3rd` are no numbers."""

LOOKALIKES = phrases("once, dos, due, elf, cent, mil, set, sei, six, sept, men, on, ten, tien, twee")
"""Number words of one language that are everyday words of another: no guess across languages with these."""

_TEXTS_KEPT = 512
_FIGURE = re.compile(r"\d")
_HALF = "hal"
"""In each word that `_GERMANIC_HALF` matches."""
_FIGURES_MAX = 15
"""More is no amount of anything, and no longer exact in JSON."""
_FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75"}
_FRACTION = re.compile(r"(\d?)\s?([½¼¾])")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_HYPHENATED = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_DOZEN = re.compile(r"(?<!of )\b(?:(half) (?:an? )?|(\d+) |an? )?dozen\b")
_AMPERSAND = re.compile(r"\s*&\s*")
_AND = re.compile(r"\b(?:and|y|et|und|e|en)\b")
_MINUS = re.compile(r"^(?:minus|negative|moins|menos|meno|min) (?=\d)")
_THOUSANDS = re.compile(
    r"(?<![\w.,])(\d+(?:[.,]\d\d?)?)\s?(?:mil|mille|mila|tausend|tsd|thousand|duizend|grand)(?! \d)\b"
)
_SCALES = {
    100_000: "lakhs?|lacs?",
    1_000_000: "millions?|mln|mio|millionen|millón|millones|milhão|milhões|milione|milioni|miljoen",
    10_000_000: "crores?",
}
_SCALED = re.compile(
    r"(?<![\w.,])(\d+(?:[.,]\d\d?)?)\s?(?:" + "|".join(f"({words})" for words in _SCALES.values()) + r")\b"
)
"""`1.5 lakh`; number words stand before these too, which the number library does not know beside digits."""
_GERMANIC_HALF = re.compile(
    r"\b(?:(\w+?)(?:einhalb|e?neneenhalf|eneenhalf|ëneenhalf|enhalf|ënhalf)(?:e[nrs]?|ve)?|(?:anderthalb|anderhalf|anderhalve)(?:e[nrs]?)?)\b"
)
"""`Zweieinhalb`, `tweeënhalf`, `anderthalb`."""
_AND_A_HALF = re.compile(r"\b(\d+) (?:and a half|y medi[oa]|et demie?|e mezz[oa]|e mei[oa]|en een half|einhalb)\b")
_ONE_AND_A_HALF = re.compile(
    r"\b(?:an?|one|una?|une|um|uma|een) \w+ (?:and a half|y medi[oa]|et demie?|e mezz[oa]|e mei[oa]|en een half)\b"
)
"""`Un kilo et demi`."""
_SPACED_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d])")
_NUMBER = re.compile(r"(?<![\w.,])(?P<sign>[-−])?(?P<digits>\d*(?:[.,']?\d+)+)(?P<suffix>[^\W\d_]*)(?!\w)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number where it stands in a text."""

    value: Decimal
    start: int
    end: int


@lru_cache(_TEXTS_KEPT)
def spell_out(text: str, words: Words, *, articles: bool = False) -> str:
    """Normalise a text and write its number words as digits: `Fünfundzwanzig!` → `25!`.

    Words that are articles too (`una`, `ein`) stay unless `articles` says that they may count.
    """
    # One reply is spelled out for one way of reading after the other, and short ones come again and again.
    figures = ascii_digits(_FRACTION.sub(_fraction, text))
    plain = _HYPHENATED.sub(" ", texts.normalise(_AMPERSAND.sub(" and ", figures)))
    if _any_of(_all_counted(words)).search(plain):
        for number, listed in words.counted.items():
            plain = _any_of(listed).sub(str(number), plain)
    plain = _blanked(plain, words.not_numbers)
    if _FIGURE.search(plain):
        plain = _SCALED.sub(_scaled, _THOUSANDS.sub(_thousands, plain))
    if _HALF in plain:
        plain = _GERMANIC_HALF.sub(lambda half: _with_half(half, words), plain)
    if not articles:
        plain = _without_articles(plain, words)
    if not words.spelling.keys().isdisjoint(_WORD.findall(plain)):
        plain = _WORD.sub(lambda word: words.spelling.get(word[0], word[0]), plain)
    spelled: str = alpha2digit(plain, words.code, 0)
    spelled = _DOZEN.sub(lambda dozen: "6" if dozen[1] else str(12 * int(dozen[2] or 1)), spelled)
    if _FIGURE.search(spelled):
        spelled = _MINUS.sub("-", _SCALED.sub(_scaled, _AND_A_HALF.sub(r"\1.5", spelled)))
    return spelled


@cache
def _all_counted(words: Words) -> str:
    return ",".join(words.counted.values())


def _thousands(found: re.Match[str]) -> str:
    return str(int(Decimal(found[1].replace(",", ".")) * 1000))


def _scaled(found: re.Match[str]) -> str:
    amount, *scales = found.groups()
    scale = next(each for each, word in zip(_SCALES, scales, strict=True) if word)
    return f"{Decimal(amount.replace(',', '.')) * scale:.0f}"


def _with_half(found: re.Match[str], words: Words) -> str:
    whole = alpha2digit(found[1], words.code, 0) if found[1] else "1"
    return f"{whole}.5" if whole.isdecimal() else found[0]


def _fraction(found: re.Match[str]) -> str:
    return (found[1] or "0") + _FRACTIONS[found[2]]


def ascii_digits(text: str) -> str:
    """Arabic-Indic, Devanagari and other digits as 0–9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _blanked(text: str, listed: str) -> str:
    """Put dots for the phrases in which a number word counts nothing."""
    return _any_of(listed).sub(lambda found: "·" * len(found[0]), text)


def _without_articles(text: str, words: Words) -> str:
    """Blank out the articles, but not where they are part of a number: `vingt et un`, `un millón`."""
    articles = phrases(words.articles)
    kept, copied = [], 0
    found = list(_WORD.finditer(text))
    for place, word in enumerate(found):
        if folded(word[0]) not in articles:
            continue
        before = " ".join(neighbour[0] for neighbour in found[max(0, place - 2) : place + 1])
        after = " ".join(neighbour[0] for neighbour in found[place : place + 2])
        if not _is_one_number(before, words) and not _is_one_number(after, words):
            kept += [text[copied : word.start()], "·" * len(word[0])]
            copied = word.end()
    return "".join([*kept, text[copied:]])


def _is_one_number(phrase: str, words: Words) -> bool:
    return " " in phrase and alpha2digit(phrase, words.code, 0).isdecimal()


@cache
def _any_of(listed: str) -> re.Pattern[str]:
    """A pattern for any of the phrases, the longest first; for none of them it matches nothing."""
    found = sorted((" ".join(phrase.split()) for phrase in listed.split(",") if phrase.strip()), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, found)) + r")\b" if found else r"(?!)")


def without_ordinals(text: str, words: Words) -> str:
    """Blank out `the second`, which counts nothing."""
    return _blanked(texts.normalise(text), _ordinals(words))


@cache
def _ordinals(words: Words) -> str:
    return ",".join(words.ordinals.values())


def halved(text: str, words: Words) -> str:
    """Write `half a`, `ein halbes` as 0.5; `two and a half` is read elsewhere."""
    plain = texts.normalise(_FRACTION.sub(_fraction, text))
    plain = _ONE_AND_A_HALF.sub("1.5", plain)
    return plain if _AND.search(plain) else _any_of(words.halves).sub("0.5", plain)


def mentions(spelled: str, *, decimal_comma: bool, whole: bool = False) -> list[Mention] | None:
    """The numbers of a text whose number words are digits already; None where one cannot be read for sure.

    `whole`: only whole numbers are expected, so that `1.500` where the point is not for thousands is doubtful.
    """
    if decimal_comma:
        spelled = _SPACED_GROUPS.sub(lambda found: found[0].replace(" ", "'"), spelled)
    found: list[Mention] = []
    for match in _NUMBER.finditer(spelled):
        if match["suffix"] and match["suffix"] not in UNITS:
            continue
        value = _value(match["digits"], decimal_comma=decimal_comma, whole=whole)
        if value is None:
            return None
        found.append(Mention(-value if match["sign"] else value, match.start(), match.end()))
    return found


_GROUPS = re.compile(r"[1-9]\d{0,2}(?:\D\d{3})+|[1-9]\d?(?:,\d\d)+,\d{3}")
"""`1,250,000`, and as India writes it `12,50,000`."""


def _value(digits: str, *, decimal_comma: bool, whole: bool) -> Decimal | None:
    """`1,234.56`, `1.234,56`, `1 234`, `2,5`: the marks tell by their places, and the language where they do not."""
    digits = digits.replace("'", "")
    if len(digits) > _FIGURES_MAX:
        return None
    marks = [char for char in digits if char in ".,"]
    if not marks:
        return Decimal(digits)
    head, last, tail = digits.rpartition(marks[-1])
    if len(set(marks)) == 2:
        groups_ok = _GROUPS.fullmatch(head) is not None and last not in head
        return Decimal(re.sub(r"\D", "", head) + "." + tail) if groups_ok else None
    if len(marks) > 1:
        return Decimal(re.sub(r"\D", "", digits)) if _GROUPS.fullmatch(digits) else None
    if _GROUPS.fullmatch(digits):
        if (last == ",") != decimal_comma:
            return Decimal(head + tail)
        if whole:
            return None
    return Decimal((head or "0") + "." + tail)


@cache
def has_decimal_comma(language: str, country: str) -> bool:
    """Whether people of this language in this country write `2,5`."""
    try:
        locale = Locale.parse(f"{base(language)}_{country.upper()}" if country else base(language))
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en") if base(language) == "en" else _language_locale(language)
    return get_decimal_symbol(locale) == ","


def _language_locale(language: str) -> Locale:
    try:
        return Locale.parse(base(language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
