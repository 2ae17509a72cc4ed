"""Somebody who watches the inbox, and what they are told: what came in since they were told last, as it is by then."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.desk.news import Fresh, News, Part
from bot.store.inbox_counts import Tally
from bot.store.inbox_marks import Present
from bot.store.inbox_views import Filters

TOLD_MAX: Final = 100
"""Who has missed more changes than so many looks at everything anew: a page of the list is not that long."""
GONE_MAX: Final = 1_000
"""What is gone is only a name."""


class Sight(NamedTuple):
    """What it hangs on that somebody may see the inbox, and how. Where that is different by now, they ask again."""

    session_id: str
    role: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody who watches is told."""

    version: int
    shown: tuple[Fresh, ...] = ()
    """Conversations that have changed and are in the view that is watched."""
    gone: tuple[str, ...] = ()
    """Conversations that are not in it, and perhaps were."""
    opened: tuple[str, ...] = ()
    """Conversations that are watched one by one, and have changed."""
    present: tuple[tuple[str, tuple[Present, ...]], ...] = ()
    """Who else is at the conversations that are watched, where that is different."""
    tally: Tally | None = None
    """How much there is by now, where that is different."""
    everything: bool = False
    """Too much has changed to say what."""


@dataclass(eq=False)
class Watcher:
    """Somebody who looks at a view of the list, at conversations, or at both."""

    agent_id: str
    view: Filters | None
    conversations: frozenset[str]
    version: int
    sight: Sight | None = None
    """None is for who is sure to be let see everything."""
    over: bool = False
    _settled: bool = False
    """Whether all that their page shows is at least as new as the look before."""
    _waiting: asyncio.Event = field(default_factory=asyncio.Event)
    _shown: dict[str, Fresh] = field(default_factory=dict)
    _gone: set[str] = field(default_factory=set)
    _perhaps: set[str] = field(default_factory=set)
    _opened: set[str] = field(default_factory=set)
    _everything: bool = False
    _present: dict[str, tuple[Present, ...]] = field(default_factory=dict)
    _known: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    _tally: Tally | None = None
    _told: Tally | None = None

    async def next(self, within_s: float) -> Told | None:
        """Wait for news; None if there are none for so long, or no more will come."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._waiting.wait()
        self._waiting.clear()
        counted = None if self._tally == self._told else self._tally
        told = Told(
            self.version,
            tuple(self._shown.values()),
            tuple(self._gone | self._perhaps),
            tuple(self._opened),
            tuple(self._present.items()),
            counted,
            self._everything,
        )
        self._forget()
        self._opened, self._present, self._everything, self._told = set(), {}, False, self._tally
        return None if self.over or told == Told(self.version) else told

    def end(self) -> None:
        """No more will come."""
        self.over = True
        self._waiting.set()

    def sees(self, living: Mapping[str, tuple[str, str]]) -> bool:
        """Whether they may see everything as they could before."""
        return self.sight is None or living.get(self.sight.session_id) == self.sight[1:]

    def hear(self, news: News, *, everything: bool = False) -> None:
        """This has changed."""
        self.version = max(self.version, news.version)
        self._opened |= {row.conversation_id for row in news.rows if row.conversation_id in self.conversations}
        if self.view is not None:
            self._take(news.part(self.view, self.agent_id, sure=self._settled))
        if everything or len(self._shown) > TOLD_MAX or len(self._gone | self._perhaps) > GONE_MAX:
            self._forget()
            self._everything = True
        self._settled = True
        if self._shown or self._gone or self._opened or self._everything:  # what is perhaps gone can wait
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

    def count(self, tally: Tally | None) -> None:
        """There is so much now."""
        if self.view is not None and tally is not None:
            self._tally = tally
        if self._perhaps or self._tally != self._told:
            self._waiting.set()

    def _take(self, part: Part) -> None:
        told = self._shown.keys() & part.perhaps  # what was about to be shown is no more
        self._shown = {id: fresh for id, fresh in self._shown.items() if id not in part.gone | told} | dict(part.shown)
        self._gone = (self._gone | part.gone | told) - part.shown.keys()
        self._perhaps = (self._perhaps | part.perhaps) - part.shown.keys()

    def _forget(self) -> None:
        self._shown, self._gone, self._perhaps = {}, set(), set()
