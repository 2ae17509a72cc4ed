"""Whether a message may leave: asked when it is written, and again in the transaction that claims it for sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.events import MessageClass

Decision = Literal["send", "hold", "refuse"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision, why, and from when on a held message may go."""

    decision: Decision
    reason: str | None = None
    not_before: datetime | None = None


SEND = Verdict("send")


def gate(message_class: MessageClass, *, suppressed: bool) -> Verdict:
    """Refuse whatever goes to a person who opted out; only the one confirmation of that very wish passes."""
    if suppressed and message_class is not MessageClass.CONSENT:
        return Verdict("refuse", "opted_out")
    return SEND
