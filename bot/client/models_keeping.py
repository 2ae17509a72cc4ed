"""What the server says of what agents keep for themselves."""

from __future__ import annotations

from datetime import datetime

from bot.client.models import Model


class Marks(Model):
    """What somebody keeps beside a conversation."""

    user: str
    drafts: dict[str, str]
    """By kind, `reply` and `note`."""
    read_up_to: int | None = None


class Attendant(Model):
    """Somebody who is at a conversation."""

    user: str
    name: str
    doing: str
    until: datetime


class AllRead(Model):
    """Whose conversations count as read."""

    user: str


class View(Model):
    """Filters under a name."""

    id: str
    name: str
    owner: str
    shared: bool
    filters: dict[str, str]
    created_at: datetime


class CannedReply(Model):
    """What is answered again and again, with its placeholders."""

    id: str
    shortcut: str
    text: str
    own: bool
    updated_at: datetime
    updated_by: str


class FilledReply(Model):
    """A canned reply as it would be sent."""

    id: str
    shortcut: str
    text: str
    problem: str | None = None


class Notice(Model):
    """What somebody was told."""

    id: str
    kind: str
    conversation: str
    by: str
    created_at: datetime
    seen_at: datetime | None = None


class NoticesSeen(Model):
    """How many were new."""

    seen: int


class SavedTest(Model):
    """A session of a flow as a test of it."""

    flow: str
    name: str
    yaml: str
    problem: str | None = None


class SavedTests(Model):
    """Tests, and the files that they make, by name."""

    data: list[SavedTest]
    files: dict[str, str]


class Synonym(Model):
    """A change of a flow's file."""

    choices: list[str]
    patch: str | None = None
