"""Once a night, and at once where it never was: read the lists of opted-out people that providers keep themselves.

    take ─► ask the provider ─► a page is recorded, and how far that is ─► the next page, …, the next night

One worker reads a list, and whoever follows it goes on at the page that is next. What cannot be read is tried again
in an hour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final
from zlib import crc32

import structlog
from sqlalchemy import Connection

from bot.errors import BadPayload, SendError
from bot.events import ErrorClass
from bot.flow.locale import zone
from bot.inbox import listed
from bot.inbox.house import House
from bot.inbox.listed import Found
from bot.metrics import Metrics
from bot.outbox.wire import Wire
from bot.providers.channel import Channel
from bot.providers.optouts import Page
from bot.store import opt_out_lists
from bot.store.db import Database
from bot.store.opt_out_lists import OptOutList, TakenOver
from bot.world import World

AFTER_FAILURE: Final = timedelta(hours=1)
LOOK_EVERY_S: Final = 60.0
"""While nothing is due, so seldom it is asked whether something is."""
NIGHT_HOUR: Final = 3
"""In the business's zone."""
REST_AT_LEAST: Final = timedelta(hours=4)
PAGES_MAX: Final = 100_000
"""More than any list has: a provider that never comes to an end is a fault."""
_DETAIL_CHARS_MAX: Final = 300

log = structlog.get_logger(__name__)


def able(channels: Mapping[str, Channel]) -> list[str]:
    """Name the channels whose provider lets its list be read."""
    return [
        name for name, channel in channels.items() if channel.provider.opt_outs(channel.number, None, "") is not None
    ]


async def read_page(channel: Channel, wire: Wire, since: datetime | None, place: str) -> tuple[Page, str]:
    """Ask for the page at a place; return it, and the place of the next one, blank at the end."""
    number, _, asked = place.partition(":")
    sender = channel.pool[int(number)] if int(number) < len(channel.pool) else channel.number
    request = channel.provider.opt_outs(sender, since, asked)
    if request is None:
        raise SendError(ErrorClass.PERMANENT, "no_list", "the provider lets no list be read any more")
    response = await wire.exchange(request)
    try:
        page = channel.provider.read_opt_outs(sender, asked, response)
    except SendError:
        raise
    except Exception as error:
        known = str(error) if isinstance(error, BadPayload) else f"{type(error).__name__}: {error}"
        raise SendError(ErrorClass.UNKNOWN, "not_readable", known) from error
    if page.next:
        return page, f"{number}:{page.next}"
    return page, f"{int(number) + 1}:" if int(number) + 1 < len(channel.pool) else ""


class Reconciler:
    """Reads the lists, a page a turn."""

    def __init__(
        self,
        database: Database,
        house: House,
        world: World,
        metrics: Metrics,
        wire: Callable[[], Wire],
        run: str,
        *,
        on_opt_outs: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._house = house
        self._world = world
        self._metrics = metrics
        self._make_wire = wire
        self._run = run
        self._on_opt_outs = on_opt_outs
        self._wire: Wire | None = None
        self._channels = able(house.channels)
        self._look_at = 0.0

    async def turn(self) -> int:
        """Read a page, if one is due; never asks to be called again at once, which would leave no rest."""
        if not self._channels or self._world.monotonic() < self._look_at:
            return 0
        taken = await self._database.run(opt_out_lists.take, self._channels, self._run, self._world.now())
        if taken is None:
            self._look_at = self._world.monotonic() + LOOK_EVERY_S
            return 0
        try:
            await self._read(taken)
        except SendError as error:
            await self._fail(taken, error)
        except TakenOver:
            log.info("another worker reads this list", channel=taken.channel)
        return 0

    async def close(self) -> None:
        """Drop the connections."""
        if self._wire is not None:
            await self._wire.close()

    async def _read(self, taken: OptOutList) -> None:
        channel = self._house.channels[taken.channel]
        self._wire = self._wire or self._make_wire()
        page, following = await read_page(channel, self._wire, taken.since, taken.place or opt_out_lists.BEGINNING)
        if taken.counts.get("pages", 0) >= PAGES_MAX:
            raise SendError(ErrorClass.UNKNOWN, "endless", "the list has no end")
        found, counts = await self._database.run(self._record, taken, page, following)
        for what, number in found.items():
            self._metrics.listed.labels(taken.channel, what).inc(number)
        if found[Found.RECORDED]:
            self._on_opt_outs()
        if not following:
            log.info("the provider's opt-out list is read", channel=taken.channel, whole=taken.since is None, **counts)

    def _record(
        self, conn: Connection, taken: OptOutList, page: Page, following: str
    ) -> tuple[Counter[str], dict[str, int]]:
        now = self._world.now()
        found = listed.take(conn, self._house, taken.channel, page.listed, now)
        counts = dict(Counter(taken.counts) + found + Counter(pages=1, entries=len(page.listed)))
        if following:
            opt_out_lists.advance(conn, taken, following, counts)
        else:
            opt_out_lists.finish(conn, taken, counts, now, self._next_night(taken.channel, now))
        return found, counts

    async def _fail(self, taken: OptOutList, error: SendError) -> None:
        detail = f"{error.code}: {error.detail}" if error.detail else error.code
        log.warning(
            "the provider's opt-out list cannot be read",
            channel=taken.channel,
            kind=error.kind.value,
            error=detail,
            failures=taken.failures + 1,
            retried_in_s=AFTER_FAILURE.total_seconds(),
        )
        self._metrics.list_failures.labels(taken.channel).inc()
        at = self._world.now() + AFTER_FAILURE
        try:
            await self._database.run(opt_out_lists.fail, taken, detail[:_DETAIL_CHARS_MAX], at)
        except TakenOver:
            log.info("another worker reads this list", channel=taken.channel)

    def _next_night(self, channel: str, now: datetime) -> datetime:
        """Three at night, some minutes later for each channel: not all at once."""
        local = (now + REST_AT_LEAST).astimezone(zone(str(self._house.business.get("timezone") or "UTC")))
        night = local.replace(hour=NIGHT_HOUR, minute=crc32(channel.encode()) % 60, second=0, microsecond=0)
        return (night if night > local else night + timedelta(days=1)).astimezone(now.tzinfo)
