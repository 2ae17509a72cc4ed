"""Which of a channel's numbers a person hears from: always the same one, as long as it is there.

Pure. Whoever is new gets the number that a hash of both numbers gives, so that the people spread evenly, every process
gives the same one, and a number that is taken out of the pool moves nobody but those who knew it.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

from bot.events import Json
from bot.providers.channel import Channel

_NUMBERS_KEPT: Final = 256


class How(StrEnum):
    """Why it is this number."""

    ONLY = "only"
    """The channel has no other."""
    KNOWN = "known"
    """The person was texted from it first, or wrote to it last."""
    FIRST = "first"
    """The person was met before the channel had several."""
    SPREAD = "spread"
    """The person is new here."""
    REPLACED = "replaced"
    """The number that the person knew is not in the pool any more."""
    ASKED = "asked"
    """Whoever sends named it."""


class Picked(NamedTuple):
    """A number of ours, for one person."""

    number: str
    how: How
    instead_of: str | None = None
    """The number that the person knew, if it is not there any more."""

    @property
    def facts(self) -> dict[str, Json]:
        """What led to it, for whoever asks why."""
        made: dict[str, Json] = {"number": self.number, "number_by": self.how.value}
        return made if self.instead_of is None else made | {"instead_of": self.instead_of}

    def or_asked(self, sender: str | None) -> Picked:
        """Return what is sent from: what was asked for, if anything was."""
        return self if sender is None or sender == self.number else Picked(sender, How.ASKED)


def pick(channel: Channel, known: str | None, phone: str, *, new: bool) -> Picked:
    """Choose the number for a person who knows that one; `new` is who has no conversation on this channel yet."""
    if not channel.numbers:
        return only(channel.number)
    if known in channel.pool:
        return Picked(known, How.KNOWN)
    if known is not None:
        return Picked(spread(channel.pool, phone), How.REPLACED, known)
    return Picked(spread(channel.pool, phone), How.SPREAD) if new else Picked(channel.number, How.FIRST)


@lru_cache(_NUMBERS_KEPT)
def only(number: str) -> Picked:
    """Return what is picked where there is no choice: the same each time, for most channels have one number."""
    return Picked(number, How.ONLY)


def is_news(picked: Picked, known: str | None) -> bool:
    """Whether it is to be kept that a person knows this number. Where there is one alone, it is kept from the start."""
    return picked.number != known and (picked.how is not How.ONLY or known is not None)


def spread(numbers: Sequence[str], phone: str) -> str:
    """Return the number for somebody whom nobody knows yet: that with the highest hash together with the phone."""
    return max(numbers, key=lambda number: blake2b(f"{number} {phone}".encode(), digest_size=8).digest())


def lane_of(channel: Channel, sender: str) -> str:
    """Return whose rate a message uses up: that of its number; blank where all that is sent shares one."""
    return sender if sender in channel.numbers else ""
