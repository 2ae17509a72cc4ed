"""What capitals tell that the folded words do not."""

from __future__ import annotations

import re
from typing import Final

_SHOUTED: Final = frozenset(("STOP", "UNSUBSCRIBE"))
_GOES_ON: Final = frozenset(
    ("i", "im", "i'm", "you", "your", "we", "this", "it", "not", "no", "wrong", "who", "my", "me")
)
"""How a text goes on that began with STOP, and is about the person who writes."""
_SIGNS: Final = " .,;:!?*\"'()-\n"


def shouts_stop(text: str) -> bool:
    """`The noise is unbearable. STOP`, `STOP im driving`: in capitals, and no part of the sentence beside it."""
    first, _, rest = text.lstrip(_SIGNS).partition(" ")
    if first.rstrip(_SIGNS) in _SHOUTED and not rest.isupper():
        return rest.lstrip(_SIGNS).partition(" ")[0].rstrip(_SIGNS).lower() in _GOES_ON
    before, gap, last = text.rstrip(_SIGNS).replace("\n", ". ").rpartition(" ")
    return last in _SHOUTED and bool(gap) and before[-1:] in ".!?" and not before.isupper()


_DENIES_A_NAME: Final = re.compile(
    r"^\W*(?:\w+[,.!]? ){0,2}"
    r"(?:(?i:i ?am|i.?m|this is|my name is|my name.?s|ich bin|ich heisse|ich heiße|das ist|hier ist|ik ben|dit is"
    r"|je (?:ne )?suis|c.est) (?i:not|nicht|niet|pas) "
    r"|(?i:no soy|n.o sou|nao sou|non sono|this isn.?t|je ne suis pas|ce n.est pas) )"
    r"(?:(?i:the|la|el|o|a|il|la se.ora|el se.or|mr|mrs|ms|der|die|herr|frau|mevrouw|meneer)\.? )?"
    r"[A-Z][a-zß-ÿ]{2,}(?: [A-Z][a-zß-ÿ]+)?\W*(?:[.,!?].*)?$"
)
_NAMES_CHARS_MAX: Final = 160


def denies_a_name(text: str) -> bool:
    """`I'm not Maria`, `no soy Carlos`: told from `I'm not sure` by the capital."""
    return bool(_DENIES_A_NAME.match(text[:_NAMES_CHARS_MAX]))
