"""Messages to many: what is to be said, to whom, and how far it is.

broadcast ─ broadcast_part           the people of a file, until they are recipients
    └────── broadcast_recipient ─► message (its `request_id` is the broadcast's id)
saved_audience                     filters with a name
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.store.schema import core_table, partial
from bot.store.types import Document, Instant


class BroadcastRow(SQLModel, table=True):
    """One message to many, or the series that makes one again and again."""

    __tablename__ = "broadcast"
    __table_args__ = (
        partial("ix_broadcast_active", "id", where="state IN ('scheduled', 'running')"),
        UniqueConstraint("parent", "occurrence"),
    )

    id: str = Field(primary_key=True)
    name: str
    state: str
    """draft, scheduled, running, paused, done or canceled."""
    plan: dict[str, Any] = Field(sa_type=Document)
    """What is said, to whom, how fast and when: fixed once it has begun."""
    report: dict[str, Any] = Field(sa_type=Document)
    """What became of the rows of its file."""
    created_by: str
    created_at: datetime = Field(sa_type=Instant)
    next_at: datetime | None = Field(default=None, sa_type=Instant)
    """When it begins, or a series makes the next one."""
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    parent: str | None = None
    """The series that made it."""
    occurrence: str | None = None
    """For which moment."""
    cursor: str = ""
    """How far its recipients are made: the last contact, or the number of the next part."""
    filled: bool = False
    """Whether all of them are."""
    recipients: int = 0
    spent_until: datetime | None = Field(default=None, sa_type=Instant)
    """Up to this moment its pace is used up."""
    counts: dict[str, Any] = Field(sa_type=Document)
    """By status, as they were last counted."""
    counted_at: datetime | None = Field(default=None, sa_type=Instant)


class SavedAudienceRow(SQLModel, table=True):
    """A filter over contacts that is kept under a name."""

    __tablename__ = "saved_audience"

    name: str = Field(primary_key=True)
    filter: str
    note: str
    """What it is for."""
    created_by: str
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)


class BroadcastPartRow(SQLModel, table=True):
    """Some people of a file, with what their texts say. It goes when they are recipients."""

    __tablename__ = "broadcast_part"

    broadcast_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    people: list[Any] = Field(sa_type=Document)
    """Phone and data of each."""


class BroadcastRecipientRow(SQLModel, table=True):
    """Somebody who is to get it. The key is what makes sure that nobody gets it twice."""

    __tablename__ = "broadcast_recipient"
    __table_args__ = (
        Index("ix_broadcast_recipient_place", "broadcast_id", "place", unique=True),
        partial("ix_broadcast_recipient_due", "broadcast_id", "due_at", "place", where="due_at IS NOT NULL"),
        Index("ix_broadcast_recipient_contact_id", "contact_id"),
    )

    broadcast_id: str = Field(primary_key=True)
    contact_id: str = Field(primary_key=True)
    place: int
    """In the order in which they were found."""
    variant: int = 0
    data: dict[str, Any] | None = Field(default=None, sa_type=Document)
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    """When it is their turn; nothing once it was."""
    reason: str | None = None
    """Why they have to wait, or got nothing."""
    message_id: str | None = None


broadcast = core_table(BroadcastRow)
saved_audience = core_table(SavedAudienceRow)
broadcast_part = core_table(BroadcastPartRow)
broadcast_recipient = core_table(BroadcastRecipientRow)
