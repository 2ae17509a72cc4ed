"""Erasing a person: at once from what everybody works with, then page by page from the rest, then from the file itself.

    spool ─ poured ─► begin ─► sweep, sweep, … ─► the database's files are clean ─► finished

Whatever stops it, a worker goes on with it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.analytics.rollup import keep_counted
from bot.errors import BotError
from bot.exchanges import Exchanges
from bot.flow.locale import zone
from bot.inbox import Inbox
from bot.inbox.house import House
from bot.store import consent_periods, contacts, erasing, filters_naming, idle
from bot.store.db import Database
from bot.store.dialect import try_lock
from bot.store.erasing import Erasure, Place
from bot.store.parts import hold
from bot.world import World

OTHERS_AFTER: Final = timedelta(minutes=1)
"""Then a worker takes over what somebody else has begun and not finished."""
POURS_MAX: Final = 100
AT_ONCE_BYTES_MAX: Final = 64 << 20
"""A file up to this size is written anew at once, within a second or so; a larger one at night, for all together."""
OTHERS_WRITE_WITHIN_S: Final = 1.0
"""So soon other processes have written down what they said to providers before."""
AGAIN_AFTER_S: Final = 60.0
"""Those who are erased one after the other are cleaned out of the file together."""
NIGHT_HOURS: Final = (2, 3, 4)
"""In the business's zone."""
AT_LATEST: Final = timedelta(days=2)
IDLE: Final = "retention"
"""The actor by whom those go with whom nothing has happened for long."""
LONG_SILENT: Final = timedelta(days=1)
"""Whoever is idle has not written for longer than this."""

log = structlog.get_logger(__name__)


class NotYet(BotError):
    """Nobody can be erased now, and why."""


class Eraser:
    """Erases people, and finishes what was left unfinished."""

    def __init__(self, database: Database, house: House, inbox: Inbox, world: World, exchanges: Exchanges) -> None:
        self._exchanges = exchanges
        self._database = database
        self._house = house
        self._inbox = inbox
        self._world = world
        self._next_cleaning = 0.0

    async def erase(self, phone: str, actor: str) -> Erasure:
        """Forget whoever has this phone. It is finished once the database's files are clean, at the latest by a worker.

        Raises `NotYet` if texts wait in the spool, of which some may be theirs.
        """
        await self._pour()
        await self._exchanges.drain()
        person = contacts.person_key(self._house.secret, phone)
        id = self._world.new_id("ers")
        filters = await self._database.run(filters_naming.forget, phone)  # while it is known what names them
        begun = await self._database.run(self._begin, id, phone, person, actor)
        begun = await self._database.run(erasing.note, begun, {"filters": filters}, over=False)
        log.info("erasing somebody", erasure=begun.id, contact=begun.contact_id, actor=actor)
        await self._go_on_with([begun])
        await self._finish()
        return await self._database.run(erasing.find, begun.id) or begun

    async def erase_idle(self, phones: Sequence[str], before: datetime) -> int:
        """Forget those of these people who are idle since `before`, whoever writes in this moment not; return how many.

        What they agreed to stays in the ledger, which has periods of its own. The file is cleaned at night.
        """
        await self._pour()
        begun = []
        for phone in phones:
            given = await self._database.run(self._begin_idle, phone, before)
            begun += [] if given is None else [given]
            await asyncio.sleep(0)
        if begun:
            await self._go_on_with(begun)
        return len(begun)

    def _begin_idle(self, conn: Connection, phone: str, before: datetime) -> Erasure | None:
        now, name = self._world.now(), partial(contacts.person_key, self._house.secret)
        hold(conn, [phone])
        known = contacts.find(conn, [phone]).get(phone)
        quiet = next(iter(idle.of(conn, [known.id], before, name)), None) if known is not None else None
        if quiet is None:
            return None
        keep_counted(conn, phone, str(self._house.business.get("timezone") or "UTC"), now)
        given = erasing.begin(conn, self._world.new_id("ers"), phone, name(phone), IDLE, now, idle=True)
        said_at = consent_periods.last_word(conn, name(phone))
        if said_at is not None:
            consent_periods.note(conn, name(phone), max(said_at, quiet.sent_at or said_at), now)
        return given

    def _begin(self, conn: Connection, id: str, phone: str, person: str, actor: str) -> Erasure:
        """Let what was sent to them stay counted, and forget them."""
        now = self._world.now()
        hold(conn, [phone])
        keep_counted(conn, phone, str(self._house.business.get("timezone") or "UTC"), now)
        return erasing.begin(conn, id, phone, person, actor, now)

    async def turn(self) -> int:
        """Go on with what was begun and not finished; return how much there was to do."""
        waiting = await self._database.run(_left_behind, self._world)
        for given in waiting:
            if given.phone is not None:
                await self._go_on_with([given])
        return await self._finish() if waiting else 0

    async def _pour(self) -> None:
        for _ in range(POURS_MAX):
            if self._inbox.poured:
                return
            await self._inbox.pour()
            await asyncio.sleep(0)
        raise NotYet("texts that came while the database was away are still being taken in: try again in a minute")

    async def _go_on_with(self, begun: Sequence[Erasure]) -> None:
        """Search the rest for all of them together: it is the looking that takes long."""
        phones = [given.phone for given in begun if given.phone is not None]
        found = Counter(refused=sum([await self._inbox.forget(phone) for phone in phones]))
        if self._database.shared:
            await asyncio.sleep(OTHERS_WRITE_WITHIN_S)
        await self._exchanges.drain()
        until, place = min(map(_until, begun)), Place()
        while not place.over:
            place, more = await self._database.run(erasing.sweep, phones, until, place, self._world.now())
            found.update(more)
        for given in begun:
            await self._database.run(erasing.note, given, found if len(begun) == 1 else {}, over=True)

    async def _finish(self) -> int:
        """Finish what is found nowhere any more, once no older state of the database lies beside it."""
        searched = [given for given in await self._database.run(erasing.unfinished) if given.phone is None]
        if not searched or not self._is_time(searched):
            return 0
        self._next_cleaning = self._world.monotonic() + AGAIN_AFTER_S
        if not await self._database.clean_file():
            return 0
        ready = [given.id for given in searched]
        await self._database.run(erasing.finish, ready, self._world.now())
        log.info("erased", erasures=ready)
        return len(ready)

    def _is_time(self, searched: Sequence[Erasure]) -> bool:
        """Whether the file may be written anew now: nothing else is done in the database meanwhile."""
        file, now = self._database.file, self._world.now()
        if file is not None and self._world.monotonic() < self._next_cleaning:
            return False
        if file is None or now - searched[0].requested_at >= AT_LATEST:
            return True
        asked_for = any(given.actor != IDLE for given in searched)
        if asked_for and file.stat().st_size <= AT_ONCE_BYTES_MAX:
            return True
        return now.astimezone(zone(str(self._house.business.get("timezone") or "UTC"))).hour in NIGHT_HOURS


def _until(given: Erasure) -> datetime:
    """Up to when what is found was theirs. Who is idle has not written for long: what came lately is another's."""
    return given.requested_at - LONG_SILENT if given.actor == IDLE else given.requested_at


def _left_behind(conn: Connection, world: World) -> list[Erasure]:
    if not try_lock(conn, "erasing"):
        return []
    since = world.now() - OTHERS_AFTER
    return [given for given in erasing.unfinished(conn) if given.phone is None or given.requested_at <= since]
