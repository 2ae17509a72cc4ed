"""Keeping nobody for longer than `retention.contacts` with whom nothing happens any more.

Once a day everybody is looked at, a page a turn. Whoever is idle is erased as if they had asked for it, but for what
has to be proved about them: the words of the ledger stay for `retention.consent` after the last message, opt-outs for
ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.config import RetentionSettings
from bot.config.privacy import period
from bot.privacy.erase import IDLE, Eraser, NotYet
from bot.store import consent, consent_periods, contacts, idle, settings
from bot.store.db import Database
from bot.store.dialect import try_lock
from bot.store.idle import Page, Quiet
from bot.world import World

PASS_EVERY: Final = timedelta(days=1)
PERSONS_A_TURN: Final = 50
LOCK: Final = "idle contacts"

log = structlog.get_logger(__name__)

Named = Callable[[str], str]
"""The keyed name of a phone."""


class Idle:
    """Lets those go with whom nothing has happened for long."""

    def __init__(
        self, database: Database, world: World, eraser: Eraser, secret: bytes, given: RetentionSettings
    ) -> None:
        self._database = database
        self._world = world
        self._eraser = eraser
        self._name: Named = partial(contacts.person_key, secret)
        self._contacts, self._words = period(given.contacts), period(given.consent)
        self._after: str | None = None
        """Behind whom the next page begins; None between two passes."""
        self._next_pass: datetime | None = None
        self._gone = 0

    async def turn(self) -> int:
        """Look at a page, if it is time; never asks to be called again at once, which would leave no rest."""
        now = self._world.now()
        if self._after is None:
            if self._next_pass is not None and now < self._next_pass:
                return 0
            self._next_pass = now + PASS_EVERY
            if self._contacts is None and (
                self._words is None or not await self._database.run(consent_periods.any_kept)
            ):
                return 0
            self._after, self._gone = "", 0
        page = await self._database.run(self._look, now, self._after)
        if page is None:  # another worker is at it
            self._after = None
            return 0
        try:
            for start in range(0, len(page.idle), PERSONS_A_TURN):
                phones = [one.phone for one in page.idle[start : start + PERSONS_A_TURN]]
                self._gone += await self._eraser.erase_idle(phones, now - (self._contacts or PASS_EVERY))
        except NotYet:
            return 0  # the same page again, once what waits is taken in
        self._after = page.after
        if self._after is None:
            await self._end(now)
        return 0

    def _look(self, conn: Connection, now: datetime, after: str) -> Page | None:
        """Read a page; who is in it is known, so the words of their consent are not to go yet."""
        if not try_lock(conn, LOCK):
            return None
        page = idle.page(conn, now - (self._contacts or PASS_EVERY), after, self._name)
        consent_periods.forget(conn, [self._name(phone) for phone in page.phones])
        return page if self._contacts is not None else page._replace(idle=())

    async def _end(self, now: datetime) -> None:
        """Everybody was looked at: who was not met again, and of whom no more has to be proved, loses their words."""
        gone = 1 if self._words is not None else 0
        while gone and self._words is not None:
            gone = await self._database.run(_forget_words, now - self._words, now)
        if self._gone:
            log.info("forgotten with whom nothing has happened for long", contacts=self._gone)


def _forget_words(conn: Connection, before: datetime, now: datetime) -> int:
    persons = consent_periods.due(conn, before, PERSONS_A_TURN)
    for person in persons:
        consent.pseudonymise(conn, person, at=now, actor=IDLE)
    consent_periods.forget(conn, persons)
    return len(persons)


def idle_now(conn: Connection, before: datetime) -> Iterator[Quiet]:
    """Everybody who would go. It looks at all contacts: for people who ask, not for the worker."""
    secret = settings.find(conn, settings.PERSON_SECRET)
    name = partial(contacts.person_key, bytes.fromhex(secret or ""))
    after: str | None = ""
    while after is not None:
        page = idle.page(conn, before, after, name)
        yield from page.idle
        after = page.after
