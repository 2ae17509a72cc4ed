"""Telling everybody who looks at the inbox what has changed in it, for as long as somebody looks.

    list (by version), presence, counts ─ looked up once for all ─► each watcher ─► a stream, a page

Nothing is told that is not in the database, so it is the same with any number of processes: the follower's news only
make it quicker. Who was away asks for what came after the last version that they have.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final

import structlog

from bot.desk import news
from bot.desk.news import Asked, Living, News
from bot.desk.watching import Sight, Watcher
from bot.errors import BotError, DatabaseAway
from bot.limits import LIVE_STREAMS_MAX, LIVE_STREAMS_OF_AGENT_MAX
from bot.store import inbox_counts, inbox_marks, listing
from bot.store.db import Database
from bot.store.inbox_marks import Present
from bot.store.inbox_views import Filters
from bot.store.listing import Listing
from bot.world import World

LOOK_EVERY_S: Final = 0.5
"""News only make it quicker."""
LOOKS_APART_S: Final = 0.1
"""However much is new, it is looked up so often at most: who watches is told of all of it together."""
PRESENT_FOR: Final = timedelta(seconds=25)
CHANGES_MAX: Final = 500
"""Who has missed more than so many changes looks at everything anew."""
BEFORE_MAX: Final = 5_000
"""Of so many conversations it is remembered how they were: so only those who saw one leave their view are told."""
COUNTS_APART_S: Final = 1.0
COUNTING_RESTS: Final = 20.0
"""Times as long as it took to count, before it is done again."""

log = structlog.get_logger(__name__)


class Full(BotError):
    """More cannot watch at the same time."""


class Live:
    """Everybody who watches, in this process."""

    def __init__(self, database: Database, world: World, living: Living = lambda conn, ids: {}) -> None:
        """`living` says which sessions are not over: who watches by one that is hears nothing more."""
        self._database = database
        self._world = world
        self._living = living
        self._watchers: list[Watcher] = []
        self._looking: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()
        self._seen = 0
        self._before: OrderedDict[str, Listing] = OrderedDict()
        self._uncounted = False
        self._count_again_s = 0.0
        self._arriving: dict[tuple[str, str], Present] = {}
        self._over = False

    @property
    def count(self) -> int:
        """How many watch."""
        return len(self._watchers)

    def wake(self) -> None:
        """There is something new."""
        self._woken.set()

    def recount(self) -> None:
        """Somebody has read something."""
        self._uncounted = True

    def close(self) -> None:
        """The process is about to end: let everybody go, so that nobody is waited for."""
        self._over = True
        for watcher in self._watchers:
            watcher.end()
        self.wake()

    async def ended(self) -> None:
        """Break off the look that may be under way: its connection is given back before the database closes."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait({self._looking})

    @asynccontextmanager
    async def watch(
        self,
        agent_id: str,
        view: Filters | None,
        conversations: Iterable[str],
        since: int | None = None,
        sight: Sight | None = None,
    ) -> AsyncIterator[Watcher]:
        """Be told what changes from now on, and what has changed after a version that is known.

        Raises `Full` if too many watch; of one agent's streams the oldest makes room.
        """
        if self._over or len(self._watchers) >= LIVE_STREAMS_MAX:
            raise Full("too many pages watch the inbox at the same time")
        own = [one for one in self._watchers if one.agent_id == agent_id]
        for one in own[: len(own) + 1 - LIVE_STREAMS_OF_AGENT_MAX]:
            one.end()
        watcher = Watcher(agent_id, view, frozenset(conversations), since or 0, sight)
        self._watchers.append(watcher)
        try:
            await self._catch_up(watcher, since)
            yield watcher
        finally:
            self._watchers.remove(watcher)

    def be_present(self, conversation_id: str, agent_id: str, name: str, doing: str) -> None:
        """An agent is at a conversation, `viewing` or `typing`, or `gone`; it is written down with the next look."""
        now = self._world.now()
        until = now if doing == "gone" else now + PRESENT_FOR
        self._arriving[conversation_id, agent_id] = Present(conversation_id, agent_id, name, doing, until)
        self._look()
        self.wake()

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _catch_up(self, watcher: Watcher, since: int | None) -> None:
        """Tell what came between the page and its stream. Until then the look for all has not forgotten it."""
        if self._looking is None or self._looking.done():
            self._seen = await self._database.look(listing.version)
            self._before.clear()  # what changed while nobody watched is not in it
            self._look()
        if since is not None:
            asked = self._asked([watcher], since)
            missed, _ = await self._database.look(news.look, asked, {}, self._living)
            if missed.rows:
                watcher.hear(missed, everything=len(missed.rows) > CHANGES_MAX)
        watcher.version = max(watcher.version, self._seen)
        self._uncounted = True
        self.wake()  # who is there already is to be shown

    def _look(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_on(), name="live")

    async def _look_on(self) -> None:
        """Look, and tell, for as long as anybody wants to know."""
        while (self._watchers or self._arriving) and not self._over:
            try:
                await self._tell()
            except DatabaseAway as error:
                log.info("the inbox cannot be looked at", error=str(error))
            except Exception:
                log.exception("a look at the inbox failed")
            await asyncio.sleep(LOOKS_APART_S)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S - LOOKS_APART_S):
                    await self._woken.wait()

    async def _tell(self) -> None:
        self._woken.clear()
        watchers = tuple(self._watchers)
        asked = self._asked(watchers, self._seen)
        if self._arriving:
            arriving, self._arriving = list(self._arriving.values()), {}
            await self._database.run(inbox_marks.be_present, arriving, asked.now)
        found, present = await self._database.look(news.look, asked, self._before, self._living)
        together = len(found.rows) > CHANGES_MAX
        for watcher in watchers:
            if found.rows and not watcher.sees(found.living):
                watcher.end()
            elif found.rows:
                watcher.hear(found, everything=together)
            watcher.see(present)
        self._remember(found)
        if together:
            self._seen = await self._database.look(listing.version)
            self._before.clear()
        await self._count(watchers)

    def _asked(self, watchers: Collection[Watcher], seen: int) -> Asked:
        """What these want to know."""
        return Asked(
            seen=seen,
            most=CHANGES_MAX,
            views={(one.view, one.agent_id) for one in watchers if one.view is not None},
            opened={id for one in watchers for id in one.conversations},
            sessions={one.sight.session_id for one in watchers if one.sight is not None},
            now=self._world.now(),
        )

    def _remember(self, found: News) -> None:
        self._seen = max(self._seen, found.version)
        self._uncounted |= bool(found.rows)
        for row in found.rows:
            self._before[row.conversation_id] = row
            self._before.move_to_end(row.conversation_id)
        while len(self._before) > BEFORE_MAX:
            self._before.popitem(last=False)

    async def _count(self, watchers: Collection[Watcher]) -> None:
        """Tell how much there is, from time to time."""
        began_s = self._world.monotonic()
        if not self._uncounted or began_s < self._count_again_s:
            return
        self._uncounted = False
        agents = {one.agent_id for one in watchers if one.view is not None}
        found = await self._database.look(inbox_counts.tallies, agents) if agents else {}
        for watcher in watchers:
            watcher.count(found.get(watcher.agent_id))
        ended_s = self._world.monotonic()
        self._count_again_s = ended_s + max(COUNTS_APART_S, (ended_s - began_s) * COUNTING_RESTS)
