"""Reads a text for requests to be left in peace, in all languages at once.

What stands around a request decides what it is. In its own clause: `don't` before it turns it around, `he said` before
it makes it somebody else's, `before nine` after it makes it one about when. Anywhere in the text: `send it to my new
number` shows that something is still wanted. Whatever is not plainly a request is for a person to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice
from typing import Any, Final

import re2

from bot.compliance.asking import TONGUES
from bot.compliance.asking.grammar import BOUNDARY, Tongue, either, expand
from bot.stopwords import CONSENT_WORDS, Meaning

_HITS_MAX: Final = 8
"""Requests looked at in one text; one that has more of them and none plain is for a person."""
_NEAR: Final = 160
"""How far around a request to look for what turns it around."""
_CLAUSES_BEGIN: Final = (" . ", " ? ", ' " ', " but ", " so ", " pero ", " mais ", " aber ", " mas ", " ma ", " maar ", " dus ")
_MEMORY: Final = 1 << 28


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
    """What was found: a request, or a doubt."""

    words: str
    doubt: Doubt | None = None
    opts_in: bool = False


def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.never_capture = True
    options.max_mem = _MEMORY
    return re2.compile(pattern, options)


_THE_OTHER_LISTS: Final = (
    "stop (?:by|at|over|in|for|on|into|near)|"
    "wait|waiting|waitlist|guest|guests|wish list|wishlist|shopping|grocery|price list|todo|to do list|standby|invite|invitation|class|team|roster"
    "|schedule|group chat|carpool|booking|order|cart|lease|account|espera|invitados|compras|boda|presenca"
    "|convidados|attente|invites|mariage|courses|gaste\\w*|warteliste|einkaufsliste|teilnehmer\\w*|attesa|invitati"
    "|spesa|nozze|gastenlijst|wachtlijst|boodschappen\\w*|deelnemers\\w*|groepsapp|off (?:the |this )?(?:hold|speaker|call|flight)"
)
_COURTESY: Final = (
    "please|pls|plz|por favor|porfavor|porfa|svp|stp|s il vous plait|s il te plait|bitte|per favore|alstublieft|aub|ajb"
    "|kindly|graag|thanks|thank you|thx|gracias|merci|danke|obrigado|obrigada|grazie|bedankt|dank u|dank je|ok|okay"
)

_OTHER_MATTERS: Final = (
    "by|at|when|if|while|until|till|before|after|during|miss|lose|lost|delay|delete my|the stop|bus|order|orders|delivery|package|appointment"
    "|invoice|bill|voicemail|app|link|code|photo|photos|picture|pictures|for|unless|but|worry|worrying|about my|about the order|yet|received|came|come"
    "|arrived|get a|got|from my|from him|from her|him|her|them|his|group|class|except|only|instead"
    "|cuando|si|hasta|antes|despues|pedido|cita|codigo|factura|llego|llegan|llegado|recibi|recibido|foto|fotos|voz|cuenta|pero|sino|solo|perder"
    "|quand|si|jusqu|avant|apres|pendant|commande|rdv|code|facture|recu|recus|photo|photos|vocaux|mais|sauf|perdre|raté|rate"
    "|wenn|falls|bis|vor|nach|bestellung|termin|rechnung|bekommen habe|angekommen|foto|fotos|aber|sondern|nur|verpassen|ausser|code|gekommen|erhalten habe"
    "|quando|se|ate|antes|depois|pedido|consulta|codigo|boleto|chegou|chegaram|recebi|recebeu|foto|fotos|audio|mas|so|perder"
    "|quando|fino|prima|dopo|ordine|appuntamento|codice|fattura|arrivato|arrivati|ricevuto|ma|solo|foto|vocali|perdere"
    "|als|tot|voor|na|tijdens|bestelling|afspraak|factuur|ontvangen heb|gekregen|aangekomen|foto|maar|alleen|missen|binnen"
)
"""Words between the ends of a loose request that make it one about something else."""
_FEWER: Final = (
    "nicht (?:mehr )?(?:abmelden|austragen|abbestellen)|niet (?:meer )?(?:afmelden|uitschrijven)|so many|so much|so often|too many|too much|too often|tantos?|tantas?|tan (?:tarde|temprano|seguido)|demasiad\\w+|autant|trop"
    "|si (?:tard|tot|souvent)|so (?:viele?|oft|spat|fruh|haufig)|zu (?:viele?|oft|spat|fruh)|tanti|tante|troppi|troppe"
    "|cosi (?:tardi|tanti|tante|spesso|presto)|tao (?:tarde|cedo)|muitas|zoveel|zo (?:veel|laat|vroeg|vaak)|te (?:veel|laat|vroeg|vaak)"
)
"""Fewer texts or other hours are asked for, not none."""


class _Language:
    """One tongue, compiled."""

    def __init__(self, tongue: Tongue) -> None:
        def at(template: str) -> str:
            return expand(template, tongue.groups)

        self.requests = _compiled(f" (?:{either(tongue.requests, tongue.groups)}) ")
        self.loose = _compiled(f" (?:{either(tongue.loose, tongue.groups)}) ")
        self._insisting = _compiled(f" (?:{at(tongue.insisting)}) $")
        self._denial = _compiled(f" (?:{at(tongue.denial)}) $")
        self._urging = _compiled(f" (?:{at(tongue.urging)}) $")
        self._telling = _compiled(f" (?:{at(tongue.telling)}) $")
        self._narrowing = _compiled(f"^(?:{at(tongue.narrowing)})")

    def denied(self, before: str) -> bool:
        """Whether the words before a request turn it around."""
        return bool(self._denial.search(before)) and not self._insisting.search(before)

    def plain(self, before: str, after: str) -> bool:
        """Whether a request is the writer's own, and about everything."""
        told = self._telling.search(before) and not self._urging.search(before) and not self._insisting.search(before)
        return not told and not self._narrowing.search(after)


