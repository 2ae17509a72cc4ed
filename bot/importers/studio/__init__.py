"""Flows of Twilio Studio."""

from bot.importers.studio.widgets import read

__all__ = ["read"]
