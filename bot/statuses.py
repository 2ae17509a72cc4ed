"""Where an outgoing message stands, and how a report moves it on. Everybody knows it as part of `bot.events`."""

from __future__ import annotations

from enum import StrEnum


class MessageStatus(StrEnum):
    """Where an outgoing message stands, in the words of the API."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    """Handed to the provider, outcome not known: reconciled, never resent blindly."""
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    REJECTED = "rejected"
    EXPIRED = "expired"
    CANCELED = "canceled"
    REFUSED = "refused"
    """Never left us: `error` says which rule refused it."""


_RANK = {
    MessageStatus.QUEUED: 0,
    MessageStatus.SENDING: 1,
    MessageStatus.UNKNOWN: 1,
    MessageStatus.ACCEPTED: 2,
    MessageStatus.SENT: 3,
}
_TERMINAL_RANK = 4
_LATE_DELIVERY_WINS = {MessageStatus.UNDELIVERED, MessageStatus.EXPIRED}
NEVER_LEFT = frozenset({MessageStatus.CANCELED, MessageStatus.REFUSED})
FAILED = frozenset({MessageStatus.UNDELIVERED, MessageStatus.FAILED, MessageStatus.REJECTED, MessageStatus.EXPIRED})


def merge_status(current: MessageStatus, reported: MessageStatus) -> MessageStatus:
    """Fold a receipt into a status that never goes back.

    A lower rank never overwrites a higher one; the first terminal status stands, except that a late handset report
    turns `undelivered` or `expired` into `delivered` (several carriers report in that order). A provider's `queued`
    or `sending` means that it took the message, which is our `accepted`; its `unknown` says nothing.
    """
    if reported is MessageStatus.UNKNOWN or current in NEVER_LEFT:
        return current
    if reported in (MessageStatus.QUEUED, MessageStatus.SENDING):
        reported = MessageStatus.ACCEPTED
    if reported is MessageStatus.DELIVERED and current in _LATE_DELIVERY_WINS:
        return reported
    higher = _RANK.get(reported, _TERMINAL_RANK) > _RANK.get(current, _TERMINAL_RANK)
    return reported if higher else current
