"""Which passwords may be chosen: long ones that a guesser does not try first. No rules about kinds of characters."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from typing import Final

from bot.accounts.people import Refused

CHARS_MIN: Final = 12
CHARS_MAX: Final = 200
"""Of what is typed; nothing is cut off."""
DIFFERENT_MIN: Final = 6
_ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "yxcvbnm",
)
_RUN_CHARS: Final = 4
_AS_LETTERS: Final = str.maketrans("013457@$!8", "oieastasib")
_COMMON: Final = frozenset(
    """
    password passwort passwd pass contraseña contrasena motdepasse senha wachtwoord parola admin administrator root user
    login welcome willkommen bienvenido bienvenue benvenuto letmein access master secret geheim secreto changeme default
    guest test testing temp temporary hello hallo hola bonjour iloveyou loveyou love lovely sunshine princess princesa
    monkey dragon shadow superman batman spiderman pokemon naruto starwars football fussball futbol soccer baseball
    basketball hockey liverpool arsenal chelsea barcelona juventus realmadrid summer winter spring autumn sommer monday
    friday january december michael jennifer jessica jordan thomas daniel charlie ashley nicole computer internet
    google facebook microsoft windows apple samsung android iphone please trustno one two three four five six seven
    eight nine ten the and your new old company office business service support agent team sms parley
    correct horse battery staple
    """.split()  # noqa: SIM905 - a list of words reads best as one
)
"""Words that guesses are made of."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")


def check_choice(password: str, own: Iterable[str] = ()) -> None:
    """Refuse a password that is too short or too easily guessed. `own` are words about the person and the house."""
    if len(password) < CHARS_MIN:
        raise Refused(f"Take {CHARS_MIN} characters or more; several words are easy to remember.", "password")
    if len(password) > CHARS_MAX:
        raise Refused(f"Take {CHARS_MAX} characters or fewer.", "password")
    if len(set(password.casefold())) < DIFFERENT_MIN:
        raise Refused("That is the same few characters again and again; take others, too.", "password")
    about = {word for text in own for word in _LETTERS.findall(text.casefold())}
    if _guessable(password.casefold(), about):
        raise Refused(
            "That is among the first that a guesser tries; add words that have nothing to do with it.", "password"
        )


def _guessable(password: str, own: set[str]) -> bool:
    """Whether nothing is left of it once words that guesses are made of, rows of keys and digits are taken away."""
    known = sorted(_COMMON | {word for word in own if len(word) >= 3}, key=len, reverse=True)
    core = password.strip(string.digits + string.punctuation + string.whitespace)
    return any(not _rest(text, known) for text in (password, core.translate(_AS_LETTERS)))


def _rest(text: str, known: list[str]) -> str:
    left = "".join(_LETTERS.findall(text))
    for word in known:
        if len(word) >= 3:
            left = left.replace(word, "")
    for row in _ROWS:
        for line in (row, row[::-1]):
            for size in range(len(line), _RUN_CHARS - 1, -1):
                for start in range(len(line) - size + 1):
                    left = left.replace(line[start : start + size], "")
    return left if len(left) > 2 else ""
