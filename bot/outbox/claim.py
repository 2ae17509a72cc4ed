"""Claiming: in one transaction decide which messages go out now, and put that on the disk before any of them does.

The requests are built here too, so that after the commit nothing stands between a claim and its first byte.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
from sqlalchemy import Connection

from bot.compliance.gate import gate
from bot.errors import SendError
from bot.events import ErrorClass, MessageClass, MessageStatus, Outbound
from bot.outbox import policy
from bot.outbox.record import Outcome
from bot.providers.base import Channel
from bot.store import contacts, messages
from bot.store.messages import Queued

LEASE = timedelta(seconds=60)
"""Longer than any call may take: when it is over, the call's process is dead or stuck."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is to be put on the wire at once."""

    message_id: str
    channel: Channel
    request: httpx.Request
    attempts: int


@dataclass(slots=True)
class Claims:
    """What a claim led to."""

    claimed: list[Claimed] = field(default_factory=list)
    unsendable: list[Outcome] = field(default_factory=list)
    """Messages that the provider could never take, known before they cost a request."""
    delivered: int = 0
    """Messages of channels that stay in process."""

    def __len__(self) -> int:
        return len(self.claimed) + len(self.unsendable) + self.delivered


class Claimer:
    """Chooses what goes out. Its methods run inside the caller's transaction."""

    def __init__(
        self, channels: Mapping[str, Channel], person_secret: bytes, status_url: Callable[[str, str], str | None]
    ) -> None:
        self._channels = channels
        self._person_secret = person_secret
        self._status_url = status_url

    def claim(self, conn: Connection, slots: Mapping[str, int], now: datetime) -> Claims:
        """Claim up to so many messages of each channel."""
        claims = Claims()
        for name, free in slots.items():
            if free > 0:
                self._claim_channel(conn, self._channels[name], free, now, claims)
        return claims

    def _claim_channel(self, conn: Connection, channel: Channel, free: int, now: datetime, claims: Claims) -> None:
        due = messages.due(conn, channel.name, now, now - policy.PATIENCE, free)
        due = self._without_expired(conn, due, now)
        due = self._without_suppressed(conn, due, now)
        if channel.provider.local:
            messages.settle(conn, [row.seq for row in due], MessageStatus.DELIVERED, now)
            claims.delivered += len(due)
            return
        sending = []
        for row in due:
            try:
                claims.claimed.append(Claimed(row.id, channel, self._build(channel, row), row.attempts + 1))
                sending.append(row.seq)
            except SendError as error:
                claims.unsendable.append(Outcome(row.id, error))
        messages.mark_sending(conn, sending, now + LEASE)

    def _build(self, channel: Channel, row: Queued) -> httpx.Request:
        status_url = self._status_url(channel.name, row.id)
        outbound = Outbound(row.id, row.sender, row.recipient, row.text, tuple(row.media), status_url)
        try:
            return channel.provider.build(outbound)
        except SendError:
            raise
        except Exception as error:  # one message that a provider chokes on must not hold up the others
            raise SendError(ErrorClass.PERMANENT, "not_buildable", f"{type(error).__name__}: {error}") from error

    def _without_expired(self, conn: Connection, due: Sequence[Queued], now: datetime) -> list[Queued]:
        late = [row.seq for row in due if row.expires_at is not None and row.expires_at <= now]
        messages.settle(conn, late, MessageStatus.EXPIRED, now, "expired")
        return [row for row in due if row.seq not in late]

    def _without_suppressed(self, conn: Connection, due: Sequence[Queued], now: datetime) -> list[Queued]:
        """Ask again whether each may be sent: much may have happened since it was written."""
        keys = {row.recipient: contacts.person_key(self._person_secret, row.recipient) for row in due}
        suppressed = contacts.suppressed(conn, list(keys.values()))
        kept = []
        for row in due:
            verdict = gate(MessageClass(row.message_class), suppressed=keys[row.recipient] in suppressed)
            if verdict.decision == "refuse":
                messages.settle(conn, [row.seq], MessageStatus.REFUSED, now, verdict.reason)
            else:
                kept.append(row)
        return kept
