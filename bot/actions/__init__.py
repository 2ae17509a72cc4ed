"""What flows ask the world for, besides messages: calls of APIs, e-mails, and actions written in Python.

from bot.actions import action

@action
def find_table(people: int, day: str) -> dict[str, object]: ...      # in a flow: `do: find_table`
"""

from __future__ import annotations

from bot.actions.registry import Action, Attempt, action
from bot.actions.service import Actions

__all__ = ["Action", "Actions", "Attempt", "action"]
