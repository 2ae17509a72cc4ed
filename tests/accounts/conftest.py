"""Accounts on either database, under a clock that stands still until the test moves it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.accounts import CLI, Caller, Role
from bot.accounts.links import LinkKind
from bot.store.users import User
from tests.stage import Stage, staged

PASSWORD = "plum tractor violin moss"
OUTSIDE = Caller(address="203.0.113.7", browser="Firefox")


class Desk:
    """The accounts of a deployment, in the words of those who use them."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.accounts = stage.runtime.accounts

    async def add(self, name: str = "Ana", role: Role = Role.AGENT, password: str = PASSWORD) -> User:
        """Somebody who has chosen a password."""
        invited = await self.accounts.team.invite(f"{name.lower()}@example.com", name, role, CLI)
        token = invited.link.partition("token=")[2]
        assert await self.accounts.links.choose(token, LinkKind.INVITATION, name, password, OUTSIDE)
        return invited.user

    async def sign_in(self, name: str = "Ana", password: str = PASSWORD, caller: Caller = OUTSIDE) -> str | None:
        return await self.accounts.signing_in.with_password(f"{name.lower()}@example.com", password, caller)

    async def enter(self, name: str = "Ana"):
        """Sign in, and say who that is."""
        found = await self.accounts.sessions.find(await self.sign_in(name) or "")
        assert found is not None
        return found

    async def deeds(self) -> list[str]:
        """What the audit log says, the oldest first."""
        return [row[0] for row in await self.stage.rows("SELECT kind FROM audit ORDER BY seq")]


@pytest.fixture
async def desk(either_database: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with staged(tmp_path, PARLEY_PRIVACY__KEY="a key that only tests have") as stage:
        yield Desk(stage)
