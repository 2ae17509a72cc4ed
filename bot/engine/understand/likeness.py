"""How alike two words are: the same stem, a part of it, or a slip of the finger."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

WORDS_KEPT = 4_096
NEAR_LETTERS_MIN = 4
FAR_LETTERS_MIN = 8
CONTAINED_LETTERS_MIN = 3


def is_part(word: str, name: str) -> bool:
    """A word of the name, its singular, or the beginning of one (`min`)."""
    return stem(word) in _stems(name) or (len(word) >= CONTAINED_LETTERS_MIN and f" {word}" in f" {name}")


@lru_cache(WORDS_KEPT)
def _stems(name: str) -> frozenset[str]:
    return frozenset(map(stem, name.split()))


@lru_cache(WORDS_KEPT)
def stem(word: str) -> str:
    """`Invoices`, `returning` and `returned` as the plain word; only names are compared, so no grammar is needed."""
    ending = next((ending for ending in ("ing", "ed", "s") if word.endswith(ending)), "")
    return word.removesuffix(ending) if len(word) - len(ending) >= NEAR_LETTERS_MIN else word


def is_near(word: str, name: str, *, letters_max: int = FAR_LETTERS_MIN) -> bool:
    """Whether a word is a misspelling of another: one slip, or two where one of `letters_max` letters allows it."""
    of_three = len(word) == len(name) == NEAR_LETTERS_MIN - 1
    if word[:1] != name[:1] and not of_three:
        return False
    if not word.replace(" ", "").isalpha():
        return False  # `10am` is not a misspelt `11am`
    shorter = min(len(word), len(name))
    if of_three and sorted(word) == sorted(name):
        return OSA.distance(word, name) == 1
    if shorter < NEAR_LETTERS_MIN:
        return False
    distance = 2 if shorter >= letters_max else 1
    return OSA.distance(word, name, score_cutoff=distance) <= distance
