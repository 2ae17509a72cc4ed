"""What each figure means: the words that pages and answers show, beside the functions that decide.

Every message has one fate, and every session ends in exactly one way. Nothing here does I/O or reads a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.engine.nodes import EXPIRED, FAILED, HANDED_OVER, INTERRUPTED
from bot.events import MessageStatus
from bot.limits import RECEIPT_WAIT_MINUTES

RECEIPT_WAIT: Final = timedelta(minutes=RECEIPT_WAIT_MINUTES)
OPTED_OUT: Final = "opted_out"


class Fate(StrEnum):
    """What became of a message. Each has exactly one at a time."""

    QUEUED = "queued"
    REFUSED = "refused"
    CANCELED = "canceled"
    EXPIRED = "expired"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    WAITING = "waiting"
    UNKNOWN = "unknown"


TRIED: Final = (Fate.DELIVERED, Fate.UNDELIVERED, Fate.FAILED, Fate.WAITING, Fate.UNKNOWN)
"""What was handed to a provider: the whole of which rates are given."""
BILLED: Final = (Fate.DELIVERED, Fate.UNDELIVERED, Fate.WAITING, Fate.UNKNOWN)
"""What a provider took, and so what it is likely to charge for."""


def fate(status: str, handed_over_at: datetime | None, now: datetime) -> Fate:
    """Say what became of a message by now; silence is not taken for an arrival."""
    if status in _TAKEN:
        due = handed_over_at is not None and now - handed_over_at >= RECEIPT_WAIT
        return Fate.UNKNOWN if due else Fate.WAITING
    if status == MessageStatus.EXPIRED:
        return Fate.EXPIRED if handed_over_at is None else Fate.UNDELIVERED
    return _FATES[status]


_TAKEN: Final = frozenset({MessageStatus.ACCEPTED.value, MessageStatus.SENT.value})
_FATES: Final[Mapping[str, Fate]] = {
    MessageStatus.QUEUED.value: Fate.QUEUED,
    MessageStatus.SENDING.value: Fate.QUEUED,
    MessageStatus.UNKNOWN.value: Fate.UNKNOWN,
    MessageStatus.DELIVERED.value: Fate.DELIVERED,
    MessageStatus.UNDELIVERED.value: Fate.UNDELIVERED,
    MessageStatus.FAILED.value: Fate.FAILED,
    MessageStatus.REJECTED.value: Fate.FAILED,
    MessageStatus.CANCELED.value: Fate.CANCELED,
    MessageStatus.REFUSED.value: Fate.REFUSED,
}


class Ending(StrEnum):
    """How a session ended. Each has exactly one."""

    COMPLETED = "completed"
    DROPPED = "dropped"
    HANDED_OFF = "handed_off"
    OPTED_OUT = "opted_out"
    EXPIRED = "expired"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


def ending(outcome: str, *, silenced: bool, handed_off: bool) -> Ending:
    """Say how a session ended; `silenced` is whether the last that happened was that nobody answered."""
    if outcome == OPTED_OUT:
        return Ending.OPTED_OUT
    if handed_off:
        return Ending.HANDED_OFF
    fixed = _BY_OUTCOME.get(outcome)
    if fixed is not None:
        return fixed
    return Ending.DROPPED if silenced else Ending.COMPLETED


_BY_OUTCOME: Final[Mapping[str, Ending]] = {
    INTERRUPTED: Ending.INTERRUPTED,
    HANDED_OVER: Ending.INTERRUPTED,
    EXPIRED: Ending.EXPIRED,
    FAILED: Ending.FAILED,
}

DEFINITIONS: Final[Mapping[str, str]] = {
    "delivered": "The provider reported that the message reached the handset.",
    "undelivered": "The provider took the message and reported that it did not arrive, or not in time.",
    "failed": "The provider would not take the message, or reported that it could not send it.",
    "waiting": f"Handed over less than {RECEIPT_WAIT_MINUTES} minutes ago, and no receipt yet.",
    "unknown": f"Handed over, and no receipt for {RECEIPT_WAIT_MINUTES} minutes or more, or nobody knows whether the "
    "provider took it. Unknown is not delivered.",
    "queued": "Not handed to a provider yet.",
    "refused": "A rule kept the message back: it never left.",
    "canceled": "Taken back before it left.",
    "expired_message": "Too late to be sent: it never left.",
    "tried": "Handed to a provider: delivered, undelivered, failed, waiting and unknown. Rates are of these.",
    "segments": "The parts that the messages were sent in, which is what providers charge for.",
    "cost": "Segments that a provider took (delivered, undelivered, waiting, unknown) times the price that your table "
    "has for that provider, country and kind of number on that day. An estimate; the provider's invoice is the truth.",
    "started": "A flow began for somebody. All figures of a flow are of the sessions that started in the period, "
    "whenever they ended.",
    "answered": "The person gave at least one reply that a question understood.",
    "completed": "It came to an end that the author wrote, by an answer or by itself.",
    "dropped": "It ended because a question stayed unanswered for as long as its state waits.",
    "handed_off": "A person was asked for, or took over, before it ended; also if the bot went on afterwards.",
    "opted_out": "The person opted out while it was under way, whatever else had happened in it.",
    "expired": "The flow's own time ran out while it waited for the person.",
    "interrupted": "Another flow took the conversation.",
    "broken": "The flow could not go on: an error in it, or a version that is gone. (`failed` in the API.)",
    "under_way": "Not over yet.",
    "silent": "Under way, and the person has not answered for 24 hours; they still may.",
    "reached": "Sessions that came to this state at least once.",
    "stopped": "Sessions that ended in this state other than by completing.",
    "containment": "Of the sessions that are over, those in which no person was needed.",
    "first_reply": "By a person: from when one was asked for, or where one just took over, from the customer's first "
    "text that was not answered, to their first text. By the bot: from the text that began a session to its answer.",
    "next_reply": "From the first text of the customer that was not answered yet to the next text of ours.",
    "times": "A reply counts from when the customer's text arrived to when ours was written; sending it adds the time "
    "under Delivery. Median and 90th percentile, within 5 %. Clock time: nights and weekends count.",
    "to_send": "Of answers, which nothing delays on purpose: from when one was written to when the provider took it.",
    "to_deliver": "From when the provider took a message to the report of its delivery.",
    "engagement": "Texts by the weekday and hour of the business's time zone in which they came in.",
    "unmatched": "Replies that no question understood and texts that no flow takes, grouped by what was written. "
    "Answers to sensitive questions are counted and never shown.",
    "optouts": "Wishes to get no more texts, with our last message to the person before.",
    "links": "Short links that messages took along: each message has links of its own. Refused messages do not count.",
    "followed": "Links that somebody has opened at least once, without previews as far as they can be told. They count "
    "on the day on which the link was sent.",
    "clicks": "How often links were opened; one person may open a link again and again.",
    "day": "A message counts on the day on which it was handed over, or else written, in the business's time zone; "
    "a late receipt counts on that day, too.",
}
"""By name: what the pages and the API's answers say about their figures."""
