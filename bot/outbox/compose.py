"""From what shall be said to a message as it is written: counted, checked, refused with a reason if it may not go.

Pure. Every outgoing message is made here, whoever says it: a flow, the API, or the answer to STOP.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.compliance.gate import Verdict, gate
from bot.events import MessageClass, MessageStatus
from bot.limits import MESSAGE_CHARS_MAX
from bot.providers.base import Channel
from bot.routing.pool import Picked, lane_of
from bot.store.messages import Message
from bot.text import segments


class Saying(NamedTuple):
    """What shall be said, and by whom."""

    text: str
    message_class: MessageClass
    media: Sequence[str] = ()
    session_id: str | None = None
    state: str | None = None
    sender: str | None = None
    """Instead of the channel's own number."""
    send_at: datetime | None = None
    expires_at: datetime | None = None
    reference: str | None = None
    request_id: str | None = None


def compose(
    saying: Saying,
    *,
    id: str,
    conversation_id: str,
    recipient: str,
    channel: Channel,
    suppressed: bool,
    now: datetime,
    bulk: bool = False,
    picked: Picked | None = None,
) -> Message:
    """Make the message. Refused ones are written too, so that nothing disappears without a word.

    One of a `bulk` lets answers and single messages go first; so does marketing, which nobody waits for. `picked` is
    the number that the person knows, where the channel has several.
    """
    verdict = judge(saying, suppressed=suppressed)
    cost = segments(saying.text)
    sender = saying.sender or (picked.number if picked else channel.number)
    refused = verdict.decision == "refuse"
    return Message(
        id=id,
        conversation_id=conversation_id,
        channel=channel.name,
        sender=sender,
        recipient=recipient,
        message_class=saying.message_class,
        text=saying.text,
        media=list(saying.media),
        encoding=cost.encoding,
        units=cost.units,
        segments=cost.count,
        status=MessageStatus.REFUSED if refused else MessageStatus.QUEUED,
        due_at=None if refused else max(filter(None, (now, saying.send_at, verdict.not_before))),
        provider=channel.provider.name,
        created_at=now,
        session_id=saying.session_id,
        state=saying.state,
        error=verdict.reason if refused else None,
        expires_at=saying.expires_at,
        reference=saying.reference,
        request_id=saying.request_id,
        urgent=not bulk and saying.message_class is not MessageClass.MARKETING,
        decision=verdict.grounds,
        lane=lane_of(channel, sender),
    )


def judge(saying: Saying, *, suppressed: bool) -> Verdict:
    """Decide whether this may be said. A text that is too long is refused, never cut: the end may be what matters."""
    if not saying.text and not saying.media:
        return Verdict("refuse", "empty")
    if len(saying.text) > MESSAGE_CHARS_MAX:
        return Verdict("refuse", "too_long")
    return gate(saying.message_class, suppressed=suppressed)
