"""The words of a request as thumbs write them: a letter left out, doubled, swapped, or its neighbour on the keyboard.

Only spellings that are no word of their own, so that nothing people say is taken for something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

STOPS: Final = frozenset(
    ["stpo", "sotp", "tsop", "stp", "stopo", "sstop", "sttop", "stopt", "stiop", "stoip", "stopl", "dtop", "stob", "stpp", "stoped", "stopit", "stahp", "stawp", "srop", "sropp", "stopm", "stop1", "stops", "stio", "stpop", "sto", "stoop", "stap", "stopit", "stopnow", "stopplease", "stoppls", "stopthis", "stopplz", "stoptexting", "zstop", "st0p", "5top", "s7op", "stopb", "atop", "ztop", "stpped", "stopsms", "stopsending", "optou", "opout", "oputout", "optput", "opotut", "optoit", "optut"]
)  # fmt: skip
"""`stop` or `opt out`, if it is all that was written."""

_WORDS: Final = [
    "unsubscribe",
    "unsubscribed",
    "messages",
    "messaging",
    "contacting",
    "notifications",
    "receive",
    "receiving",
    "harassing",
    "permission",
    "subscription",
    "mensajes",
    "mensagens",
    "recibir",
    "messaggi",
    "ricevere",
    "nachrichten",
    "kontaktieren",
    "abmelden",
    "abbestellen",
    "berichten",
    "ontvangen",
    "uitschrijven",
    "afmelden",
    "desabonner",
    "desinscrire",
    "desabonnez",
    "recevoir",
    "publicidad",
    "descadastrar",
    "cancellatemi",
    "disiscrivimi",
    "disiscrivetemi",
    "smettetela",
    "belastigen",
    "contactez",
    "texting",
    "schreiben",
    "arretez",
    "desuscribir",
    "remove",
]
"""Words that name the matter, and are long enough to be known in spite of a slip."""
_OTHERS: Final = frozenset(
    [
        "massages",
        "receives",
        "received",
        "recibid",
        "recibi",
        "recibiu",
        "receberam",
        "recevrai",
        "contacting",
        "abmelde",
        "abmeldet",
        "berichte",
        "berichtet",
        "bericht",
        "afmelde",
        "permissions",
        "subscriptions",
        "publicidade",
        "texing",
        "testing",
        "nesting",
        "vesting",
        "jesting",
        "resting",
        "exting",
        "contacte",
        "contactes",
        "messages",
        "message",
        "menajes",
        "arrete",
        "arretes",
        "arreter",
        "schreibe",
        "schreibt",
        "schrieben",
        "desabonne",
        "texing",
        "beschreiben",
        "schreibend",
        "kontaktiere",
        "ricevete",
        "ricevette",
        "ricevere",
        "uitschrijf",
        "ontvangt",
        "notification",
        "recibirt",
        "ricever",
        "messagging",
        "recevoirs",
        "desabonnes",
        "remote",
        "remover",
    ]
)
"""What a slip could make of them that is a word all the same."""
_STRETCHED: Final = re.compile(r"([a-z])\1{2,}")
"""`aloneee`, `pleaseeee`: nothing is spelled with three of a letter."""
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _beside(letter: str) -> str:
    """The keys left and right of one."""
    row = next((row for row in _ROWS if letter in row), "")
    place = row.find(letter)
    return row[max(place - 1, 0) : place] + row[place + 1 : place + 2]


def _slips(word: str) -> Iterator[str]:
    for place in range(1, len(word)):
        head, letter, rest = word[:place], word[place], word[place + 1 :]
        yield head + rest
        yield head + letter + letter + rest
        if rest:
            yield head + rest[0] + letter + rest[1:]
        for near in _beside(letter):
            yield head + near + rest


RIGHT: Final[Mapping[str, str]] = {
    slip: word for word in _WORDS for slip in _slips(word) if slip not in _OTHERS and slip not in _WORDS
} | {
    "unsuscribe": "unsubscribe", "unsubscibe": "unsubscribe", "unscribe": "unsubscribe", "unsubcribe": "unsubscribe",
    "unsubsribe": "unsubscribe", "unsubscrive": "unsubscribe", "unsuscribirme": "desuscribir", "usubscribe": "unsubscribe",
    "unsubscripe": "unsubscribe", "unsubsrcibe": "unsubscribe", "unsubcribed": "unsubscribed", "unsubs": "unsubscribe",
    "onsubscribe": "unsubscribe", "insubscribe": "unsubscribe", "ubsubscribe": "unsubscribe", "unsibscribe": "unsubscribe",
    "unsubcscribe": "unsubscribe", "unsuscribed": "unsubscribed", "unsubscrib": "unsubscribe", "unsubscirbe": "unsubscribe",
    "unsbscribe": "unsubscribe", "unsuscrib": "unsubscribe", "unsubribe": "unsubscribe", "unsbuscribe": "unsubscribe",
    "recieve": "receive", "recieving": "receiving", "stpo": "stop", "sotp": "stop", "tsop": "stop", "stahp": "stop",
    "stoppp": "stop", "plesae": "please", "plase": "please", "pleae": "please", "pleas": "please", "pleaze": "please",
    "mesages": "messages", "mesage": "message", "messsage": "message", "mesaage": "message", "numbr": "number",
    "numer": "number", "nuber": "number", "texr": "text", "tect": "text", "yext": "text", "rext": "text", "tect": "text",
    "textting": "texting", "texitng": "texting", "tecting": "texting", "texring": "texting", "texying": "texting",
    "dotn": "dont", "donr": "dont", "dony": "dont", "removr": "remove", "reomve": "remove", "rmove": "remove",
    "lits": "list", "lsit": "list", "lost": "lost", "aloen": "alone", "alon": "alone", "laone": "alone", "leve": "leave",
    "sned": "send", "sned": "send", "sedn": "send", "contac": "contact", "contcat": "contact", "conatct": "contact",
    "mensages": "mensajes", "mensjes": "mensajes", "mensahes": "mensajes", "mensaj": "mensaje", "msnsajes": "mensajes",
    "resivir": "recibir", "rrecibir": "recibir", "reseber": "receber", "resever": "receber", "mensajens": "mensagens",
    "resevoir": "recevoir", "messagges": "messages", "nachichten": "nachrichten", "nachrichen": "nachrichten",
    "nachrichtn": "nachrichten", "nachichte": "nachrichten", "beichten": "beichten", "desabonez": "desabonnez",
    "messagi": "messaggi", "mesaggi": "messaggi", "messaji": "messaggi", "berrichten": "berichten", "bericten": "berichten",
    "berihcten": "berichten", "uitschijven": "uitschrijven", "uitschriven": "uitschrijven", "afmeldn": "afmelden",
    "abmeldn": "abmelden", "abemlden": "abmelden", "numeor": "numero", "nunero": "numero", "dejn": "dejen", "dejem": "dejen",
    "arettez": "arretez", "arrettez": "arretez", "arrettez": "arretez", "aretez": "arretez", "arette": "arrete", "arete": "arrete",
    "smetetela": "smettetela", "smettettela": "smettetela", "horen": "horen", "hort": "hort", "wrog": "wrong", "wrnog": "wrong",
    "txtng": "texting", "txtin": "texting", "msgng": "messaging", "txtg": "texting", "agn": "again", "agin": "again", "lst": "list",
    "idont": "i dont", "wld": "would", "cld": "could", "dnt": "dont", "nmbr": "number", "outt": "out", "unsubscribeme": "unsubscribe",
}  # fmt: skip
"""A slip → the word that was meant."""


def respell(words: str) -> str:
    """Folded words without their slips."""
    return " ".join([RIGHT.get(word, word) for word in _STRETCHED.sub(r"\1", words).split(" ")])
