"""What people at the desk do with conversations: take over, answer, hand back, assign, snooze, close."""

from __future__ import annotations

from bot.desk.actor import SYSTEM, Actor
from bot.desk.desk import Desk
from bot.desk.errors import Conflict, DeskError, Refused, Stale, Unknown

__all__ = ["SYSTEM", "Actor", "Conflict", "Desk", "DeskError", "Refused", "Stale", "Unknown"]
