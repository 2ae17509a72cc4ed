"""What people at the desk keep besides the conversations themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.store.schema import core_table, partial
from bot.store.types import Document, Instant


class NoteRow(SQLModel, table=True):
    """What agents write about a conversation for each other. Nothing of it is ever sent."""

    __tablename__ = "note"

    id: str = Field(primary_key=True)
    conversation_id: str = Field(index=True)
    author: str
    """The agent or API key."""
    author_name: str
    """As it was then: accounts go, and the note stays."""
    text: str
    mentions: list[str] = Field(sa_type=Document)
    """The agents whom it calls."""
    created_at: datetime = Field(sa_type=Instant)


class NoticeRow(SQLModel, table=True):
    """That somebody is to know of something, in the console and, where they want it, by e-mail."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_recipient", "recipient", "id"),
        partial("ix_notice_unsent", "id", where="mailed_at IS NULL"),
    )

    id: str = Field(primary_key=True)
    recipient: str
    """An agent's id, or the e-mail address of a queue."""
    kind: str
    """mention, assigned, waiting (a flow handed over), needs_reply (the bot has it and cannot answer) or escalated."""
    conversation_id: str = Field(index=True)
    by_name: str
    """Who did it; blank where it came by itself."""
    created_at: datetime = Field(sa_type=Instant)
    seen_at: datetime | None = Field(default=None, sa_type=Instant)
    mailed_at: datetime | None = Field(default=None, sa_type=Instant)
    """When it was handed to the mail server, or it was decided that it goes by the console alone."""


note = core_table(NoteRow)
notice = core_table(NoticeRow)
