"""Why a message goes the way it goes, for people to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from bot.compliance.senders import SenderKind, SenderRules, kind_of
from bot.events import Json
from bot.phone import country_of
from bot.providers.channel import Channel
from bot.routing.pool import How as PickedBy
from bot.routing.routes import How, Unfit

UNFIT: Final[Mapping[str, str]] = {
    Unfit.DOWN: "does not work at the moment",
    Unfit.SENDER: "sends from what cannot be used there",
    Unfit.ONE_WAY: "sends from a name, to which nobody can reply",
    Unfit.TOO_LONG: "cannot take so long a text",
    Unfit.MEDIA: "cannot carry these media",
}
PICKED: Final[Mapping[str, str]] = {
    PickedBy.ONLY: "its only one",
    PickedBy.KNOWN: "which the person knows",
    PickedBy.FIRST: "the first one, which everybody had before there were several",
    PickedBy.SPREAD: "by which new people are spread",
    PickedBy.REPLACED: "instead of {instead_of}, which the channel has no more",
    PickedBy.ASKED: "as asked",
}


def explain(facts: Mapping[str, Json]) -> str:
    """Say why it is this channel and this number, from what is kept about it."""
    parts = [explain_channel(facts)] if "channel" in facts else []
    if "number" in facts:
        because = PICKED[facts["number_by"]].format(instead_of=facts.get("instead_of"))
        parts.append(f"from {facts['number']}, {because}")
    return "; ".join(parts)


def explain_channel(facts: Mapping[str, Json]) -> str:
    """Say why it is this channel, or why it is none."""
    name, route = facts["channel"], facts.get("route")
    if facts["chosen_by"] == How.ASKED:
        return f"{name}, as asked"
    if facts["chosen_by"] == How.FIRST:
        return f"{name}, the first channel" + ("" if facts["country"] is None else ", because no route applies")
    passed_over = "; ".join(f"{other} {UNFIT[reason]}" for other, reason in facts.get("passed_over", {}).items())
    if "refusal" in facts:
        return f"none of the channels of route {route} can: {passed_over}"
    return f"{name} by route {route}" + (f", because {passed_over}" if passed_over else "")


def warnings(channel: Channel, sender: str, to: str, rules: SenderRules, today: date) -> Iterator[str]:
    """Say what may come in the way of a message, or of an answer to it."""
    if kind_of(sender) is SenderKind.NAME:
        yield f"nobody can reply to the name `{sender}`, not even STOP: the text has to say another way to opt out"
    country = country_of(to)
    if rules.forbids(country, sender, today):
        yield f"`{sender}` cannot be used as a sender in {country}: take a number of that country, or see [senders]"
    if (rule := rules.to_register(country, sender, today)) is not None:
        yield f"`{sender}` has to be registered in {country} before it is used: {rule.source}"
    if country == "IN" and channel.provider.carries_dlt and channel.dlt_entity_id is None:
        yield f"operators in India drop texts without a registered template: set channels.{channel.name}.dlt_entity_id"
