"""The lanes in which messages go out: one for each channel, and one for each number of a channel that has several.

What a carrier allows, it allows a number. So each lane has its own rate, its own pause and its own failures. The lane
of the channel itself takes what goes out by none of the numbers, such as a message for which the API asked another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from bot.outbox.pace import BREAKS_AFTER
from bot.providers.channel import Channel
from bot.store import paces


class Place(NamedTuple):
    """A lane, by its channel and its number there; the number is blank for the channel itself."""

    channel: Channel
    number: str = ""

    @property
    def name(self) -> str:
        """As it is known among all lanes; for a channel with one number the channel's name."""
        return f"{self.channel.name} {self.number}" if self.number else self.channel.name

    @property
    def sender(self) -> str:
        """The number that something moved to this lane goes out by."""
        return self.number or self.channel.number


def places(channels: Mapping[str, Channel]) -> dict[str, Place]:
    """Return every lane by its name."""
    made = [
        Place(channel, number)
        for channel in channels.values()
        for number in ("", *(channel.pool if channel.is_pool else ()))
    ]
    return {place.name: place for place in made}


def broken_channels(conn: Connection, channels: Mapping[str, Channel]) -> set[str]:
    """Return the channels of which no number works at the moment."""
    broken = paces.failing(conn, BREAKS_AFTER)
    return {
        name
        for name, channel in channels.items()
        if broken and all(Place(channel, number).name in broken for number in channel.numbers or ("",))
    }
