"""The one number of a reply: whole numbers, numbers with a fraction, amounts of money."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from itertools import pairwise

from babel import Locale

from bot import text as texts
from bot.engine.understand.asked import counts_else, names_counted
from bot.engine.understand.numerals import (
    LOOKALIKES,
    Mention,
    halved,
    has_decimal_comma,
    mentions,
    spell_out,
    without_ordinals,
)
from bot.engine.understand.option import held
from bot.engine.understand.reading import Spec, Surroundings, Understood, asks_openly, clip, is_conditional
from bot.engine.understand.words import Words, known_languages, merged, phrases
from bot.events import Json
from bot.flow.model import Type

_WORD_CHARS_MAX = 30
_SHORT_DAY_MAX = 3
_CLOCKS = {"en": {"at"}, "de": {"um"}, "nl": {"om"}, "it": {"alle"}, "pt": {"as"}}
"""What comes before an hour, never before a count."""
_PAUSE = re.compile(r"[,;.!?\n(]")
_CENTS = Decimal("0.01")
_BARE_NUMBER = re.compile(r"[^\w+]*[+-]?\d+[^\w+]*")
_MONEY_PARTS = re.compile(
    r"(?<![\d.,])(\d+)\s?(?:€|\$|£|euros?|eur|dollars?|bucks|pounds?|quid|pesos?|reais|real|francs?|franken|chf)"
    r"(?:\s(?:and|y|et|und|e|en|con)\s|\s)?(\d{2})(?:\s?(?:cents?|c|pence|p|centavos?|centimes?|centesimi|céntimos|cêntimos))?\b"
)
_WITH_CENTS = re.compile(r"(?<![\d.,])(\d+) con (\d{2})\b(?! (?:personas|%))")
_PRONOUN_ONE = re.compile(
    r"\b((?:the|this|that|an?|my|your) [^\W\d]+|\d+(?:st|nd|rd|th)|first|second|third|other|next) one\b", re.IGNORECASE
)
"""`The red one` counts nothing."""
_SHARE = re.compile(
    r"\d\s?(?:%|per ?cent\b|prozent|por ?ciento|pour ?cent\b|por ?cento|per ?cento|procent)"
    r"|\d\S*(?: \w+)? (?:off|de descuento|rabatt|de remise|de réduction|de desconto|di sconto|korting)\b"
)
"""A part of an amount that nobody has named."""
_CURRENCY = phrases(
    "euro, euros, eur, dollar, dollars, usd, buck, bucks, pound, pounds, quid, peso, pesos, real, reais, franc, francs,"
    "franken, rupee, rupees, rs"
)
_ONLY = phrases("""
    solo, sola, solamente, nomás, seul, seule, seulement, juste, só, apenas, somente, soltanto, nur, bloß, einzige,
    einziger, einziges, maar, slechts, enkel, just, only
""")
"""`Un seul` is one all the same."""
_LAKH_COUNTRIES = frozenset({"IN", "PK", "BD", "NP", "LK"})
_LAKH = re.compile(r"(?<=\d)\s?l\b")
_CENT = "cents?|ct|c|pence|p|centavos?|centimes?|centesimi|centesimo|céntimos?|cêntimos?"
_CENTS_ONLY = re.compile(rf"(?<![\d.,$€£])(\d\d?)\s?(?:{_CENT})\b")
_THOUSANDS = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d\d?)?)\s?k\b")
_TAIL_OF_A_CARD = re.compile(
    r"\b(?:ends? in|ending|last (?:four|4)|termina(?:d[ao])? en|últimos (?:4|cuatro)|se termin\w+ par|finissant par|"
    r"(?:order|invoice|ticket|account|ref(?:erence)?|pedido|factura|commande|facture|bestellung|rechnung|ordine|fattura)"
    r"(?: (?:number|no|nr|num|n))?[ .#:]*\d+|"
    r"endet|termina(?:d[ao])? em|final \d{4}|finisce|termina (?:con|in)|eindig\w*)\b"
)
"""Figures by which people know their card or their order."""


def read_integer(text: str, spec: Spec, where: Surroundings) -> Understood | None:
    """`8!`, `I'd say a 9`, `twenty five`, `٩`: exactly one whole number within the bounds."""
    value = _read(text, spec, where, whole=True)
    if value is None or value != value.to_integral_value():
        return None
    return Understood(int(value))


def read_number(text: str, spec: Spec, where: Surroundings) -> Understood | None:
    """`2.5`, `2,5`, `two point five`, with the marks of the language."""
    value = _read(text, spec, where, whole=False)
    return None if value is None else Understood(_json(value))


def read_money(text: str, spec: Spec, where: Surroundings) -> Understood | None:
    """`$25.50`, `25,50 €`, `20 bucks`, `3 euros 50`: at most two decimals; the currency is the business's."""
    joined = _MONEY_PARTS.sub(r"\1.\2", texts.normalise(clip(text)))
    joined = _WITH_CENTS.sub(r"\1.\2", joined)
    joined = _THOUSANDS.sub(lambda found: f"{Decimal(found[1].replace(',', '.')) * 1000:f}", joined)
    if (spec.country or where.country).upper() in _LAKH_COUNTRIES:
        joined = _LAKH.sub(" lakh", joined)
    joined = _CENTS_ONLY.sub(lambda found: f"0.{int(found[1]):02}", joined)
    if _SHARE.search(joined):
        return None
    if (free := _free(joined, where)) is not None:
        return Understood(0) if free and _is_within(Decimal(0), spec) else None
    value = None if _TAIL_OF_A_CARD.search(joined) else _read(joined, spec, where, whole=False)
    if value is None or value != value.quantize(_CENTS):
        return None
    return Understood(_json(value))


