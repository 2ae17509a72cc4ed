"""Second thoughts: `3pm, no wait, 4pm` means 4pm, and `3pm no wait` means nothing yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

from bot.engine.understand.reading import Understood
from bot.engine.understand.words import PHRASE_WORDS_MAX, folded, merged, phrases

Reader = Callable[[str, str], Understood | None]
"""Reads a text; the second argument is what stood before a correction."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CORRECTION_CHARS_MAX = 480
_REPLIES_KEPT = 256
_PAUSE = re.compile(r"\s*[,.;:!–—-]")


class _Spoken(NamedTuple):
    """A word, and where it stands."""

    folded: str
    start: int
    end: int


@lru_cache(_REPLIES_KEPT)
def _spoken(text: str) -> tuple[_Spoken, ...]:
    # One reply is looked through for several kinds of correction, before and after it is read.
    return tuple([_Spoken(folded(span[0]), span.start(), span.end()) for span in _WORD.finditer(text)])


class _Split(NamedTuple):
    head: str
    tail: str
    void: bool
    """What comes before does not count any more."""

    @property
    def has_tail(self) -> bool:
        return _WORD.search(self.tail) is not None

    @property
    def has_head(self) -> bool:
        return _WORD.search(self.head) is not None


def read_corrected(text: str, read: Reader, ambiguous: frozenset[str] = frozenset()) -> Understood | None:
    """Read what a person ends up saying. The `ambiguous` words are `no` and `not` in one."""
    split = _last_correction(text)
    if split is not None and (split.has_tail or split.has_head):
        found = read(split.tail, split.head) if split.has_tail else None
        if found is not None or (split.void and split.has_head):
            return found
    return read(text, "") or _after_no(text, read, ambiguous)


class Correction(NamedTuple):
    """What a text of its own says instead of an earlier one."""

    text: str
    firm: bool
    """It says that it corrects; `sorry` and `no` alone may mean nothing."""


_STARRED = re.compile(r"\s*\*\s*([^*]+?)\s*\*?\s*|\s*([^*]+?)\s*\*\s*")
_STARRED_CHARS_MAX = 60


def correction(text: str) -> Correction | None:
    """What a text corrects to, if a mark where it begins or ends makes it one: `sorry, I meant 4pm`, `4pm*`."""
    starred = _STARRED.fullmatch(text) if "*" in text and len(text) <= _STARRED_CHARS_MAX else None
    if starred:
        return Correction(starred[1] or starred[2], firm=True)
    spans = _spoken(text[:_CORRECTION_CHARS_MAX])
    said = [span.folded for span in spans]
    first, last, marks = 0, len(said), set[str]()
    while mark := _mark(said[first:last], at_end=False):
        marks.add(mark)
        first += len(mark.split())
    while mark := _mark(said[first:last], at_end=True):
        marks.add(mark)
        last -= len(mark.split())
    if not marks or first >= last:
        return None
    rest = text[spans[first].start : spans[last].start if last < len(spans) else len(text)]
    return Correction(rest.strip(" ,.;:-"), firm=bool(marks & _firm_marks()))


def _mark(said: list[str], *, at_end: bool) -> str | None:
    """The longest mark at that end of the words."""
    if len(said) < 2 or (said[-1] if at_end else said[0]).split()[-1 if at_end else 0] not in _edges(at_end):
        return None
    for length in range(min(PHRASE_WORDS_MAX, len(said) - 1), 0, -1):
        phrase = " ".join(said[-length:] if at_end else said[:length])
        if phrase in _firm_marks() or (not at_end and phrase in _soft_marks()):
            return phrase
    return None


@cache
def _edges(at_end: bool) -> frozenset[str]:
    """The words that marks end or begin with."""
    listed = _firm_marks() if at_end else _firm_marks() | _soft_marks()
    return frozenset(phrase.split()[-1 if at_end else 0] for phrase in listed)


@cache
def _firm_marks() -> frozenset[str]:
    """`I meant`, `oops`; not `wait`, which asks for time just as often."""
    return merged("corrections") - merged("unsure")


@cache
def _soft_marks() -> frozenset[str]:
    return merged("corrections") | merged("soft_corrections") | merged("no") | phrases("oh, ah, uh, uhm, um, hey, hi")


def _last_correction(text: str) -> _Split | None:
    """Cut at the last phrase that corrects; of phrases that end together the longest counts (`no wait`, not `wait`)."""
    spans = _spoken(text)
    said = [span.folded for span in spans]
    telling, last_words = _telling()
    harmless: set[int] = set()
    for end in [end for end in range(len(spans), 0, -1) if said[end - 1].rpartition(" ")[2] in last_words]:
        for start in range(max(0, end - PHRASE_WORDS_MAX), end):
            phrase = " ".join(said[start:end])
            if phrase not in telling:
                continue
            if phrase in merged("not_corrections"):
                harmless.update(range(start, end))
            void = phrase in merged("corrections")
            if (void or phrase in merged("soft_corrections")) and harmless.isdisjoint(range(start, end)):
                return _Split(text[: spans[start].start], text[spans[end - 1].end :], void)
    return None


@cache
def _telling() -> tuple[frozenset[str], frozenset[str]]:
    """The phrases that correct or seem to, and the words that these end with."""
    listed = merged("corrections") | merged("soft_corrections") | merged("not_corrections")
    return listed, frozenset(phrase.rpartition(" ")[2] for phrase in listed)


def _after_no(text: str, read: Reader, ambiguous: frozenset[str]) -> Understood | None:
    """`3pm no 4pm`, `no, Friday`: what follows the last no, where both sides (or a pause) show what it denies."""
    nos = [span for span in _spoken(text) if span.folded in merged("no")]
    if not nos:
        return None
    head, tail = text[: nos[-1].start], text[nos[-1].end :]
    if _WORD.search(head):
        if nos[-1].folded in ambiguous and _PAUSE.search(head[-2:]) and not _PAUSE.match(tail):
            return None  # `efectivo, no tarjeta`
        return read(tail, "") if read(head, "") is not None else None
    return read(tail, "") if _PAUSE.match(tail) else None
