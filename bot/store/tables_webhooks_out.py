"""The tables of what is told to the business: what happened, its addresses, and what each of them was told.

    fact ─► activity ─► webhook_delivery ─► webhook_attempt

`fact` is a queue: triggers put rows in while somebody wants to know (`bot.store.facts`), the teller takes them out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.store.schema import KEEP_COUNTING, core_table, partial
from bot.store.types import Document, Instant, Sequence


class FactRow(SQLModel, table=True):
    """A row of another table has become what somebody wants to know of; gone as soon as it stands in `activity`."""

    __tablename__ = "fact"
    __table_args__ = (KEEP_COUNTING,)

    seq: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    kind: str
    """Which of the watches saw it."""
    ref: str
    """The row: its id or number."""
    data: dict[str, Any] = Field(sa_type=Document)
    """What the row will not say any more once it has changed again."""
    at: datetime = Field(sa_type=Instant)


class ActivityRow(SQLModel, table=True):
    """What happened, as it is shown and told. Positions are given in the order of commits."""

    __tablename__ = "activity"
    __table_args__ = (Index("ix_activity_phone", "phone"), KEEP_COUNTING)

    position: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    id: str = Field(unique=True)
    """Also the `webhook-id` of every delivery."""
    type: str
    phone: str
    """Whom it is about; blank if nobody."""
    conversation_id: str
    """Within which order is kept: a conversation's id, or that of a contact, broadcast or verification; or blank."""
    data: dict[str, Any] = Field(sa_type=Document)
    at: datetime = Field(sa_type=Instant)


class WebhookRow(SQLModel, table=True):
    """An address of the business that wants to be told."""

    __tablename__ = "webhook"

    id: str = Field(primary_key=True)
    url: str
    description: str
    events: list[str] = Field(sa_type=Document)
    """Types, or families such as `message.*`; empty for all."""
    secret: str
    """Encrypted where there is a key."""
    old_secret: str | None = None
    """The one before, which signs as well until `old_secret_until`."""
    old_secret_until: datetime | None = Field(default=None, sa_type=Instant)
    enabled: bool
    disabled_at: datetime | None = Field(default=None, sa_type=Instant)
    disabled_reason: str | None = None
    """by_hand, gone (it answered 410) or failing."""
    failures: int = 0
    """Attempts in a row that failed."""
    failing_since: datetime | None = Field(default=None, sa_type=Instant)
    quiet_until: datetime | None = Field(default=None, sa_type=Instant)
    """Nothing is sent before."""
    last_error: str | None = None
    created_by: str
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)


class WebhookDeliveryRow(SQLModel, table=True):
    """What one address is to be told. It is in the queue while `due_at` is set."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "activity_id"),
        partial("ix_webhook_delivery_due", "webhook_id", "due_at", where="due_at IS NOT NULL"),
        partial("ix_webhook_delivery_turn", "webhook_id", "conversation_id", "position", where="due_at IS NOT NULL"),
        Index("ix_webhook_delivery_position", "webhook_id", "position"),
        Index("ix_webhook_delivery_activity_id", "activity_id"),
    )

    id: str = Field(primary_key=True)
    webhook_id: str
    activity_id: str
    position: int = Field(sa_type=Sequence)
    """Of the activity: deliveries of a conversation go in this order."""
    conversation_id: str
    status: str
    """pending, sending, delivered or failed."""
    attempts: int = 0
    """Since it was last put into the queue."""
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    """When to try, or until when the attempt under way counts."""
    error: str | None = None
    created_at: datetime = Field(sa_type=Instant)
    tried_since: datetime = Field(sa_type=Instant)
    """Since when it is in the queue: a replay begins anew."""
    finished_at: datetime | None = Field(default=None, sa_type=Instant)


class WebhookAttemptRow(SQLModel, table=True):
    """One call, and what came of it. Bodies of answers are not kept."""

    __tablename__ = "webhook_attempt"
    __table_args__ = (Index("ix_webhook_attempt_delivery_id", "delivery_id"), KEEP_COUNTING)

    seq: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    delivery_id: str
    status: int | None = None
    """Of the answer; None if there was none."""
    error: str | None = None
    took_ms: int
    at: datetime = Field(sa_type=Instant)


fact = core_table(FactRow)
activity = core_table(ActivityRow)
webhook = core_table(WebhookRow)
webhook_delivery = core_table(WebhookDeliveryRow)
webhook_attempt = core_table(WebhookAttemptRow)
