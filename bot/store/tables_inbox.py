"""What the agents' inbox is made of: kept beside the conversations, and made again from them if it is lost.

    event, message, receipt ─ followed ─► listing        a row a conversation: what lists are chosen and sorted by
                                     └──► finding        what a text, a note or a person is found by

Nothing of it is written where texts are processed, so that a text costs the same with a console and without.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer
from sqlmodel import Field, SQLModel

from bot.store.schema import core_table, partial
from bot.store.types import Document, Instant, Terms


class ListingRow(SQLModel, table=True):
    """A conversation as the inbox lists it. Words that are missing are blank, because the indexes sort by them."""

    __tablename__ = "listing"
    __table_args__ = (
        Index("ix_listing_status", "status", "at", "conversation_id"),
        Index("ix_listing_holder", "status", "handler", "assignee", "at", "conversation_id"),
        Index("ix_listing_needs", "status", "handler", "needs", "at", "conversation_id"),
        partial("ix_listing_assignee", "assignee", "status", "at", "conversation_id", where="assignee <> ''"),
        partial("ix_listing_queue", "queue", "status", "at", "conversation_id", where="queue <> ''"),
        partial("ix_listing_flow", "flow", "status", "at", "conversation_id", where="flow <> ''"),
        Index("ix_listing_contact_id", "contact_id"),
        Index("ix_listing_version", "version"),
    )

    conversation_id: str = Field(primary_key=True)
    contact_id: str
    channel: str
    status: str
    handler: str
    assignee: str = ""
    queue: str = ""
    priority: str = ""
    flow: str = ""
    """The flow under way, or the last one."""
    state: str = ""
    """Where in it; blank if it is over."""
    needs: int = 0
    """1 where the bot holds it and a person should look."""
    at: datetime = Field(sa_type=Instant)
    """When somebody last wrote; what goes to many at once does not count."""
    author: str = ""
    """Who wrote the newest text: `them`, `bot`, or an agent or key of ours. What it says stays where it is."""
    heard: int = Field(default=0, sa_type=BigInteger)
    """The number, in the log, of the newest text that came in: who has read up to it has read it all."""
    message_id: str = ""
    """Our newest message."""
    waiting_since: datetime | None = Field(default=None, sa_type=Instant)
    version: int = Field(sa_type=BigInteger)
    """Grows with every change of any row: whoever knows up to where they have seen finds the rest."""


class ListingLabelRow(SQLModel, table=True):
    """A label that a conversation has."""

    __tablename__ = "listing_label"
    __table_args__ = (Index("ix_listing_label_conversation_id", "conversation_id"),)

    label: str = Field(primary_key=True)
    conversation_id: str = Field(primary_key=True)


class FindingRow(SQLModel, table=True):
    """What something is found by. SQLite indexes the terms in `finding_index`, which triggers keep in step."""

    __tablename__ = "finding"
    __table_args__ = (
        Index("ix_finding_about", "about"),
        Index("ix_finding_terms", "terms", postgresql_using="gin").ddl_if(dialect="postgresql"),
    )

    id: int = Field(primary_key=True, sa_type=BigInteger().with_variant(Integer, "sqlite"))
    """Made of time and source: later texts have larger ones, and nothing is kept twice. People are above all texts."""
    about: str
    """The conversation; of a person the contact."""
    kind: str
    """in, out, note or person."""
    source: str
    """The number of the entry in the log, or the message; of a person when they were last changed."""
    at: datetime = Field(sa_type=Instant)
    terms: str = Field(sa_type=Terms)


class ReadMarkRow(SQLModel, table=True):
    """How far an agent has read a conversation; without a conversation, all of them."""

    __tablename__ = "read_mark"
    __table_args__ = (Index("ix_read_mark_conversation_id", "conversation_id"),)

    agent_id: str = Field(primary_key=True)
    conversation_id: str = Field(primary_key=True)
    heard: int = Field(sa_type=BigInteger)


class PresenceRow(SQLModel, table=True):
    """An agent who looks at a conversation now, or writes."""

    __tablename__ = "presence"

    conversation_id: str = Field(primary_key=True)
    agent_id: str = Field(primary_key=True)
    name: str
    doing: str
    """viewing or typing."""
    until: datetime = Field(sa_type=Instant)


class SavedViewRow(SQLModel, table=True):
    """Filters under a name: an agent's own, or everybody's."""

    __tablename__ = "saved_view"
    __table_args__ = (Index("ix_saved_view_owner", "owner"),)

    id: str = Field(primary_key=True)
    owner: str
    """The agent whose it is."""
    shared: bool
    name: str
    filters: dict[str, Any] = Field(sa_type=Document)
    created_at: datetime = Field(sa_type=Instant)


listing = core_table(ListingRow)
listing_label = core_table(ListingLabelRow)
finding = core_table(FindingRow)
read_mark = core_table(ReadMarkRow)
presence = core_table(PresenceRow)
saved_view = core_table(SavedViewRow)