class _Reader:
    """All tongues, compiled."""

    def __init__(self) -> None:
        keywords = "|".join(
            word for word, known in CONSENT_WORDS.items() if known.meaning is Meaning.OUT and not known.plain
        )
        wholes = []
        for tongue in TONGUES:
            units = "|".join(
                [
                    _COURTESY,
                    BOUNDARY,
                    expand(tongue.courtesies, tongue.groups),
                    either(tongue.grounds, tongue.groups),
                    f"(?:{either(tongue.stories, tongue.groups)}) {BOUNDARY}",
                ]
            )
            alone = f"{expand(tongue.alone, tongue.groups)}|{keywords}"
            wholes.append(f"(?: (?:{units}|{alone}))*(?: (?:{alone}))(?: (?:{units}|{alone}))*")
        plain = "|".join(word for word, known in CONSENT_WORDS.items() if known.meaning is Meaning.OUT and known.plain)
        polite = "|".join(expand("<tail>", tongue.groups) for tongue in TONGUES)
        wholes.append(
            f"(?: (?:{_COURTESY}|{BOUNDARY}))*(?: (?:{plain}|{keywords}))(?: (?:{plain}|{keywords}|{polite}|{BOUNDARY}))*"
        )
        opt_in = "|".join(
            word for word, known in CONSENT_WORDS.items() if known.meaning is Meaning.IN and not known.plain
        )
        self.opt_in = _compiled(
            f"^(?: (?:{_COURTESY}|{BOUNDARY}))*(?: (?:{opt_in})(?: me)?)(?: (?:{_COURTESY}|{BOUNDARY}|me|back|again))* $"
        )
        self.whole = _compiled(f"^(?:{'|'.join(wholes)}) $")
        self.languages = [_Language(tongue) for tongue in TONGUES]
        self.wanting = _compiled(
            " (?:" + "|".join(f"(?:{expand(tongue.wanting, tongue.groups)})" for tongue in TONGUES) + ") "
        )
        self.elsewhere = _compiled(f" (?:{_THE_OTHER_LISTS}) ")
        self.other_matters = _compiled(f" (?:{_OTHER_MATTERS}) ")
        self.fewer = _compiled(f" (?:{_FEWER}) ")
        doubts: dict[Doubt, list[str]] = {doubt: [] for doubt in Doubt}
        for tongue in TONGUES:
            for reason, templates in tongue.doubts.items():
                doubts[Doubt(reason)].append(either(templates, tongue.groups))
        self.doubts = {doubt: _compiled(f" (?:{'|'.join(patterns)}) ") for doubt, patterns in doubts.items()}
        everything = [either(tongue.requests, tongue.groups) for tongue in TONGUES]
        everything += [either(tongue.loose, tongue.groups) for tongue in TONGUES]
        everything += [pattern for patterns in doubts.values() for pattern in patterns]
        self.anything = _compiled(f" (?:{'|'.join(everything)}) ")


