"""What the server says of conversations and of what is done in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.client.models import Conversation, Model


class InFlow(Model):
    """Where in a flow somebody is."""

    flow: str
    version: str
    state: str
    variables: dict[str, Any]
    waits_until: datetime | None = None
    started_at: datetime


class Upcoming(Model):
    """What the bot would do by itself."""

    kind: str
    what: str
    due_at: datetime
    held: bool


class Deadline(Model):
    """A clock that runs for whoever has to answer."""

    name: str
    due_at: datetime
    state: str


class WholeConversation(Conversation):
    """A conversation with where it is."""

    flow: InFlow | None = None
    later: list[Upcoming]
    clocks: list[Deadline]
    newest: int
    """Send it as `seen` with what you write."""


class ThreadItem(Model):
    """Something in a conversation."""

    seq: int
    kind: str
    at: datetime
    text: str
    media: list[str]
    by: dict[str, Any] | None = None
    message: str | None = None
    state: str | None = None
    status: str | None = None
    error: str | None = None
    what: str


class Foresight(Model):
    """What the bot would say."""

    said: list[dict[str, Any]]
    flow: str | None = None
    state: str | None = None
    outcome: str | None = None
    handoff: dict[str, Any] | None = None
    problems: list[str]
    silent: str | None = None


class Changed(Model):
    """A conversation after something was done in it."""

    conversation: Conversation
    epoch: int
    canceled: list[str]
    """Messages of the bot that were taken back."""
    in_flight: list[str]
    """Messages of the bot that had left already."""
    message: str | None = None
    note: str | None = None
