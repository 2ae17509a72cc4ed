"""The tables of what happens later or elsewhere: flows that start by the clock, and calls of other systems."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.store.schema import core_table, partial
from bot.store.types import Document, Instant


class TimerRow(SQLModel, table=True):
    """A flow that starts later. (A session's own clock is `session.wake_at`.)"""

    __tablename__ = "timer"
    __table_args__ = (
        partial("uq_timer_key", "contact_id", "key", where="key <> ''", unique=True),
        Index("ix_timer_due_at", "due_at"),
        Index("ix_timer_contact_id", "contact_id"),
        Index("ix_timer_key", "key", "contact_id"),
    )

    id: str = Field(primary_key=True)
    contact_id: str
    contact: str
    channel: str
    """Blank for a trigger: it is the one by which the contact was in touch last when the time comes."""
    key: str
    """The author's own name for it, or the trigger that the clock sets off; unique for the contact. Blank if it cannot
    be taken back."""
    payload: dict[str, Any] = Field(sa_type=Document)
    due_at: datetime = Field(sa_type=Instant)


class ActionRow(SQLModel, table=True):
    """A call, action or e-mail that a step has asked for; undone while `due_at` is set."""

    __tablename__ = "action"
    __table_args__ = (partial("ix_action_due", "due_at", where="due_at IS NOT NULL"),)

    id: str = Field(primary_key=True)
    session_id: str
    contact: str
    channel: str
    request: dict[str, Any] = Field(sa_type=Document)
    status: str
    """new, running or done."""
    attempts: int = 0
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    created_at: datetime = Field(sa_type=Instant)


timer = core_table(TimerRow)
action = core_table(ActionRow)
