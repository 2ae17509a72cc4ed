"""All rules: importing their modules registers them. A new family of rules is one line here."""

from __future__ import annotations

from bot.flow.rules import data, document, graph, law, library, numbers, replies, text, triggers
from bot.flow.rules.base import FLOW_RULES, LIBRARY_RULES

__all__ = ["FAMILIES", "FLOW_RULES", "LIBRARY_RULES"]

FAMILIES = (document, graph, replies, numbers, library, data, text, law, triggers)
