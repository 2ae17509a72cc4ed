"""What the question itself says about its answer: what it counts, in what unit, whether it asks when somebody was born.

`2 boxes` is no number of people, `10 kg` no number of pounds, and `July 4` no date of birth.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from bot import text as texts
from bot.engine.understand.words import Words, merged, phrases

_QUESTIONS_KEPT = 512
_STEM_LETTERS_MIN = 3
_ENDING_LETTERS = 2
_UNITS: Mapping[str, str] = {
    "kilogram": "kg, kgs, kilo, kilos, kilogram, kilograms, kilogramm, kilogramos, quilo, quilos, chili, kilogrammes",
    "gram": "gram, grams, gramm, gramos, grammes, gramas, grammi",
    "pound": "lb, lbs, pound, pounds, libra, libras, livres, pfund, libbre, pond",
    "ounce": "oz, ounce, ounces, onza, onzas",
    "kilometre": "km, kms, kilometer, kilometers, kilometre, kilometres, kilómetros, kilomètres, chilometri",
    "mile": "mile, miles, millas, meilen, milhas, miglia, mijl",
    "metre": "meter, meters, metre, metres, metros, mètres, metri, qm, m2",
    "centimetre": "cm, centimeter, centimeters, centimetres, centímetros, centimètres, centimetri",
    "foot": "ft, feet, foot, pies, fuß",
    "inch": "inch, inches, pulgadas, zoll",
    "litre": "liter, liters, litre, litres, litros, litri",
    "gallon": "gallon, gallons, galones",
    "minute": "minute, minutes, minutos, minuten, minuti",
    "hour": "hour, hours, hrs, horas, heures, stunden, ore, uren",
    "day": "day, days, días, jours, tage, dias, giorni, dagen",
    "week": "week, weeks, semanas, semaines, wochen, settimane, weken",
    "month": "month, months, meses, mois, monate, mesi, maanden",
}
_BORN = phrases("""
    birth, born, birthday, birthdate, dob, nacimiento, nació, naciste, cumpleaños, naissance, geburtsdatum, geburtstag,
    geboren, geburt, nascimento, nasceu, nascita, nato, nata, compleanno, geboortedatum, geboorte
""")


@lru_cache(_QUESTIONS_KEPT)
def _said(question: str) -> frozenset[str]:
    return frozenset(texts.words(question))


def asks_birth(question: str) -> bool:
    """Whether a day needs its year: without one it could be any."""
    return not _BORN.isdisjoint(_said(question))


def counts_else(before: list[str], after: list[str], question: str, words: Words, *, amount: bool) -> bool:
    """Whether the words beside a number make it one of something that the question does not ask for.

    An `amount` of money counts nothing at all.
    """
    asked = _said(question)
    wanted = {_unit_of()[word] for word in asked if word in _unit_of()}
    unit = _unit_of().get(after[0]) if after else None
    if wanted and unit is not None and unit not in wanted:
        return True
    if not (wanted or amount or not asked.isdisjoint(merged("people")) or not asked.isdisjoint(merged("things"))):
        return False  # `How many shall we send?` does not say of what
    beside = [*before[-1:], *after[:1], " ".join(after[:2])]
    return any(thing in phrases(words.things) and not _is_asked(thing, asked) for thing in beside)


def names_counted(noun: str, question: str) -> bool:
    """Whether a lone noun is a unit, or what is counted: `una persona` is one, `una familia` is no number at all."""
    return noun in _unit_of() or _is_asked(noun, _said(question) | merged("people"))


def _is_asked(thing: str, asked: frozenset[str]) -> bool:
    """`Boxes` is what `how many boxes` and `box count` ask for."""
    stem = thing[: max(_STEM_LETTERS_MIN, len(thing) - _ENDING_LETTERS)]
    return any(word.startswith(stem) or (len(word) > _STEM_LETTERS_MIN and word.rstrip("s") in thing) for word in asked)


@cache
def _unit_of() -> Mapping[str, str]:
    return {word: unit for unit, listed in _UNITS.items() for word in phrases(listed)}
