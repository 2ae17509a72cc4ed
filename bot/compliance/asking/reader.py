"""Reads a text for requests to be left in peace, in all languages at once.

What stands around a request decides what it is. In its own clause: `don't` before it turns it around, `he said` before
it makes it somebody else's, `before nine` after it makes it one about when. Anywhere in the text: `send it to my new
number` shows that something is still wanted. Whatever is not plainly a request is for a person to read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice
from typing import Any, Final

import re2

from bot.compliance.asking import TONGUES, capitals
from bot.compliance.asking.common import COURTESY, FEWER, JOINED, OTHER_LISTS, OTHER_MATTERS, PLEASE
from bot.compliance.asking.grammar import BOUNDARY, Tongue, either, expand
from bot.stopwords import CONSENT_WORDS, Meaning

_HITS_MAX: Final = 8
"""Requests looked at in one text; one that has more of them and none plain is for a person."""
_NEAR: Final = 160
"""How far around a request to look for what turns it around."""
_PAUSES: Final = (" . ", " ? ", ' " ')
_TURNS: Final = (" but ", " so ", " pero ", " mais ", " aber ", " mas ", " ma ", " maar ", " dus ")
"""What is said before these words does not turn around what is said after them."""
_MEMORY: Final = 1 << 28
"""What the automata of one pattern may take. With less, the largest of them falls back to a way ten times as slow."""


class Doubt(StrEnum):
    """Why a person should read a text."""

    WRONG_NUMBER = "wrong_number"
    DECEASED = "deceased"
    WHO_IS_THIS = "who_is_this"
    COMPLAINT = "complaint"
    LESS = "less"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found: a request to opt out or in, or a doubt."""

    words: str
    doubt: Doubt | None = None
    opts_in: bool = False
    talk: bool = False
    """A request that what stands around it turns into none."""
    settled: bool = False
    """Whether that decided, and not the mere words."""


def read(written: str, clauses: str) -> Reading | None:
    """What a text, as written and as `bot.text.clauses` gives it, says about being left in peace; None is talk."""
    reader = _reader()
    text = f" . {_flowing(clauses)} . "
    if not reader.anything.search(text):  # as in nearly all texts
        return Reading(clauses, Doubt.WRONG_NUMBER) if capitals.denies_a_name(written) else None
    if reader.opts_in.search(text):
        return Reading(clauses, opts_in=True)
    if reader.whole.search(text) or capitals.shouts_stop(written):
        return Reading(clauses)
    found = _weigh(reader, text)
    if (found is None or found.talk) and capitals.denies_a_name(written):
        return Reading(clauses, Doubt.WRONG_NUMBER)
    return found


def signs(clauses: str) -> Iterator[str]:
    """Name what a text has in it of requests, doubts and what turns them around, whatever it adds up to."""
    reader = _reader()
    text = f" . {_flowing(clauses)} . "
    if reader.anything.search(text):
        yield from ("anything", *(["whole"] if reader.whole.search(text) else []))
        hits = islice(reader.hits(text), _HITS_MAX)
        yield from sorted({f"{'loosely' if hit.loose else 'firmly'} {reader.sense(hit)}" for hit in hits})
    yield from (name for name, pattern in reader.around.items() if pattern.search(text))
    yield from (doubt for doubt, pattern in reader.doubts.items() if pattern.search(text))


def _flowing(clauses: str) -> str:
    """`Stop. Texting. Me.` is one clause, however many pauses are in it."""
    words = clauses.removesuffix(" .").split(" . ")
    return " ".join(words) if len(words) > 2 and not any(" " in word for word in words) else clauses


def _weigh(reader: _Reader, text: str) -> Reading | None:
    wanted = bool(reader.wanting.search(text))
    opposite = spoken_of = False
    weighed: list[_Hit] = []
    for hit in islice(reader.hits(text), _HITS_MAX):
        if any(hit.overlaps(other) for other in weighed):
            continue  # the same words again, more loosely or in another language
        match sense := reader.sense(hit):
            case _Sense.PLAIN if not wanted:
                return Reading(hit.words)
            case _Sense.OPPOSITE:
                opposite = True
            case _Sense.PLAIN | _Sense.SPOKEN_OF:
                spoken_of = True
        if sense is not _Sense.ELSEWHERE:
            weighed.append(hit)
    for doubt, pattern in reader.doubts.items():
        if doubt is Doubt.UNSURE and opposite and not wanted:
            continue
        if found := pattern.search(text):
            return Reading(found.group(0).strip(), doubt, settled=spoken_of)
    if spoken_of:
        return Reading(text.strip(" ."), Doubt.UNSURE, settled=True)
    return Reading(text.strip(" ."), talk=True, settled=True) if opposite else None


class _Sense(StrEnum):
    PLAIN = "plain"
    OPPOSITE = "opposite"
    """`don't stop texting me`."""
    SPOKEN_OF = "spoken of"
    """Somebody else's, or about when, where and what."""
    ELSEWHERE = "elsewhere"
    """About something else."""


@dataclass(frozen=True, slots=True)
class _Hit:
    words: str
    before: str
    after: str
    language: _Language
    loose: bool
    span: tuple[int, int]

    def overlaps(self, other: _Hit) -> bool:
        """Whether two requests share words."""
        return self.span[0] + 1 < other.span[1] and other.span[0] + 1 < self.span[1]


