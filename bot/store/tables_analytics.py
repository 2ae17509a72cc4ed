"""The tables of the figures: counts by day, and what the roll-up has to remember in order to count once.

They hold nothing that anybody wrote: where a figure stands on a text, the row names the entry of the log or the message
that has it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.store.schema import core_table, partial
from bot.store.types import Document, Instant, Sequence

# ── what was counted ────────────────────────────────────────────────────────────────────────────────────────────────


class StatRouteRow(SQLModel, table=True):
    """Messages by the way that they took."""

    __tablename__ = "stat_route"

    day: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    provider: str = Field(primary_key=True)
    sender: str = Field(primary_key=True)
    country: str = Field(primary_key=True)
    message_class: str = Field(primary_key=True)
    fate: str = Field(primary_key=True)
    error: str = Field(primary_key=True)
    messages: int = 0
    segments: int = 0


class StatTextRow(SQLModel, table=True):
    """Messages by what said them: the flow, and its state or the registered template."""

    __tablename__ = "stat_text"

    day: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    flow: str = Field(primary_key=True)
    template: str = Field(primary_key=True)
    fate: str = Field(primary_key=True)
    messages: int = 0
    segments: int = 0


class StatHourRow(SQLModel, table=True):
    """How much was written in an hour: `in` by customers, `out` by us."""

    __tablename__ = "stat_hour"

    day: str = Field(primary_key=True)
    hour: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    channel: str = Field(primary_key=True)
    what: str = Field(primary_key=True)
    n: int = 0


class StatTimeRow(SQLModel, table=True):
    """How long something took, in bands."""

    __tablename__ = "stat_time"

    day: str = Field(primary_key=True)
    what: str = Field(primary_key=True)
    """first_reply, next_reply, to_send or to_deliver."""
    who: str = Field(primary_key=True)
    """bot, the id of an agent or key, or a provider."""
    channel: str = Field(primary_key=True)
    band: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    n: int = 0


class StatFlowRow(SQLModel, table=True):
    """Sessions by the day on which they started."""

    __tablename__ = "stat_flow"

    day: str = Field(primary_key=True)
    flow: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    place: str = Field(primary_key=True)
    """Blank for the whole flow, else a state."""
    what: str = Field(primary_key=True)
    """started, answered, reached, or an ending."""
    n: int = 0


class StatEdgeRow(SQLModel, table=True):
    """How often a way from point to point was taken, by the day on which the sessions started."""

    __tablename__ = "stat_edge"

    day: str = Field(primary_key=True)
    flow: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    way: str = Field(primary_key=True)
    dest: str = Field(primary_key=True)
    n: int = 0


class StatAgentRow(SQLModel, table=True):
    """What agents did."""

    __tablename__ = "stat_agent"

    day: str = Field(primary_key=True)
    agent: str = Field(primary_key=True)
    what: str = Field(primary_key=True)
    n: int = 0


class StatClickRow(SQLModel, table=True):
    """Short links by the day on which they were sent, and what became of them."""

    __tablename__ = "stat_click"

    day: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    """The broadcast; blank for messages of their own."""
    what: str = Field(primary_key=True)
    """links, followed (those of them) or clicks."""
    n: int = 0


class StatUnmatchedRow(SQLModel, table=True):
    """A text that nothing understood. What it says stands in the log's entry."""

    __tablename__ = "stat_unmatched"
    __table_args__ = (
        Index("ix_stat_unmatched_words", "flow", "place", "digest", "day"),
        Index("ix_stat_unmatched_conversation_id", "conversation_id"),
    )

    event: int = Field(primary_key=True, sa_type=Sequence, sa_column_kwargs={"autoincrement": False})
    conversation_id: str
    day: str
    flow: str
    """Blank where no flow takes it."""
    version: str
    place: str
    digest: str | None = None
    """The same for the same words, keyed, so that nobody reads them out of it; None if they are sensitive."""


class StatStopRow(SQLModel, table=True):
    """A session that ended other than by completing, and where: so that a figure leads to its conversations."""

    __tablename__ = "stat_stop"
    __table_args__ = (
        Index("ix_stat_stop_flow", "flow", "place", "day"),
        Index("ix_stat_stop_conversation_id", "conversation_id"),
    )

    session_id: str = Field(primary_key=True)
    conversation_id: str
    day: str
    """On which it started, as all figures of flows are counted."""
    flow: str
    version: str
    place: str
    ending: str


