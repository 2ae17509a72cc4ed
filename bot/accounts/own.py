"""What somebody changes about themselves. What proves who they are changes only after they have proved it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bot.accounts import factors
from bot.accounts.agent import Agent
from bot.accounts.caller import Caller
from bot.accounts.choosing import check_choice
from bot.accounts.guessing import Guessing
from bot.accounts.passwords import Passwords
from bot.accounts.people import People, Refused, readable_email, readable_name, readable_zone
from bot.accounts.sessions import Sessions
from bot.accounts.signing_in import SigningIn, place
from bot.sealing import CannotSeal, Sealer
from bot.store import logins, users
from bot.store.db import Database
from bot.store.users import Proofs
from bot.world import World

WRONG: str = "That is not your password."


class Proposal(NamedTuple):
    """A second factor that waits for its first code."""

    secret: str
    address: str


class Own:
    """Somebody's own account."""

    def __init__(
        self,
        database: Database,
        world: World,
        people: People,
        sessions: Sessions,
        passwords: Passwords,
        guessing: Guessing,
        signing_in: SigningIn,
        sealer: Callable[[], Sealer],
        business: str,
    ) -> None:
        self._database = database
        self._world = world
        self._people = people
        self._sessions = sessions
        self._passwords = passwords
        self._guessing = guessing
        self._signing_in = signing_in
        self._sealer = sealer
        self._business = business

    async def change_profile(self, agent: Agent, name: str, timezone: str, caller: Caller) -> None:
        """Call them otherwise, and show times in another zone."""
        values = {"name": readable_name(name), "timezone": readable_zone(timezone)}
        await self._database.run(self._change, agent.id, "user.profile", caller, values)

    async def change_preferences(self, agent: Agent, **preferences: Any) -> None:
        """Let the console look or behave otherwise for them. Not worth a line in the audit log."""
        await self._database.run(_prefer, agent.id, preferences)

    async def change_status(self, agent: Agent, status: str, caller: Caller) -> None:
        """Say whether conversations are assigned to them: online or away."""
        if status not in ("online", "away"):
            raise Refused("One is online or away.", "status")
        await self._database.run(self._change, agent.id, "user.status", caller, {"status": status})

    async def change_email(self, agent: Agent, email: str, password: str, caller: Caller) -> None:
        """Let them sign in with another address."""
        address = readable_email(email)
        await self.prove(agent, password, caller)
        await self._database.run(self._change_email, agent, address, caller)

    async def change_password(self, agent: Agent, current: str, new: str, caller: Caller) -> str | None:
        """Take another password, end all their other sessions, and return this one's new token."""
        await self.prove(agent, current, caller)
        check_choice(new, (agent.name, agent.email, self._business))
        kept = await self._passwords.hash(new)
        return await self._database.run(self._change_password, agent, kept, caller)

    async def propose_factor(self, agent: Agent, caller: Caller) -> Proposal:
        """A secret for their app. It counts for nothing until a code shows that the app has it."""
        try:
            return await self._database.run(self._propose, agent)
        except CannotSeal as error:
            raise Refused(f"A second factor cannot be kept here: {error}.") from error

    async def confirm_factor(self, agent: Agent, code: str, password: str, caller: Caller) -> tuple[str, list[str]]:
        """Ask for the second factor from now on; return the session's new token and the codes for an evil day."""
        await self.prove(agent, password, caller)
        return await self._database.run(self._confirm, agent, code, caller)

    async def new_recovery(self, agent: Agent, password: str, caller: Caller) -> list[str]:
        """Other codes for an evil day; those before are void."""
        await self.prove(agent, password, caller)
        return await self._database.run(self._recover, agent.id, caller)

    async def remove_factor(self, agent: Agent, password: str, caller: Caller) -> str | None:
        """Ask for the password alone from now on; return the session's new token."""
        await self.prove(agent, password, caller)
        return await self._database.run(self._remove, agent, caller)

    async def has_password(self, agent: Agent) -> bool:
        """Whether there is one to be asked for."""
        kept = await self._database.run(users.proofs, agent.id)
        return kept is not None and kept.password is not None

    async def recovery_left(self, agent: Agent) -> int:
        """How many codes for an evil day there are."""
        kept = await self._database.run(users.proofs, agent.id)
        return 0 if kept is None else len(kept.recovery)

    async def prove(self, agent: Agent, password: str, caller: Caller) -> None:
        """Refuse, unless this is their password; who has none has to have signed in just now."""
        kept = await self._database.run(self._count, agent, caller)
        if kept.password is None:
            if not await self._sessions.recently_proved(agent):
                raise Refused("Sign out and in again before you change this: it is a while ago that you signed in.")
            return
        if not await self._passwords.check(kept.password, password):
            await self._database.run(self._people.write, "user.proof_refused", agent.id, caller)
            raise Refused(WRONG, "current")
        await self._database.run(self._proved, agent, caller)

    # ── transactions ────────────────────────────────────────────────────────────────────────────────────────────────

    def _change(self, conn: Connection, user_id: str, kind: str, caller: Caller, values: dict[str, Any]) -> None:
        users.change(conn, user_id, **values)
        self._people.write(conn, kind, user_id, caller, values)

    def _change_email(self, conn: Connection, agent: Agent, address: str, caller: Caller) -> None:
        other = users.find_by_email(conn, address)
        if other is not None and other.id != agent.id:
            raise Refused("That address has an account already.", "email")
        logins.void_links(conn, agent.id)
        self._change(conn, agent.id, "user.email", caller, {"email": address})

    def _change_password(self, conn: Connection, agent: Agent, kept: str, caller: Caller) -> str | None:
        users.change(conn, agent.id, password=kept)
        self._people.write(conn, "user.password", agent.id, caller)
        return self._alone(conn, agent)

    def _propose(self, conn: Connection, agent: Agent) -> Proposal:
        kept = users.proofs(conn, agent.id)
        if kept is not None and kept.factor_at is not None:
            raise Refused("There is a second factor already; switch it off before you take another.")
        if kept is not None and kept.factor is not None:
            secret = str(self._sealer().open(kept.factor, place(agent.id)))
        else:
            secret = factors.draw_secret(self._world.entropy)
            users.change(conn, agent.id, factor=self._sealer().seal(secret, place(agent.id)), factor_step=None)
        return Proposal(secret, factors.address(secret, agent.email, self._business))

    def _confirm(self, conn: Connection, agent: Agent, code: str, caller: Caller) -> tuple[str, list[str]]:
        kept = users.proofs(conn, agent.id)
        if kept is None or kept.factor is None or kept.factor_at is not None:
            raise Refused("There is nothing to confirm; begin again.")
        if self._signing_in.use_code(conn, agent.id, code) != "code":
            raise Refused("That is not the code that the app shows now. Is the clock of your phone right?", "code")
        users.change(conn, agent.id, factor_at=self._world.now())
        self._people.write(conn, "factor.added", agent.id, caller)
        codes = self._recover(conn, agent.id, caller)
        return self._alone(conn, agent) or "", codes

    def _recover(self, conn: Connection, user_id: str, caller: Caller) -> list[str]:
        codes = factors.draw_recovery(self._world.entropy)
        users.change(conn, user_id, recovery=[factors.recovery_digest(code) for code in codes])
        self._people.write(conn, "factor.recovery_codes", user_id, caller)
        return codes

    def _remove(self, conn: Connection, agent: Agent, caller: Caller) -> str | None:
        users.change(conn, agent.id, **users.WITHOUT_FACTOR)
        self._people.write(conn, "factor.removed", agent.id, caller)
        return self._alone(conn, agent)

    def _alone(self, conn: Connection, agent: Agent) -> str | None:
        """End all sessions but this one, which gets another token."""
        logins.end_all(conn, agent.id, agent.session_id)
        return self._sessions.renew(conn, agent.session_id)

    def _count(self, conn: Connection, agent: Agent, caller: Caller) -> Proofs:
        kept = users.proofs(conn, agent.id)
        if kept is None:
            raise Refused("This account is gone.")
        if kept.password is not None:
            self._guessing.take(conn, "password", agent.email, caller.address, self._world.now())
        return kept

    def _proved(self, conn: Connection, agent: Agent, caller: Caller) -> None:
        self._guessing.right(conn, "password", agent.email, caller.address, self._world.now())


def _prefer(conn: Connection, user_id: str, preferences: dict[str, Any]) -> None:
    user = users.find(conn, user_id)
    if user is not None:
        users.change(conn, user_id, preferences=dict(user.preferences) | preferences)
