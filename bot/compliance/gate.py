"""Whether a message may leave: asked when it is written, and again in the transaction that claims it for sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from bot.compliance.hours import Spent, Timing
from bot.events import Json, MessageClass

Decision = Literal["send", "hold", "refuse"]

OPTED_OUT: Final = "opted_out"
OUT_OF_PROGRAM: Final = "opted_out_of_program"
BLOCKED: Final = "carrier_block"
VOID: Final = "number_reassigned"
NO_CONSENT: Final = "no_consent"
PAUSED: Final = "paused_for_review"
ASKED_FOR: Final = "asked_for"
"""The basis on which a passcode goes to somebody who opted out before."""


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
    message_class: MessageClass,
    *,
    suppressed: bool,
    paused: bool = False,
    programme_out: bool = False,
    blocked: bool = False,
    void: bool = False,
    unconsented: bool = False,
    record: str | None = None,
    asked_for: bool = False,
    hours: Timing | None = None,
    caps: Spent | None = None,
) -> Verdict:
    """Refuse whatever goes to a person who opted out; only the one confirmation of that very wish passes.

    What the person who opted out has just `asked_for` passes, and it is kept with it on which basis.
    What is `paused` is held until somebody knows what the person meant. `hours` and `caps` are asked about what
    solicits, and nothing else: see `bot.compliance.hours`.
    """
    if message_class is MessageClass.CONSENT:
        return SEND
    facts: dict[str, Json] = {} if record is None else {"consent_event": record}
    if asked_for:
        return Verdict("send", facts={"basis": ASKED_FOR, **facts})
    barred = {
        OPTED_OUT: suppressed,
        OUT_OF_PROGRAM: programme_out,
        BLOCKED: blocked,
        VOID: void,
        NO_CONSENT: unconsented,
    }
    for reason, applies in barred.items():
        if applies:
            return Verdict("refuse", reason, facts=facts)
    if paused:
        return Verdict("hold", PAUSED, facts=facts)
    return SEND if hours is None else _timed(hours, caps, facts)


def _timed(hours: Timing, caps: Spent | None, known: Mapping[str, Json]) -> Verdict:
    spent = {} if caps is None else {"sent": caps.sent, "cap": caps.cap}
    facts = {**known, **hours.facts, **spent}
    if hours.opens_at is None:
        return Verdict("refuse", hours.reason, facts=facts)
    if caps is not None and caps.frees_at is not None:
        return Verdict("hold", "frequency", max(hours.opens_at, caps.frees_at), facts)
    if not hours.allowed:
        return Verdict("hold", hours.reason, hours.opens_at, facts)
    return Verdict("send", facts=facts)


def explain(reason: str | None, *, sender: str) -> str | None:
    """Say in a sentence what somebody who wanted to send can do about it; None where nobody opted out."""
    sentences = {
        OPTED_OUT: "They asked to get no more texts. Only they can change that, by texting START "
        "or by agreeing anew where you can prove it.",
        OUT_OF_PROGRAM: "They asked to get no more texts of this programme.",
        BLOCKED: f"They came back, but the carrier of {sender} still blocks them: "
        f"the customer must text START to {sender}.",
        VOID: "The number belongs to somebody else by now: only what its owner asks for is sent there.",
        NO_CONSENT: "Nothing says that they agreed to marketing, and START alone does not. "
        "Record what they agreed to, with the proof of it; what they ask for is answered.",
        PAUSED: "They may have asked to get no more texts. It goes out once somebody has looked into it, "
        "or is refused after three days.",
    }
    return sentences.get(reason or "")
