"""What people at the desk keep besides the conversations themselves."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.store.schema import core_table
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


note = core_table(NoteRow)
