"""Who is at the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Literal

from bot.accounts.roles import Role
from bot.store.logins import Login
from bot.store.users import User

Theme = Literal["auto", "light", "dark"]
THEMES: Final[tuple[Theme, ...]] = ("auto", "light", "dark")


class Due(StrEnum):
    """What somebody who has signed in still owes before they may do anything."""

    CODE = "code"
    """The code of their second factor."""
    FACTOR = "factor"
    """A second factor, where everybody has to have one."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """How the console looks and behaves for somebody."""

    theme: Theme = "auto"
    single_keys: bool = True
    """Whether a letter by itself does something (WCAG 2.1.4 wants that it can be switched off)."""
    enter_sends: bool = False
    """Whether Enter sends a reply; else Ctrl+Enter or ⌘+Enter does."""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Preferences:
        """Read what was kept; what is not known is as for everybody."""
        theme = kept.get("theme")
        return cls(
            theme=theme if theme in THEMES else "auto",
            single_keys=bool(kept.get("single_keys", True)),
            enter_sends=bool(kept.get("enter_sends", False)),
        )


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who is signed in."""

    id: str
    name: str
    email: str
    role: Role
    timezone: str
    session_id: str
    preferences: Preferences = field(default_factory=Preferences)
    status: str = "online"
    has_factor: bool = False
    due: Due | None = None

    @property
    def whole(self) -> bool:
        """Whether they owe nothing any more."""
        return self.due is None

    @classmethod
    def of(cls, login: Login, user: User, *, needs_factor: bool) -> Agent:
        """As the rows say, and the settings. Who comes from an identity provider has proved there what it asks for."""
        lacks = needs_factor and user.factor_at is None and user.identity is None
        return cls(
            id=user.id,
            name=user.name,
            email=user.email,
            role=Role(user.role),
            timezone=user.timezone,
            session_id=login.id,
            preferences=Preferences.of(user.preferences),
            status=user.status,
            has_factor=user.factor_at is not None,
            due=Due.CODE if not login.whole else Due.FACTOR if lacks else None,
        )
