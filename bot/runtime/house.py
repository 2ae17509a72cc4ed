"""What every turn of a conversation needs to know of this deployment, from its settings."""

from __future__ import annotations

from collections.abc import Mapping

from bot.business import business_names
from bot.compliance.hours import Hours
from bot.config import Settings
from bot.inbox import House
from bot.inbox.sessions import KeptSessions
from bot.library import FlowLibrary
from bot.providers.channel import Channel
from bot.routing import make_router
from bot.sealing import Sealer
from bot.world import World


def make_house(
    settings: Settings,
    library: FlowLibrary,
    channels: Mapping[str, Channel],
    world: World,
    hours: Hours,
    sealer: Sealer,
    person_secret: bytes,
    understands: bool,
) -> House:
    """Put it together; `understands` says whether there is an `understand` action."""
    return House(
        library=lambda: library.current,
        channels=channels,
        business=business_names(settings),
        secret=person_secret,
        new_id=world.new_id,
        new_seed=world.new_seed,
        hours=hours,
        approved=settings.compliance.approved,
        consent_recorded=settings.compliance.consent == "recorded",
        learn=library.learn,
        asks_when_unclear=settings.compliance.ask_when_unclear,
        understands=understands,
        router=make_router(settings),
        sessions=KeptSessions(sealer=sealer),
        sealer=sealer,
        passcodes=sealer.also(person_secret),
    )
