"""Text as phones and carriers see it: what a message costs in segments, and what makes two spellings the same.

Segments follow 3GPP TS 23.038: one character outside the GSM-7 alphabet turns the whole message into UCS-2.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.limits import WORDS_REMEMBERED_MAX

HIDDEN: Final = "•••"
"""Stands for what the reader may not see."""

GSM_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION: Final = frozenset("\f^{}\\[~]|€")
"""Sent as ESC and a second septet: two units each."""
_GSM: Final = GSM_BASIC | GSM_EXTENSION
_BASIC_ALONE: Final = re.compile(f"[{re.escape(''.join(sorted(GSM_BASIC)))}]*")
_GSM_ALONE: Final = re.compile(f"[{re.escape(''.join(sorted(_GSM)))}]*")
_ESCAPE: Final = "\x1b"

_REPLIES_REMEMBERED: Final = 256
"""One reply is looked at from several sides, one after the other."""

GSM_SINGLE_UNITS: Final = 160
GSM_PART_UNITS: Final = 153
UCS_SINGLE_UNITS: Final = 70
UCS_PART_UNITS: Final = 67


@dataclass(frozen=True, slots=True)
class Segments:
    """What a text costs: `units` are septets in GSM-7 and UTF-16 code units in UCS-2."""

    encoding: str
    units: int
    count: int


@lru_cache(_REPLIES_REMEMBERED)
def segments(text: str) -> Segments:
    """Count the segments of a text exactly as given; whoever sends it composes it (`normalise` is not applied here)."""
    if _GSM_ALONE.fullmatch(text):
        sent = text if _BASIC_ALONE.fullmatch(text) else _with_escapes(text)
        units = len(sent)
        if units <= GSM_SINGLE_UNITS:
            return Segments("GSM-7", units, 1)
        return Segments("GSM-7", units, _parts(units, GSM_PART_UNITS, lambda end: sent[end - 1] == _ESCAPE))
    octets = text.encode("utf-16-be", "surrogatepass")
    units = len(octets) // 2
    if units <= UCS_SINGLE_UNITS:
        return Segments("UCS-2", units, 1)
    return Segments("UCS-2", units, _parts(units, UCS_PART_UNITS, lambda end: _is_within_a_pair(octets, end)))


def _with_escapes(text: str) -> str:
    for char in GSM_EXTENSION:
        text = text.replace(char, _ESCAPE + char)
    return text


def _is_within_a_pair(octets: bytes, end: int) -> bool:
    """Whether a part that ends there would have the first half of a surrogate pair as its last unit."""
    return octets[2 * end - 2] & 0xFC == 0xD8 and octets[2 * end] & 0xFC == 0xDC


def _parts(units: int, part_units: int, cuts_a_pair: Callable[[int], bool]) -> int:
    """Fill parts in order; an ESC pair or a surrogate pair never straddles two of them."""
    parts, end = 1, part_units
    while end < units:
        parts, end = parts + 1, end - cuts_a_pair(end) + part_units
    return parts


# ── cheaper spellings ──

_CHEAPER: Final = {
    **dict.fromkeys("‘’‚‛′‵ʼʹ´`", "'"),
    **dict.fromkeys("“”„‟″‶«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys(
        "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "
    ),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f", ""),
    **dict.fromkeys("•·‣", "-"),
    "…": "...",
    "×": "x",
    "™": "(TM)",
    "©": "(C)",
    "®": "(R)",
}


def offenders(text: str) -> list[tuple[int, str, str | None]]:
    """Every character that forces UCS-2, as (index, character, a spelling that GSM-7 has or None).

    A suggestion for the author, never applied on its own: it may change a name or a word (`á` → `a`).
    """
    return [(index, char, _cheaper(char)) for index, char in enumerate(text) if char not in _GSM]


def _cheaper(char: str) -> str | None:
    if char in _CHEAPER:
        return _CHEAPER[char]
    plain = _without_accents(unicodedata.normalize("NFKC", char))
    return plain if plain and _GSM.issuperset(plain) else None


# ── the same words in other spellings ──

# Patterns, as few texts have any of these: `str.translate` looks every letter up, and takes ten times as long.
_APOSTROPHES: Final = re.compile("[’‘ʼ´`′]")
_INVISIBLE: Final = re.compile(
    "[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe0e\ufe0f\ufeff\u20e3]"
)
_HAS_LETTERS_WITHOUT_ACCENT: Final = re.compile("[øØłŁđĐıæÆœŒ]")
_LETTERS_WITHOUT_ACCENT: Final = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"}
)
_ELISION: Final = re.compile(r"\b([cdjlmnst]|qu|un|all|dell|nell|dall|sull)'(?=\w)")
"""French and Italian write two words as one: `l'autre`, `d'accord`, `un'altra`."""
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")


# Most of what is written is ASCII, where all of the below comes to the same as these tables.
_ASCII: Final = [chr(code) for code in range(128)]
_ASCII_WORDS: Final = str.maketrans(
    {char: None if char in "'`" else char.lower() if char.isalnum() else " " for char in _ASCII}
)
# Pauses and quotes are told from other signs where it matters which words belong together.
_ASCII_CLAUSES: Final = _ASCII_WORDS | str.maketrans({**dict.fromkeys(".,;:!\n()", " . "), "?": " ? ", '"': ' " '})
_PAUSES: Final = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("—–‒…。、，！", " . "),
    **dict.fromkeys("😂🤣😆😹😅😜😝🤪😄😁", " lol "),
}
_SIGNS: Final = re.compile(r"[^\w\s]+|_+")


def normalise(text: str) -> str:
    """One spelling for what looks the same: NFKC, case folded, straight apostrophes, nothing invisible."""
    if text.isascii():
        return text.lower().replace("`", "'")
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFKC", _APOSTROPHES.sub("'", text)))
    return _APOSTROPHES.sub("'", unicodedata.normalize("NFKC", visible.casefold()))


@lru_cache(_REPLIES_REMEMBERED)
def fold(text: str) -> str:
    """The bare words: `normalise`, accents folded, apostrophes dropped, every other sign a single space.

    `"¡No, MÁS!"` and `no mas` fold to the same text; so do `don't` and `dont`.
    """
    if text.isascii():
        return " ".join(text.translate(_ASCII_WORDS).split())
    plain = _without_accents(normalise(text).replace("'", ""))
    if not plain.isascii():
        plain = _SIGNS.sub(_marks_only, plain)
    return " ".join(plain.translate(_ASCII_WORDS).split() if plain.isascii() else plain.split())


def clauses(text: str) -> str:
    """The folded words, and between them what sets clauses apart: `.` for any pause, `?`, `"`, and `lol` for a laugh.

    `“Stop it,” he said 😂` → `" stop it . " he said lol`. Elided words stand apart (`m'écrire` → `m ecrire`).
    """
    spelled = normalise(text)
    if "'" in spelled:
        spelled = _ELISION.sub(r"\1 ", spelled)
    if not spelled.isascii():
        spelled = _without_accents(_SIGNS.sub(_pauses, spelled))
    if spelled.isascii():
        return " ".join(spelled.translate(_ASCII_CLAUSES).split())
    return " ".join(_SIGNS.sub(_spaced, spelled).replace("\n", " . ").split())


def words(text: str) -> list[str]:
    """The folded words, one by one, and the pictures between them: `C'est ok 👍🏽!` → `c est ok 👍`."""
    return list(_words(text))


@lru_cache(WORDS_REMEMBERED_MAX)
def _words(text: str) -> tuple[str, ...]:
    # One reply is held against every label, choice and synonym, and those stay the same from reply to reply.
    spelled = normalise(text)
    if "'" in spelled:
        spelled = _ELISION.sub(r"\1 ", spelled)
    if spelled.isascii():
        return tuple(spelled.translate(_ASCII_WORDS).split())
    plain = _without_accents(spelled.replace("'", ""))
    return tuple("".join(_word_or_picture(char) for char in plain).split())


def _word_or_picture(char: str) -> str:
    if _in_word(char):
        return char
    return f" {char} " if unicodedata.category(char) == "So" else " "


def tokens(text: str) -> list[str]:
    """Words of letters, digits, marks and apostrophes; every other sign that can be seen is a token of its own."""
    spaced = "".join(char if _in_word(char) or char in "_'" else f" {char} " for char in normalise(text))
    return spaced.split()


def _in_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")


def _marks_only(signs: re.Match[str]) -> str:
    """Signs as a space, but for the marks among them that belong to letters."""
    run = signs[0]
    return " " if run.isascii() else "".join(char if unicodedata.category(char)[0] == "M" else " " for char in run)


def _pauses(signs: re.Match[str]) -> str:
    """Signs with the pauses, quotes and laughs among them in ASCII, and other pictures as a space."""
    run = signs[0]
    return run if run.isascii() else "".join(_pause(char) for char in run)


def _pause(char: str) -> str:
    if char.isascii() or unicodedata.category(char)[0] == "M":
        return char
    return _PAUSES.get(char, " ")


def _spaced(signs: re.Match[str]) -> str:
    return "".join(_ASCII_CLAUSES.get(ord(char), char) or "" for char in signs[0])


def _without_accents(text: str) -> str:
    """Drop the accents of Latin, Greek and Cyrillic letters; marks that other scripts need stay."""
    if _HAS_LETTERS_WITHOUT_ACCENT.search(text):
        text = text.translate(_LETTERS_WITHOUT_ACCENT)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))
