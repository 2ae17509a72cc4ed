"""The tables of those who work in the console: who they are, where they are signed in, and what they did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.store.schema import KEEP_COUNTING, core_table
from bot.store.types import Document, Instant, Sequence


class UserRow(SQLModel, table=True):
    """Somebody who may sign in."""

    __tablename__ = "user"

    id: str = Field(primary_key=True)
    email: str = Field(unique=True)
    """In small letters: what they sign in with."""
    name: str
    role: str
    """viewer, agent, supervisor or admin."""
    timezone: str
    status: str
    """online or away: whether conversations are assigned to them."""
    capacity: int
    """So many open conversations at most are assigned to them by themselves."""
    queues: list[str] = Field(sa_type=Document)
    """Whose conversations are assigned to them; none means all."""
    notify: dict[str, Any] = Field(sa_type=Document)
    preferences: dict[str, Any] = Field(sa_type=Document)
    """How the console looks and behaves for them."""
    password: str | None = None
    """As argon2id writes it; None until they have chosen one."""
    factor: str | None = None
    """The secret of the second factor, sealed."""
    factor_at: datetime | None = Field(default=None, sa_type=Instant)
    """Since when it is asked for; None while it is only proposed."""
    factor_step: int | None = None
    """The step of time of the last code that was taken, so that none is taken twice."""
    recovery: list[str] = Field(sa_type=Document)
    """Digests of the codes that stand in for the second factor, each once."""
    identity: str | None = Field(default=None, unique=True)
    """Issuer and subject at the business's identity provider."""
    created_at: datetime = Field(sa_type=Instant)
    seen_at: datetime | None = Field(default=None, sa_type=Instant)
    disabled_at: datetime | None = Field(default=None, sa_type=Instant)


class LoginRow(SQLModel, table=True):
    """A browser in which somebody is signed in. Ended ones are deleted."""

    __tablename__ = "login"

    id: str = Field(primary_key=True)
    digest: str = Field(unique=True)
    """Of what the cookie holds."""
    user_id: str = Field(index=True)
    whole: bool
    """False while the second factor is still to come: nothing but that may be done then."""
    address: str
    browser: str
    created_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    proved_at: datetime = Field(sa_type=Instant)
    """When they last proved who they are."""
    expires_at: datetime = Field(sa_type=Instant)


class UserLinkRow(SQLModel, table=True):
    """A link that was given to somebody, and works once."""

    __tablename__ = "user_link"

    id: str = Field(primary_key=True)
    digest: str = Field(unique=True)
    user_id: str = Field(index=True)
    kind: str
    """login, invitation, reset or email."""
    email: str | None = None
    """The address that it proves."""
    created_by: str
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)


class AttemptRow(SQLModel, table=True):
    """How often in a row something failed: by account, by network address."""

    __tablename__ = "attempt"

    subject: str = Field(primary_key=True)
    """Keyed, so that it names nobody."""
    failures: int
    last_at: datetime = Field(sa_type=Instant, index=True)
    blocked_until: datetime | None = Field(default=None, sa_type=Instant)


class AuditRow(SQLModel, table=True):
    """Append-only: who did what that matters to security or to the house. The database itself keeps it as it is."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_actor", "actor", "seq"), KEEP_COUNTING)

    seq: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    at: datetime = Field(sa_type=Instant)
    kind: str
    actor: str
    """The id of a user or of an API key, `cli`, or blank for somebody unknown."""
    actor_name: str
    subject: str
    """The id of what it was done to."""
    address: str
    data: dict[str, Any] = Field(sa_type=Document)


user = core_table(UserRow)
login = core_table(LoginRow)
user_link = core_table(UserLinkRow)
attempt = core_table(AttemptRow)
audit = core_table(AuditRow)
