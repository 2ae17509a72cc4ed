"""Broadcasts: ordered, begun, stopped, and carried out by whichever worker takes the next turn.

    draft ─► scheduled ─► running ⇄ paused ─► done
                  └─────────┴────────┴──────► canceled

A turn is one transaction about one broadcast: some recipients more, some messages more, and how far that is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import structlog
from sqlalchemy import Connection

from bot.broadcasts.feed import Fed, feed
from bot.broadcasts.fill import fill, meet
from bot.broadcasts.plan import Plan
from bot.errors import BotError
from bot.events import Json
from bot.flow.recurrence import read_rule
from bot.inbox.house import House
from bot.limits import BROADCAST_BATCH_ROWS_MAX, LATE_HOURS_MAX
from bot.messages import Messages
from bot.store import audiences, broadcast_counts
from bot.store import broadcasts as store
from bot.store import broadcasts_past as past
from bot.store.broadcasts import Broadcast
from bot.store.db import Database
from bot.store.dialect import notify
from bot.world import World

DRAFT, SCHEDULED, RUNNING, PAUSED, DONE, CANCELED = "draft", "scheduled", "running", "paused", "done", "canceled"
STATES: Final = (DRAFT, SCHEDULED, RUNNING, PAUSED, DONE, CANCELED)
STOPPED: Final = "stopped"
"""In the report: why it was paused without anybody asking for it."""
COUNT_EVERY: Final = timedelta(seconds=3)
JUST_NOW: Final = timedelta(seconds=1)
DONE_LOOK_S: Final = 1.0
"""So often somebody looks whether the last of it has left."""
COUNT_ENDED_EVERY: Final = timedelta(minutes=1)
LOOK_AT_ENDED_EVERY_S: Final = 5.0
COUNT_ENDED_FOR: Final = timedelta(days=1)
"""So long receipts may still come."""
EXPIRED_AT_ONCE: Final = 5_000
IN_FLIGHT_SHOWN_MAX: Final = 200
UNDER_WAY: Final = ("queued", "sending", "waiting")

log = structlog.get_logger(__name__)


class WrongState(BotError):
    """What was asked for does not go with the state that the broadcast is in."""


@dataclass(frozen=True, slots=True)
class Order:
    """A broadcast to be made."""

    name: str
    plan: Plan
    by: str
    people: Sequence[tuple[str, Mapping[str, Json]]] | None = None
    """Of a file or a list: phone and data of each, each phone once."""
    report: Mapping[str, Json] = field(default_factory=dict)
    draft: bool = False


class Stopped(NamedTuple):
    """What stopping one came to."""

    broadcast: Broadcast
    taken_back: int
    """Messages that were written and not sent."""
    in_flight: Sequence[str]
    """Messages that were on the wire."""


class Broadcasts:
    """The broadcasts of a deployment. What takes a connection runs inside the caller's transaction."""

    def __init__(
        self,
        database: Database,
        house: House,
        messages: Messages,
        world: World,
        *,
        on_messages: Callable[[], None],
        on_starts: Callable[[], None],
    ) -> None:
        """The callables wake the outbox and the inbox."""
        self._database = database
        self._house = house
        self._messages = messages
        self._world = world
        self._on_messages = on_messages
        self._on_starts = on_starts
        self._look_at_ended = 0.0
        self._looked: dict[str, float] = {}
        """When it was last asked whether a broadcast is done, by the monotonic clock."""

    # ── what people ask for ─────────────────────────────────────────────────────────────────────────────────────────

    def create(self, conn: Connection, order: Order) -> Broadcast:
        """Keep a broadcast, which begins at its time."""
        now = self._world.now()
        made = Broadcast(
            id=self._house.new_id("brd"),
            name=order.name,
            state=DRAFT,
            plan=order.plan.document,
            report=dict(order.report),
            created_by=order.by,
            created_at=now,
        )
        made = made if order.draft else self._begun(made, order.plan, now)
        store.add(conn, made)
        if order.people is not None:
            rows = [[phone, dict(data)] for phone, data in order.people]
            size = BROADCAST_BATCH_ROWS_MAX
            store.add_parts(conn, made.id, [rows[first : first + size] for first in range(0, len(rows), size)])
        notify(conn, "broadcasts")
        return made

    def resume(self, conn: Connection, id: str) -> Broadcast | None:
        """Begin a draft, or go on with what was paused; None if there is none of this id."""
        given = store.hold(conn, id)
        if given is None or given.state in (SCHEDULED, RUNNING):
            return given
        if given.state not in (DRAFT, PAUSED):
            raise WrongState(f"the broadcast is {given.state}, and cannot go on")
        now = self._world.now()
        report = {name: value for name, value in given.report.items() if name != STOPPED}
        after = self._begun(given._replace(report=report), Plan.read(given.plan), now)
        self._save(conn, after, report=report)
        store.release_queued(conn, id, now)
        notify(conn, "broadcasts")
        notify(conn, "outbox")
        return after

    def pause(self, conn: Connection, id: str) -> Stopped | None:
        """Stop for now: from this commit on nothing more of it is claimed."""
        given = store.hold(conn, id)
        if given is None:
            return None
        if given.state not in (SCHEDULED, RUNNING, PAUSED):
            raise WrongState(f"the broadcast is {given.state}, and cannot be paused")
        held = 0 if given.state == PAUSED else store.stop_queued(conn, id)
        return self._stopped(conn, given._replace(state=PAUSED), held)

    def cancel(self, conn: Connection, id: str) -> Stopped | None:
        """Stop for good: what was written and not claimed is taken back in this commit."""
        given = store.hold(conn, id)
        if given is None:
            return None
        if given.state == DONE:
            raise WrongState("the broadcast is done, and cannot be canceled")
        if given.state == CANCELED:
            return Stopped(given, 0, store.in_flight(conn, id, IN_FLIGHT_SHOWN_MAX))
        now = self._world.now()
        taken = store.cancel_queued(conn, id)
        taken += store.cancel_starts(conn, id, list(self._house.channels), now)
        store.forget_parts(conn, id)
        ended_at = given.ended_at or now
        return self._stopped(conn, given._replace(state=CANCELED, next_at=None, ended_at=ended_at), taken)

    def _stopped(self, conn: Connection, after: Broadcast, taken_back: int) -> Stopped:
        after = self._counted(conn, after)
        self._save(conn, after, ended_at=after.ended_at)
        return Stopped(after, taken_back, store.in_flight(conn, after.id, IN_FLIGHT_SHOWN_MAX))

    def counted(self, conn: Connection, id: str) -> Broadcast | None:
        """Return one with counts of this moment, or of one just before while it is under way."""
        given, now = store.find(conn, id), self._world.now()
        if given is None or (given.counted_at is not None and now - given.counted_at < JUST_NOW):
            return given
        return self._counted(conn, given)

    def _counted(self, conn: Connection, given: Broadcast) -> Broadcast:
        counts, now = past.others(given.report, broadcast_counts.count(conn, given.id)), self._world.now()
        store.save(conn, given.id, counts=counts, counted_at=now)
        return given._replace(counts=counts, counted_at=now)

    def _begun(self, given: Broadcast, plan: Plan, now: datetime) -> Broadcast:
        """Say in which state it goes on, and when something is to be done next."""
        if given.started_at is not None:
            return given._replace(state=RUNNING)
        if plan.recurs is not None:
            next_at = read_rule(plan.recurs).next_after(max(now, plan.send_at or now), self._timezone)
            return given._replace(state=SCHEDULED if next_at else DONE, next_at=next_at)
        if plan.send_at is not None and plan.send_at > now:
            return given._replace(state=SCHEDULED, next_at=plan.send_at)
        return given._replace(state=RUNNING, next_at=None, started_at=now)

    def _save(self, conn: Connection, after: Broadcast, **more: Json) -> None:
        store.save(conn, after.id, state=after.state, next_at=after.next_at, started_at=after.started_at, **more)

    # ── carrying it out ─────────────────────────────────────────────────────────────────────────────────────────────

    async def turn(self) -> int:
        """Go on with every broadcast that is due; return how much is to be done at once."""
        now = self._world.now()
        ids = await self._database.run(store.active, now)
        busy = 0
        for id in ids:
            await self._database.run(meet, self._house, id, now)
            fed, more = await self._database.run(self.advance, id)
            if fed.messages:
                self._on_messages()
            if fed.starts:
                self._on_starts()
            busy += more
        if not ids:
            await self._count_ended(now)
        return busy

    def advance(self, conn: Connection, id: str) -> tuple[Fed, int]:
        """Go on with one; return what that came to, and whether there is more to do at once."""
        given, now = store.try_hold(conn, id), self._world.now()
        if given is None or given.state not in (SCHEDULED, RUNNING):
            return Fed(), 0  # somebody else is at it, or has stopped it
        plan = Plan.read(given.plan)
        if given.state == SCHEDULED:
            return Fed(), self._begin(conn, given, plan, now)
        if (problem := self._problem(plan)) is not None:
            log.error("a broadcast cannot go on", broadcast=id, why=problem)
            self._save(conn, given._replace(state=PAUSED), report={**given.report, STOPPED: problem})
            store.stop_queued(conn, id)
            return Fed(), 0
        if plan.expires_at is not None and plan.expires_at <= now:
            return Fed(), self._expire(conn, given, now)
        filled = 0 if given.filled else fill(conn, self._house, given, plan, now)
        fed = feed(conn, self._house, self._messages, given, plan, now)
        if not filled and not fed.people:
            self._look_whether_done(conn, given, now)
        elif given.counted_at is None or now - given.counted_at >= COUNT_EVERY:
            self._counted(conn, given)
        return fed, filled + fed.full

    def _begin(self, conn: Connection, given: Broadcast, plan: Plan, now: datetime) -> int:
        """Its time has come, or the time of the next one of a series."""
        if given.next_at is None or given.next_at > now:
            return 0
        if plan.recurs is None:
            self._save(conn, given._replace(state=RUNNING, next_at=None, started_at=now))
            return 1
        if now - given.next_at <= timedelta(hours=LATE_HOURS_MAX):
            self._repeat(conn, given, plan, given.next_at, now)
        else:
            log.warning("a broadcast was due while nobody ran", broadcast=given.id, hours_max=LATE_HOURS_MAX)
        next_at = read_rule(plan.recurs).next_after(now, self._timezone)
        over = next_at is None or (plan.expires_at is not None and next_at >= plan.expires_at)
        after = given._replace(state=DONE if over else SCHEDULED, next_at=None if over else next_at)
        self._save(conn, after, ended_at=now if over else None)
        if over:
            store.forget_parts(conn, given.id)
        return 1

    def _repeat(self, conn: Connection, given: Broadcast, plan: Plan, at: datetime, now: datetime) -> None:
        """Make the next one of a series; its key is the moment, so that it is made once."""
        plan = self._as_kept_now(conn, given.id, plan)
        once = replace(plan, recurs=None, send_at=None)
        made = Broadcast(
            id=self._house.new_id("brd"),
            name=given.name,
            state=RUNNING,
            plan=once.document,
            report={},
            created_by=given.created_by,
            created_at=now,
            started_at=now,
            parent=given.id,
            occurrence=at.isoformat(),
        )
        store.add(conn, made)
        store.copy_parts(conn, given.id, made.id)

    def _as_kept_now(self, conn: Connection, id: str, plan: Plan) -> Plan:
        """The plan of a series, with what its audience's name stands for now, or did before it was removed."""
        saved = None if plan.saved is None else audiences.find(conn, plan.saved)
        if saved is None or saved.filter == plan.audience:
            return plan
        plan = replace(plan, audience=saved.filter)
        store.save(conn, id, plan=plan.document)
        return plan

    def _problem(self, plan: Plan) -> str | None:
        """Why it cannot go on with the settings and flows as they are now."""
        if plan.channel is not None and plan.channel not in self._house.channels:
            return f"the settings have no channel `{plan.channel}` any more"
        if plan.flow is not None and plan.flow not in self._house.library().machines:
            return f"there is no flow `{plan.flow}` any more"
        return None

    def _expire(self, conn: Connection, given: Broadcast, now: datetime) -> int:
        """It is too late for all who have not had it."""
        gone = store.expire(conn, given.id, EXPIRED_AT_ONCE)
        if not gone:
            store.save(conn, given.id, filled=True)
            store.forget_parts(conn, given.id)
            self._look_whether_done(conn, given._replace(filled=True), now)
        return gone

    def _look_whether_done(self, conn: Connection, given: Broadcast, now: datetime) -> None:
        """It is done when everybody had their turn and nothing of it is left in the outbox."""
        looked_at = self._looked.get(given.id)
        if not given.filled or (looked_at is not None and self._world.monotonic() - looked_at < DONE_LOOK_S):
            return
        self._looked[given.id] = self._world.monotonic()
        counted = self._counted(conn, given)
        if not any(counted.counts.get(status) for status in UNDER_WAY):
            store.save(conn, given.id, state=DONE, ended_at=now)
            del self._looked[given.id]

    async def _count_ended(self, now: datetime) -> None:
        """Count again what has ended, now and then: receipts may have come."""
        if self._world.monotonic() < self._look_at_ended:
            return
        self._look_at_ended = self._world.monotonic() + LOOK_AT_ENDED_EVERY_S
        found = await self._database.run(store.to_count, now - COUNT_ENDED_FOR, now - COUNT_ENDED_EVERY)
        if found is not None:
            await self._database.run(self.counted, found)

    @property
    def _timezone(self) -> str:
        return str(self._house.business.get("timezone") or "UTC")
