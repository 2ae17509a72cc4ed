"""A database that was put back from an older state must not send again what the world has had since.

At the start of a worker, before anything else is done, three signs are looked for:

    the journals      beside it know of a run, or of an attempt, that this database has never heard of
    the server        calls the database by another number than when a worker last began on it (PostgreSQL)
    a mark            that `parley db backup` leaves in its copies

If there is one, all that was due or under way is held until a person decides. What came in afterwards is new.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import structlog
from sqlalchemy import Connection

from bot.compliance.screen import Outcome as Asked
from bot.compliance.screen import classify
from bot.events import Sent
from bot.inbox.house import House
from bot.outbox.journal import Trail, trails
from bot.outbox.record import Outcome, Recorder
from bot.schedule import tick
from bot.store import fence, settings, workers
from bot.store.db import Database
from bot.store.dialect import lock
from bot.store.fence import Held
from bot.store.inbound import Kind, Pending
from bot.world import World

_STAYING = frozenset({Kind.RECEIPT, Kind.OPT_OUT})
"""They are never answered, and it does no harm to hear them twice."""

log = structlog.get_logger()


class Raised(NamedTuple):
    """Why the fence was raised, and what is behind it."""

    signs: list[str]
    held: Held


class Fence:
    """Looks at the database when a worker starts."""

    def __init__(self, database: Database, house: House, world: World) -> None:
        self._database = database
        self._house = house
        self._world = world
        self._recorder = Recorder(house.channels, world.fraction)

    async def look(self) -> Raised | None:
        """Find out whether the database is an older one; then hold what it would do again."""
        folder = self._database.state_folder
        found = [] if folder is None else trails(folder)  # before the database: what is in them it must know by now
        raised = await self._database.run(self._look, found)
        if raised is not None:
            log.error(
                "the database was put back from an older state",
                signs=raised.signs,
                **{f"{name}_held": count for name, count in raised.held._asdict().items()},
                hint="held is what may have been sent or answered since: see it, release it or cancel it with "
                "`parley db restored`. Whoever texted STOP since is not known to have done so: bring that over by hand",
            )
        return raised

    def _look(self, conn: Connection, found: Sequence[Trail]) -> Raised | None:
        lock(conn, ["fence"])  # of several workers that start, one looks after the other
        signs = self._signs(conn, found)
        if not signs:
            return None
        self._hold(conn, found)
        settings.exchange(conn, settings.FENCED_UNTIL, self._world.new_id("run"))
        return Raised(signs, fence.held(conn))

    # ── signs ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _signs(self, conn: Connection, found: Sequence[Trail]) -> list[str]:
        telling = self._telling(conn, found)
        unknown = {trail.run for trail in telling} - workers.known(conn, [trail.run for trail in telling])
        unheard = fence.unheard_of(conn, (attempt for trail in telling for attempt in trail.begun))
        signs = []
        if unknown:
            signs.append(f"the journals are of {len(unknown)} later runs of a worker")
        if unheard:
            signs.append(f"the journals tell of {unheard} sends that are not in it")
        identity = fence.identity(conn)
        before = settings.exchange(conn, settings.IDENTITY, identity) if identity else None
        if before not in (None, identity):
            signs.append(f"it is database {identity} now, and was {before}")
        if copied_at := settings.take(conn, settings.COPIED_AT):
            signs.append(f"it is a copy made at {copied_at}")
        return signs

    def _telling(self, conn: Connection, found: Sequence[Trail]) -> list[Trail]:
        """Choose the journals of this database; those from before an earlier fence have told what they know."""
        ours = settings.find(conn, settings.DATABASE_ID)
        since = settings.find(conn, settings.FENCED_UNTIL) or ""
        return [trail for trail in found if trail.database == ours and trail.run > since]

    # ── holding ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _hold(self, conn: Connection, found: Sequence[Trail]) -> None:
        now = self._world.now()
        lock(conn, ["schedule"])
        while tick(conn, self._house, now):
            pass  # what the clock would do now is then in the inbox, and held there
        fence.hold(conn, [row.seq for row in fence.waiting(conn) if not _stays(row)], now)
        taken = [
            Outcome.of(id, attempt, Sent(provider_id))
            for trail in self._telling(conn, found)
            for id, (attempt, provider_id) in trail.taken.items()
        ]
        self._recorder.record(conn, taken, now)  # so of these at least it is known


def _stays(row: Pending) -> bool:
    """Whether it is processed all the same. Somebody who wants no more texts is heard, even if twice."""
    if row.kind == Kind.MESSAGE:
        return bool(row.payload.get("opt_out")) or classify(str(row.payload.get("text"))).verdict is Asked.OUT
    return row.kind in _STAYING
