"""Links that let somebody in once: for the first admin, for who is invited, for who has forgotten their password.

A link ends when it is used, when another of its kind is given to the same person, or when its time is over.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection

from bot.accounts import tokens
from bot.accounts.caller import HOUSE, Caller
from bot.accounts.people import People
from bot.accounts.roles import Role
from bot.accounts.sessions import Sessions
from bot.store import audit, logins, users
from bot.store.db import Database
from bot.store.logins import Link
from bot.store.users import User
from bot.world import World

FIRST_EMAIL: Final = "admin@localhost"
FIRST_NAME: Final = "Admin"


class LinkKind(StrEnum):
    """What a link is for."""

    LOGIN = "login"
    INVITATION = "invitation"
    RESET = "reset"
    EMAIL = "email"


LIFE: Final = {
    LinkKind.LOGIN: timedelta(hours=1),
    LinkKind.INVITATION: timedelta(days=3),
    LinkKind.RESET: timedelta(hours=1),
    LinkKind.EMAIL: timedelta(hours=1),
}
PATHS: Final = {
    LinkKind.LOGIN: "/console/login",
    LinkKind.INVITATION: "/console/invitation",
    LinkKind.RESET: "/console/reset",
    LinkKind.EMAIL: "/console/email",
}


class Links:
    """The links of one deployment."""

    def __init__(self, database: Database, world: World, sessions: Sessions, people: People) -> None:
        self._database = database
        self._world = world
        self._sessions = sessions
        self._people = people

    async def first(self) -> str | None:
        """A link for the first admin, while there is none who can sign in without it; else None."""
        return await self._database.run(self._first)

    async def sign_in(self, token: str, caller: Caller) -> str | None:
        """Use a link up, and return the token of the session that it begins; None if it leads nowhere."""
        return await self._database.run(self._sign_in, token, caller)

    async def make(self, user: User, kind: LinkKind, caller: Caller) -> str:
        """Make a link for somebody, and return its address within the console."""
        return await self._database.run(self.give, user, kind, caller)

    def give(self, conn: Connection, user: User, kind: LinkKind, caller: Caller, email: str | None = None) -> str:
        """Make a link, in the caller's transaction, and return its address within the console."""
        now, token = self._world.now(), tokens.draw(self._world.entropy)
        row = Link(self._world.new_id("lnk"), user.id, kind.value, email, caller.id, now, now + LIFE[kind])
        logins.add_link(conn, row, tokens.digest(token))
        self._people.write(conn, "link.given", user.id, caller, {"link": kind.value})
        return f"{PATHS[kind]}?token={token}"

    def _first(self, conn: Connection) -> str | None:
        if users.anybody_can_sign_in(conn):
            return None
        admins = users.living_admins(conn)
        user = users.find(conn, admins[0]) if admins else self._make_first(conn)
        return None if user is None else self.give(conn, user, LinkKind.LOGIN, HOUSE)

    def _make_first(self, conn: Connection) -> User:
        return self._people.make(conn, FIRST_EMAIL, FIRST_NAME, Role.ADMIN, HOUSE)

    def _sign_in(self, conn: Connection, token: str, caller: Caller) -> str | None:
        link = logins.use_link(conn, tokens.digest(token), self._world.now())
        user = users.find(conn, link.user_id) if link is not None and link.kind == LinkKind.LOGIN else None
        if user is None or user.disabled_at is not None:
            return None
        who = Caller(user.id, user.name, caller.address, caller.browser)
        entry = audit.Entry(self._world.now(), "sign_in.by_link", user.id, user.name, user.id, caller.address, {})
        audit.write(conn, entry)
        return self._sessions.begin(conn, user.id, who)
