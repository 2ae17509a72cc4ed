"""What the server says of who works with it: people, keys, and what they did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.client.models import Model


class User(Model):
    """Somebody who works there."""

    id: str
    email: str
    name: str
    role: str
    timezone: str
    status: str
    capacity: int
    queues: list[str]
    two_factor: bool
    created_at: datetime
    seen_at: datetime | None = None
    disabled_at: datetime | None = None


class UserWithLink(User):
    """Somebody, and the link that lets them in once."""

    link: str
    kind: str
    mailed: bool


class UserSession(Model):
    """A browser in which somebody is signed in."""

    id: str
    address: str
    browser: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class EndedSessions(Model):
    """How many there were."""

    ended: int


class ApiKey(Model):
    """A key, without what makes it one."""

    id: str
    name: str
    scopes: list[str]
    test: bool
    created_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


class NewApiKey(Model):
    """A key, which is shown this once."""

    key: str
    name: str
    scopes: list[str]
    test: bool


class AuditEntry(Model):
    """Something that was done."""

    seq: int
    at: datetime
    kind: str
    actor: str
    actor_name: str
    subject: str
    address: str
    data: dict[str, Any]


class LedgerFinding(Model):
    """Something about the ledger of consent that is not as it was written."""

    seq: int
    what: str


class Verified(Model):
    """Whether the ledger of consent is as it was written."""

    intact: bool
    newest: int | None = None
    findings: list[LedgerFinding]
