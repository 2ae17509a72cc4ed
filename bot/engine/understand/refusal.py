"""Replies that choose nothing, though they name an option: `both`, `anything but small`, `price for large`."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from bot import text as texts
from bot.engine.understand.option import Option, Reply, core_of, frames, held, holds, places
from bot.engine.understand.reading import is_conditional
from bot.engine.understand.words import Words, phrases

_JOINT = re.compile(r"\s*[&+]\s*")
_COUNTED_DAY = re.compile(r"r-?\d+")
_MODIFIERS = phrases("""
    extra, xtra, x, xx, double, triple, doble, doppelt, doppelte, doppelter, doppeltes, dreifach, duplo, dupla, triplo,
    tripla, doppio, doppia, dubbel, dubbele
""")
"""Make one option of another: `extra large`, `double room`."""
_JOINING = frozenset({"and", "y", "e", "et", "und", "en", "plus"})


def names_several(reply: Reply, options: list[Option]) -> bool:
    """`Both`, `none of them`, `I don't mind` name no option, unless one is called so."""
    said: set[str] = set()
    for words in reply.where.tables:
        listed = _several(words)
        cores = {" ".join(core) for core in (reply.words, reply.core, core_of(reply.words, words))}
        said |= cores & listed
        said |= {" ".join(phrase) for phrase in held(reply.words, listed) if len(phrase) > 1}
    return bool(said) and not said <= {name for option in options for name in option.names}


@cache
def _several(words: Words) -> frozenset[str]:
    return phrases(words.several) | phrases(words.both)


def joining(reply: Reply, options: list[Option]) -> int:
    """`Both`, where just one option joins two things: `Cut and color`."""
    if not any(_says_both(reply, words) for words in reply.where.tables):
        return 0
    joint = [option.number for option in options if len(joined(option.shown)) > 1]
    return joint[0] if len(joint) == 1 else 0


def _says_both(reply: Reply, words: Words) -> bool:
    for said in held(reply.words, phrases(words.both)):
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


def names_idle_too(reply: Reply, options: list[Option]) -> bool:
    """`Mañana o tarde`: an option that is called by a word which mostly says nothing, beside another."""
    idle = idly_named(reply, options)
    if not idle:
        return False
    others = {
        option.number
        for option in options
        for core in (core_of(name.split()) for name in option.names)
        if core and holds(reply.words, core)
    }
    return len(idle | others) > 1


def idly_named(reply: Reply, options: list[Option]) -> set[int]:
    """The options named by a day that is politeness elsewhere: `mañana` for `Por la mañana`, unless two are."""
    days = {word for words in reply.where.tables for word in _idle_days(words).intersection(reply.words)}
    if not days:
        return set()
    naming = {
        day: {option.number for option in options if any(day in name.split() for name in option.names)} for day in days
    }
    return {
        option.number
        for option in options
        for day in days
        if naming[day] == {option.number} and any(_is_idle(name, day) for name in option.names)
    }


def _is_idle(name: str, day: str) -> bool:
    return day in name.split() and not core_of(name.split())


@cache
def _idle_days(words: Words) -> frozenset[str]:
    """`Today`, `tomorrow`: days counted from today, of one word."""
    listed = (phrases(said) for sign, said in words.when.items() if _COUNTED_DAY.fullmatch(sign))
    return frozenset(word for said in listed for word in said if " " not in word)


def makes_another(reply: Reply, options: list[Option]) -> bool:
    """`Extra large` where there is none: what stands before the name makes it the name of something else."""
    if _MODIFIERS.isdisjoint(reply.words):
        return False
    names = {name for option in options for name in option.names}
    known = {pair for name in names for pair in pairwise(name.split())}
    first = {name.split()[0] for name in names if name}
    return any(
        pair[0] in _MODIFIERS - names and pair[1] in first and pair not in known for pair in pairwise(reply.words)
    )


def leaves_open(reply: Reply, options: list[Option]) -> bool:
    """`Anything but small` rules one out, `price for large` asks about it."""
    opening = [phrase for words in reply.where.tables for phrase in held(reply.words, _openings(words))]
    own = {word for option in options for name in option.names for word in name.split()} if opening else set()
    return any(not own.issuperset(phrase) for phrase in opening)


@cache
def _openings(words: Words) -> frozenset[str]:
    return phrases(words.exceptions) | phrases(words.inquiries)
