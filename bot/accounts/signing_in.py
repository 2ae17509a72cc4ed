"""Signing in with address and password."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.accounts.caller import Caller
from bot.accounts.passwords import Passwords, is_outdated
from bot.accounts.people import People
from bot.accounts.sessions import Sessions
from bot.store import users
from bot.store.db import Database
from bot.store.users import Proofs, User


class SigningIn:
    """Lets in who knows the password."""

    def __init__(self, database: Database, people: People, sessions: Sessions, passwords: Passwords) -> None:
        self._database = database
        self._people = people
        self._sessions = sessions
        self._passwords = passwords

    async def with_password(self, email: str, password: str, caller: Caller) -> str | None:
        """Return the token of the session that begins; None if the two do not belong together."""
        user, proofs = await self._database.run(_find, email.strip().casefold())
        right = await self._passwords.check(None if proofs is None else proofs.password, password)
        if user is None or proofs is None or not right:
            await self._database.run(self._refuse, user, caller)
            return None
        fresh = await self._passwords.hash(password) if is_outdated(proofs.password or "") else None
        return await self._database.run(self._begin, user, fresh, caller)

    def _begin(self, conn: Connection, user: User, fresh: str | None, caller: Caller) -> str:
        if fresh is not None:
            users.change(conn, user.id, password=fresh)
        who = Caller(user.id, user.name, caller.address, caller.browser)
        self._people.write(conn, "sign_in.password", user.id, who)
        return self._sessions.begin(conn, user.id, caller)

    def _refuse(self, conn: Connection, user: User | None, caller: Caller) -> None:
        self._people.write(conn, "sign_in.refused", "" if user is None else user.id, caller)


def _find(conn: Connection, email: str) -> tuple[User | None, Proofs | None]:
    user = users.find_by_email(conn, email)
    if user is None or user.disabled_at is not None:
        return None, None
    return user, users.proofs(conn, user.id)
