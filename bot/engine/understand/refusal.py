"""Replies that choose nothing, though they name an option: `both`, `anything but small`, `price for large`."""

from __future__ import annotations

import re

from bot import text as texts
from bot.engine.understand.option import Option, Reply, core_of, frames, holds, places
from bot.engine.understand.reading import is_conditional
from bot.engine.understand.words import Words, phrases

_JOINT = re.compile(r"\s*[&+]\s*")
_JOINING = frozenset({"and", "y", "e", "et", "und", "en", "plus"})


def names_several(reply: Reply, options: list[Option]) -> bool:
    """`Both`, `none of them`, `I don't mind` name no option, unless one is called so."""
    named = {name for option in options for name in option.names}
    for words in reply.where.tables:
        cores = {reply.words, reply.core, tuple(core_of(reply.words, words))}
        for phrase in (phrases(words.several) | phrases(words.both)) - named:
            said = tuple(phrase.split())
            if said in cores or (len(said) > 1 and holds(reply.words, phrase)):
                return True
    return False


def joining(reply: Reply, options: list[Option]) -> int:
    """`Both`, where just one option joins two things: `Cut and color`."""
    joint = [option.number for option in options if len(joined(option.shown)) > 1]
    return joint[0] if len(joint) == 1 and any(_says_both(reply, words) for words in reply.where.tables) else 0


def _says_both(reply: Reply, words: Words) -> bool:
    for phrase in phrases(words.both):
        said = phrase.split()
        for start in places(reply.words, said):
            rest = (*reply.words[:start], *reply.words[start + len(said) :])
            if all(word in frames(words) for word in rest):
                return True
    return False


def joined(shown: str) -> list[list[str]]:
    """The things that an option joins: `Cut and color`, `Corte + color`."""
    parts: list[list[str]] = [[]]
    for word in texts.words(_JOINT.sub(" and ", shown)):
        if word in _JOINING:
            parts.append([])
        else:
            parts[-1].append(word)
    return parts if all(parts) else [texts.words(shown)]


def holds_only_then(reply: Reply, options: list[Option]) -> bool:
    """`XL if you have it`."""
    return is_conditional(reply.text, reply.where.tables)


def leaves_open(reply: Reply, options: list[Option]) -> bool:
    """`Anything but small` rules one out, `price for large` asks about it."""
    own = {word for option in options for name in option.names for word in name.split()}
    return any(
        not own.issuperset(phrase.split()) and holds(reply.words, phrase)
        for words in reply.where.tables
        for phrase in phrases(words.exceptions) | phrases(words.inquiries)
    )
