"""Which ways messages go, for `parley doctor`: the routes, what stands in their way, and what is registered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from bot.cli.findings import Finding, Level
from bot.config import ChannelSettings, RouteSettings, Settings
from bot.providers.channel import Channel
from bot.routing import make_router


def routes(settings: Settings, channels: Mapping[str, Channel], today: date) -> Iterator[Finding]:
    """Show each route, and the channels that can never be taken on it."""
    senders = make_router(settings).senders
    for place, route in enumerate(settings.routes, 1):
        subject = f"route {place}"
        yield Finding(Level.OK, subject, f"{_where(route)}: {', then '.join(route.channels)}")
        for name in route.channels:
            channel = channels[name]
            useless = [country for country in route.to if senders.forbids(country, channel.number, today)]
            if useless:
                text = (
                    f"{name} is never taken for {', '.join(useless)}: {channel.number} cannot be used as a sender there"
                )
                yield Finding(Level.WARNING, subject, text)
            for country in route.to:
                if (rule := senders.to_register(country, channel.number, today)) is not None:
                    text = f"{channel.number} has to be registered in {country} before it is used: {rule.source}"
                    yield Finding(Level.WARNING, subject, text)
        if all(channels[name].one_way for name in route.channels):
            text = "it has names only, to which nobody can reply: flows that ask something do not start on it"
            yield Finding(Level.WARNING, subject, text)
    hidden = _hidden(settings.routes)
    if hidden is not None:
        text = f"it never applies, because route {hidden[0]} before it takes all that it would"
        yield Finding(Level.WARNING, f"route {hidden[1]}", text)


def registrations(subject: str, channel: ChannelSettings) -> Iterator[Finding]:
    """Show as what a channel is registered in India and in the United States."""
    if channel.dlt_entity_id is not None:
        templates = f"{len(channel.dlt_templates)} templates" if channel.dlt_templates else "no template"
        yield Finding(Level.OK, subject, f"India: entity {channel.dlt_entity_id}, {templates}")
        if "consent" not in channel.dlt_templates:
            text = "the answer to STOP has no template for India, where operators drop it: set dlt_templates.consent"
            yield Finding(Level.WARNING, subject, text)
    if channel.brand_id or channel.campaign_id:
        parts = [f"brand {channel.brand_id}"] if channel.brand_id else []
        parts += [f"campaign {channel.campaign_id}"] if channel.campaign_id else []
        yield Finding(Level.OK, subject, f"10DLC: {', '.join(parts)}, which the provider knows by the number")


def _where(route: RouteSettings) -> str:
    parts = [", ".join((*route.to, *(f"{prefix}…" for prefix in route.prefixes))) or "everywhere"]
    return " ".join([*parts, *([f"({', '.join(route.classes)})"] if route.classes else [])])


def _hidden(given: tuple[RouteSettings, ...]) -> tuple[int, int] | None:
    """Find the first route that an earlier one leaves nothing for."""
    for place, route in enumerate(given, 1):
        for before, other in enumerate(given[: place - 1], 1):
            if _covers(other, route):
                return before, place
    return None


def _covers(other: RouteSettings, route: RouteSettings) -> bool:
    countries = not other.to or (bool(route.to) and set(route.to) <= set(other.to))
    prefixes = not other.prefixes or (
        bool(route.prefixes) and all(p.startswith(other.prefixes) for p in route.prefixes)
    )
    classes = not other.classes or (bool(route.classes) and set(route.classes) <= set(other.classes))
    return countries and prefixes and classes
