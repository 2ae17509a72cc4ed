"""From the settings to what the services are given: channels, and the hours in which people may be texted."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from bot.compliance.hours import Hours
from bot.config import ChannelSettings, ComplianceSettings, Settings
from bot.errors import ConfigError
from bot.providers.base import make_provider
from bot.providers.channel import Channel
from bot.rulebook import parse_span

log = structlog.get_logger(__name__)


def make_channels(settings: Settings) -> Mapping[str, Channel]:
    """Configure every channel of the settings, or raise a `ConfigError` that says what is wrong."""
    return {name: make_channel(name, given) for name, given in settings.channels.items()}


def make_hours(given: ComplianceSettings) -> Hours:
    """When people may be sent what they did not ask for, as the settings have it."""
    for rule, reason in given.without.items():
        log.warning("a rule about quiet hours is not kept", rule=rule, reason=reason)
    return Hours(
        profile=given.quiet_hours,
        unconfirmed=given.unconfirmed,
        cap=given.marketing_per_day,
        narrower={country: parse_span(written) for country, written in given.hours.items()},
        closed=given.closed,
        without=given.without,
    )


def make_channel(name: str, given: ChannelSettings) -> Channel:
    """Configure one channel, or raise a `ConfigError`."""
    provider = make_provider(given.provider, given.extra, "channels", name)
    if (given.dlt_entity_id or given.dlt_templates) and not provider.carries_dlt:
        raise ConfigError(
            f"channels.{name}.dlt_entity_id: {given.provider} has no field for the ids that India asks for: leave it "
            "and `dlt_templates` out, and register entity and templates with the provider itself"
        )
    return Channel(
        name=name,
        provider=provider,
        number=given.number,
        rate=given.rate or provider.rate,
        fallback=given.fallback,
        opt_out_reply=given.opt_out_reply,
        numbers=given.pool if len(given.pool) > 1 else (),
        dlt_entity_id=given.dlt_entity_id,
        dlt_templates=given.dlt_templates,
        registration={
            name: value
            for name, value in (("brand_id", given.brand_id), ("campaign_id", given.campaign_id))
            if value is not None
        },
    )
