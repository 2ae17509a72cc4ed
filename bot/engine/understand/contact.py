"""Phone numbers and e-mail addresses, alone or within a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number, is_possible_number

from bot import phone
from bot.engine.understand.numerals import ascii_digits
from bot.engine.understand.reading import Spec, Surroundings, Understood, clip

_INTERNATIONAL = re.compile(r"(?:[+＋]|(?<![\w.])00(?=\s?[1-9]))\s?\d[\d\s().\-/]{5,24}\d")
_NOTHING_BUT_A_NUMBER = re.compile(r"[\d\s().\-/]{5,30}")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?\.)+[^\W\d_]{2,24}")
_SPACED_AT = re.compile(r"(?<=[\w.+-])(?: @ ?|@ )(?=[\w-]+\.\w)")
_AT = r"(?:at|@|arroba|arobase|chiocciola|apenstaartje|apestaartje|klammeraffe|ät|a commercial)"
_DOT = r"(?:dot|punto|point|punkt|ponto|punt)"
_SAID_DOT = rf" ?[(\[]?\b{_DOT}\b[)\]]? ?"
_SAID_AT = re.compile(rf" {_AT} | ?[(\[]{_AT}[)\]] ?", re.IGNORECASE)
_LOCAL = re.compile(rf"[\w+-]+(?:(?:\.| {_DOT} )[\w+-]+)*$", re.IGNORECASE)
_DOMAIN = re.compile(rf"[\w-]+(?:(?:{_SAID_DOT}|\.)[\w-]+)+\b", re.IGNORECASE)
_DOTS = re.compile(_SAID_DOT, re.IGNORECASE)
_SPELLED_CHARS_MAX = 64
_AROUND = "<>()[]{}\"'“”‘’,;:.!?*`"
_MATCHES_MAX = 5
_UNKNOWN_DIGITS_MIN = 9


def read_phone(text: str, spec: Spec, where: Surroundings) -> Understood | None:
    """The one phone number of a reply in E.164; national numbers need the question's country."""
    reply = ascii_digits(clip(text))
    country = spec.country or where.country
    found = set(_phones(reply, country.upper() or None)) or set(_possible(reply, country.upper() or None))
    return Understood(found.pop()) if len(found) == 1 else None


def _phones(reply: str, country: str | None) -> Iterator[str]:
    international = _INTERNATIONAL.findall(reply)
    if international:
        plus = (re.sub("^00", "+", written) for written in international)
        yield from (number for written in plus if (number := _parsed(written, country)))
    elif _NOTHING_BUT_A_NUMBER.fullmatch(reply):
        if number := _parsed(reply, country):
            yield number
    else:
        matches = PhoneNumberMatcher(reply, country, leniency=Leniency.VALID, max_tries=_MATCHES_MAX)
        yield from (format_number(match.number, PhoneNumberFormat.E164) for match in matches)


def _possible(reply: str, country: str | None) -> Iterator[str]:
    """Numbers of the right length that their plan does not know yet, or keeps for films: `07700 900123`."""
    for match in PhoneNumberMatcher(reply, country, leniency=Leniency.POSSIBLE, max_tries=_MATCHES_MAX):
        number = match.number
        if len(str(number.national_number)) >= _UNKNOWN_DIGITS_MIN and is_possible_number(number):
            yield format_number(number, PhoneNumberFormat.E164)


def _parsed(written: str, country: str | None) -> str | None:
    try:
        return phone.parse(written, country)
    except ValueError:
        return None


def read_email(text: str, spec: Spec, where: Surroundings) -> Understood | None:
    """The one e-mail address of a reply, its domain in lower case."""
    reply = _SPACED_AT.sub("@", clip(text))
    found = {address for word in (*reply.split(), *_spelled(reply)) if (address := _address(word))}
    return Understood(found.pop()) if len(found) == 1 else None


def _spelled(reply: str) -> Iterator[str]:
    """`ana at gmail dot com`."""
    for at in _SAID_AT.finditer(reply):
        local = _LOCAL.search(reply[max(0, at.start() - _SPELLED_CHARS_MAX) : at.start()])
        domain = _DOMAIN.match(reply[at.end() : at.end() + _SPELLED_CHARS_MAX])
        if local and domain:
            yield f"{_DOTS.sub('.', local[0])}@{_DOTS.sub('.', domain[0])}"


def _address(word: str) -> str | None:
    bare = word.strip(_AROUND).removeprefix("mailto:")
    if bare.count("@") != 1 or len(bare) > 254 or not _ADDRESS.fullmatch(bare):
        return None
    local, domain = (bare.lower() if bare.isupper() else bare).split("@")  # the shift key was locked
    if local.startswith(".") or local.endswith(".") or ".." in local:
        return None
    return f"{local}@{domain.lower()}"
