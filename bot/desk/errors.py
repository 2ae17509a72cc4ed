"""Why something at the desk is not done. Whoever asked is told; nothing of it has happened then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.errors import BotError


class DeskError(BotError):
    """Something at the desk was not done."""


class Unknown(DeskError):
    """There is no such conversation, message or state."""


class Stale(DeskError):
    """Somebody has taken the conversation over, or handed it back, since it was looked at."""

    def __init__(self, epoch: int) -> None:
        super().__init__(f"the conversation is at epoch {epoch} by now: who speaks has changed since you looked")
        self.epoch = epoch


class Conflict(DeskError):
    """There is something in the conversation that whoever wrote has not seen."""

    def __init__(self, newer: Sequence[Any]) -> None:
        """`newer` are the items of the thread, the oldest first."""
        super().__init__("there are newer messages in the conversation than the writer has seen")
        self.newer = tuple(newer)


class Refused(DeskError):
    """It may not be done, whoever asks: `reason` is a word, `detail` a sentence for the agent."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
