"""The outbox at work: one transaction a turn records what is over, looks into what is unclear, and claims what is next.

    turn: record ─ look into ─ claim ─ commit ─► calls ─► finished ─► next turn

A turn lasts as long as a commit, and whatever finishes meanwhile shares the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import structlog
from sqlalchemy import Connection

from bot.compliance.hours import Hours
from bot.events import MessageClass
from bot.exchanges import Exchanges
from bot.metrics import Metrics
from bot.outbox import policy
from bot.outbox.calls import Calls
from bot.outbox.claim import LEASE_S, Claimer, Claims, Slot
from bot.outbox.journal import DeadRun, Journal, dead_runs
from bot.outbox.pace import fresh
from bot.outbox.record import Here, Outcome, Question, Recorder
from bot.outbox.recover import take_back, take_over
from bot.outbox.wire import Wire
from bot.providers.channel import Channel
from bot.store import paces, settings, workers
from bot.store.db import Database
from bot.store.paces import Kept
from bot.tracing import OFF, Tracer
from bot.world import World

LOOKS_A_TURN = 32
LOOK_EVERY_S = 0.25
EXPIRE_EVERY_S = 5.0
RECOVER_EVERY_S = 5.0
BRING_IN_EVERY_S = 30.0
"""Processes with older settings may for a while write to numbers that are not there any more."""

log = structlog.get_logger()


class _Done(NamedTuple):
    """What a transaction led to."""

    claims: Claims
    to_ask: list[Question]
    news: int
    """How much there is now in the inbox."""


class _Every:
    """Something that is done now and then, at the first moment too."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = 0.0

    def due(self, now: float) -> bool:
        """Whether it is time; then the next time is later."""
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True


