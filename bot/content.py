"""Words by which carriers recognise what they do not carry, or only to adults.

US carriers sort it as SHAFT: sex, hate, alcohol, firearms, tobacco (CTIA Messaging Principles and Best Practices, May
2023), and refuse cannabis and CBD wherever they are legal (T-Mobile Code of Conduct; Twilio's errors 30456 and 30956).
Hate has no list. Words are written as `bot.text.fold` gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from bot.text import fold

SHORTENERS: Final = (
    *("bit.ly", "bitly.com", "tinyurl.com", "goo.gl", "t.co", "ow.ly", "is.gd", "v.gd", "buff.ly", "rebrand.ly"),
    *("cutt.ly", "rb.gy", "shorturl.at", "tiny.cc", "t.ly", "bl.ink", "soo.gd", "s.id", "adf.ly", "lnkd.in"),
    *("trib.al", "dlvr.it", "short.io", "tny.im", "u.to", "clck.ru", "qr.ae"),
)
"""Whose links carriers filter: everybody uses them, so nobody can tell where they lead (CTIA 5.3.2)."""


class Content(StrEnum):
    """What a text is about, as far as carriers mind."""

    CANNABIS = "cannabis"
    SEX = "sex"
    FIREARMS = "firearms"
    ALCOHOL = "alcohol"
    TOBACCO = "tobacco"

    @property
    def for_adults(self) -> bool:
        """Whether it may be sent to those who have proved their age; the others may be sent to nobody."""
        return self in (Content.ALCOHOL, Content.TOBACCO)


class Restricted(NamedTuple):
    """A word in a text, and what it is about."""

    word: str
    """As it is written there."""
    content: Content


_WORDS: Final[Mapping[Content, str]] = {
    Content.CANNABIS: "cannabis marijuana cbd thc hashish",
    Content.SEX: "porn porno pornography xxx onlyfans sexting",
    Content.FIREARMS: "firearm firearms handgun handguns ammo ammunition rifles",
    Content.ALCOHOL: (
        "alcohol beer beers wine wines whiskey whisky vodka tequila liquor liquors champagne prosecco"
        " cocktail cocktails cerveza cervezas vino vinos licor biere bieres alcool bier biere"
        " wein weine schnaps alkohol"
        " cerveja cervejas vinho vinhos birra birre vini wijn wijnen"
    ),
    Content.TOBACCO: (
        "tobacco cigarette cigarettes cigar cigars vape vapes vaping nicotine hookah"
        " tabaco cigarrillo cigarrillos cigarro cigarros tabac tabak zigarette zigaretten zigarren tabacco sigaretta"
        " sigarette sigaret sigaretten nicotina nikotin nicotine"
    ),
}
_CONTENT: Final = {word: content for content, words in _WORDS.items() for word in words.split()}
_WORD: Final = re.compile(r"[^\W\d_]+")


def restricted(text: str) -> Iterator[Restricted]:
    """Find the words in a text that carriers mind, in its order."""
    for found in _WORD.finditer(text):
        content = _CONTENT.get(fold(found.group()))
        if content is not None:
            yield Restricted(found.group(), content)
