"""Those who may sign in: who there is, and what changes about them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection

from bot.accounts.caller import Caller
from bot.accounts.roles import Role
from bot.config.zones import known_zones
from bot.errors import BotError
from bot.store import audit, users
from bot.store.db import Database
from bot.store.dialect import lock
from bot.store.users import User
from bot.world import World

CAPACITY: Final = 20
"""Open conversations that somebody new is assigned at most."""
NAME_CHARS_MAX: Final = 80
EMAIL_CHARS_MAX: Final = 254
_EMAIL: Final = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+")


class Refused(BotError):
    """It cannot be done; the sentence says why, and `field` where it was asked for."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class People:
    """The users of one deployment."""

    def __init__(self, database: Database, world: World, timezone: str) -> None:
        self._database = database
        self._world = world
        self._timezone = timezone

    async def add(self, email: str, name: str, role: Role, caller: Caller) -> User:
        """Make a user, who cannot sign in before a link was given to them."""
        return await self._database.run(self.make, email, name, role, caller)

    async def all(self) -> list[User]:
        """Everybody by name, disabled ones last."""
        return await self._database.run(users.everybody)

    async def find(self, user_id: str) -> User | None:
        """Look somebody up by id."""
        return await self._database.run(users.find, user_id)

    async def find_by_email(self, email: str) -> User | None:
        """Look somebody up by their address, however it is written."""
        return await self._database.run(users.find_by_email, spelled(email))

    def make(self, conn: Connection, email: str, name: str, role: Role, caller: Caller) -> User:
        """Make a user in the caller's transaction."""
        address = readable_email(email)
        lock(conn, [f"user:{address}"])
        if users.find_by_email(conn, address) is not None:
            raise Refused(f"{address} has an account already", "email")
        row = User(
            id=self._world.new_id("usr"),
            email=address,
            name=readable_name(name or address.partition("@")[0]),
            role=role.value,
            timezone=self._timezone,
            status="online",
            capacity=CAPACITY,
            queues=[],
            notify={},
            preferences={},
            factor_at=None,
            identity=None,
            created_at=self._world.now(),
            seen_at=None,
            disabled_at=None,
        )
        users.add(conn, row)
        self.write(conn, "user.added", row.id, caller, {"email": address, "role": role.value})
        return row

    def write(
        self, conn: Connection, kind: str, subject: str, caller: Caller, data: Mapping[str, Any] | None = None
    ) -> None:
        """Put what is done into the audit log, in the transaction that does it."""
        entry = audit.Entry(self._world.now(), kind, caller.id, caller.name, subject, caller.address, dict(data or {}))
        audit.write(conn, entry)


def spelled(email: str) -> str:
    """An address as it would be kept, whatever it is."""
    return email.replace("\x00", "\ufffd").strip().casefold()


def readable_email(written: str) -> str:
    """An address as it is kept: whether it is anybody's shows only when a link to it is opened."""
    address = spelled(written)
    if len(address) > EMAIL_CHARS_MAX or not _EMAIL.fullmatch(address):
        raise Refused("write an e-mail address, such as ana@example.com", "email")
    return address


def readable_zone(written: str) -> str:
    """A zone of the IANA list."""
    if written not in known_zones():
        raise Refused(f"`{written}` is not a time zone such as America/New_York", "timezone")
    return written


def readable_name(written: str) -> str:
    """A name without line breaks and the like."""
    name = " ".join(written.split())
    if not name or len(name) > NAME_CHARS_MAX or not name.isprintable():
        raise Refused(f"write a name of 1 to {NAME_CHARS_MAX} characters", "name")
    return name
