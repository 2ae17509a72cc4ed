"""Codes: how they are drawn, what they are bound to, and how long they have to be lest they are guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bot.limits import CODE_GUESSES_A_DAY

RUNGS: Final = tuple(sorted(CODE_GUESSES_A_DAY))
"""Lengths of codes, between which guesses are told apart."""
_DRAW_BYTES: Final = 8
_DIGITS: Final = "0123456789"


def draw(length: int, entropy: Callable[[int], bytes]) -> str:
    """Draw a code: every one of so many digits is as likely as any other, also those that begin with zeros."""
    codes = 10**length
    whole = (1 << 8 * _DRAW_BYTES) // codes * codes
    while (number := int.from_bytes(entropy(_DRAW_BYTES), "big")) >= whole:
        pass  # what is left over would make the first codes likelier
    return f"{number % codes:0{length}}"


def bound(id: str, phone: str, purpose: str, nonce: str, code: str) -> bytes:
    """Join a code with everything for which alone it is good."""
    return "\0".join((id, phone, purpose, nonce, code)).encode("utf-8", "surrogatepass")


def rung_of(length: int) -> int:
    """With which codes guesses at one of this length are counted."""
    return max((rung for rung in RUNGS if rung <= length), default=RUNGS[0])


def long_enough(length: int, guesses: Mapping[int, int]) -> int | None:
    """How many digits a code needs so that guesses at it are still compared; None if nothing is long enough."""
    own = rung_of(length)
    for rung in RUNGS:
        if rung >= own and guesses.get(rung, 0) < CODE_GUESSES_A_DAY[rung]:
            return max(length, rung) if rung > own else length
    return None


def slips(typed: str, length: int) -> Iterator[str]:
    """Codes of a length of which this is a slip of the finger: one digit is another, too many, missing, or swapped.

    Who guesses comes so close once in some ten thousand times.
    """
    if not (typed.isascii() and typed.isdecimal()):
        return
    ends = [(typed[:place], typed[place:]) for place in range(len(typed) + 1)]
    if len(typed) == length:
        yield from (left + digit + right[1:] for left, right in ends if right for digit in _DIGITS if digit != right[0])
        yield from (left + right[1] + right[0] + right[2:] for left, right in ends if len(right) > 1)
    elif len(typed) == length - 1:
        yield from (left + digit + right for left, right in ends for digit in _DIGITS)
    elif len(typed) == length + 1:
        yield from (left + right[1:] for left, right in ends if right)
