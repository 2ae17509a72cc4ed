"""Flows of RapidPro and TextIt."""

from bot.importers.rapidpro.nodes import read

__all__ = ["read"]
