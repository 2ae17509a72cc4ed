"""The tables that are about the house itself and not about people: keys, settings, workers, senders, erasures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import false
from sqlmodel import Field, SQLModel

from bot.store.schema import core_table, partial
from bot.store.types import Document, Instant


class ApiKeyRow(SQLModel, table=True):
    """Who may use the API. Only a digest is kept."""

    __tablename__ = "api_key"

    id: str = Field(primary_key=True)
    name: str
    digest: str = Field(unique=True)
    scopes: list[str] = Field(sa_type=Document)
    created_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    last_used_at: datetime | None = Field(default=None, sa_type=Instant)
    """To within some minutes: not every call writes."""
    test: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether what it sends goes to the simulator, and never to a carrier."""


class SettingRow(SQLModel, table=True):
    """What a deployment decides once and keeps, such as the key that keys suppressions."""

    __tablename__ = "setting"

    name: str = Field(primary_key=True)
    value: str


class IdempotencyKeyRow(SQLModel, table=True):
    """What a request with an `Idempotency-Key` has led to, so that its repetition leads to the same."""

    __tablename__ = "idempotency_key"

    owner: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: str
    """Digest of the request, so that the key cannot be used for another."""
    status: int
    body: str
    """The answer, to be given again byte for byte."""
    created_at: datetime = Field(sa_type=Instant, index=True)


class PaceRow(SQLModel, table=True):
    """How fast a channel may go on, for all workers together."""

    __tablename__ = "pace"

    channel: str = Field(primary_key=True)
    spent_until: datetime = Field(sa_type=Instant)
    """Up to this moment the rate is used up; what lies between it and now may be sent at once, within limits."""
    quiet_until: datetime | None = Field(default=None, sa_type=Instant)
    """Nothing is sent before."""
    failures: int = 0
    """Calls in a row that failed on account of the channel."""


class WorkerRow(SQLModel, table=True):
    """A run of a worker. A journal of a run that is not here was written after this database was copied."""

    __tablename__ = "worker"

    run: str = Field(primary_key=True)
    started_at: datetime = Field(sa_type=Instant)


class ErasureRow(SQLModel, table=True):
    """That somebody was erased: who asked for it, when, and how much went. Not who it was."""

    __tablename__ = "erasure"
    __table_args__ = (partial("ix_erasure_open", "requested_at", where="finished_at IS NULL"),)

    id: str = Field(primary_key=True)
    contact_id: str | None = None
    """A name for nothing any more; None where there was no contact."""
    actor: str
    """The API key, or the command line."""
    phone: str | None = None
    """Only until every table has been searched for it."""
    counts: dict[str, Any] = Field(sa_type=Document)
    """How many rows of each table went."""
    requested_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the last byte of it was gone from the database's files."""


class SeatRow(SQLModel, table=True):
    """A worker's right to keep the session of a channel, for so long as it is renewed."""

    __tablename__ = "seat"

    channel: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    run: str
    until: datetime = Field(sa_type=Instant)
    since: datetime = Field(sa_type=Instant)
    """When it was bound, or lost that, or was taken."""
    bound: bool
    failures: int
    """Attempts in a row that came to nothing, by whoever had the seat."""
    error: str
    """Why the last of them did."""


api_key = core_table(ApiKeyRow)
setting = core_table(SettingRow)
idempotency_key = core_table(IdempotencyKeyRow)
pace = core_table(PaceRow)
worker = core_table(WorkerRow)
erasure = core_table(ErasureRow)
seat = core_table(SeatRow)
