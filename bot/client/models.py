"""What the server gives. What is new in it is kept and does no harm: read it by `model_extra`."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class Model(BaseModel):
    """Frozen, and open to fields that a newer server has."""

    model_config = ConfigDict(extra="allow", frozen=True, populate_by_name=True)


class Page(Model, Generic[T]):
    """A part of a list; `next` is the cursor of the part that follows, None on the last."""

    data: list[T]
    next: str | None = Field(None, coerce_numbers_to_str=True)


class Message(Model):
    """An outgoing message."""

    id: str
    to: str
    sender: str = Field(alias="from")
    text: str
    message_class: str = Field(alias="class")
    status: str
    error: str | None = None
    reason: str | None = None
    segments: int
    channel: str
    provider: str
    provider_id: str | None = None
    reference: str | None = None
    created_at: datetime
    send_at: datetime | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None


class Forecast(Model):
    """What would become of a message, and what it would cost."""

    encoding: str
    units: int
    segments: int
    verdict: str
    reason: str | None = None
    not_before: datetime | None = None


class Contact(Model):
    """A person, known by a phone number."""

    id: str
    phone: str
    name: str | None = None
    language: str | None = None
    timezone: str | None = None
    country: str | None = None
    fields: dict[str, Any] = {}
    tags: list[str] = []
    created_at: datetime


class Queued(Model):
    """A flow that starts, or an event that is looked at, in a moment."""

    id: str
    to: str
    channel: str
    status: str


class Conversation(Model):
    """All that is said between a person and one of the business's channels."""

    id: str
    contact: dict[str, Any] = {}
    channel: str
    status: str
    handler: str
    epoch: int
    assignee: str | None = None
    queue: str | None = None
    labels: list[str] = []
    last_at: datetime


class Event(Model):
    """Something happened: an entry of the activity, and the body of a webhook."""

    id: str
    type: str
    timestamp: datetime
    data: dict[str, Any]


class Webhook(Model):
    """An address that is told what happens."""

    id: str
    url: str
    events: list[str]
    description: str
    enabled: bool
    disabled_reason: str | None = None
    failures: int
    created_at: datetime
    secret: str | None = None
    """Only in the answer that makes it, or gives it another."""


class Delivery(Model):
    """An event on its way to one webhook."""

    id: str
    event_id: str
    type: str | None = None
    status: str
    attempts: int
    error: str | None = None
    created_at: datetime


class Done(Model):
    """Whatever else the server says."""
