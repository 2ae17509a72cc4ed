"""What the server says of what came in and went out, of flows, and of figures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from bot.client.models import Delivery, Event, Message, Model


class Why(Model):
    """Why a message was sent, held or refused."""

    verdict: str
    message: Message
    cause: dict[str, Any]
    decision: dict[str, Any] | None = None
    consent: list[dict[str, Any]]
    receipts: list[dict[str, Any]]


class Link(Model):
    """A short link of a message."""

    url: str
    target: str
    clicks: int
    first_click_at: datetime | None = None
    last_click_at: datetime | None = None


class Exchange(Model):
    """A request to a provider or by it, and the answer."""

    at: datetime
    kind: str
    channel: str
    attempt: int | None = None
    result: str
    detail: str
    duration_ms: int
    request: dict[str, Any]
    response: dict[str, Any] | None = None


class InboundText(Model):
    """A text that somebody sent."""

    id: str
    sender: str = Field(alias="from")
    channel: str
    text: str
    media: list[dict[str, Any]]
    provider_id: str
    received_at: datetime


class Medium(Model):
    """A picture, a sound or a film: what a stranger sent, so look at nothing of it without care."""

    content: bytes
    media_type: str


class FlowShape(Model):
    """A flow that is live."""

    id: str
    title: str
    version: str
    language: str
    languages: list[str]
    inputs: dict[str, dict[str, Any]]
    triggers: list[str]


class Flows(Model):
    """The live flows, and what is wrong with the files as they are now."""

    data: list[FlowShape]
    findings: list[dict[str, Any]]


class Step(Model):
    """What a flow does with one thing that happens; give `session` back with the next."""

    session: str
    state: str
    waiting: bool
    said: list[str]
    variables: dict[str, Any]
    outcome: str | None = None
    handoff: dict[str, Any] | None = None
    findings: list[dict[str, Any]]


class Figures(Model):
    """Figures of some days: `data` has the rows; totals and the like are in `model_extra`."""

    first: str = Field(alias="from")
    last: str = Field(alias="to")
    timezone: str
    compared_with: dict[str, str] | None = None
    data: list[dict[str, Any]]


class DeliveryCalls(Delivery):
    """An event on its way to one webhook, with each call that was made."""

    event: Event | None = None
    calls: list[dict[str, Any]]
