"""A look at the database, shared by all who ask: a dozen impatient scrapers cost it no more than one."""

from __future__ import annotations

import asyncio
from typing import Final, NamedTuple

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import BotError
from bot.limits import BACKLOG_AGE_S_MIN, READY_DATABASE_S_MAX
from bot.store.backlog import Backlog, backlog
from bot.store.db import Database
from bot.world import World

SHARE_MAX: Final = 0.05
"""So much of the database's time looks may take: the longer one took, the longer it has to do."""

log = structlog.get_logger(__name__)


class Look(NamedTuple):
    """What was seen."""

    backlog: Backlog | None
    """None if the database did not answer."""
    seconds: float
    """How long that took."""
    error: str = ""


class Lookout:
    """Asks how far the pipeline is behind, but not too often."""

    def __init__(self, database: Database, world: World) -> None:
        self._database = database
        self._world = world
        self._asking = asyncio.Lock()
        self._seen: Look | None = None
        self._good_until = 0.0

    async def look(self) -> Look:
        """Return what the database says, or has said a moment ago."""
        async with self._asking:
            if self._seen is None or self._world.monotonic() >= self._good_until:
                self._seen = await self._ask()
            return self._seen

    async def _ask(self) -> Look:
        began = self._world.monotonic()
        found, error = None, ""
        try:
            async with asyncio.timeout(READY_DATABASE_S_MAX):
                found = await self._database.run(backlog, self._world.now())
        except TimeoutError:
            error = f"no answer within {READY_DATABASE_S_MAX:g} s"
        except (SQLAlchemyError, BotError, RuntimeError) as failure:
            error = str(failure)
        seconds = self._world.monotonic() - began
        if error:
            log.warning("the database does not answer", error=error)
        self._good_until = began + seconds + max(BACKLOG_AGE_S_MIN, 0.0 if error else seconds / SHARE_MAX)
        return Look(found, seconds, error)
