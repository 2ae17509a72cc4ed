"""What became of a message, in words: for people who do not know what `undelivered` or `30005` means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.events import MessageStatus
from bot.why import reason_in_words

Tone = Literal["waiting", "fine", "bad"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far a message got."""

    sign: str
    """Says it again by shape."""
    words: str
    tone: Tone
    over: bool
    """Whether it stays as it is."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a message decides how far it got."""

    status: str
    error: str | None = None
    error_detail: str | None = None
    due_at: datetime | None = None
    held: str | None = None
    """Why it waits."""


SOON: Final = timedelta(seconds=30)
_WAITING: Final = {
    MessageStatus.QUEUED: "waits to be sent",
    MessageStatus.SENDING: "is being handed over",
    MessageStatus.UNKNOWN: "nobody knows yet whether the provider took it",
    MessageStatus.ACCEPTED: "the provider has it",
    MessageStatus.SENT: "sent",
}
_BAD: Final = {
    MessageStatus.UNDELIVERED: "not delivered",
    MessageStatus.FAILED: "could not be sent",
    MessageStatus.REJECTED: "refused by the provider",
    MessageStatus.EXPIRED: "given up, it would have come too late",
    MessageStatus.REFUSED: "not sent",
}
_SIGNS: Final = {
    MessageStatus.QUEUED: "◷",
    MessageStatus.SENDING: "◷",
    MessageStatus.UNKNOWN: "?",
    MessageStatus.ACCEPTED: "✓",
    MessageStatus.SENT: "✓",
    MessageStatus.DELIVERED: "✓✓",
    MessageStatus.CANCELED: "–",
}


def delivery(given: Standing, now: datetime, there: ZoneInfo) -> Delivery:
    """Say how far a message got; `there` is the clock that the person lives by."""
    status = MessageStatus(given.status)
    sign = _SIGNS.get(status, "✕")
    if status is MessageStatus.DELIVERED:
        return Delivery(sign, "delivered", "fine", over=True)
    if status is MessageStatus.CANCELED:
        return Delivery(sign, f"taken back{_because(given)}", "waiting", over=True)
    if status in _BAD:
        return Delivery(sign, f"{_BAD[status]}{_because(given)}", "bad", over=status is not MessageStatus.UNDELIVERED)
    if status is MessageStatus.QUEUED and given.due_at is not None and given.due_at > now:
        if given.due_at - now <= SOON and not given.held:
            return Delivery(sign, "leaves in a moment", "waiting", False)
        return Delivery(sign, f"goes out {moment(given.due_at, now, there)} their time{_held(given)}", "waiting", False)
    return Delivery(sign, _WAITING[status], "waiting", over=False)


def moment(at: datetime, now: datetime, there: ZoneInfo) -> str:
    """`today 09:00`, `tomorrow 09:00`, `Fri 09:00` or `Fri 13 March 09:00`."""
    local, today = at.astimezone(there), now.astimezone(there).date()
    days = (local.date() - today).days
    if days in (0, 1):
        return f"{'tomorrow' if days else 'today'} {local:%H:%M}"
    return f"{local:%a %H:%M}" if 1 < days < 7 else f"{local:%a} {local.day} {local:%B %H:%M}"


def _because(given: Standing) -> str:
    """Our own reason in words; a carrier's as it was given, with its code to look up."""
    if not given.error or given.error == "canceled":
        return ""
    ours = reason_in_words(given.error)
    if ours is not None:
        return f": {ours}"
    detail = (given.error_detail or "").strip()
    return f": {detail} ({given.error})" if detail and detail != given.error else f": error {given.error}"


def _held(given: Standing) -> str:
    return f": {reason_in_words(given.held) or given.held}" if given.held else ""
