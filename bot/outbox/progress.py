"""How a message's delivery moves on: pure functions from where it stands and what happened to where it stands then.

queued ─► sending ─► accepted ─► sent ─► delivered | undelivered | failed | …
            │  └───► queued (certainly not taken: later again)
            └──────► unknown ─► whatever a receipt, or the provider when asked, says
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.errors import SendError
from bot.events import MessageStatus, Sent, merge_status
from bot.store.outcomes import Delivery

_UNSETTLED = frozenset({MessageStatus.QUEUED, MessageStatus.SENDING, MessageStatus.UNKNOWN})


def reported(delivery: Delivery, status: MessageStatus, error: str | None, at: datetime) -> Delivery:
    """Fold in what the provider says about the message; in whichever order reports come, the end is the same."""
    merged = merge_status(delivery.status, status)
    if merged is delivery.status:
        return delivery
    delivery = delivery._replace(status=merged, error=error if error else _outdated(delivery, merged))
    if merged in _UNSETTLED:
        return delivery
    delivery = _certain(delivery, None)._replace(sent_at=delivery.sent_at or at)
    return delivery._replace(delivered_at=at) if merged is MessageStatus.DELIVERED else delivery


def accepted(delivery: Delivery, sent: Sent, at: datetime) -> Delivery:
    """The provider answered that it took the message. A receipt may have been quicker."""
    known = delivery._replace(provider_id=sent.provider_id or delivery.provider_id)
    return reported(known, sent.status, None, at)


def rejected(delivery: Delivery, error: SendError) -> Delivery:
    """The provider answered that it will never take the message."""
    if delivery.status not in _UNSETTLED:
        return delivery
    return delivery._replace(status=MessageStatus.REJECTED, due_at=None, leased_until=None, **_words(error))


def given_up(delivery: Delivery, error: SendError) -> Delivery:
    """The provider has not taken the message often enough."""
    if delivery.status not in _UNSETTLED:
        return delivery
    return delivery._replace(status=MessageStatus.FAILED, due_at=None, leased_until=None, **_words(error))


def postponed(delivery: Delivery, error: SendError, due_at: datetime) -> Delivery:
    """The provider certainly did not take the message: it goes back into the queue, and expires there if it must."""
    if delivery.status not in (MessageStatus.SENDING, MessageStatus.UNKNOWN):
        return delivery
    due_at = min(due_at, delivery.expires_at or due_at)
    return _queued(delivery, due_at)._replace(**_words(error))


def lost_sight(delivery: Delivery, error: SendError, now: datetime, due_at: datetime) -> Delivery:
    """The provider may have taken the message: never to be sent again just so."""
    if delivery.status is not MessageStatus.SENDING:
        return delivery
    return out_of_sight(delivery, now, due_at)._replace(**_words(error))


def out_of_sight(delivery: Delivery, now: datetime, due_at: datetime) -> Delivery:
    """The process that sent the message is gone."""
    doubted_at = delivery.doubted_at or now  # the first doubt counts for those who wait behind this message
    delivery = delivery._replace(status=MessageStatus.UNKNOWN, due_at=due_at, leased_until=None)
    return delivery._replace(unknown_at=now, doubted_at=doubted_at)


def never_left(delivery: Delivery, now: datetime) -> Delivery:
    """It is proved that no byte of the message was written: nothing happened, and it goes on from the queue."""
    return _queued(delivery, now)


def resent(delivery: Delivery, now: datetime, *, possible_duplicate: bool) -> Delivery:
    """Send a message of unknown outcome again."""
    return _queued(delivery, now)._replace(
        resends=delivery.resends + 1,
        possible_duplicate=delivery.possible_duplicate or possible_duplicate,
    )


def _queued(delivery: Delivery, due_at: datetime) -> Delivery:
    return _certain(delivery, due_at)._replace(status=MessageStatus.QUEUED)


def _certain(delivery: Delivery, due_at: datetime | None) -> Delivery:
    """It is neither on the wire nor out of sight."""
    return delivery._replace(due_at=due_at, leased_until=None, unknown_at=None, doubted_at=None)


def _outdated(delivery: Delivery, merged: MessageStatus) -> str | None:
    """An error of an earlier attempt says nothing about a message that got through after all."""
    return None if merged in (MessageStatus.ACCEPTED, MessageStatus.SENT, MessageStatus.DELIVERED) else delivery.error


def _words(error: SendError) -> dict[str, Any]:
    return {"error": error.code or error.kind.value, "error_detail": error.detail or None}
