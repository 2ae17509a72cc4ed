"""The texts around codes: one GSM-7 segment in each language, with what lets a browser fill the code in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CODE: Final = "{code}"
"""What stands for the code in a text that is kept."""
_ENGLISH: Final = "en"
TEXTS: Final[Mapping[str, str]] = {
    "en": "{brand}: {code} is your code. Don't share it.",
    "es": "{brand}: {code} es su clave. No la comparta.",
    "fr": "{brand}: {code} est votre code. Ne le communiquez à personne.",
    "de": "{brand}: {code} ist Ihr Code. Geben Sie ihn nicht weiter.",
    "pt": "{brand}: {code} é a sua chave. Nunca a partilhe.",
    "it": "{brand}: {code} è il suo codice. Non lo comunichi a nessuno.",
    "nl": "{brand}: {code} is uw code. Deel hem met niemand.",
}


def template(brand: str, language: str, domain: str = "") -> str:
    """Write the text around a code. Of a language without one it is the English text.

    The last line binds the code to the domain of the page that asks for it (WebOTP, and the same on iOS): a browser
    fills it in there and nowhere else, so that no other page gets it.
    """
    text = TEXTS.get(language.partition("-")[0].lower(), TEXTS[_ENGLISH]).replace("{brand}", brand)
    return f"{text}\n@{domain} #{CODE}" if domain else text


def fill(text: str, code: str) -> str:
    """Put the code into a text."""
    return text.replace(CODE, code)
