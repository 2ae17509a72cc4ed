"""The tables of consent: what people want, record by record, and what that adds up to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import true
from sqlmodel import Field, SQLModel

from bot.store.schema import KEEP_COUNTING, core_table, partial
from bot.store.types import Document, Instant, Sequence


class SuppressionRow(SQLModel, table=True):
    """Somebody who is not to be texted, or not with everything: what their wishes in the ledger add up to.

    Keyed by an HMAC of the phone, so that it survives the contact's erasure.
    """

    __tablename__ = "suppression"
    __table_args__ = (partial("ix_suppression_paused", "at", where="paused IS NOT NULL"),)

    person: str = Field(primary_key=True)
    source: str
    at: datetime = Field(sa_type=Instant)
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the one confirmation was last given."""
    everything: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    event: str | None = None
    """The record of the ledger that it goes back to."""
    programs: dict[str, Any] = Field(sa_type=Document, sa_column_kwargs={"server_default": "{}"})
    paused: str | None = None
    """Why proactive texts wait."""
    asked: str | None = None
    asked_at: datetime | None = Field(default=None, sa_type=Instant)
    blocked: dict[str, Any] = Field(sa_type=Document, sa_column_kwargs={"server_default": "{}"})
    returned: str | None = None
    """Once the person came back: by which channel, if its carrier heard that as well."""


class ConsentEventRow(SQLModel, table=True):
    """Append-only proof of who opted out or in, when and how; each row's hash covers the row before.

    The database itself refuses to change or remove a row. Only what is about the person may be erased, once, and the
    chain still verifies: of that part the row's hash covers a salted digest.
    """

    __tablename__ = "consent_event"
    __table_args__ = (
        partial("uq_consent_event_id", "id", where="id IS NOT NULL", unique=True),
        KEEP_COUNTING,
    )

    seq: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    person: str = Field(index=True)
    contact_id: str
    kind: str
    source: str
    """Who or what understood it."""
    channel: str
    text: str
    """The customer's own words, or the carrier's error."""
    evidence: str
    """The provider's id of the message that said so."""
    confirmation_id: str | None = None
    at: datetime = Field(sa_type=Instant)
    """When it was recorded."""
    previous_hash: str
    row_hash: str
    format: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    """By which rule `row_hash` is made."""
    id: str | None = None
    scope: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """A programme, or blank for everything."""
    consent_type: str | None = None
    occurred_at: datetime | None = Field(default=None, sa_type=Instant)
    honoured_at: datetime | None = Field(default=None, sa_type=Instant)
    source_url: str | None = None
    form: str | None = None
    keyword: str | None = None
    disclosure: str | None = None
    """What they were shown, word for word."""
    disclosure_version: str | None = None
    """SHA-256 of the disclosure, so that it can be told which one it was."""
    action: str | None = None
    """What they did to agree."""
    ip: str | None = None
    user_agent: str | None = None
    identity: str | None = None
    actor: str | None = None
    """Which agent, key or command recorded it."""
    details: dict[str, Any] = Field(sa_type=Document, sa_column_kwargs={"server_default": "{}"})
    salt: str | None = None
    personal_hash: str | None = None
    erased_at: datetime | None = Field(default=None, sa_type=Instant)


class OptOutListRow(SQLModel, table=True):
    """How far the list of opted-out people is read that the provider of a channel keeps itself."""

    __tablename__ = "opt_out_list"

    channel: str = Field(primary_key=True)
    run: str | None = None
    """The run of the worker that reads it."""
    leased_until: datetime | None = Field(default=None, sa_type=Instant)
    """Then another may take over."""
    place: str | None = None
    """The page to be read next; nothing there while nobody reads."""
    since: datetime | None = Field(default=None, sa_type=Instant)
    """From when on entries are asked for; nothing there: all of them."""
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    counts: dict[str, Any] = Field(sa_type=Document)
    """What came of the entries of the reading under way, or of the last one."""
    next_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    whole_at: datetime | None = Field(default=None, sa_type=Instant)
    """When all of it was last read."""
    failures: int = 0
    """In a row."""
    error: str | None = None


class ConsentPeriodRow(SQLModel, table=True):
    """Somebody whose contact is gone while the ledger keeps their words: those have to be there for some years more."""

    __tablename__ = "consent_period"

    person: str = Field(primary_key=True)
    kept_at: datetime = Field(sa_type=Instant)
    """When the contact went."""
    last_at: datetime = Field(sa_type=Instant, index=True)
    """When they were last sent something, or last wished something: from then on the years count."""


suppression = core_table(SuppressionRow)
consent_event = core_table(ConsentEventRow)
opt_out_list = core_table(OptOutListRow)
consent_period = core_table(ConsentPeriodRow)
