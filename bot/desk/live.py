"""Telling everybody who looks at the inbox what has changed in it, for as long as somebody looks.

    list (by version), presence ─ looked up once for all ─► each watcher ─► a stream, a page

Nothing is told that is not in the database, so it is the same with any number of processes: the follower's news only
make it quicker. Who was away asks for what came after the last version that they have.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.errors import BotError, DatabaseAway
from bot.limits import LIVE_STREAMS_MAX, LIVE_STREAMS_OF_AGENT_MAX
from bot.store import inbox_marks, inbox_views, listing
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

log = structlog.get_logger(__name__)


class Full(BotError):
    """More cannot watch at the same time."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody who watches is told."""

    version: int
    shown: tuple[str, ...] = ()
    """Conversations that have changed, and may be in the view that is watched."""
    others: tuple[str, ...] = ()
    """Conversations that have changed, and are not in it: perhaps no longer."""
    opened: tuple[str, ...] = ()
    """Those among all of them that are watched one by one."""
    present: tuple[tuple[str, tuple[Present, ...]], ...] = ()
    """Who else is at the conversations that are watched, where that is different."""
    everything: bool = False
    """Too much has changed to say what."""


@dataclass(eq=False)
class Watcher:
    """Somebody who looks at a view of the list, at conversations, or at both."""

    agent_id: str
    view: Filters | None
    conversations: frozenset[str]
    version: int
    over: bool = False
    _waiting: asyncio.Event = field(default_factory=asyncio.Event)
    _changed: dict[str, Listing] = field(default_factory=dict)
    _everything: bool = False
    _present: dict[str, tuple[Present, ...]] = field(default_factory=dict)
    _known: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)

    async def next(self, within_s: float) -> Told | None:
        """Wait for news; None if there are none for so long, or no more will come."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._waiting.wait()
        self._waiting.clear()
        if not (self._changed or self._present or self._everything):
            return None
        view, changed = self.view, self._changed
        shown = [id for id, row in changed.items() if view is not None and inbox_views.fits(row, view, self.agent_id)]
        told = Told(
            self.version,
            tuple(shown),
            tuple(id for id in changed if view is not None and id not in shown),
            tuple(id for id in changed if id in self.conversations),
            tuple(self._present.items()),
            self._everything,
        )
        self._changed, self._present, self._everything = {}, {}, False
        return told

    def end(self) -> None:
        """No more will come."""
        self.over = True
        self._waiting.set()

    def hear(self, rows: Sequence[Listing], version: int, *, everything: bool = False) -> None:
        """These have changed."""
        self.version = max(self.version, version)
        if everything or len(self._changed) + len(rows) > CHANGES_MAX:
            self._changed, self._everything = {}, True
        elif self.view is not None:
            self._changed |= {row.conversation_id: row for row in rows}
        else:
            self._changed |= {row.conversation_id: row for row in rows if row.conversation_id in self.conversations}
        if self._changed or self._everything:
            self._waiting.set()

    def see(self, present: Mapping[str, Sequence[Present]]) -> None:
        """These are at the conversations now; oneself does not count."""
        for id in self.conversations:
            others = tuple(one for one in present.get(id, ()) if one.agent_id != self.agent_id)
            known = frozenset((one.agent_id, one.doing) for one in others)
            if known != self._known.get(id, frozenset()):
                self._known[id] = known
                self._present[id] = others
                self._waiting.set()


class Live:
    """Everybody who watches, in this process."""

    def __init__(self, database: Database, world: World) -> None:
        self._database = database
        self._world = world
        self._watchers: list[Watcher] = []
        self._looking: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()
        self._seen = 0
        self._arriving: dict[tuple[str, str], Present] = {}
        self._over = False

    @property
    def count(self) -> int:
        """How many watch."""
        return len(self._watchers)

    def wake(self) -> None:
        """There is something new."""
        self._woken.set()

    def close(self) -> None:
        """The process is about to end: let everybody go, so that nobody is waited for."""
        self._over = True
        for watcher in self._watchers:
            watcher.end()
        self.wake()

    @asynccontextmanager
    async def watch(
        self, agent_id: str, view: Filters | None, conversations: Iterable[str], since: int = 0
    ) -> AsyncIterator[Watcher]:
        """Be told what changes from now on, and what has changed after a version that is known.

        Raises `Full` if too many watch; of one agent's streams the oldest makes room.
        """
        if self._over or len(self._watchers) >= LIVE_STREAMS_MAX:
            raise Full("too many pages watch the inbox at the same time")
        own = [one for one in self._watchers if one.agent_id == agent_id]
        for one in own[: len(own) + 1 - LIVE_STREAMS_OF_AGENT_MAX]:
            one.end()
        watcher = Watcher(agent_id, view, frozenset(conversations), since)
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

    async def _catch_up(self, watcher: Watcher, since: int) -> None:
        """Tell what came between the page and its stream. Until then the look for all has not forgotten it."""
        if self._looking is None or self._looking.done():
            self._seen = await self._database.look(listing.version)
            self._look()
        if since:
            rows = await self._database.look(listing.since, since, CHANGES_MAX + 1)
            if rows:
                watcher.hear(rows, rows[-1].version, everything=len(rows) > CHANGES_MAX)
        watcher.version = max(watcher.version, self._seen)
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
        now = self._world.now()
        if self._arriving:
            arriving, self._arriving = list(self._arriving.values()), {}
            await self._database.run(inbox_marks.be_present, arriving, now)
        wanted = {id for watcher in self._watchers for id in watcher.conversations}
        rows, present = await self._database.look(_news, self._seen, wanted, now)
        if rows:
            self._seen = rows[-1].version
        together = len(rows) > CHANGES_MAX
        for watcher in self._watchers:
            if rows:
                watcher.hear(rows, self._seen, everything=together)
            watcher.see(present)
        if together:
            self._seen = await self._database.look(listing.version)


def _news(
    conn: Connection, seen: int, wanted: set[str], now: datetime
) -> tuple[list[Listing], dict[str, list[Present]]]:
    present: dict[str, list[Present]] = {}
    for one in inbox_marks.present(conn, wanted, now):
        present.setdefault(one.conversation_id, []).append(one)
    return listing.since(conn, seen, CHANGES_MAX + 1), present
