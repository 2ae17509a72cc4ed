"""The name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_SIMILARITY_MIN: Final = 0.6


def did_you_mean(word: str, names: Iterable[str]) -> str | None:
    """Ask about the nearest of the names; None if none is near."""
    near = get_close_matches(word, list(names), n=1, cutoff=_SIMILARITY_MIN)
    return f"did you mean `{near[0]}`?" if near else None
