"""The table of short links."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.store.schema import core_table
from bot.store.types import Instant


class LinkRow(SQLModel, table=True):
    """Where a short link leads, and who has followed it: each message has its own."""

    __tablename__ = "link"

    code: str = Field(primary_key=True)
    message_id: str = Field(index=True)
    target: str
    day: str | None = None
    """On which it and its clicks are counted; None if it was sent before that was done."""
    source: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """The broadcast that sent it; blank for a message of its own."""
    clicks: int = 0
    created_at: datetime = Field(sa_type=Instant, index=True)
    first_click_at: datetime | None = Field(default=None, sa_type=Instant)
    last_click_at: datetime | None = Field(default=None, sa_type=Instant)


link = core_table(LinkRow)
