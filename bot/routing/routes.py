"""Choosing a channel: the first route that applies, and in it the first channel that can.

Pure, but for reading what is known about senders once, at the start. Without routes it is the first channel.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from importlib.resources import files
from typing import Final

from bot.compliance.senders import SenderRules, read_rules
from bot.config import Settings
from bot.events import Json, MessageClass
from bot.phone import country_of
from bot.providers.channel import Channel

NO_ROUTE: Final = "no_route"
"""Why a message is refused that no channel of its route can take."""


class How(StrEnum):
    """Who chose a channel."""

    ASKED = "asked"
    """Whoever sends named it, or a number of it."""
    ROUTE = "route"
    FIRST = "first"
    """No route applies: it is the first of the settings."""


class Unfit(StrEnum):
    """Why a channel was passed over."""

    DOWN = "down"
    """Its last calls failed, so that another one goes first; if there is none, the message waits for it."""
    SENDER = "sender"
    """What it sends from cannot be used in the recipient's country."""
    ONE_WAY = "one_way"
    """It sends from a name, and replies are expected."""
    TOO_LONG = "too_long"
    MEDIA = "media"
    """It cannot carry so many media, or none at all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be sent, as far as it matters for the way."""

    to: str
    message_class: MessageClass
    chars: int = 0
    media: int = 0
    replies: bool = False
    """Whether something is asked that the person is to answer."""
    sender: str | None = None
    """Instead of what the channel sends from."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where it applies (blank: everywhere), and its channels, the cheapest first."""

    place: int
    """Which of the settings' routes it is, from 1."""
    channels: tuple[str, ...]
    countries: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    classes: frozenset[str] = frozenset()

    def applies(self, wanted: Wanted, country: str | None) -> bool:
        """Whether it says something about a message."""
        return (
            (not self.countries or country in self.countries)
            and (not self.prefixes or wanted.to.startswith(self.prefixes))
            and (not self.classes or wanted.message_class in self.classes)
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """The channel, and what led to it."""

    channel: Channel
    how: How = How.ASKED
    country: str | None = None
    route: int | None = None
    passed_over: Mapping[str, Unfit] = field(default_factory=dict)
    refusal: str | None = None
    """Why nothing can be sent: no channel of the route can take it."""

    @property
    def facts(self) -> dict[str, Json]:
        """What led to it, for whoever asks why."""
        made: dict[str, Json] = {"channel": self.channel.name, "chosen_by": self.how.value, "country": self.country}
        made |= {} if self.route is None else {"route": self.route}
        passed_over = {name: unfit.value for name, unfit in self.passed_over.items()}
        made |= {"passed_over": passed_over} if passed_over else {}
        return made if self.refusal is None else made | {"refusal": self.refusal}


@dataclass(frozen=True, slots=True)
class Router:
    """The routes, and what is known about senders."""

    routes: tuple[Route, ...] = ()
    senders: SenderRules = field(default_factory=SenderRules)

    def choose(
        self, wanted: Wanted, channels: Mapping[str, Channel], today: date, broken: Collection[str] = ()
    ) -> Choice:
        """Choose among the channels of the first route that applies; `broken` are those that do not work now."""
        country = country_of(wanted.to) if self.routes else None
        route = next((route for route in self.routes if route.applies(wanted, country)), None)
        if route is None:
            return Choice(next(iter(channels.values())), How.FIRST, country)
        unfit = {name: self._unfit(wanted, channels[name], country, today) for name in route.channels}
        able = [name for name in route.channels if unfit[name] is None]
        if not able:
            passed_over = {name: reason for name, reason in unfit.items() if reason is not None}
            return Choice(channels[route.channels[0]], How.ROUTE, country, route.place, passed_over, NO_ROUTE)
        name = next((name for name in able if name not in broken), able[0])
        before = route.channels[: route.channels.index(name)]
        passed_over = {other: unfit[other] or Unfit.DOWN for other in before}
        return Choice(channels[name], How.ROUTE, country, route.place, passed_over)

    def _unfit(self, wanted: Wanted, channel: Channel, country: str | None, today: date) -> Unfit | None:
        """Say why a channel can never take a message."""
        limits, sender = channel.provider.limits, wanted.sender or channel.number
        if self.senders.forbids(country, sender, today):
            return Unfit.SENDER
        if wanted.replies and channel.one_way:
            return Unfit.ONE_WAY
        if wanted.chars > limits.chars_max:
            return Unfit.TOO_LONG
        return Unfit.MEDIA if wanted.media > limits.media_max else None


def make_router(settings: Settings) -> Router:
    """Make the router that the settings describe."""
    routes = [
        Route(place, given.channels, frozenset(given.to), given.prefixes, frozenset(given.classes))
        for place, given in enumerate(settings.routes, 1)
    ]
    document = files("bot.compliance").joinpath("rules/senders.toml").read_text(encoding="utf-8")
    return Router(tuple(routes), read_rules(tomllib.loads(document), settings.senders))
