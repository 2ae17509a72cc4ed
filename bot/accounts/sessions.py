"""Browsers in which somebody is signed in: kept by the server, so that each can be ended there at once.

A browser holds a token of 256 random bits, the database its digest. It gets another one whenever somebody has proved
who they are, so that a token which was known before is worth nothing after.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.accounts import tokens
from bot.accounts.agent import Agent
from bot.accounts.caller import Caller
from bot.config import ConsoleSettings
from bot.store import audit, logins
from bot.store.db import Database
from bot.store.logins import Login
from bot.world import World

SEEN_EVERY: Final = timedelta(minutes=1)
"""To note each request would write to the database for each look at a page."""
RECENT: Final = timedelta(minutes=15)
"""So long after signing in the password need not be given again, by those who have none."""
ADDRESS_CHARS_MAX: Final = 64
BROWSER_CHARS_MAX: Final = 300


class Sessions:
    """Who is signed in where."""

    def __init__(self, database: Database, world: World, settings: ConsoleSettings) -> None:
        self._database = database
        self._world = world
        self._idle = timedelta(minutes=settings.idle_minutes)
        self._whole = timedelta(hours=settings.signed_in_hours)
        self._needs_factor = settings.two_factor == "required"

    async def find(self, token: str, *, background: bool = False) -> Agent | None:
        """Say who has this token; None if nobody, or not any more.

        What a page does by itself, in the `background`, does not count as being there.
        """
        return await self._database.run(self._find, tokens.digest(token), background)

    def living(self, conn: Connection, session_ids: Collection[str]) -> dict[str, tuple[str, str]]:
        """Say which of these still are, with role and zone of whose they are, within the look of who asks."""
        now, factor = self._world.now(), self._needs_factor
        return logins.living(conn, session_ids, now, now - self._idle, with_factor=factor)

    async def end(self, agent: Agent, caller: Caller) -> None:
        """Sign somebody out here."""
        await self._database.run(self._end, agent.id, agent.session_id, caller)

    async def end_one(self, user_id: str, session_id: str, caller: Caller) -> bool:
        """Sign somebody out in a browser of theirs; False if they are not signed in there."""
        return await self._database.run(self._end, user_id, session_id, caller)

    async def end_others(self, agent: Agent, caller: Caller) -> int:
        """Sign somebody out everywhere but here."""
        return await self._database.run(self._end_all, agent.id, agent.session_id, caller)

    async def end_all(self, user_id: str, caller: Caller) -> int:
        """Sign somebody out everywhere."""
        return await self._database.run(self._end_all, user_id, "", caller)

    async def recently_proved(self, agent: Agent) -> bool:
        """Whether it is not long ago that they proved here who they are."""
        found = await self._database.run(logins.of_user, agent.id, self._world.now())
        proved = (login.proved_at for login in found if login.id == agent.session_id)
        return any(self._world.now() - at < RECENT for at in proved)

    async def of(self, user_id: str) -> list[Login]:
        """Where somebody is signed in, the latest used first."""
        now = self._world.now()
        found = await self._database.run(logins.of_user, user_id, now)
        return [login for login in found if login.whole and now - login.seen_at < self._idle]

    # ── within the transaction of who calls ─────────────────────────────────────────────────────────────────────────

    def begin(self, conn: Connection, user_id: str, caller: Caller, *, whole: bool = True) -> str:
        """Sign somebody in, and return the token for their browser; not yet `whole` while a second factor is due."""
        now, token = self._world.now(), tokens.draw(self._world.entropy)
        logins.end_old(conn, now)
        row = Login(
            id=self._world.new_id("lgn"),
            user_id=user_id,
            whole=whole,
            address=caller.address[:ADDRESS_CHARS_MAX],
            browser=caller.browser[:BROWSER_CHARS_MAX],
            created_at=now,
            seen_at=now,
            proved_at=now,
            expires_at=now + self._whole,
        )
        logins.add(conn, row, tokens.digest(token))
        if whole:
            logins.seen(conn, row, now)
        return token

    def renew(self, conn: Connection, session_id: str) -> str | None:
        """Give a browser another token, because somebody has just proved who they are; None if it is gone."""
        token = tokens.draw(self._world.entropy)
        return token if logins.renew(conn, session_id, tokens.digest(token), self._world.now()) else None

    def _find(self, conn: Connection, digest: str, background: bool) -> Agent | None:
        now = self._world.now()
        found = logins.find(conn, digest)
        if found is None or self._is_over(found[0], now):
            return None
        login, user = found
        if not background and login.whole and now - login.seen_at >= SEEN_EVERY:
            logins.seen(conn, login, now)
        return Agent.of(login, user, needs_factor=self._needs_factor)

    def _is_over(self, login: Login, now: datetime) -> bool:
        return now >= login.expires_at or now - login.seen_at >= self._idle

    def _end(self, conn: Connection, user_id: str, session_id: str, caller: Caller) -> bool:
        ended = logins.end(conn, user_id, session_id)
        if ended:
            kind = "session.signed_out" if caller.id == user_id else "session.ended"
            self._write(conn, kind, user_id, caller, {"session": session_id})
        return ended

    def _end_all(self, conn: Connection, user_id: str, but: str, caller: Caller) -> int:
        count = logins.end_all(conn, user_id, but)
        self._write(conn, "session.others_ended" if but else "session.all_ended", user_id, caller, {"count": count})
        return count

    def _write(self, conn: Connection, kind: str, subject: str, caller: Caller, data: dict[str, object]) -> None:
        entry = audit.Entry(self._world.now(), kind, caller.id, caller.name, subject, caller.address, data)
        audit.write(conn, entry)
