"""Whether a message may leave: asked when it is written, and again in the transaction that claims it for sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.compliance.hours import Spent, Timing
from bot.events import Json, MessageClass

Decision = Literal["send", "hold", "refuse"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision, why, and from when on a held message may go."""

    decision: Decision
    reason: str | None = None
    not_before: datetime | None = None
    facts: Mapping[str, Json] = field(default_factory=dict, compare=False)
    """What it rests on, for whoever asks why."""

    @property
    def grounds(self) -> dict[str, Json] | None:
        """What is kept with a message; None if nothing speaks against it and there is nothing to explain."""
        if self.decision == "send" and not self.facts:
            return None
        not_before = None if self.not_before is None else self.not_before.isoformat()
        return {"decision": self.decision, "reason": self.reason, "not_before": not_before, **self.facts}


SEND = Verdict("send")


def gate(
    message_class: MessageClass, *, suppressed: bool, hours: Timing | None = None, caps: Spent | None = None
) -> Verdict:
    """Refuse whatever goes to a person who opted out; only the one confirmation of that very wish passes.

    `hours` and `caps` are asked about what solicits, and nothing else: see `bot.compliance.hours`.
    """
    if suppressed and message_class is not MessageClass.CONSENT:
        return Verdict("refuse", "opted_out")
    if hours is None:
        return SEND
    return _timed(hours, caps)


def _timed(hours: Timing, caps: Spent | None) -> Verdict:
    facts = hours.facts if caps is None else {**hours.facts, "sent": caps.sent, "cap": caps.cap}
    if hours.opens_at is None:
        return Verdict("refuse", hours.reason, facts=facts)
    if caps is not None and caps.frees_at is not None:
        return Verdict("hold", "frequency", max(hours.opens_at, caps.frees_at), facts)
    if not hours.allowed:
        return Verdict("hold", hours.reason, hours.opens_at, facts)
    return Verdict("send", facts=facts)
