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
from bot.accounts.choosing import check_choice
from bot.accounts.guessing import Guessing
from bot.accounts.passwords import Passwords
from bot.accounts.people import People, readable_name, spelled
from bot.accounts.roles import Role
from bot.accounts.sessions import Sessions
from bot.store import logins, users
from bot.store.db import Database
from bot.store.dialect import lock
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


LIFE: Final = {
    LinkKind.LOGIN: timedelta(hours=1),
    LinkKind.INVITATION: timedelta(days=3),
    LinkKind.RESET: timedelta(hours=1),
}
PATHS: Final = {
    LinkKind.LOGIN: "/console/login",
    LinkKind.INVITATION: "/console/invitation",
    LinkKind.RESET: "/console/reset",
}


class Links:
    """The links of one deployment."""

    def __init__(
        self,
        database: Database,
        world: World,
        sessions: Sessions,
        people: People,
        passwords: Passwords,
        guessing: Guessing,
        business: str,
    ) -> None:
        self._database = database
        self._world = world
        self._sessions = sessions
        self._people = people
        self._passwords = passwords
        self._guessing = guessing
        self._business = business

    async def first(self) -> str | None:
        """A link for the first admin, while there is none who can sign in without it; else None."""
        return await self._database.run(self._first)

    async def sign_in(self, token: str, caller: Caller) -> str | None:
        """Use a link up, and return the token of the session that it begins; None if it leads nowhere."""
        return await self._database.run(self._sign_in, token, caller)

    async def make(self, user: User, kind: LinkKind, caller: Caller) -> str:
        """Make a link for somebody, and return its address within the console."""
        return await self._database.run(self.give, user, kind, caller)

    async def whose(self, token: str, kind: LinkKind) -> User | None:
        """For whom a link is, without using it up; None if it leads nowhere."""
        return await self._database.run(self._whose, token, kind)

    async def choose(self, token: str, kind: LinkKind, name: str, password: str, caller: Caller) -> str | None:
        """Use a link up by choosing a password; return the token of the session that begins.

        Who has a second factor still owes its code. None if the link leads nowhere.
        """
        user = await self.whose(token, kind)
        if user is None:
            return None
        called = readable_name(name) if kind is LinkKind.INVITATION else user.name
        check_choice(password, (called, user.email, self._business))
        kept = await self._passwords.hash(password)
        return await self._database.run(self._choose, token, kind, called, kept, caller)

    async def ask_for_reset(self, email: str, caller: Caller) -> tuple[User, str] | None:
        """A link for who has forgotten their password, to be sent to them and shown to nobody else.

        Raises `TooOften`. None if there is no such account.
        """
        return await self._database.run(self._ask_for_reset, spelled(email), caller)

    def give(self, conn: Connection, user: User, kind: LinkKind, caller: Caller) -> str:
        """Make a link, in the caller's transaction, and return its address within the console."""
        now, token = self._world.now(), tokens.draw(self._world.entropy)
        row = Link(self._world.new_id("lnk"), user.id, kind.value, None, caller.id, now, now + LIFE[kind])
        logins.add_link(conn, row, tokens.digest(token))
        self._people.write(conn, "link.given", user.id, caller, {"link": kind.value})
        return f"{PATHS[kind]}?token={token}"

    def _first(self, conn: Connection) -> str | None:
        lock(conn, [FIRST_EMAIL])  # of several processes that start at once on an empty database, one makes the account
        if users.anybody_can_sign_in(conn):
            return None
        admins = users.living_admins(conn)
        user = users.find(conn, admins[0]) if admins else self._make_first(conn)
        return None if user is None else self.give(conn, user, LinkKind.LOGIN, HOUSE)

    def _make_first(self, conn: Connection) -> User:
        return self._people.make(conn, FIRST_EMAIL, FIRST_NAME, Role.ADMIN, HOUSE)

    def _whose(self, conn: Connection, token: str, kind: LinkKind) -> User | None:
        link = logins.find_link(conn, tokens.digest(token), self._world.now())
        user = users.find(conn, link.user_id) if link is not None and link.kind == kind else None
        return user if user is not None and user.disabled_at is None else None

    def _choose(
        self, conn: Connection, token: str, kind: LinkKind, name: str, password: str, caller: Caller
    ) -> str | None:
        user = self._whose(conn, token, kind)
        if user is None or logins.use_link(conn, tokens.digest(token), self._world.now()) is None:
            return None
        users.change(conn, user.id, name=name, password=password)
        logins.end_all(conn, user.id)
        logins.void_links(conn, user.id)
        self._guessing.pardon(conn, user.id, user.email)
        self._people.write(conn, f"sign_in.{kind}", user.id, caller.named(user.id, name))
        return self._sessions.begin(conn, user.id, caller, whole=user.factor_at is None)

    def _ask_for_reset(self, conn: Connection, email: str, caller: Caller) -> tuple[User, str] | None:
        self._guessing.take(conn, "reset", email, caller.address, self._world.now())
        user = users.find_by_email(conn, email)
        if user is None or user.disabled_at is not None:
            return None
        return user, self.give(conn, user, LinkKind.RESET, caller)

    def _sign_in(self, conn: Connection, token: str, caller: Caller) -> str | None:
        link = logins.use_link(conn, tokens.digest(token), self._world.now())
        user = users.find(conn, link.user_id) if link is not None and link.kind == LinkKind.LOGIN else None
        if user is None or user.disabled_at is not None:
            return None
        who = caller.named(user.id, user.name)
        self._people.write(conn, "sign_in.link", user.id, who)
        return self._sessions.begin(conn, user.id, who, whole=user.factor_at is None)
