"""The schema, declared once for every database. The hot path uses the Core tables at the end of this file.

    contact ─ conversation ─ session        who, on which number of ours, and where in which flow
    inbound ─► event, message, timer, action what comes in, and what processing it left behind in the same transaction
    message ◄─ receipt                      the outbox is the messages that still have a `due_at`
        ◄─ lease                            and this says which of them are on the wire

Times are UTC. Logs (`inbound`, `event`, `message`, `receipt`, `consent_event`) reference without foreign keys, because
they outlive what they speak of and are to be partitioned by time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from bot.store.schema import KEEP_COUNTING, core_table, metadata, partial
from bot.store.tables_accounts import attempt, audit, login, user, user_link
from bot.store.tables_analytics import (
    stat_agent,
    stat_block,
    stat_cursor,
    stat_edge,
    stat_flow,
    stat_hour,
    stat_optout,
    stat_route,
    stat_stop,
    stat_text,
    stat_thread,
    stat_time,
    stat_unmatched,
    stat_walk,
)
from bot.store.tables_broadcasts import broadcast, broadcast_part, broadcast_recipient, saved_audience
from bot.store.tables_consent import consent_event, consent_period, opt_out_list, suppression
from bot.store.tables_delivery import lease, receipt
from bot.store.tables_desk import note, notice
from bot.store.tables_house import api_key, erasure, idempotency_key, pace, seat, setting, worker
from bot.store.tables_inbox import finding, listing, listing_label, presence, read_mark, saved_view
from bot.store.tables_later import action, timer
from bot.store.tables_links import link
from bot.store.tables_thread import canned_reply, draft, same_person
from bot.store.tables_traffic import exchange
from bot.store.tables_verifications import passcode, proven, tally, verification
from bot.store.tables_webhooks_out import activity, fact, webhook, webhook_attempt, webhook_delivery
from bot.store.types import Document, Instant, Sequence

__all__ = [
    "action",
    "activity",
    "api_key",
    "attempt",
    "audit",
    "broadcast",
    "broadcast_part",
    "broadcast_recipient",
    "canned_reply",
    "consent_event",
    "consent_period",
    "contact",
    "conversation",
    "draft",
    "erasure",
    "event",
    "exchange",
    "fact",
    "finding",
    "flow_version",
    "idempotency_key",
    "inbound",
    "lease",
    "link",
    "listing",
    "listing_label",
    "login",
    "message",
    "metadata",
    "note",
    "notice",
    "opt_out_list",
    "pace",
    "passcode",
    "presence",
    "proven",
    "read_mark",
    "receipt",
    "same_person",
    "saved_audience",
    "saved_view",
    "seat",
    "session",
    "setting",
    "stat_agent",
    "stat_block",
    "stat_cursor",
    "stat_edge",
    "stat_flow",
    "stat_hour",
    "stat_optout",
    "stat_route",
    "stat_stop",
    "stat_text",
    "stat_thread",
    "stat_time",
    "stat_unmatched",
    "stat_walk",
    "suppression",
    "tally",
    "timer",
    "user",
    "user_link",
    "verification",
    "webhook",
    "webhook_attempt",
    "webhook_delivery",
    "worker",
]

# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class ContactRow(SQLModel, table=True):
    """A person, known by a phone number."""

    __tablename__ = "contact"

    id: str = Field(primary_key=True)
    phone: str = Field(unique=True)
    name: str | None = None
    language: str | None = None
    timezone: str | None = None
    country: str | None = None
    fields: dict[str, Any] = Field(sa_type=Document)
    tags: list[str] = Field(sa_type=Document)
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
    blocked_at: datetime | None = Field(default=None, sa_type=Instant)
    """Since when nobody answers them: what they write is kept, and starts nothing."""


# ── conversations ───────────────────────────────────────────────────────────────────────────────────────────────────


class ConversationRow(SQLModel, table=True):
    """All that is said between a contact and one of our channels."""

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("contact_id", "channel"),
        partial("ix_conversation_person", "queue", "handed_at", where="handler = 'person'"),
        partial("ix_conversation_needs_reply_since", "needs_reply_since", where="needs_reply_since IS NOT NULL"),
        partial("ix_conversation_snoozed_until", "snoozed_until", where="snoozed_until IS NOT NULL"),
        partial("ix_conversation_bot_paused_until", "bot_paused_until", where="bot_paused_until IS NOT NULL"),
    )

    id: str = Field(primary_key=True)
    contact_id: str = Field(foreign_key="contact.id")
    channel: str
    status: str
    """open, snoozed or closed."""
    handler: str
    """bot or person."""
    queue: str | None = None
    priority: str | None = None
    note: str | None = None
    assignee: str | None = None
    labels: list[str] = Field(sa_type=Document)
    unread: int = 0
    epoch: int = 0
    """Raised whenever it changes who speaks: bot messages are written only under the epoch that their step has read."""
    number: str | None = None
    """Which of our numbers the person knows; nothing for who was met before that was kept."""
    created_at: datetime = Field(sa_type=Instant)
    last_at: datetime = Field(sa_type=Instant)
    """When the person was last heard."""
    handed_at: datetime | None = Field(default=None, sa_type=Instant)
    """Since when it is with people, or was when it last was: a flow handed it off, or somebody took it over."""
    taken_at: datetime | None = Field(default=None, sa_type=Instant)
    """Since when somebody holds it, and the bot is silent. While `handler` is person without it, it waits for one."""
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    """When a person first answered since `handed_at`."""
    needs_reply_since: datetime | None = Field(default=None, sa_type=Instant)
    """Since when the customer waits for a person."""
    snoozed_until: datetime | None = Field(default=None, sa_type=Instant)
    """While `status` is snoozed; nothing there: until they write."""
    bot_paused_until: datetime | None = Field(default=None, sa_type=Instant)
    """When the bot goes on by itself with what a person holds."""
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    escalated_at: datetime | None = Field(default=None, sa_type=Instant)
    """When it had waited for so long that its queue gave it up to whoever is above."""
    noticed_at: datetime | None = Field(default=None, sa_type=Instant)
    """When people were last told that it needs one of them."""


class SessionRow(SQLModel, table=True):
    """A walk through one flow version. `data` is all of it; the columns beside are what is searched for."""

    __tablename__ = "session"
    __table_args__ = (
        partial("uq_session_active", "conversation_id", where="ended_at IS NULL", unique=True),
        partial("ix_session_wake", "wake_at", where="wake_at IS NOT NULL"),
        partial("ix_session_version", "flow", "version", where="ended_at IS NULL"),
        partial("ix_session_callers", "id", where="callers IS NOT NULL AND ended_at IS NULL"),
        Index("ix_session_conversation_id", "conversation_id"),
    )

    id: str = Field(primary_key=True)
    conversation_id: str = Field(foreign_key="conversation.id")
    flow: str
    version: str
    state: str
    data: dict[str, Any] = Field(sa_type=Document)
    callers: list[Any] | None = Field(default=None, sa_type=Document)
    """Flow and version of each session that waits for the end of this one: those versions are in use, too."""
    wake_at: datetime | None = Field(default=None, sa_type=Instant)
    """When to look whether the clock matters to it, at the latest when it does; cleared once that is queued.

    It may be earlier, because it only moves forward when it is reached: whoever answers a question in time postpones
    a silence each time, and writing the time into its index costs more than all the rest of the row.
    """
    outcome: str | None = None
    started_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class FlowVersionRow(SQLModel, table=True):
    """The text of every version that was ever live, so that sessions finish on theirs."""

    __tablename__ = "flow_version"

    flow: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    path: str
    source: str
    activated_at: datetime = Field(sa_type=Instant)
    translations: dict[str, str] = Field(sa_type=Document, sa_column_kwargs={"server_default": "{}"})
    """Path → source of the files with its texts in other languages."""


# ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────────


class InboundRow(SQLModel, table=True):
    """Everything that happens to conversations, in the order in which it became durable."""

    __tablename__ = "inbound"
    __table_args__ = (
        UniqueConstraint("channel", "dedupe_key"),
        partial("ix_inbound_new", "seq", where="status = 'new'").ddl_if(dialect="sqlite"),
        partial("ix_inbound_part", "part", "seq", where="status = 'new'").ddl_if(dialect="postgresql"),
        partial("ix_inbound_deferred", "contact", where="status = 'deferred'"),
        partial("ix_inbound_partial", "contact", where="status = 'partial'"),
        partial("ix_inbound_parked", "seq", where="status = 'parked'"),
        KEEP_COUNTING,
    )

    seq: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    kind: str
    """message, receipt, wake, result, start, event, trigger, undelivered, opt_out or agent."""
    channel: str
    dedupe_key: str
    contact: str
    """The phone; for a receipt the provider's id, because whose it is shows only later."""
    part: int
    """By which several workers share the conversations."""
    status: str
    """new, done, deferred (waits behind a session), partial (waits for the rest of a long text) or parked (failed;
    `error` says why)."""
    error: str | None = None
    payload: dict[str, Any] = Field(sa_type=Document)
    received_at: datetime = Field(sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    waits_until: datetime | None = Field(default=None, sa_type=Instant)
    """How long at most for the rest of a long text."""


class EventRow(SQLModel, table=True):
    """Append-only log of what happened, with all that a replay needs."""

    __tablename__ = "event"
    __table_args__ = (KEEP_COUNTING,)

    seq: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    conversation_id: str = Field(index=True)
    session_id: str | None = None
    kind: str
    data: dict[str, Any] = Field(sa_type=Document)
    at: datetime = Field(sa_type=Instant)


# ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────────


_WAITS = "due_at IS NOT NULL"
_OF_A_CHANNEL = f"channel IS NOT NULL AND {_WAITS}"
"""It always is: so PostgreSQL only takes that index for who names a channel. While the outbox is empty, it thinks that
it might as well read all of it to find what waits for one person."""


class MessageRow(SQLModel, table=True):
    """An outgoing message. It is in the outbox while `due_at` is set.

    `due_at` is when something has to be done about it: send it (`queued`, and it stays so while it is `sending`), or
    ask what became of it (`unknown`). No index says how far it is, so that a claim makes no new entries in any.
    """

    __tablename__ = "message"
    __table_args__ = (
        partial("ix_message_due", "channel", "lane", "urgent", "due_at", "seq", where=_WAITS, server=_OF_A_CHANNEL),
        partial("ix_message_turn", "conversation_id", "seq", where=_WAITS),
        partial("ix_message_unknown", "channel", "lane", "due_at", where="unknown_at IS NOT NULL"),
        partial("ix_message_provider", "channel", "provider_id", where="provider_id IS NOT NULL"),
        Index("ix_message_recipient", "recipient", "seq"),
        partial("ix_message_request", "request_id", where="request_id IS NOT NULL"),
        KEEP_COUNTING,
    )

    seq: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    id: str = Field(unique=True)
    conversation_id: str
    """Of the recipient; without a foreign key, whose check costs more than the row."""
    session_id: str | None = None
    state: str | None = None
    """The question or state of the flow that said it."""
    channel: str
    sender: str
    recipient: str
    message_class: str
    text: str
    media: list[str] = Field(sa_type=Document)
    encoding: str
    units: int
    segments: int
    status: str
    error: str | None = None
    error_detail: str | None = None
    urgent: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether it goes before what is not: an answer before a bulk. Marketing is only urgent if it is an answer."""
    attempts: int = 0
    claimed_by: str | None = None
    """The run of a worker that made, or makes, the last attempt."""
    leased_until: datetime | None = Field(default=None, sa_type=Instant)
    """Until when that run may have it on the wire, while it is `sending`."""
    moved_from: str | None = None
    """The channel of its conversation, if another stands in for it."""
    decision: dict[str, Any] | None = Field(default=None, sa_type=Document)
    """What the rules last said about it, and on what grounds, if they said more than that it may go."""
    lane: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Where a channel has several numbers, the one whose rate it uses up."""
    dlt_template_id: str | None = None
    """What its text is registered as in India."""
    unknown_at: datetime | None = Field(default=None, sa_type=Instant)
    """Since when the outcome is unknown to a worker that lives; each that starts counts anew."""
    doubted_at: datetime | None = Field(default=None, sa_type=Instant)
    """Since when it is unknown to anybody."""
    resends: int = 0
    """How often it was sent again although the outcome was unknown."""
    possible_duplicate: bool = False
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    provider: str
    provider_id: str | None = None
    reference: str | None = None
    """The business's own."""
    request_id: str | None = None
    """Shared by all messages of one API request."""
    program: str | None = None
    """The programme of the business that it belongs to, which people may leave by itself."""
    author: str | None = None
    """The agent, or the API key, who wrote it to the conversation; nothing for what the bot says."""
    created_at: datetime = Field(sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    delivered_at: datetime | None = Field(default=None, sa_type=Instant)


contact = core_table(ContactRow)
conversation = core_table(ConversationRow)
session = core_table(SessionRow)
flow_version = core_table(FlowVersionRow)
inbound = core_table(InboundRow)
event = core_table(EventRow)
message = core_table(MessageRow)
