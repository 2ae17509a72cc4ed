"""Whom a message is for: a small language over what is known of people, that can only ever ask and never do anything.

    tags has "vip" and fields.city = "Lyon" and not country in ("US", "CA") and last_seen > now - 30d

text ─ read ─► tree ─┬─ matches     one person, in memory
                     └─ bot.store.audience   all people, as SQL with every value bound

Pure. Both answers are the same, and a test compares them over random people and filters.
"""

from __future__ import annotations

from bot.audience.match import Subject, matches
from bot.audience.read import AudienceError, read_audience
from bot.audience.tree import Filter

__all__ = ["AudienceError", "Filter", "Subject", "matches", "read_audience"]
