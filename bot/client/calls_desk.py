"""What is asked about conversations, and done in them. Each function is a method of both clients.

`epoch` is that of the conversation as the caller saw it: if who speaks has changed since, nothing is done (412).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.client.calls import Call, body_of, key_of, part_of, query_of
from bot.client.models import Conversation, Page
from bot.client.models_desk import Changed, Foresight, ThreadItem, WholeConversation


def conversations(
    after: str | None, /, view: str = "all", *, limit: int = 50, **filters: str
) -> Call[Page[Conversation]]:
    """Every conversation of a view, those heard last at the top; `filters` are `label`, `flow`, `queue`, `q`, …"""
    query = query_of(view=view, after=after, limit=limit, **filters)
    return Call("GET", "/v1/conversations", Page[Conversation], query)


def conversation(id: str) -> Call[WholeConversation]:
    """Show a conversation: where it is, and what would happen by itself."""
    return Call("GET", _path(id), WholeConversation)


def thread(after: str | None, /, id: str, *, limit: int = 50) -> Call[Page[ThreadItem]]:
    """Everything in a conversation, the newest first."""
    return Call("GET", _path(id, "messages"), Page[ThreadItem], query_of(after=after, limit=limit))


def preview(id: str, text: str | None = None, *, how: str = "continue", state: str | None = None) -> Call[Foresight]:
    """Say what the bot would say if it were given back, or if the customer wrote a text."""
    return Call("GET", _path(id, "preview"), Foresight, query_of(text=text, how=how, state=state))


def reply(
    id: str, text: str, *, epoch: int | None = None, idempotency_key: str | None = None, **more: Any
) -> Call[Changed]:
    """Write to the person of a conversation; the bot is silent from then on."""
    return _done(id, "messages", body_of({"text": text} | more), epoch, idempotency_key)


def take_over(id: str, *, epoch: int | None = None) -> Call[Changed]:
    """Take a conversation from the bot, which is silent from that commit on."""
    return _done(id, "take-over", None, epoch)


def hand_back(
    id: str, how: str = "continue", *, state: str | None = None, at: datetime | None = None, epoch: int | None = None
) -> Call[Changed]:
    """Give a conversation back to the bot."""
    return _done(id, "hand-back", body_of({"how": how, "state": state, "at": at}), epoch)


def resume_at(id: str, at: datetime | None, *, epoch: int | None = None) -> Call[Changed]:
    """Let the bot go on by itself at a time, or with None not any more."""
    return _done(id, "resume", {"at": None if at is None else at.isoformat()}, epoch)


def assign(id: str, assignee: str | None, *, epoch: int | None = None) -> Call[Changed]:
    """Give a conversation to an agent, or with None to nobody."""
    return _done(id, "assign", {"assignee": assignee}, epoch)


def snooze(id: str, until: datetime | None = None, *, epoch: int | None = None) -> Call[Changed]:
    """Lay a conversation aside until a time, or until the person writes."""
    return _done(id, "snooze", body_of({"until": until}), epoch)


def close_conversation(id: str, *, epoch: int | None = None) -> Call[Changed]:
    """Close a conversation."""
    return _done(id, "close", None, epoch)


def reopen_conversation(id: str, *, epoch: int | None = None) -> Call[Changed]:
    """Open a conversation again."""
    return _done(id, "reopen", None, epoch)


def label(id: str, add: Sequence[str] = (), remove: Sequence[str] = (), *, epoch: int | None = None) -> Call[Changed]:
    """Put labels on a conversation, or take them off."""
    return _done(id, "labels", {"add": list(add), "remove": list(remove)}, epoch)


def add_note(id: str, text: str, mentions: Sequence[str] = (), *, epoch: int | None = None) -> Call[Changed]:
    """Write a note for colleagues; the person never sees it."""
    return _done(id, "notes", {"text": text, "mentions": list(mentions)}, epoch)


def block(id: str, blocked: bool = True, *, epoch: int | None = None) -> Call[Changed]:
    """Hear nothing of a person any more, or hear them again."""
    return _done(id, "block", {"blocked": blocked}, epoch)


def _done(id: str, what: str, body: Any, epoch: int | None, key: str | None = None) -> Call[Changed]:
    return Call("POST", _path(id, what), Changed, body=body, key=key_of(key), epoch=epoch)


def _path(id: str, what: str = "") -> str:
    return f"/v1/conversations/{part_of(id)}" + (f"/{what}" if what else "")
