"""Taking a person out of a filter that names them. Pure.

What a filter compares with is a text in quotes: their number, their name, or what only they have in a field.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from bot.audience.read import AudienceError, quoted

ERASED: Final = '"erased"'
CHARS_MIN: Final = 3
"""A shorter text names nobody."""
_DIGITS: Final = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Named:
    """By what a filter would name somebody."""

    phone: str = ""
    """E.164."""
    name: str = ""
    values: Collection[str] = ()
    """What they have in fields, and nobody else has."""

    def by(self, text: str) -> bool:
        """Whether a text names them."""
        if self.phone and self.phone[1:] in _DIGITS.sub("", text):
            return True
        said, name = _plain(text), _plain(self.name)
        if len(said) >= CHARS_MIN and said in map(_plain, self.values):
            return True
        of_name = len(said.split()) > 1 and said in name  # "ana rey", but not "ana", which is many
        return bool(name) and (of_name or said == name or (len(name.split()) > 1 and name in said))


def texts(source: str) -> Iterator[str]:
    """What a filter compares with; nothing of one that cannot be read."""
    try:
        yield from (text for _, text in quoted(source))
    except AudienceError:
        return


def without(source: str, named: Named) -> str:
    """The filter with another text wherever one names them: those tests hold for nobody then."""
    try:
        found = [at for at, text in quoted(source) if named.by(text)]
    except AudienceError:
        return source
    for at in reversed(found):
        source = source[: at.start] + ERASED + source[at.end :]
    return source


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
