"""What `parley doctor` says about passcodes, where the settings are weaker than they need be."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cli.findings import Finding, Level
from bot.config import Settings, VerificationSettings
from bot.store.db import Database


def passcodes(settings: Settings) -> Iterator[Finding]:
    """Look at the settings of passcodes; nothing where they are as they come."""
    given = settings.verifications
    if given == VerificationSettings():
        return
    if given.short_codes:
        text = "codes of four digits are guessed a hundred times as easily: leave verifications.short_codes out"
        yield Finding(Level.WARNING, "passcodes", text)
    if given.segments_per_day == 0:
        yield Finding(Level.WARNING, "passcodes", "none are sent: verifications.segments_per_day is 0")
    if settings.privacy.key is None and Database(settings.database.url).shared:
        text = "whoever reads the database could find codes out while they live: set privacy.key"
        yield Finding(Level.WARNING, "passcodes", text)
    countries = ", ".join(given.countries or (settings.business.country,))
    yield Finding(Level.OK, "passcodes", f"to {countries}, {given.segments_per_day} segments a day")
