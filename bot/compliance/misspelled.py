"""The words of a request as thumbs write them: a letter left out, doubled, swapped, or its neighbour on the keyboard.

Only spellings that are no word of their own, so that nothing people say is taken for something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final


def _words(listed: str) -> list[str]:
    return listed.split()


STOPS: Final = frozenset(
    _words(
        "5top atop dtop opotut opout optoit optou optput optut oputout s7op sotp srop sropp sstop st0p stahp stap "
        "stawp stio stiop sto stob stoip stoop stop1 stopb stoped stopit stopl stopm stopnow stopo stopplease stoppls "
        "stopplz stops stopsending stopsms stopt stoptexting stopthis stp stpo stpop stpp stpped sttop tsop zstop "
        "ztop"
    )
)
"""`stop` or `opt out`, if it is all that was written."""

_LONG: Final = _words(
    "unsubscribe unsubscribed messages messaging contacting notifications receive receiving harassing permission "
    "subscription mensajes mensagens recibir messaggi ricevere nachrichten kontaktieren abmelden abbestellen "
    "berichten ontvangen uitschrijven afmelden desabonner desinscrire desabonnez recevoir publicidad descadastrar "
    "cancellatemi disiscrivimi disiscrivetemi smettetela belastigen contactez texting schreiben arretez "
    "desuscribir remove"
)
"""Words that name the matter, and are long enough to be known in spite of a slip."""
_OTHERS: Final = frozenset(
    _words(
        "abmelde abmeldet afmelde anmelde anmelden anmeldet anmeldung arrete arreter arretes bericht berichte "
        "berichtet beschreiben contacte contactes contacting desabonne desabonnes exting jesting kontaktiere "
        "massages menajes mensaje message messaged messages messagging nesting notification ontvangt permissions "
        "publicidade receberam received receives recevoirs recevrai recibi recibid recibirt recibiu remote "
        "remover resting ricever ricevere ricevete ricevette schreibe schreibend schreibt schrieben subscriptions "
        "testing texing uitschrijf vesting"
    )
)
"""What a slip could make of them that is a word all the same."""
_SLIPS: Final[Mapping[str, str]] = {
    "again": "agin agn",
    "alone": "aloen alon laone",
    "arrete": "arete arette",
    "arretez": "arettez",
    "contact": "conatct contac contcat",
    "could": "cld",
    "dejen": "dejem dejn",
    "desuscribir": "unsuscribirme",
    "dont": "dnt donr dony dotn",
    "i dont": "idont",
    "leave": "leve",
    "list": "lits lsit lst",
    "mensagens": "mensajens",
    "mensaje": "mensaj",
    "mensajes": "mensages msnsajes",
    "message": "mesaage mesage messsage",
    "messaggi": "messaji",
    "messaging": "msgng",
    "nachrichten": "nachichte",
    "number": "nmbr nuber numbr numer",
    "numero": "numeor nunero",
    "out": "outt",
    "please": "plase pleae pleas pleaze plesae",
    "receber": "reseber resever",
    "recevoir": "resevoir",
    "recibir": "resivir rrecibir",
    "send": "sedn sned",
    "stop": "sotp stahp stoppp stpo tsop",
    "text": "rext tect texr yext",
    "texting": "txtg txtin txtng",
    "unsubscribe": "insubscribe onsubscribe unscribe unsubcscribe unsubribe unsubs unsubscribeme unsubscripe unsuscrib",
    "would": "wld",
    "wrong": "wrnog wrog",
}
"""Slips of other words, or of more than one letter, by the word that was meant."""
_STRETCHED: Final = re.compile(r"([a-z])\1{2,}")
"""`aloneee`, `pleaseeee`: nothing is spelled with three of a letter."""
_KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def respell(words: str) -> str:
    """Folded words without their slips."""
    spelled = _STRETCHED.sub(r"\1", words).replace("s t o p", "stop").replace("s . t . o . p", "stop")
    return " ".join([RIGHT.get(word, word) for word in spelled.split(" ")])


def _slips(word: str) -> Iterator[str]:
    """One slip, never in the first letter: that one people get right, and a word is told by it."""
    for place in range(1, len(word)):
        head, letter, rest = word[:place], word[place], word[place + 1 :]
        yield head + rest
        yield head + letter + letter + rest
        if rest:
            yield head + rest[0] + letter + rest[1:]
        for near in _beside(letter):
            yield head + near + rest


def _beside(letter: str) -> str:
    """The keys left and right of one."""
    row = next(row for row in _KEYS if letter in row)
    place = row.index(letter)
    return row[max(place - 1, 0) : place] + row[place + 1 : place + 2]


RIGHT: Final[Mapping[str, str]] = {
    **{slip: word for word in _LONG for slip in _slips(word) if slip not in _OTHERS and slip not in _LONG},
    **{slip: word for word, slips in _SLIPS.items() for slip in slips.split()},
}
"""A slip → the word that was meant."""
