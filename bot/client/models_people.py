"""What the server says of people, of what they want, and of passcodes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.client.models import Contact, Model
from bot.client.models_broadcasts import LeftOut


class ContactKept(Contact):
    """A person as they are now."""

    created: bool
    warnings: list[str]


class ContactsTaken(Model):
    """What became of a file of people."""

    created: int
    changed: int
    rejected: int
    repeated: int
    problems: list[LeftOut]
    warnings: list[str]


class OnePerson(Model):
    """A person and all their numbers."""

    id: str
    phones: list[str]


class Erased(Model):
    """That somebody was erased."""

    id: str
    contact: str | None = None
    status: str
    rows: dict[str, int]
    requested_at: datetime
    finished_at: datetime | None = None


class Export(Model):
    """All that is kept of a person: see `model_extra` for what is not named here."""

    exported_at: datetime
    phone: str
    contact: dict[str, Any]
    consent: list[dict[str, Any]]
    conversations: list[dict[str, Any]]
    messages: list[dict[str, Any]]


class ConsentRecord(Model):
    """An entry of the ledger."""

    id: str
    type: str
    program: str | None = None
    consent_type: str | None = None
    matched_by: str
    channel: str
    occurred_at: datetime | None = None
    recorded_at: datetime
    text: str
    row_hash: str


class ConsentStanding(Model):
    """What somebody wants, and the ledger of it; `next` leads to the page that follows."""

    phone: str
    contact_id: str | None = None
    out: bool
    since: datetime | None = None
    matched_by: str | None = None
    programs_out: list[dict[str, Any]]
    paused: dict[str, Any] | None = None
    blocks: list[dict[str, Any]]
    agreed: list[dict[str, Any]]
    data: list[ConsentRecord]
    next: str | None = None


class ConsentReview(Model):
    """A text that may be an opt-out, and waits for somebody who reads it."""

    contact_id: str
    phone: str
    text: str
    paused: dict[str, Any]


class Classified(Model):
    """What a text says about consent: `out`, `in`, `help`, `review` or `none`."""

    verdict: str
    matched_by: str | None = None


class Verification(Model):
    """A one-time passcode that was sent."""

    id: str
    to: str
    purpose: str
    status: str
    code_length: int
    attempts_left: int
    sends_left: int
    message_id: str | None = None
    reference: str | None = None
    created_at: datetime
    expires_at: datetime
    resend_at: datetime
    approved_at: datetime | None = None


class CheckResult(Model):
    """Whether somebody has the code; `valid` is said once."""

    id: str
    valid: bool
    status: str
    attempts_left: int
