"""All rules: importing their modules registers them. A new family of rules is one line here."""

from __future__ import annotations

from bot.flow.rules import (
    braces,
    choices,
    data,
    declared,
    document,
    fields,
    graph,
    heard,
    law,
    library,
    marketing,
    moved,
    numbers,
    privacy,
    quiet,
    replies,
    shadow,
    text,
    translation,
    triggers,
)
from bot.flow.rules.base import FLOW_RULES, LIBRARY_RULES

__all__ = ["FAMILIES", "FLOW_RULES", "LIBRARY_RULES"]

FAMILIES = (
    document, graph, shadow, replies, choices, numbers, library,
    data, fields, declared, text, braces, translation, law, marketing, privacy, quiet, triggers, moved, heard,
)  # fmt: skip
