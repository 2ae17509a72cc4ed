"""Processing: the oldest rows of the inbox, decided one after the other, written together.

    pending ─ load people ─ decide, decide, … ─ write ─ commit          one transaction, whatever the batch holds

A row that cannot be decided is parked with its reason, and its neighbours do not notice. If the writing itself fails,
smaller and smaller batches find the row that is to blame.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

import structlog
from sqlalchemy import Connection

from bot.compliance.screen import Outcome, classify
from bot.errors import DatabaseAway
from bot.inbox import entries, people
from bot.inbox.decide import decide
from bot.inbox.house import House
from bot.inbox.joining import Joined, join
from bot.inbox.ledger import Ledger, write
from bot.inbox.people import Person
from bot.inbox.receipts import fold_reports
from bot.inbox.replies import bring_home
from bot.inbox.turn import Turn
from bot.limits import PROCESS_BATCH_ROWS_MAX
from bot.metrics import Metrics
from bot.store import inbound
from bot.store.db import Database
from bot.store.dialect import breathe
from bot.store.inbound import Kind, Pending
from bot.store.parts import PARTS, PARTS_A_BATCH_MAX
from bot.tracing import OFF, Tracer
from bot.world import World

REASON_CHARS_MAX = 500
DECISIONS_A_BREATH = 10
"""After some milliseconds the answers to what was sent, and the outbox's statements, get their turn."""
PAUSES_S: Final = (0.01, 0.02, 0.03, 0.04, 0.05, 0.05)
"""Who holds a part does so for one short transaction: that is waited for, and not the next look of the loop."""

log = structlog.get_logger(__name__)


class Processed(NamedTuple):
    """What a batch led to."""

    rows: int
    messages: int = 0
    actions: int = 0
    entries: int = 0
    """New rows for the inbox itself."""
    blocked: bool = False
    """Whether others hold all the parts in which something waits."""


