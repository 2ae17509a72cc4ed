"""Everything that keys do, in one table: the palette, the help sheet and the shortcuts are made from it.

An action with a `path` leads there. Another one is done by whatever on the page says `data-action="its id"`: a button
or a link is pressed, a field gets the focus. What the page does not have is not offered. So a page only has to mark its
controls, and an area that brings more actions adds a row here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.accounts.roles import Role
from bot.web.console.navigation import NAVIGATION


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done from the keyboard."""

    id: str
    name: str
    area: str
    """The heading in the help sheet."""
    keys: str = ""
    """As `KeyboardEvent.key` says, one after another: `r`, `E`, `g i`."""
    path: str = ""
    role: Role = Role.VIEWER

    @property
    def shown(self) -> list[str]:
        """The keys as people read them."""
        shifted = (f"Shift {key}" if len(key) == 1 and key.isupper() else key for key in self.keys.split())
        return [_SHOWN.get(key, key) for key in shifted]


_SHOWN: Final = {"Control+k": "Ctrl K or ⌘ K"}
_LETTERS: Final = {
    "inbox": "i",
    "contacts": "c",
    "flows": "f",
    "broadcasts": "b",
    "analytics": "a",
    "consent": "o",
    "settings": "s",
}

ACTIONS: Final = (
    # wherever one is
    Action("palette", "Do anything, by its name", "Everywhere", "Control+k"),
    Action("help", "Show the keys", "Everywhere", "?"),
    Action("search", "Search", "Everywhere", "/"),
    # ── going places
    *(
        Action(
            f"go-{entry.id}", f"Go to {entry.name}", "Going places", f"g {_LETTERS[entry.id]}", entry.path, entry.role
        )
        for entry in NAVIGATION
    ),
    Action("go-security", "Change password or second factor", "Going places", path="/console/settings/security"),
    # ── inbox list
    Action("next", "Next conversation", "Inbox", "j"),
    Action("previous", "Previous conversation", "Inbox", "k"),
    Action("open", "Open the conversation", "Inbox", "Enter"),
    Action("choose", "Choose it, to do something with several", "Inbox", "x"),
    # ── conversation
    Action("reply", "Reply", "Conversation", "r", role=Role.AGENT),
    Action("note", "Write a private note", "Conversation", "n", role=Role.AGENT),
    Action("assign", "Assign", "Conversation", "a", role=Role.AGENT),
    Action("snooze", "Snooze", "Conversation", "s", role=Role.AGENT),
    Action("close", "Close", "Conversation", "e", role=Role.AGENT),
    Action("close-next", "Close, and open the next", "Conversation", "E", role=Role.AGENT),
    Action("bot", "Take over from the bot, or hand back", "Conversation", "b", role=Role.AGENT),
    Action("unread", "Mark as unread", "Conversation", "u", role=Role.AGENT),
    # ── yourself
    Action("theme", "Switch between light and dark", "Yourself"),
    Action("away", "Say that you are away, or back", "Yourself"),
    Action("sign-out", "Sign out", "Yourself"),
)
