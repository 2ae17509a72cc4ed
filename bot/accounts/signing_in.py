"""Signing in: with address and password, and then with a code where somebody has a second factor."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from bot.accounts import factors
from bot.accounts.agent import Agent
from bot.accounts.caller import Caller
from bot.accounts.guessing import Guessing
from bot.accounts.passwords import Passwords, is_outdated
from bot.accounts.people import People, spelled
from bot.accounts.provider import Identity
from bot.accounts.roles import Role
from bot.accounts.sessions import Sessions
from bot.sealing import Sealer
from bot.store import logins, users
from bot.store.db import Database
from bot.store.users import Proofs, User
from bot.world import World


def place(user_id: str) -> str:
    """For what the secret of somebody's second factor is sealed."""
    return f"second factor of {user_id}"


class SigningIn:
    """Lets in who proves that they are somebody."""

    def __init__(
        self,
        database: Database,
        world: World,
        people: People,
        sessions: Sessions,
        passwords: Passwords,
        guessing: Guessing,
        sealer: Callable[[], Sealer],
    ) -> None:
        self._database = database
        self._world = world
        self._people = people
        self._sessions = sessions
        self._passwords = passwords
        self._guessing = guessing
        self._sealer = sealer

    async def with_password(self, email: str, password: str, caller: Caller) -> str | None:
        """Return the token of the session that begins; None if the two do not belong together.

        Raises `TooOften`. Neither the answer nor the time it takes tells whether there is such an account.
        """
        address = spelled(email)
        user, proofs = await self._database.run(self._look, address, caller)
        right = await self._passwords.check(None if proofs is None else proofs.password, password)
        if user is None or proofs is None or not right:
            await self._database.run(self._refuse, user, caller)
            return None
        fresh = await self._passwords.hash(password) if is_outdated(proofs.password or "") else None
        return await self._database.run(self._begin, user, address, fresh, caller)

    async def with_code(self, agent: Agent, code: str, caller: Caller) -> str | None:
        """Take the code of somebody's app, or one for the day on which it is gone; return the session's new token.

        Raises `TooOften`. Each code is taken once.
        """
        await self._database.run(self._count_code, agent, caller)
        return await self._database.run(self._finish, agent, code, caller)

    async def with_identity(self, identity: Identity, new_users: str, caller: Caller) -> str | None:
        """Let in whom the identity provider names: who came so before, or whose checked address has an account.

        Others get one if `new_users` is a role. None if they are not let in.
        """
        return await self._database.run(self._recognise, identity, new_users, caller)

    # ── transactions ────────────────────────────────────────────────────────────────────────────────────────────────

    def _look(self, conn: Connection, address: str, caller: Caller) -> tuple[User | None, Proofs | None]:
        self._guessing.take(conn, "password", address, caller.address, self._world.now())
        user = users.find_by_email(conn, address)
        if user is None or user.disabled_at is not None:
            return None, None
        return user, users.proofs(conn, user.id)

    def _begin(self, conn: Connection, user: User, address: str, fresh: str | None, caller: Caller) -> str:
        self._guessing.right(conn, "password", address, caller.address, self._world.now())
        if fresh is not None:
            users.change(conn, user.id, password=fresh)
        self._people.write(conn, "sign_in.password", user.id, caller.named(user.id, user.name))
        return self._sessions.begin(conn, user.id, caller, whole=user.factor_at is None)

    def _refuse(self, conn: Connection, user: User | None, caller: Caller) -> None:
        self._people.write(conn, "sign_in.refused", "" if user is None else user.id, caller)

    def _count_code(self, conn: Connection, agent: Agent, caller: Caller) -> None:
        self._guessing.take(conn, "code", agent.id, caller.address, self._world.now())

    def _finish(self, conn: Connection, agent: Agent, code: str, caller: Caller) -> str | None:
        how = self.use_code(conn, agent.id, code)
        if how is None:
            self._people.write(conn, "sign_in.code_refused", agent.id, caller)
            return None
        self._guessing.right(conn, "code", agent.id, caller.address, self._world.now())
        self._people.write(conn, f"sign_in.{how}", agent.id, caller)
        token = self._sessions.renew(conn, agent.session_id)
        if token is not None and (found := logins.find_by_id(conn, agent.session_id)) is not None:
            logins.seen(conn, found, self._world.now())
        return token

    def _recognise(self, conn: Connection, identity: Identity, new_users: str, caller: Caller) -> str | None:
        user = users.find_by_identity(conn, identity.id)
        if user is None and identity.email:
            user = users.find_by_email(conn, spelled(identity.email))
            if user is None and new_users != "none":
                user = self._people.make(conn, identity.email, identity.name, Role(new_users), caller)
        if user is None or user.disabled_at is not None or user.identity not in (None, identity.id):
            self._people.write(conn, "sign_in.oidc_refused", "" if user is None else user.id, caller)
            return None
        if user.identity is None:
            users.change(conn, user.id, identity=identity.id)
            logins.void_links(conn, user.id)
        self._people.write(conn, "sign_in.oidc", user.id, caller.named(user.id, user.name))
        return self._sessions.begin(conn, user.id, caller, whole=user.factor_at is None)

    def use_code(self, conn: Connection, user_id: str, code: str) -> str | None:
        """Use a code up: `code` or `recovery_code`, or None if it is neither."""
        kept = users.proofs(conn, user_id)
        if kept is None or kept.factor is None:
            return None
        secret = str(self._sealer().open(kept.factor, place(user_id)))
        step = factors.matching_step(secret, code, self._world.now())
        if step is not None:
            return "code" if users.take_step(conn, user_id, step) else None
        digest = factors.recovery_digest(code)
        if digest not in kept.recovery or not users.take_recovery(conn, user_id, digest):
            return None
        return "recovery_code"
