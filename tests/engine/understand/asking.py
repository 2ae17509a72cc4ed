"""Ask and hear: a question's spec and a reply, on Thursday 5 March 2026 at nine in New York."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.engine.match import Spec, understand
from bot.engine.understand.reading import Surroundings
from bot.events import Json
from bot.flow.model import Type

NOW = datetime(2026, 3, 5, 9, tzinfo=ZoneInfo("America/New_York"))
TYPICAL_COUNTRY = {"en": "US", "es": "ES", "fr": "FR", "de": "DE", "pt": "BR", "it": "IT", "nl": "NL"}


def surroundings(language: str = "en", country: str | None = None) -> Surroundings:
    """Where a reply is read."""
    country = TYPICAL_COUNTRY.get(language, "") if country is None else country
    return Surroundings(language, (), country, NOW.date(), NOW)


def hear(
    text: str,
    expect: Type,
    language: str = "en",
    *,
    country: str | None = None,
    media: tuple[str, ...] = (),
    **spec: Json,
) -> Json:
    """The value that a reply gives, or None where it is unclear."""
    country = TYPICAL_COUNTRY.get(language, "") if country is None else country
    asked = Spec(expect=expect, country=country, **spec)
    found = understand(text, media, asked, language=language, today=NOW.date(), now_local=NOW)
    return None if found is None else found.value
