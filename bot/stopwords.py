"""Words that belong to consent, not to a conversation: whole messages that opt out, opt in or ask for help.

Carriers act on many of them before the bot sees the message, and Parley itself takes all of them before any flow.
Words are written as `bot.text.fold` gives them: lower case, no accents, no punctuation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Meaning(StrEnum):
    """What a consent word asks for, in the words of the API."""

    OUT = "out"
    IN = "in"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class ConsentWord:
    """A word, the languages it is listed for, and the carriers that act on it by themselves."""

    word: str
    meaning: Meaning
    languages: tuple[str, ...]
    carriers: tuple[str, ...] = ()
    plain: bool = False
    """An everyday word too (`cancel`, `end`, `fin`): a flow may use it within a sentence, never as a whole reply."""


def _words(
    meaning: Meaning, language: str, words: str, carriers: Iterable[str] = (), *, plain: bool = False
) -> list[ConsentWord]:
    return [ConsentWord(word.strip(), meaning, (language,), tuple(carriers), plain) for word in words.split(",")]


def _by_word(words: Iterable[ConsentWord]) -> Mapping[str, ConsentWord]:
    """One entry a word: the languages and carriers of all its listings together."""
    merged: dict[str, ConsentWord] = {}
    for word in words:
        known = merged.get(word.word, word)
        merged[word.word] = ConsentWord(
            word.word,
            word.meaning,
            tuple(dict.fromkeys(known.languages + word.languages)),
            tuple(dict.fromkeys(known.carriers + word.carriers)),
            known.plain and word.plain,
        )
    return merged


_OUT, _IN, _HELP = Meaning.OUT, Meaning.IN, Meaning.HELP
_ALL = ("Twilio", "Telnyx", "AWS", "toll-free networks")

CONSENT_WORDS: Final = _by_word(
    [
        # What carriers act on by default, from their own pages as of August 2026; the toll-free networks know only
        # STOP, START and UNSTOP. The seven words of 47 CFR 64.1200(a)(10) are among them.
        *_words(_OUT, "en", "stop", _ALL),
        *_words(_OUT, "en", "unsubscribe", ("Twilio", "Telnyx", "AWS")),
        *_words(_OUT, "en", "stopall", ("Twilio", "Telnyx")),
        *_words(_OUT, "en", "stop all", ("Telnyx",)),
        *_words(_OUT, "en", "optout", ("Twilio", "AWS")),
        *_words(_OUT, "en", "opt out", ("AWS",)),
        *_words(_OUT, "en", "revoke", ("Twilio",), plain=True),
        *_words(_OUT, "en", "cancel, end, quit", ("Twilio", "Telnyx", "AWS"), plain=True),
        *_words(_OUT, "en", "remove", ("AWS",), plain=True),
        *_words(_OUT, "fr", "arret", ("Twilio", "AWS")),
        *_words(_OUT, "fr", "arrete, arrett", ("Twilio",)),
        *_words(_OUT, "fr", "td", ("AWS",)),
        *_words(_IN, "en", "start", ("Twilio", "Telnyx", "AWS", "toll-free networks"), plain=True),
        *_words(_IN, "en", "unstop", ("Twilio", "Telnyx", "AWS", "toll-free networks")),
        *_words(_IN, "en", "yes", ("Twilio",), plain=True),
        *_words(_HELP, "en", "help", _ALL, plain=True),
        *_words(_HELP, "en", "info", ("Twilio",), plain=True),
        # What people write to the same end: ours to act on, since no carrier does.
        *_words(_OUT, "en", "stop it, unsub"),
        *_words(_IN, "en", "resubscribe, opt in, optin"),
        *_words(_OUT, "es", "alto, parar, pare, detener, no mas, cancelar, salir, baja, fin", plain=True),
        *_words(_OUT, "fr", "arreter, arretez, desabonner, desinscrire"),
        *_words(_OUT, "de", "stopp, abmelden, abbestellen"),
        *_words(_OUT, "de", "beenden, kundigen", plain=True),
        *_words(_OUT, "pt", "descadastrar"),
        *_words(_OUT, "pt", "parar, pare, sair, cancelar, remover", plain=True),
        *_words(_OUT, "it", "disiscrivi"),
        *_words(_OUT, "it", "ferma, basta, annulla, cancella", plain=True),
        *_words(_OUT, "nl", "stoppen, afmelden, uitschrijven"),
        *_words(_HELP, "es", "ayuda"),
        *_words(_HELP, "fr", "aide"),
        *_words(_HELP, "de", "hilfe"),
        *_words(_HELP, "pt", "ajuda"),
        *_words(_HELP, "it", "aiuto"),
        *_words(_HELP, "nl", "hulp"),
    ]
)
"""Folded word → what it means. `yes` opts in only while a person is opted out and no question is pending."""
