"""What agents keep for themselves. Each function is a method of both clients.

`user` is an agent's id or e-mail address, or `me`, the key itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.client.calls import Call, part_of, query_of
from bot.client.models import Done, Message, Page
from bot.client.models_keeping import (
    AllRead,
    Attendant,
    CannedReply,
    FilledReply,
    Marks,
    Notice,
    NoticesSeen,
    SavedTests,
    Synonym,
    View,
)


def marks(id: str, user: str = "me") -> Call[Marks]:
    """Show somebody's drafts in a conversation, and how far they have read."""
    return Call("GET", _beside(id, user), Marks)


def keep_draft(id: str, text: str, user: str = "me", *, kind: str = "reply") -> Call[Marks]:
    """Keep what somebody has begun to write, a reply or a note; blank is none any more."""
    return Call("PUT", f"{_beside(id, user)}/draft", Marks, body={"kind": kind, "text": text})


def mark_read(id: str, user: str = "me") -> Call[Marks]:
    """Say that all in a conversation was read."""
    return Call("POST", f"{_beside(id, user)}/read", Marks)


def mark_unread(id: str, user: str = "me") -> Call[Marks]:
    """Say that the newest text of a conversation is to be read once more."""
    return Call("POST", f"{_beside(id, user)}/unread", Marks)


def mark_all_read(user: str = "me") -> Call[AllRead]:
    """Say that everything was read that came in by now."""
    return Call("POST", f"{_user(user)}/read-all", AllRead)


def be_at(id: str, doing: str, user: str = "me") -> Call[Page[Attendant]]:
    """Say that somebody is at a conversation, `viewing` or `typing`, or `gone`; shows who else is."""
    return Call("POST", f"{_beside(id, user)}/presence", Page[Attendant], body={"doing": doing})


def present(id: str) -> Call[Page[Attendant]]:
    """Show who is at a conversation."""
    return Call("GET", f"/v1/conversations/{part_of(id)}/presence", Page[Attendant])


def scheduled(id: str) -> Call[Page[Message]]:
    """Show what is to be sent later in a conversation, the next first."""
    return Call("GET", f"/v1/conversations/{part_of(id)}/scheduled", Page[Message])


def views(user: str = "me") -> Call[Page[View]]:
    """Show the views of the inbox that somebody keeps, and those that others share."""
    return Call("GET", f"{_user(user)}/views", Page[View])


def create_view(name: str, filters: Mapping[str, str], user: str = "me", *, shared: bool = False) -> Call[View]:
    """Keep filters of the inbox under a name."""
    body = {"name": name, "filters": dict(filters), "shared": shared}
    return Call("POST", f"{_user(user)}/views", View, body=body)


def delete_view(id: str, user: str = "me") -> Call[Done]:
    """Forget a view."""
    return Call("DELETE", f"{_user(user)}/views/{part_of(id)}", Done)


def canned_replies(user: str = "me") -> Call[Page[CannedReply]]:
    """Show the team's canned replies, and somebody's own."""
    return Call("GET", f"{_user(user)}/canned-replies", Page[CannedReply])


def create_canned_reply(shortcut: str, text: str, user: str = "me", *, own: bool = False) -> Call[CannedReply]:
    """Keep a canned reply, for the team or for somebody alone."""
    body = {"shortcut": shortcut, "text": text, "own": own}
    return Call("POST", f"{_user(user)}/canned-replies", CannedReply, body=body)


def change_canned_reply(id: str, user: str = "me", **changes: Any) -> Call[CannedReply]:
    """Change a canned reply: `shortcut`, `text`, `own`."""
    return Call("PATCH", f"{_user(user)}/canned-replies/{part_of(id)}", CannedReply, body=changes)


def delete_canned_reply(id: str, user: str = "me") -> Call[Done]:
    """Forget a canned reply."""
    return Call("DELETE", f"{_user(user)}/canned-replies/{part_of(id)}", Done)


def filled_replies(id: str, user: str = "me") -> Call[Page[FilledReply]]:
    """Fill canned replies in for whoever a conversation is with; nothing is sent."""
    return Call("GET", f"{_beside(id, user)}/canned-replies", Page[FilledReply])


def notices(user: str = "me", *, limit: int = 50) -> Call[Page[Notice]]:
    """Show what somebody was told last, the newest first."""
    return Call("GET", f"{_user(user)}/notices", Page[Notice], query_of(limit=limit))


def see_notices(user: str = "me", *, conversation: str | None = None) -> Call[NoticesSeen]:
    """Say that somebody has seen what they were told, of one conversation or of all."""
    return Call("POST", f"{_user(user)}/notices/seen", NoticesSeen, body={"conversation": conversation})


def conversation_tests(id: str) -> Call[SavedTests]:
    """Write what was really said in a conversation as tests of its flows."""
    return Call("GET", f"/v1/conversations/{part_of(id)}/tests", SavedTests)


def flow_tests(flow: str) -> Call[SavedTests]:
    """Write the last hundred conversations of a flow as tests of it."""
    return Call("GET", f"/v1/flows/{part_of(flow)}/tests", SavedTests)


def synonym(flow: str, state: str, text: str, choice: str | None = None) -> Call[Synonym]:
    """Show what to change in a flow's file so that a choice is understood by one more word."""
    query = query_of(state=state, text=text, choice=choice)
    return Call("GET", f"/v1/flows/{part_of(flow)}/synonym", Synonym, query)


def _beside(id: str, user: str) -> str:
    return f"/v1/conversations/{part_of(id)}/users/{part_of(user)}"


def _user(user: str) -> str:
    return f"/v1/users/{part_of(user)}"
