"""What the server says of messages to many, and of whom they go to."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from bot.client.models import Model


class LeftOut(Model):
    """Why a row of a file was left out."""

    line: int
    problem: str


class FileReport(Model):
    """What became of the rows of a file."""

    rows: int
    rejected: int
    repeated: int
    problems: list[LeftOut]
    columns: dict[str, str]


class Broadcast(Model):
    """A message to many."""

    id: str
    name: str
    state: str
    stopped: str | None = None
    message_class: str = Field(alias="class")
    program: str | None = None
    channel: str | None = None
    sender: str | None = Field(None, alias="from")
    audience: str | None = None
    saved_audience: str | None = None
    file: FileReport | None = None
    text: str | None = None
    flow: str | None = None
    pace: str | None = None
    send_at: datetime | None = None
    expires_at: datetime | None = None
    recurs: str | None = None
    next_at: datetime | None = None
    series: str | None = None
    recipients: int
    complete: bool
    counts: dict[str, int]
    progress: float
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None


class VariantResult(Model):
    """How one of several texts did."""

    name: str
    text: str
    weight: int
    counts: dict[str, int]
    replied: int


class BroadcastResults(Broadcast):
    """A message to many, and how it did."""

    variants: list[VariantResult]
    outcomes: dict[str, int]


class BroadcastStopped(Broadcast):
    """A message to many that was stopped."""

    taken_back: int
    in_flight: list[str]
    """Messages that were on the wire at that moment."""


class TextSample(Model):
    """How it reads for somebody."""

    to: str
    variant: str
    text: str
    encoding: str
    segments: int


class BroadcastOutlook(Model):
    """What would become of a broadcast."""

    summary: str
    """All of it in words."""
    people: int
    verdicts: dict[str, int]
    takes: str
    ends_at: datetime | None = None
    segments: float
    samples: list[TextSample]
    problems: list[str]
    file: FileReport | None = None


class Recipient(Model):
    """Somebody who is to get it, and what became of that."""

    contact: str
    to: str | None = None
    variant: str | None = None
    waits_until: datetime | None = None
    reason: str | None = None
    message: str | None = None
    status: str | None = None
    error: str | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None


class Audience(Model):
    """A filter that is kept under a name."""

    name: str
    filter: str
    note: str
    created_at: datetime
    updated_at: datetime


class AudienceCounted(Audience):
    """And how many it means just now."""

    people: int