class Outbox:
    """Sends what is due and follows it until its fate is known."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        world: World,
        metrics: Metrics,
        *,
        person_secret: bytes,
        status_url: Callable[[str, str], str | None],
        on_finished: Callable[[], None],
        on_news: Callable[[], None],
        exchanges: Exchanges,
        wire: Callable[[Channel, int], Wire],
        tracer: Tracer = OFF,
        at_least_once: Collection[MessageClass] = policy.AT_LEAST_ONCE,
        hours: Hours | None = None,
        reveal: Callable[[str, str], str] = lambda text, id: text,
        consent_recorded: bool = False,
    ) -> None:
        """`on_finished` asks for another turn; `on_news` says that there is something in the inbox.

        `wire` makes the client of a channel, for so many connections; `reveal` reads texts that are kept encrypted.
        """
        self._database = database
        self._world = world
        self._on_news = on_news
        self._calls = Calls(channels, world, metrics, tracer, wire, on_finished, exchanges)
        self._commit_seconds = metrics.commit_seconds.labels("outbox")
        self._claimer = Claimer(
            channels, person_secret, status_url, hours or Hours(), reveal, consent_recorded=consent_recorded
        )
        self._recorder = Recorder(channels, world.fraction, at_least_once)
        self._run = self._database_id = ""
        self._under_way: set[str] = set()
        self._in_doubt = False
        """Whether the last turn failed: it may have been committed all the same."""
        self._draining = False
        self._looking, self._expiring = _Every(LOOK_EVERY_S), _Every(EXPIRE_EVERY_S)
        self._recovering, self._bringing_in = _Every(RECOVER_EVERY_S), _Every(BRING_IN_EVERY_S)

    # ── beginning and end ───────────────────────────────────────────────────────────────────────────────────────────

    async def recover(self) -> None:
        """Begin a run, and take over what those that are gone have left on the wire."""
        if self._calls.journal is not None:
            self._calls.journal.close()
        self._run = self._world.new_id("run")
        self._under_way.clear()
        self._database_id = await self._database.run(self._begin, self._world.new_id("db"))
        if self._folder is not None:  # only now: a journal of a run that the database does not know speaks against it
            self._calls.journal = Journal(self._folder, self._run, self._database_id)
            self._calls.journal.begin()
        await self._take_over(sole=None if self._database.shared else self._run)

    async def drain(self, timeout_s: float) -> None:
        """Begin nothing more, wait for the calls under way, record what they gave, and hang up."""
        self._draining = True
        await self._calls.end(timeout_s)
        await self.turn()
        await self._calls.close()

    @property
    def run(self) -> str:
        """What this run is called, in its claims and its journal."""
        return self._run

    @property
    def _folder(self) -> Path | None:
        return self._database.state_folder

    def _begin(self, conn: Connection, proposed: str) -> str:
        workers.add(conn, self._run, self._world.now())
        return settings.keep(conn, settings.DATABASE_ID, proposed)

    async def _take_over(self, sole: str | None = None) -> None:
        dead = self._dead_runs()
        if not dead and sole is None:
            return
        proofs = {run.run: run.evidence() for run in dead}
        try:
            left = await self._database.run(
                lambda conn: take_over(conn, self._recorder, proofs, self._world.now(), sole=sole)
            )
        except BaseException:
            for run in dead:
                run.release()
            raise
        for run in dead:
            run.forget()
        if left:
            log.warning("messages of unknown outcome", count=left, hint="a process stopped while sending them")

    def _dead_runs(self) -> list[DeadRun]:
        """Get hold of the files of runs on this database that are over."""
        found = dead_runs(self._folder, alive=[self._run]) if self._folder is not None else []
        strange = [run for run in found if run.database not in ("", self._database_id)]
        for run in strange:
            run.release()
        return [run for run in found if run not in strange]

    # ── a turn ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def turn(self) -> int:
        """Do everything that can be done now; return how much that was."""
        began = self._world.monotonic()
        if not self._draining and self._recovering.due(began):
            await self._take_over()
        finished = list(self._calls.finished)
        slots = {} if self._draining else self._slots(began)
        looking = not self._draining and self._looking.due(began)
        if not finished and not looking and not any(slot.free for slot in slots.values()):
            return 0
        failures = {name: lane.pace.failures for name, lane in self._calls.lanes.items()}
        in_doubt, self._in_doubt = self._in_doubt, True
        with self._commit_seconds.time():
            done = await self._database.run(self._transact, finished, slots, began, looking, in_doubt)
        self._in_doubt = False
        del self._calls.finished[: len(finished)]
        self._settle(finished, failures, done.claims)
        await self._calls.send(done.claims.claimed)
        self._calls.ask(done.to_ask)
        if done.news:
            self._on_news()
        return len(finished) + len(done.claims) + len(done.to_ask)

    def _slots(self, now: float) -> dict[str, Slot]:
        return {name: lane.slot(now) for name, lane in self._calls.lanes.items()}

    def _transact(
        self,
        conn: Connection,
        finished: list[Outcome],
        slots: Mapping[str, Slot],
        began: float,
        looking: bool,
        in_doubt: bool,
    ) -> _Done:
        now = self._world.now()
        news = self._recorder.record(conn, finished, now)
        if in_doubt:
            take_back(conn, self._run, self._under_way, now)
        to_ask = self._look_around(conn, slots, now, began) if looking else []
        self._tell_others(conn, now, began)
        claims = self._claimer.claim(conn, slots, self._run, now, began + LEASE_S)
        news += self._recorder.record(conn, claims.unsendable, now)
        return _Done(claims, to_ask, news)

    def _look_around(self, conn: Connection, slots: Mapping[str, Slot], now: datetime, began: float) -> list[Question]:
        """Look for messages of unknown outcome, of which there are next to none, and for those that come too late."""
        here = Here(self._run, self._under_way, timedelta(seconds=LEASE_S))
        late = self._claimer.overdue(conn, self._world.now_for_leases(LEASE_S), LOOKS_A_TURN)
        to_ask = self._recorder.look_into(conn, late, here, now)
        for name in slots:
            found = self._claimer.look_into(conn, name, now, LOOKS_A_TURN)
            to_ask += self._recorder.look_into(conn, found, here, now)
        if self._bringing_in.due(began):
            self._claimer.bring_in(conn)
        if self._expiring.due(began):
            self._claimer.expire(conn, [name for name, slot in slots.items() if not slot.free], now)
        return to_ask

    def _tell_others(self, conn: Connection, now: datetime, began: float) -> None:
        """Let the other workers know of channels that fail, or work again."""
        for name in sorted(self._calls.lanes):
            pace = self._calls.lanes[name].pace
            if pace.failures != pace.told:
                kept = paces.hold(conn, name, fresh(pace.rate, now))
                quiet_until = now + timedelta(seconds=max(0.0, pace.quiet_until - began)) if pace.failures else None
                paces.save(conn, name, Kept(kept.spent_until, quiet_until, pace.failures))

    def _settle(self, finished: list[Outcome], failures: Mapping[str, int], claims: Claims) -> None:
        """What was committed is true."""
        over = [outcome.message_id for outcome in finished]
        self._under_way.difference_update(over)
        self._under_way.update(claimed.message_id for claimed in claims.claimed)
        if self._calls.journal is not None:
            self._calls.journal.settled(over)
        now = self._world.monotonic()
        for name, lane in self._calls.lanes.items():
            lane.pace.told = failures[name]
            if name in claims.grants:
                lane.pace.take(claims.grants[name], now)