def _free(text: str, where: Surroundings) -> bool | None:
    """Whether `it was free` is all that is said; False for `free or 10`, None for `free delivery, 20 for the rest`."""
    for words in where.tables:
        idle = _around_an_amount(words)
        rest = [word for word in texts.words(spell_out(text, words)) if word not in idle]
        telling = {word for word in rest if not word.isdecimal() and word not in _CURRENCY}
        if telling and telling <= phrases(words.gratis) | phrases(words.no_alone):
            return len(telling) == len(rest) and telling <= phrases(words.gratis)
    return None


@cache
def _around_an_amount(words: Words) -> frozenset[str]:
    return phrases(words.filler) | phrases(words.choosing) | phrases(words.alternatives)


def _json(value: Decimal) -> Json:
    return int(value) if value == value.to_integral_value() else float(value)


def _read(text: str, spec: Spec, where: Surroundings, *, whole: bool) -> Decimal | None:
    reply = clip(text)
    reply = _PRONOUN_ONE.sub(r"\1", reply)
    halves = spec.expect is Type.NUMBER
    comma = has_decimal_comma(where.language, spec.country or where.country)
    if asks_openly(reply, where.tables) or is_conditional(reply, where.tables):
        return None
    for words in where.tables:
        for articles in (False, True):
            counting = without_ordinals(halved(reply, words) if halves else reply, words)
            spelled = spell_out(counting, words, articles=articles)
            found = mentions(spelled, decimal_comma=comma, whole=whole)
            if found is None:
                return None
            if found and (not articles or _says_little_else(spelled, words, spec)):
                return _the_one(found, spelled, words, spec)
    return _in_another_language(reply, spec, where, comma=comma)


def _in_another_language(reply: str, spec: Spec, where: Surroundings, *, comma: bool) -> Decimal | None:
    """A lone number word of a language that nobody expected: `ocho`."""
    said = texts.words(reply)
    if not LOOKALIKES.isdisjoint(said) or any(not merged(field).isdisjoint(said) for field in ("yes", "no", "filler")):
        return None
    for words in known_languages().values():
        spelled = spell_out(reply, words, articles=False)
        if words not in where.tables and _BARE_NUMBER.fullmatch(spelled):
            return _the_one(mentions(spelled, decimal_comma=comma) or [], spelled, words, spec)
    return None


def _says_little_else(spelled: str, words: Words, spec: Spec) -> bool:
    """An article counts as `1` where there is nothing else to count with: `una, por favor`, `een euro`."""
    idle = phrases(words.filler) | phrases(words.choosing) | _CURRENCY | _ONLY | _time_units(words)
    others = [word for word in texts.words(spelled) if not word.isdecimal() and word not in idle]
    return not others or (len(others) == 1 and names_counted(others[0], spec.question))


def _the_one(found: list[Mention], spelled: str, words: Words, spec: Spec) -> Decimal | None:
    """The number that is meant, if just one can be."""
    found = _without_scale(found, spelled, words, spec)
    idle = [mention for mention in found if _counts_else(mention, spelled, words, spec)]
    found = [mention for mention in found if mention not in idle]
    if any(_belong_together(one, other, spelled) for one in idle for other in found):
        return None
    if _is_bound(found, spelled, words):
        return None
    within = [mention for mention in found if _is_within(mention.value, spec)]
    values = {mention.value for mention in within}
    if len(values) != 1:
        return None
    if (
        _are_alternatives(found, spelled, words)
        or _add_up(within, spelled, words)
        or _tells_when(within, spelled, words, spec)
    ):
        return None
    return values.pop()


