"""What is asked for about a passcode, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.providers.channel import Channel
from bot.verifications.rules import Blocked


class State(StrEnum):
    """How far a verification is."""

    PENDING = "pending"
    APPROVED = "approved"
    FAILED = "failed"
    CANCELED = "canceled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the business asks for."""

    to: str
    """E.164."""
    purpose: str
    nonce: str = ""
    """Known to whoever asked for the code alone, such as the id of a browser's session."""
    ip: str | None = None
    """Of the person, not of the business."""
    account: str | None = None
    human: bool = False
    """Whether the business has just made sure that it is a person."""
    length: int | None = None
    ttl_s: int | None = None
    template: str | None = None
    """Instead of the text in the person's language; `{code}` stands for the code."""
    brand: str | None = None
    language: str | None = None
    channel: Channel | None = None
    sender: str | None = None
    reference: str | None = None
    owner: str = ""
    """The API key."""
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check came to."""

    state: State
    valid: bool = False
    attempts_left: int = 0


class TooManyLooks(Blocked):
    """The state of one verification was asked for too often."""
