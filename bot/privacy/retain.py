"""Keeping nothing longer than its period: pages, each a short transaction, with a rest after each.

So the pipeline never waits for longer than one page takes, and what a backlog of years holds goes within days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy import Connection

from bot.config import RetentionSettings
from bot.config.privacy import period
from bot.privacy.idle import idle_now
from bot.store import retention
from bot.store.db import Database
from bot.store.dialect import try_lock
from bot.store.retention import AGED, Aged, OfBroadcasts, Page
from bot.world import World

PASS_EVERY: Final = timedelta(hours=1)
ANSWERS_FOR: Final = timedelta(days=7)
"""So long a repeated request gets the same answer."""

CODES_FOR: Final = timedelta(hours=1)
"""So long a code lies encrypted at most, where a resend may repeat it."""
TALLIES_FOR: Final = timedelta(days=2)

log = structlog.get_logger(__name__)


def periods(settings: RetentionSettings) -> dict[str, timedelta | None]:
    """For how long each kind is kept; None is for ever. The log holds what people wrote: no longer than bodies."""
    bodies, events = period(settings.bodies), period(settings.events)
    return {
        "bodies": bodies,
        "events": min((span for span in (bodies, events) if span is not None), default=None),
        "inbound": period(settings.inbound),
        "calls": period(settings.calls),
        "broadcasts": min((span for span in (bodies, period(settings.broadcasts)) if span is not None), default=None),
        "links": period(settings.links),
        "verifications": period(settings.verifications),
        "codes": CODES_FOR,
        "tallies": TALLIES_FOR,
        "activity": min((span for span in (bodies, period(settings.activity)) if span is not None), default=None),
        "answers": ANSWERS_FOR,
    }


class Retention:
    """Lets go what is over."""

    def __init__(self, database: Database, world: World, settings: RetentionSettings) -> None:
        self._database = database
        self._world = world
        self._periods = periods(settings)
        self._after: dict[tuple[str, int], Any] = {}
        """Where each pass is that is not over."""
        self._next_pass: datetime | None = None
        self._gone: Counter[str] = Counter()

    async def turn(self) -> int:
        """Do a page of every kind, if it is time; never asks to be called again at once, which would leave no rest."""
        now = self._world.now()
        if not self._after:
            if self._next_pass is not None and now < self._next_pass:
                return 0
            self._next_pass = now + PASS_EVERY
            self._after = {(kind, number): None for kind, places in AGED.items() for number in range(len(places))}
        for kind, number in list(self._after):
            span = self._periods[kind]
            page = Page(0, None)
            if span is not None:
                page = await self._database.run(_page, AGED[kind][number], now - span, self._after[kind, number])
            self._gone[kind] += page.gone
            if page.after is None:
                del self._after[kind, number]
            else:
                self._after[kind, number] = page.after
        if not self._after and self._gone.total():
            log.info("forgotten what was kept for long enough", **self._gone)
            self._gone.clear()
        return 0


def due(conn: Connection, settings: RetentionSettings, now: datetime) -> Mapping[str, int]:
    """Count what has been kept for long enough, by kind."""
    rows = {
        kind: sum(retention.count_old(conn, aged, now - span) for aged in AGED[kind])
        for kind, span in periods(settings).items()
        if span is not None
    }
    span = period(settings.contacts)
    return rows if span is None else rows | {"contacts": sum(1 for _ in idle_now(conn, now - span))}


def _page(conn: Connection, aged: Aged | OfBroadcasts, before: datetime, after: Any) -> Page:
    if not try_lock(conn, "retention"):
        return Page(0, None)  # another worker is at it
    return retention.forget_page(conn, aged, before, after)
