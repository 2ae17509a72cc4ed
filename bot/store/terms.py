"""What a text is found by: the same terms whichever database looks for them, in any script.

    “Crème brûlée, s'il vous plaît!”   creme brulee sil vous plait
    東京都庁                            東京 京都 都庁 庁            pairs, where a script puts no space between words

Terms hold letters, digits and marks and nothing else: they need no quoting, and both databases keep them as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

TERM_CHARS_MAX: Final = 64
"""A longer run of letters is no word; its beginning finds it."""
TERMS_MAX: Final = 4_000
CLAUSES_MAX: Final = 8
PREFIX_CHARS_MIN: Final = 2
"""A shorter word is looked for as it stands: half of all texts have a word that begins with one letter."""
SUFFIX_DIGITS_MIN: Final = 3
"""From so many on, digits are found within a phone number."""

_SPACELESS: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
"""Thai, Lao, Burmese, Khmer, kana, Han."""
_ACCENTS: Final = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u0652\u0670]+")
"""Marks that people leave out when they type in a hurry: of Latin, Greek and Cyrillic, of Hebrew and of Arabic."""
_APOSTROPHES: Final = re.compile("(?<=[^\\W\\d_])['’ʼ](?=[^\\W\\d_])")
_PLAIN: Final = re.compile(r"[a-z0-9]+")
_RUN: Final = re.compile(f"[{_SPACELESS}]+|[^\\s{_SPACELESS}]+")
_IS_SPACELESS: Final = re.compile(f"[{_SPACELESS}]")
_PHRASE: Final = re.compile(r'"([^"]*)"?|(\S+)')
_NUMBER: Final = re.compile(r"\+?[\d\s().-]{3,}")


def terms(text: str) -> list[str]:
    """Return what a text is found by, in its order."""
    found = [term for word, spaceless in _words(text) for term in (_pairs(word) if spaceless else (word,))]
    return found[:TERMS_MAX]


def phone_terms(phone: str) -> list[str]:
    """Return what a number is found by: every end of it, so that any digits within it begin one."""
    digits = "".join(filter(str.isdigit, phone))
    return [digits[start:] for start in range(max(1, len(digits) - SUFFIX_DIGITS_MIN + 1))]


class Clause(NamedTuple):
    """Terms that follow each other; of the last one perhaps only the beginning is known."""

    terms: tuple[str, ...]
    prefix: bool


def query(typed: str) -> list[Clause]:
    """Read what somebody looks for: words that all have to be there, and “phrases” in quotes, word by word."""
    clauses: list[Clause] = []
    for quoted, word in _PHRASE.findall(typed):
        if quoted:
            wanted = [term for run, spaceless in _words(quoted) for term in _sought(run, spaceless)]
            clauses += [Clause(tuple(wanted), False)] if wanted else []
        else:
            for run, spaceless in _words(word):
                last = _sought(run, spaceless)
                clauses.append(Clause(last, len(run) >= PREFIX_CHARS_MIN if not spaceless else len(run) == 1))
    return clauses[:CLAUSES_MAX]


def person_query(typed: str) -> list[Clause]:
    """Read it as somebody's name or number: digits belong together however they are grouped."""
    if _NUMBER.fullmatch(typed.strip()):
        digits = "".join(filter(str.isdigit, typed))
        return [Clause((digits[:TERM_CHARS_MAX],), True)] if digits else []
    return query(typed)


def fts5(clauses: Sequence[Clause]) -> str:
    """Write it down for SQLite."""
    return " AND ".join(f'"{" ".join(clause.terms)}"{"*" if clause.prefix else ""}' for clause in clauses)


def tsquery(clauses: Sequence[Clause]) -> str:
    """Write it down for PostgreSQL."""
    return " & ".join(_tsquery(clause) for clause in clauses)


def tsvector(found: Sequence[str]) -> str:
    """Write the terms of a text down for PostgreSQL, each with its place."""
    return " ".join(f"'{term}':{place}" for place, term in enumerate(found, 1))


def _tsquery(clause: Clause) -> str:
    *others, last = (f"'{term}'" for term in clause.terms)
    return f"({' <-> '.join((*others, f'{last}:*' if clause.prefix else last))})"


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """Runs of letters and digits, folded, and whether they may be several words."""
    lowered = _APOSTROPHES.sub("", text).lower()
    if lowered.isascii():
        yield from ((word[:TERM_CHARS_MAX], False) for word in _PLAIN.findall(lowered))
        return
    for run in _RUN.findall(_folded(lowered)):
        spaceless = bool(_IS_SPACELESS.match(run))
        for word in "".join(char if _belongs(char) else " " for char in run).split():
            yield (word if spaceless else word[:TERM_CHARS_MAX]), spaceless


def _folded(text: str) -> str:
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare).casefold()


def _belongs(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def _pairs(run: str) -> Iterator[str]:
    """Each character with the next one, and the last one alone, so that it is found by itself as well."""
    yield from (first + second for first, second in pairwise(run))
    yield run[-1]


def _sought(run: str, spaceless: bool) -> tuple[str, ...]:
    if not spaceless or len(run) == 1:
        return (run,)
    return tuple(first + second for first, second in pairwise(run))
