"""The tables of what becomes of messages: which are on the wire, and what their providers report."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.store.schema import KEEP_COUNTING, core_table, partial
from bot.store.types import Document, Instant, Sequence


class LeaseRow(SQLModel, table=True):
    """What a worker claimed in one transaction, kept as long as any of it may be on the wire.

    By it those are found whose time is over. An index of the messages would say the same, and every claim would have
    to make new entries in all of their indexes.
    """

    __tablename__ = "lease"
    __table_args__ = (Index("ix_lease_until", "until"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    until: datetime = Field(sa_type=Instant)
    """When to look at it: not after any of its messages may be overdue."""
    seqs: list[int] = Field(sa_type=Document)
    """The numbers of the messages."""


class ReceiptRow(SQLModel, table=True):
    """Append-only: every report of a provider, also those about messages that we do not know yet."""

    __tablename__ = "receipt"
    __table_args__ = (
        partial("ix_receipt_waiting", "channel", "provider_id", where="message_id IS NULL"),
        Index("ix_receipt_message_id", "message_id"),
        Index("ix_receipt_channel", "channel", "seq"),
        KEEP_COUNTING,
    )

    seq: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    channel: str
    provider_id: str
    reference: str | None = None
    message_id: str | None = None
    status: str
    raw_status: str
    error_code: str | None = None
    error_class: str | None = None
    received_at: datetime = Field(sa_type=Instant)


lease = core_table(LeaseRow)
receipt = core_table(ReceiptRow)
