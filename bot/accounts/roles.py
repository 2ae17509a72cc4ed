"""What people in the console may do: each role may what the one before may, and more."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """From the least to the most."""

    VIEWER = "viewer"
    """Looks, with phone numbers masked."""
    AGENT = "agent"
    """Talks with people."""
    SUPERVISOR = "supervisor"
    """Also directs the work: broadcasts, analytics, what others have in hand."""
    ADMIN = "admin"
    """Also decides who works here, and with which keys."""

    def may(self, needed: Role) -> bool:
        """Whether this role may do what needs that one."""
        return _ORDER.index(self) >= _ORDER.index(needed)


_ORDER = tuple(Role)