class _Language:
    """One tongue, compiled."""

    def __init__(self, tongue: Tongue) -> None:
        def at(template: str) -> str:
            return expand(template, tongue.groups)

        self._requests = _compiled(f" (?:{either(tongue.requests, tongue.groups)}) ")
        self._loose = _compiled(f" (?:{either(tongue.loose, tongue.groups)}) ")
        self._insisting = _compiled(f" (?:{at(tongue.insisting)}) ?$")
        self._denial = _compiled(f" (?:{at(tongue.denial)}) ?$")
        self._urging = _compiled(f" (?:{at(tongue.urging)}) ?$")
        self._telling = _compiled(f" (?:{at(tongue.telling)}) ?$")
        self._narrowing = _compiled(f"^(?:{at(tongue.narrowing)})")

    def hits(self, text: str, *, loose: bool) -> Iterator[_Hit]:
        """The requests in a text, one after the other."""
        for found in (self._loose if loose else self._requests).finditer(text):
            before, after = _around(text, *found.span())
            yield _Hit(found.group(0).strip(), before, after, self, loose, found.span())

    def denies(self, before: str) -> bool:
        """Whether the words before a request turn it around."""
        return bool(self._denial.search(before)) and not self._insisting.search(before)

    def plain(self, before: str, after: str) -> bool:
        """Whether a request is the writer's own, and about everything."""
        told = self._telling.search(before) and not self._urging.search(before) and not self._insisting.search(before)
        return not told and not self._narrowing.search(after)


class _Reader:
    """All tongues, compiled."""

    def __init__(self) -> None:
        firm, plain = _opt_outs(plain=False), _opt_outs(plain=True)
        polite = "|".join(expand("<tail>", tongue.groups) for tongue in TONGUES)
        wholes = [_whole(tongue, firm) for tongue in TONGUES]
        wholes.append(
            f"(?: (?:{COURTESY}|{BOUNDARY}))*(?: (?:{plain}|{firm}))(?: (?:{plain}|{firm}|{polite}|{BOUNDARY}))*"
        )
        self.whole = _compiled(f"^(?:{'|'.join(wholes)}) $")
        courtesy = f"(?: (?:{COURTESY}|{BOUNDARY}|me|back|again))*"
        self.opts_in = _compiled(f"^{courtesy} (?:{_opt_ins()}|start (?:{PLEASE})){courtesy} $")
        self.languages = [_Language(tongue) for tongue in TONGUES]
        self.wanting = _compiled(f" (?:{'|'.join(expand(tongue.wanting, tongue.groups) for tongue in TONGUES)}) ")
        self._other_lists = _compiled(f" (?:{OTHER_LISTS}) ")
        self._other_matters = _compiled(f" (?:{OTHER_MATTERS}) ")
        self._fewer = _compiled(f" (?:{FEWER}) ")
        self._joined = _compiled(f" (?:{JOINED}) ")
        self.around = {
            "wanting": self.wanting,
            "fewer": self._fewer,
            "joined": self._joined,
            "other lists": self._other_lists,
            "other matters": self._other_matters,
        }
        doubts = {doubt: "|".join(either(tongue.doubts[doubt], tongue.groups) for tongue in TONGUES) for doubt in Doubt}
        self.doubts = {doubt: _compiled(f" (?:{patterns}) ") for doubt, patterns in doubts.items()}
        requests = [either((*tongue.requests, *tongue.loose), tongue.groups) for tongue in TONGUES]
        alone = [expand(tongue.alone, tongue.groups) for tongue in TONGUES]
        bare = (*alone, firm, plain, _opt_ins(), "start")
        self.anything = _compiled(f" (?:{'|'.join((*requests, *doubts.values(), *bare))}) ")

    def hits(self, text: str) -> Iterator[_Hit]:
        """The requests in a text, those that are spelled out first."""
        for loose in (False, True):
            for language in self.languages:
                yield from language.hits(text, loose=loose)

    def sense(self, hit: _Hit) -> _Sense:
        """What a request is, with what stands around it."""
        here = f" {hit.words} {hit.after}"
        if self._fewer.search(here) or self._joined.search(here):
            return _Sense.SPOKEN_OF
        if hit.loose and self._other_matters.search(here):
            return _Sense.ELSEWHERE
        # English stands between words of all languages, and some of them look alike: `don't remove me`.
        if self._other_lists.search(here) or hit.language.denies(hit.before) or self.languages[0].denies(hit.before):
            return _Sense.OPPOSITE
        return _Sense.PLAIN if hit.language.plain(hit.before, hit.after) else _Sense.SPOKEN_OF


@cache
def _reader() -> _Reader:
    return _Reader()


def _whole(tongue: Tongue, keywords: str) -> str:
    """A text that says nothing but a request, with courtesies and grounds around it."""
    beside = "|".join(
        [
            COURTESY,
            BOUNDARY,
            expand(tongue.courtesies, tongue.groups),
            either(tongue.grounds, tongue.groups),
            f"(?:{either(tongue.stories, tongue.groups)}) {BOUNDARY}",
        ]
    )
    alone = f"{expand(tongue.alone, tongue.groups)}|{keywords}"
    return f"(?: (?:{beside}|{alone}))*(?: (?:{alone}))(?: (?:{beside}|{alone}))*"


def _opt_outs(*, plain: bool) -> str:
    words = [word for word, known in CONSENT_WORDS.items() if known.meaning is Meaning.OUT and known.plain is plain]
    return "|".join(words)


def _opt_ins() -> str:
    return "|".join(word for word, known in CONSENT_WORDS.items() if known.meaning is Meaning.IN and not known.plain)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The rest of its clause before and after a request."""
    at_a_pause = text[start : start + 3] in _PAUSES
    before = (text.rfind(mark, 0, start + 1) for mark in (*_PAUSES, *_TURNS))
    begin = start if at_a_pause else max(start - _NEAR, 0, *before)
    ends = [place + 3 for mark in _PAUSES if (place := text.find(mark, end - 1)) >= 0]
    return text[begin : start + 1], text[end : min(end + _NEAR, *ends, len(text))]


def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.never_capture = True
    options.max_mem = _MEMORY
    return re2.compile(pattern, options)
