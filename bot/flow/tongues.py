"""In which of its languages a flow speaks to somebody: the one they wish for, else the business's, else its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.flow.model import Flow

_WISHES_KEPT = 256


class Tongue(NamedTuple):
    """A language that a flow speaks, and how its dates and numbers are written for this reader."""

    language: str
    """As the flow calls it."""
    locale: str
    """`es-MX` for a Mexican who reads texts in `es`."""


def tongues(flow: Flow, wishes: Iterable[object]) -> tuple[Tongue, ...]:
    """The languages to say a text in, best first; the last is the flow's own, in which there is every text.

    Somebody who wishes for `es-MX` reads `es-MX`, else `es`, else whichever Spanish there is.
    """
    return _tongues(flow.language, tuple(flow.catalogs), tuple([str(wish or "") for wish in wishes]))


@lru_cache(_WISHES_KEPT)
def _tongues(own: str, others: tuple[str, ...], wishes: tuple[str, ...]) -> tuple[Tongue, ...]:
    # Every text of a turn asks, and there are few languages among many people.
    known = {_normal(code): code for code in (own, *others)}
    found: dict[str, Tongue] = {}
    for wish in wishes:
        for near in _nearest(_normal(wish), known):
            found.setdefault(near, Tongue(known[near], wish.replace("_", "-")))
    found.setdefault(_normal(own), Tongue(own, own))
    ordered = list(found.values())
    last = next(at for at, tongue in enumerate(ordered) if tongue.language == own)
    return tuple(ordered[: last + 1])


def _nearest(code: str, known: Iterable[str]) -> Iterator[str]:
    """Those of the known codes that are the same language, the most particular first."""
    whole = code
    while code:
        if code in known:
            yield code
        code = code.rpartition("-")[0]
    base = whole.partition("-")[0]
    yield from (other for other in known if base and other.partition("-")[0] == base)


def _normal(code: str) -> str:
    return code.strip().replace("_", "-").lower()
