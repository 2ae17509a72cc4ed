"""The table of what was said to providers and by them: it explains messages, and nothing depends on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.store.schema import core_table, partial
from bot.store.types import Instant, Sequence


class ExchangeRow(SQLModel, table=True):
    """A request over HTTP and its answer, with what is secret taken out. Kept for some days, oldest first to go.

    Old ones are found by their number, which grows as time does: an index of times would cost every row and serve one
    deletion a minute.
    """

    __tablename__ = "exchange"
    __table_args__ = (
        Index("ix_exchange_about", "about"),
        partial("ix_exchange_batch", "batch", where="batch IS NOT NULL"),
    )

    seq: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    at: datetime = Field(sa_type=Instant)
    """When it was over."""
    channel: str
    kind: str
    """send, query, webhook or media."""
    about: str | None = None
    """Our id of a message, or the provider's where it named no other; None for what nobody could read."""
    person: str | None = None
    """The phone of who wrote, where a text came in."""
    batch: str | None = None
    """Shared by the rows of one webhook that told of several things."""
    attempt: int | None = None
    result: str
    detail: str
    status: int | None = None
    """Of the answer; None if there was none."""
    took_ms: int
    request: str
    """First line, headers, a blank line, body."""
    answer: str | None = None
    """Headers, a blank line, body."""


exchange = core_table(ExchangeRow)
