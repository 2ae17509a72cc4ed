"""Who does something at the desk."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from bot.events import Json


class Actor(NamedTuple):
    """An agent, an API key, or Parley itself."""

    id: str
    name: str
    kind: Literal["agent", "key", "system"] = "agent"

    def described(self) -> dict[str, Json]:
        """As the log keeps it: the name as it is now, because accounts go and the log stays."""
        return {"id": self.id, "name": self.name, "kind": self.kind}


SYSTEM: Final = Actor("system", "Parley", "system")
"""Who wakes, assigns and resumes when a time has come."""