class StatOptoutRow(SQLModel, table=True):
    """Somebody opted out, and what we had told them last."""

    __tablename__ = "stat_optout"
    __table_args__ = (Index("ix_stat_optout_day", "day"), Index("ix_stat_optout_message_id", "message_id"))

    record: int = Field(primary_key=True, sa_type=Sequence, sa_column_kwargs={"autoincrement": False})
    day: str
    hour: int
    channel: str
    source: str
    scope: str
    flow: str
    """Of the message before."""
    template: str
    message_id: str | None = None


# ── what the roll-up remembers ──────────────────────────────────────────────────────────────────────────────────────


class StatCursorRow(SQLModel, table=True):
    """How far a log is counted, and which numbers below were missing then: PostgreSQL may bring them later."""

    __tablename__ = "stat_cursor"

    source: str = Field(primary_key=True)
    high: int = Field(sa_type=Sequence)
    gaps: list[Any] = Field(sa_type=Document)


class StatBlockRow(SQLModel, table=True):
    """Messages with neighbouring numbers, and what they have added to the figures: so they can be counted again."""

    __tablename__ = "stat_block"
    __table_args__ = (
        partial("ix_stat_block_dirty", "block", where="dirty"),
        partial("ix_stat_block_again_at", "again_at", where="again_at IS NOT NULL"),
        partial("ix_stat_block_waiting", "block", where="waiting <> ''"),
    )

    block: int = Field(primary_key=True, sa_type=Sequence, sa_column_kwargs={"autoincrement": False})
    cells: list[Any] = Field(sa_type=Document)
    kept: list[Any] = Field(sa_type=Document)
    """Of people who were erased since: it stays counted."""
    dirty: bool = True
    waiting: str = ""
    """Which of its messages were in the outbox: if that is another by now, something happened to one."""
    again_at: datetime | None = Field(default=None, sa_type=Instant)
    """When one of them has waited for its receipt for too long."""


class StatWalkRow(SQLModel, table=True):
    """A session that is not over: what of it is counted already, and where it stands."""

    __tablename__ = "stat_walk"
    __table_args__ = (
        Index("ix_stat_walk_conversation_id", "conversation_id"),
        Index("ix_stat_walk_flow", "flow", "day"),
        Index("ix_stat_walk_now", "now_flow", "now_version", "point"),
    )

    session_id: str = Field(primary_key=True)
    conversation_id: str
    flow: str
    version: str
    channel: str
    day: str
    now_flow: str
    now_version: str
    point: str
    since: datetime = Field(sa_type=Instant)
    """When something last happened but silence."""
    answered: bool
    handed_off: bool
    silenced: bool
    """Whether nobody has answered since it last said something of its own accord."""
    seen: list[Any] = Field(sa_type=Document)
    """States that it has been to, and those that it has answered in."""


class StatThreadRow(SQLModel, table=True):
    """A conversation in which somebody waits for a reply."""

    __tablename__ = "stat_thread"

    conversation_id: str = Field(primary_key=True)
    asked_at: datetime | None = Field(default=None, sa_type=Instant)
    """The customer's first text that is not answered."""
    handed_at: datetime | None = Field(default=None, sa_type=Instant)
    """When a person was asked for who has not written yet."""


stat_route = core_table(StatRouteRow)
stat_text = core_table(StatTextRow)
stat_hour = core_table(StatHourRow)
stat_time = core_table(StatTimeRow)
stat_flow = core_table(StatFlowRow)
stat_edge = core_table(StatEdgeRow)
stat_agent = core_table(StatAgentRow)
stat_click = core_table(StatClickRow)
stat_unmatched = core_table(StatUnmatchedRow)
stat_stop = core_table(StatStopRow)
stat_optout = core_table(StatOptoutRow)
stat_cursor = core_table(StatCursorRow)
stat_block = core_table(StatBlockRow)
stat_walk = core_table(StatWalkRow)
stat_thread = core_table(StatThreadRow)
