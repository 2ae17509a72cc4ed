"""The tables of those who write by hand: canned replies, drafts, and which numbers are one person's."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.store.schema import core_table
from bot.store.types import Instant


class CannedReplyRow(SQLModel, table=True):
    """A reply that is written once and used often: a template over contact, agent and business."""

    __tablename__ = "canned_reply"
    __table_args__ = (UniqueConstraint("owner", "shortcut"),)

    id: str = Field(primary_key=True)
    owner: str
    """The agent whose own it is; blank: everybody's."""
    shortcut: str
    """What is typed after the `/`."""
    text: str
    updated_at: datetime = Field(sa_type=Instant)
    updated_by: str


class DraftRow(SQLModel, table=True):
    """What an agent has begun to write in a conversation and not sent: one reply and one note at most."""

    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_conversation_id", "conversation_id"),)

    agent_id: str = Field(primary_key=True)
    conversation_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    """reply or note."""
    text: str
    updated_at: datetime = Field(sa_type=Instant)


class SamePersonRow(SQLModel, table=True):
    """That two contacts are one person with two numbers. Each number keeps its conversations and its consent."""

    __tablename__ = "same_person"
    __table_args__ = (Index("ix_same_person_main_id", "main_id"),)

    contact_id: str = Field(primary_key=True)
    main_id: str
    """Under whose name both are shown; never somebody who is in this table as another's number."""
    by: str
    at: datetime = Field(sa_type=Instant)


canned_reply = core_table(CannedReplyRow)
draft = core_table(DraftRow)
same_person = core_table(SamePersonRow)
