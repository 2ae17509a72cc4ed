"""In which of its languages a flow speaks to somebody: the one they wish for, else the business's, else its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.flow.model import Flow


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
    known = {_normal(code): code for code in (flow.language, *flow.catalogs)}
    found: dict[str, Tongue] = {}
    for wish in wishes:
        code = _normal(str(wish or ""))
        for near in _nearest(code, known):
            found.setdefault(near, Tongue(known[near], str(wish).replace("_", "-")))
    found.setdefault(_normal(flow.language), Tongue(flow.language, flow.language))
    ordered = list(found.values())
    own = next(at for at, tongue in enumerate(ordered) if tongue.language == flow.language)
    return tuple(ordered[: own + 1])


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
