"""The name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rapidfuzz import fuzz, process

_SIMILARITY_MIN: Final = 60
_WORD_CHARS_MAX: Final = 64
"""Whatever is longer is no misspelt name, and would take long to compare."""


def nearest(word: str, names: Iterable[str], *, similarity_min: float = _SIMILARITY_MIN) -> str | None:
    """Find the name that was probably meant; None if none is near."""
    if len(word) > _WORD_CHARS_MAX:
        return None
    candidates = [str(name) for name in names]
    found = process.extractOne(word.casefold(), candidates, scorer=fuzz.ratio, score_cutoff=similarity_min)
    return found[0] if found else None


def did_you_mean(word: str, names: Iterable[str]) -> str | None:
    """Ask about the nearest of the names; None if none is near."""
    near = nearest(word, names)
    return f"did you mean `{near}`?" if near else None