def _without_scale(found: list[Mention], spelled: str, words: Words, spec: Spec) -> list[Mention]:
    """`9/10` and `9 out of 10` are a 9 where 10 is the most that can be given."""
    if len(found) != 2 or spec.maximum is None or found[1].value != Decimal(str(spec.maximum)):
        return found
    between = spelled[found[0].end : found[1].start].strip()
    is_scale = between == "/" or " ".join(texts.words(between)) in phrases(words.out_of)
    return found[:1] if is_scale else found


def _belong_together(one: Mention, other: Mention, spelled: str) -> bool:
    """`2 tables of 4`; not `6 people, 1 room is enough`."""
    first, second = sorted((one, other), key=lambda mention: mention.start)
    return _PAUSE.search(spelled[first.end : second.start]) is None


def _counts_else(mention: Mention, spelled: str, words: Words, spec: Spec) -> bool:
    """`2 boxes`, `table 5`, `10 kg`, where the question asks for none of them."""
    before = texts.words(spelled[max(0, mention.start - _WORD_CHARS_MAX) : mention.start])
    behind = _PAUSE.split(spelled[mention.end : mention.end + _WORD_CHARS_MAX])[0]
    unit = spelled[mention.start : mention.end].lstrip("0123456789.,-−'")
    after = texts.words(f"{unit} {behind}")
    return counts_else(before, after, spec.question, words, amount=spec.expect is Type.MONEY)


def _is_bound(found: list[Mention], spelled: str, words: Words) -> bool:
    """`more than 5`, `18+`, `not 7`, `at 7`."""
    if any(True for _ in held(tuple(texts.words(spelled)), phrases(words.limits))):
        return True
    for mention in found:
        if spelled[mention.end :].lstrip().startswith("+"):
            return True
        before = texts.words(spelled[max(0, mention.start - _WORD_CHARS_MAX) : mention.start])
        if before[-1:] and before[-1] in _CLOCKS.get(words.code, ()):
            return True
        telling = [word for word in before if word not in phrases(words.filler)]
        if telling[-1:] and telling[-1] in phrases(words.negation):
            return True
    return False


def _are_alternatives(found: list[Mention], spelled: str, words: Words) -> bool:
    """Whether two neighbours are alternatives, a range, or joined by nothing: `7 or 80`, `5-20`, `7 8`."""
    return any(
        first.value != second.value
        and all(word in phrases(words.alternatives) for word in texts.words(spelled[first.end : second.start]))
        for first, second in pairwise(found)
    )


def _add_up(found: list[Mention], spelled: str, words: Words) -> bool:
    """`2 adults and 2 kids` are not two, nor are `2 and 2`; `9, yes, 9` is a nine."""
    between = (texts.words(spelled[first.end : second.start]) for first, second in pairwise(found))
    return any(not _repeating(words).issuperset(said) for said in between)


@cache
def _repeating(words: Words) -> frozenset[str]:
    """What may stand between a number and the same number said again."""
    return (phrases(words.filler) | phrases(words.yes)) - phrases(words.alternatives)


def _tells_when(found: list[Mention], spelled: str, words: Words, spec: Spec) -> bool:
    """`I waited 3 hours` and `on March 3` tell a story; `3 hours` and `about 3 hours` answer, though not how much."""
    after = [texts.words(spelled[mention.end : mention.end + _WORD_CHARS_MAX])[:1] for mention in found]
    before = [texts.words(spelled[max(0, mention.start - _WORD_CHARS_MAX) : mention.start])[-1:] for mention in found]
    if any(word and word[0] in _day_names(words) for word in (*after, *before)):
        return True
    if not any(word and word[0] in _time_units(words) for word in after):
        return False
    if spec.expect is Type.MONEY:
        return True
    idle = phrases(words.filler) | phrases(words.choosing) | phrases(words.when.get("at", "")) | _time_units(words)
    return any(not word.isdecimal() and word not in idle for word in texts.words(spelled))


@cache
def _day_names(words: Words) -> frozenset[str]:
    """Names of months and weekdays that are nothing else."""
    locale = Locale.parse(words.code)
    names = [*locale.months["format"]["wide"].values(), *locale.days["format"]["wide"].values()]
    short = {name for day in range(7) for name in phrases(words.when.get(f"w{day}", "")) if len(name) > _SHORT_DAY_MAX}
    return frozenset(short | {" ".join(texts.words(name)) for name in names}) - {"may"}


@cache
def _time_units(words: Words) -> frozenset[str]:
    signs = ("u_minute", "u_hour", "u_day", "u_week", "u_month", "oclock")
    return frozenset().union(*(phrases(words.when.get(sign, "")) for sign in signs))


def _is_within(value: Decimal, spec: Spec) -> bool:
    low = spec.minimum is None or value >= Decimal(str(spec.minimum))
    return low and (spec.maximum is None or value <= Decimal(str(spec.maximum)))
