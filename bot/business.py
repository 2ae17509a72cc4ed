"""What templates may say about the business."""

from __future__ import annotations

from bot.config import Settings
from bot.events import Json


def business_names(settings: Settings) -> dict[str, Json]:
    """Its settings, and whether it is open: always, as long as there are no opening hours to set."""
    return settings.business.model_dump(mode="json") | {"is_open": True, "opens_at": "09:00"}