class Processor:
    """Takes rows out of the inbox."""

    def __init__(self, database: Database, house: House, world: World, metrics: Metrics, tracer: Tracer = OFF) -> None:
        self._database = database
        self._house = house
        self._world = world
        self._metrics = metrics
        self._tracer = tracer
        self._first = int(world.fraction() * PARTS)
        """With which part to begin; every worker elsewhere, and further on each time."""
        self._tried: list[Pending] = []
        """The rows of the last batch."""

    async def process(self, limit: int = PROCESS_BATCH_ROWS_MAX) -> Processed:
        """Process one batch."""
        try:
            with self._metrics.commit_seconds.labels("process").time():
                processed = await self._database.run(self._batch, limit)
            for pause_s in PAUSES_S:
                if not processed.blocked:
                    break
                await asyncio.sleep(pause_s)
                processed = await self._database.run(self._batch, limit)
        except DatabaseAway:
            raise  # not a row: the same batch may well succeed later
        except Exception as error:
            log.warning("a batch could not be written", rows=limit, error=_reason(error))
            if limit > 1:
                return await self.process(limit // 2)
            await self._database.run(self._park_tried, error)
            return Processed(1)
        self._first = (self._first + PARTS_A_BATCH_MAX) % PARTS
        return processed

    def _batch(self, conn: Connection, limit: int) -> Processed:
        rows = inbound.take(conn, limit, self._first)
        self._tried = rows
        if not rows:
            return Processed(0, blocked=inbound.is_blocked(conn))
        with self._tracer.span("process", rows=len(rows)):
            return self._process(conn, rows)

    def _process(self, conn: Connection, rows: list[Pending]) -> Processed:
        now = self._world.now()
        ledger = Ledger()
        self._take_reports(conn, [row for row in rows if row.kind == Kind.RECEIPT], ledger, now)
        channels = self._house.channels
        joined = join(conn, [row for row in rows if row.kind != Kind.RECEIPT], channels, now)
        ledger.waiting |= joined.waiting
        self._take_others(conn, bring_home(conn, joined.rows, channels), joined, ledger, now)
        self._tell(rows, ledger, now)
        return Processed(len(rows), len(ledger.messages), len(ledger.actions), len(ledger.entries))

    def _take_reports(self, conn: Connection, rows: list[Pending], ledger: Ledger, now: datetime) -> None:
        ledger.entries += fold_reports(conn, rows, now)
        ledger.done += [row.seq for row in rows]

    def _take_others(
        self, conn: Connection, rows: list[Pending], joined: Joined, ledger: Ledger, now: datetime
    ) -> None:
        before = people.load(conn, {row.contact for row in rows}, self._house, now)
        before |= people.count_starts(conn, before, {row.contact for row in rows if row.kind == Kind.TRIGGER}, now)
        before |= people.find_programs(conn, before, {row.contact for row in rows if _may_stop(row)})
        self._learn(conn, before.values())
        after = dict(before)
        for number, row in enumerate(rows, 1):
            if number % DECISIONS_A_BREATH == 0:
                breathe(conn)
            try:
                turn = self._decide(row, after[row.contact], now)
            except Exception as error:  # one row's trouble is nobody else's
                ledger.parked |= dict.fromkeys([row.seq, *joined.pieces.get(row.seq, ())], _reason(error))
            else:
                after[row.contact] = turn.person
                pieces = joined.pieces.get(row.seq, ())
                ledger.take(turn, pieces)
                ledger.done += pieces
        write(conn, ledger, before, after, self._house, now)

    def _learn(self, conn: Connection, loaded: Iterable[Person]) -> None:
        """Another process may have moved people to a version of which this one has not read the files yet."""
        sessions = [held.session for person in loaded for held in person.sessions.values()]
        on = {(one.flow, one.version) for session in sessions for one in (session, *session.callers)}
        unknown = on - self._house.library().versions.keys()
        if unknown:
            self._house.learn(conn, unknown)

    def _park_tried(self, conn: Connection, error: Exception) -> None:
        """Set aside what the last batch, of one row, could not write; unless another worker could by now."""
        for row in self._tried:
            inbound.park(conn, {row.seq: _reason(error)}, self._world.now())
            self._tell_parked(row, _reason(error))

    def _decide(self, row: Pending, person: Person, now: datetime) -> Turn:
        if not self._tracer.on:
            return decide(row, person, self._house, now)
        came_in = (entries.trace_id(row),)
        with self._tracer.span("decide", came_in, kind=row.kind, channel=row.channel, inbound=row.seq) as span:
            turn = decide(row, person, self._house, now)
            span.known_as(*(message.id for message in turn.messages))
            return turn

    def _tell(self, rows: list[Pending], ledger: Ledger, now: datetime) -> None:
        waited: dict[str, list[float]] = {row.kind: [] for row in rows}
        for row in rows:
            if row.waits_until is None:  # what waited for the rest of a text did so on purpose
                waited[row.kind].append((now - row.received_at).total_seconds())
            if row.seq in ledger.parked:
                self._tell_parked(row, ledger.parked[row.seq])
        for kind, seconds in waited.items():
            self._metrics.inbound_seconds.labels(kind).observe_all(seconds)
        for kind, count in Counter(row.kind for row in rows if row.seq not in ledger.parked).items():
            self._metrics.processed.labels(kind, "done").inc(count)
        reports = Counter((row.channel, row.payload["status"]) for row in rows if row.kind == Kind.RECEIPT)
        for labels, count in reports.items():
            self._metrics.receipts.labels(*labels).inc(count)

    def _tell_parked(self, row: Pending, reason: str) -> None:
        log.error("inbound row parked", seq=row.seq, kind=row.kind, channel=row.channel, error=reason)
        self._metrics.processed.labels(row.kind, "parked").inc()
        self._metrics.failures.labels(row.kind, reason.partition(":")[0]).inc()


def _may_stop(row: Pending) -> bool:
    """Whether it is worth knowing what a STOP may be meant of."""
    return row.kind == Kind.MESSAGE and classify(row.payload["text"]).verdict is Outcome.OUT


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:REASON_CHARS_MAX]