@cache
def _reader() -> _Reader:
    return _Reader()


_SOMEBODY_ELSE: Final = re.compile(
    r"^\W*(?:\w+[,.!]? ){0,2}(?:(?i:i ?am|i.?m|this is|my name is|my name.?s|this isn.?t|ich bin|ich heisse|ich heiße|das ist|hier ist|ik ben|dit is|je (?:ne )?suis|c.est)"
    r" (?i:not|nicht|niet|pas) |(?i:no soy|n.o sou|nao sou|non sono|this isn.?t|je ne suis pas|ce n.est pas) )"
    r"(?:(?i:the|la|el|o|a|il|la se.ora|el se.or|mr|mrs|ms|der|die|herr|frau|mevrouw|meneer)\.? )?[A-Z][a-z\u00df-\u00ff]{2,}(?: [A-Z][a-z\u00df-\u00ff]+)?\W*(?:[.,!?].*)?$"
)
"""`I'm not Maria`: a name is told by its capital."""

_SHOUTED: Final = frozenset(("STOP", "UNSUBSCRIBE"))
_GOES_ON: Final = frozenset(
    ["i", "im", "i'm", "you", "your", "we", "this", "it", "not", "no", "wrong", "who", "my", "these", "me"]
)
"""How a text goes on that began with STOP, and is about the person who writes."""
_SIGNS: Final = " .,;:!?*\"'()-\n"


def _shouts(written: str) -> bool:
    """`The noise is unbearable. STOP`, `STOP im driving`: in capitals, and no part of the sentence beside it."""
    first, _, rest = written.lstrip(_SIGNS).partition(" ")
    if first.rstrip(_SIGNS) in _SHOUTED and not rest.isupper():
        return rest.lstrip(_SIGNS).partition(" ")[0].rstrip(_SIGNS).lower() in _GOES_ON
    before, gap, last = written.rstrip(_SIGNS).replace("\n", ". ").rpartition(" ")
    return last in _SHOUTED and bool(gap) and before[-1:] in ".!?" and not before.isupper()


def read(written: str, clauses: str) -> Reading | None:
    """What a text, as written and as `bot.text.clauses` gives it, says about being left in peace; None is talk."""
    reader = _reader()
    text = f" . {clauses} . "
    if reader.opt_in.search(text):
        return Reading(clauses, opts_in=True)
    if reader.whole.search(text):
        return Reading(clauses)
    if _shouts(written):
        return Reading("stop")
    if not reader.anything.search(text):
        return Reading(clauses, Doubt.WRONG_NUMBER) if _SOMEBODY_ELSE.match(written[:_NEAR]) else None
    wanted = reader.wanting.search(text)
    denied = False
    spoken = False
    for language, hit, loose in islice(_hits(reader, text), _HITS_MAX):
        start, end = hit.span()
        before, after = _around(text, start, end)
        if reader.fewer.search(f"{hit.group(0)}{after} "):
            spoken = True
            continue
        if loose and reader.other_matters.search(f"{hit.group(0)}{after[:40]} "):
            continue
        if reader.elsewhere.search(f"{hit.group(0)}{after[:30]} "):
            denied = True
            continue
        if language.denied(before):
            denied = True
        elif not wanted and language.plain(before, after):
            return Reading(hit.group(0).strip())
        else:
            spoken = True
    for doubt, pattern in reader.doubts.items():
        if (doubt is not Doubt.UNSURE or not denied or wanted) and (found := pattern.search(text)):
            return Reading(found.group(0).strip(), doubt)
    return Reading(clauses, Doubt.UNSURE) if spoken else None


def _hits(reader: _Reader, text: str) -> Iterator[tuple[_Language, Any, bool]]:
    for language in reader.languages:
        for hit in language.requests.finditer(text):
            yield language, hit, False
    for language in reader.languages:
        for hit in language.loose.finditer(text):
            yield language, hit, True


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The rest of its clause before and after a request."""
    begin = max(text.rfind(mark, 0, start + 1) for mark in _CLAUSES_BEGIN)
    ends = [place for mark in (" . ", " ? ", ' " ') if (place := text.find(mark, end - 1)) >= 0]
    return text[max(begin, start - _NEAR, 0) : start + 1], text[
        end : min(min(ends, default=len(text)) + 3, end + _NEAR)
    ]
