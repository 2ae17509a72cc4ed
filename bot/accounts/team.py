"""What admins decide about others: who works here, as what, and with which conversations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from bot.accounts.caller import Caller
from bot.accounts.choosing import check_choice
from bot.accounts.guessing import Guessing
from bot.accounts.links import LinkKind, Links
from bot.accounts.passwords import Passwords
from bot.accounts.people import People, Refused, readable_name, readable_zone
from bot.accounts.roles import Role
from bot.store import audit, logins, users
from bot.store.db import Database
from bot.store.dialect import lock
from bot.store.users import User
from bot.world import World

CAPACITY_MAX: Final = 500
QUEUES_MAX: Final = 50
QUEUE_CHARS_MAX: Final = 60


class Invited(NamedTuple):
    """Somebody, and the link that lets them in."""

    user: User
    link: str


class Team:
    """Those who work here, as an admin sees them."""

    def __init__(
        self,
        database: Database,
        world: World,
        people: People,
        links: Links,
        guessing: Guessing,
        passwords: Passwords,
        business: str,
    ) -> None:
        self._database = database
        self._world = world
        self._people = people
        self._links = links
        self._guessing = guessing
        self._passwords = passwords
        self._business = business

    async def invite(self, email: str, name: str, role: Role, caller: Caller) -> Invited:
        """Make a user and the link by which they choose a password."""
        return await self._database.run(self._invite, email, name, role, caller)

    async def link(self, user_id: str, kind: LinkKind, caller: Caller) -> Invited:
        """Another link for somebody; the one before is void."""
        return await self._database.run(self._link, user_id, kind, caller)

    async def change_role(self, user_id: str, role: Role, caller: Caller) -> None:
        """Let somebody do more, or less. They sign in again."""
        await self._database.run(self._change_role, user_id, role, caller)

    async def change_work(self, user_id: str, capacity: int, queues: Sequence[str], caller: Caller) -> None:
        """How many open conversations somebody is assigned at most, and of which queues; none means all."""
        if not 0 <= capacity <= CAPACITY_MAX:
            raise Refused(f"Write a number from 0 to {CAPACITY_MAX}.", "capacity")
        if len(queues) > QUEUES_MAX or any(len(queue) > QUEUE_CHARS_MAX for queue in queues):
            raise Refused(f"Name at most {QUEUES_MAX} queues, of {QUEUE_CHARS_MAX} characters each.", "queues")
        await self._database.run(self._change_work, user_id, capacity, list(queues), caller)

    async def change_status(self, user_id: str, status: str, caller: Caller) -> None:
        """Say of somebody that they are online or away."""
        if status not in ("online", "away"):
            raise Refused("One is online or away.", "status")
        await self._database.run(self._change_status, user_id, status, caller)

    async def change(self, user_id: str, wanted: Mapping[str, Any], caller: Caller) -> User:
        """Change several things about somebody at once: name, timezone, role, capacity, queues, status, disabled."""
        return await self._database.run(self._change, user_id, wanted, caller)

    async def disable(self, user_id: str, caller: Caller) -> None:
        """Keep somebody out, from the next click on; what they did stays."""
        await self._database.run(self._disable, user_id, caller)

    async def enable(self, user_id: str, caller: Caller) -> None:
        """Let somebody in again."""
        await self._database.run(self._enable, user_id, caller)

    async def unlock(self, user_id: str, caller: Caller, *, factor: bool = False) -> None:
        """Forget how often somebody was wrong; also their second factor, for one who has lost it."""
        await self._database.run(self._unlock, user_id, factor, caller)

    async def set_password(self, user_id: str, password: str, caller: Caller) -> None:
        """Give somebody another password. They are signed out everywhere."""
        user = await self._database.run(_somebody, user_id)
        check_choice(password, (user.name, user.email, self._business))
        kept = await self._passwords.hash(password)
        await self._database.run(self._set_password, user, kept, caller)

    async def audit(self, wanted: audit.Wanted, *, before: int | None = None, limit: int) -> list[audit.Written]:
        """What was done, the newest first."""
        return await self._database.run(audit.read, wanted, before=before, limit=limit)

    async def note(self, kind: str, subject: str, caller: Caller, **data: Any) -> None:
        """Write down what an admin did elsewhere."""
        await self._database.run(self._people.write, kind, subject, caller, data)

    # ── transactions ────────────────────────────────────────────────────────────────────────────────────────────────

    def _invite(self, conn: Connection, email: str, name: str, role: Role, caller: Caller) -> Invited:
        user = self._people.make(conn, email, name, role, caller)
        return Invited(user, self._links.give(conn, user, LinkKind.INVITATION, caller))

    def _link(self, conn: Connection, user_id: str, kind: LinkKind, caller: Caller) -> Invited:
        user = _living(conn, user_id)
        return Invited(user, self._links.give(conn, user, kind, caller))

    def _change_role(self, conn: Connection, user_id: str, role: Role, caller: Caller) -> None:
        user = _somebody(conn, user_id)
        if role.value == user.role:
            return
        self._spare_last_admin(conn, user)
        users.change(conn, user_id, role=role.value)
        logins.end_all(conn, user_id)
        self._people.write(conn, "user.role", user_id, caller, {"role": role.value, "before": user.role})

    def _change(self, conn: Connection, user_id: str, wanted: Mapping[str, Any], caller: Caller) -> User:
        user = _somebody(conn, user_id)
        if wanted.get("disabled") is False:
            self._enable(conn, user_id, caller)
        if "role" in wanted:
            self._change_role(conn, user_id, wanted["role"], caller)
        if "name" in wanted or "timezone" in wanted:
            name, timezone = wanted.get("name", user.name), wanted.get("timezone", user.timezone)
            values = {"name": readable_name(name), "timezone": readable_zone(timezone)}
            users.change(conn, user_id, **values)
            self._people.write(conn, "user.profile", user_id, caller, values)
        if "capacity" in wanted or "queues" in wanted:
            capacity, queues = wanted.get("capacity", user.capacity), wanted.get("queues", user.queues)
            self._change_work(conn, user_id, capacity, list(queues), caller)
        if "status" in wanted:
            self._change_status(conn, user_id, wanted["status"], caller)
        if wanted.get("disabled") and user.disabled_at is None:
            self._disable(conn, user_id, caller)
        return _somebody(conn, user_id)

    def _change_work(self, conn: Connection, user_id: str, capacity: int, queues: list[str], caller: Caller) -> None:
        _somebody(conn, user_id)
        values = {"capacity": capacity, "queues": queues}
        users.change(conn, user_id, **values)
        self._people.write(conn, "user.work", user_id, caller, values)

    def _change_status(self, conn: Connection, user_id: str, status: str, caller: Caller) -> None:
        _somebody(conn, user_id)
        users.change(conn, user_id, status=status)
        self._people.write(conn, "user.status", user_id, caller, {"status": status})

    def _disable(self, conn: Connection, user_id: str, caller: Caller) -> None:
        user = _living(conn, user_id)
        if user.id == caller.id:
            raise Refused("Nobody shuts the door behind themselves: ask another admin.")
        self._spare_last_admin(conn, user)
        users.change(conn, user_id, disabled_at=self._world.now(), status="away")
        logins.end_all(conn, user_id)
        logins.void_links(conn, user_id)
        self._people.write(conn, "user.disabled", user_id, caller)

    def _enable(self, conn: Connection, user_id: str, caller: Caller) -> None:
        _somebody(conn, user_id)
        users.change(conn, user_id, disabled_at=None)
        self._people.write(conn, "user.enabled", user_id, caller)

    def _unlock(self, conn: Connection, user_id: str, factor: bool, caller: Caller) -> None:
        user = _somebody(conn, user_id)
        self._guessing.pardon(conn, user.id, user.email)
        if factor:
            users.change(conn, user_id, **users.WITHOUT_FACTOR)
            logins.end_all(conn, user_id)
        self._people.write(conn, "user.unlocked", user_id, caller, {"factor_removed": factor})

    def _set_password(self, conn: Connection, user: User, kept: str, caller: Caller) -> None:
        users.change(conn, user.id, password=kept)
        logins.end_all(conn, user.id)
        logins.void_links(conn, user.id)
        self._guessing.pardon(conn, user.id, user.email)
        self._people.write(conn, "user.password", user.id, caller)

    def _spare_last_admin(self, conn: Connection, user: User) -> None:
        lock(conn, ["admins"])  # two who take each other's place away at once would leave none
        if users.living_admins(conn) == [user.id]:
            raise Refused("There has to be an admin: make somebody else one first.")


def _somebody(conn: Connection, user_id: str) -> User:
    user = users.find(conn, user_id)
    if user is None:
        raise Refused("There is nobody with this id; load the page again.")
    return user


def _living(conn: Connection, user_id: str) -> User:
    user = _somebody(conn, user_id)
    if user.disabled_at is not None:
        raise Refused(f"{user.name} is disabled; let them in again first.")
    return user
