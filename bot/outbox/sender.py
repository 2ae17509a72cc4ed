"""The outbox at work: one transaction a turn records what is over, looks into what is unclear, and claims what is next.

    turn: record ─ look into ─ claim ─ commit ─► calls, each its own task ─► finished ─► next turn

A turn lasts as long as a commit, and whatever finishes meanwhile shares the next one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import structlog
from sqlalchemy import Connection

from bot.errors import SendError
from bot.events import ErrorClass, Sent
from bot.metrics import Metrics
from bot.outbox import policy
from bot.outbox.claim import Claimed, Claimer, Claims
from bot.outbox.journal import BYTES_MAX as JOURNAL_BYTES_MAX
from bot.outbox.journal import Journal
from bot.outbox.pace import Pace
from bot.outbox.progress import never_left
from bot.outbox.record import Outcome, Question, Recorder
from bot.outbox.wire import HttpWire, Wire
from bot.providers.base import Channel
from bot.store import messages, settings
from bot.store.db import Database
from bot.tracing import OFF, Tracer
from bot.world import World

T = TypeVar("T")

LOOKS_A_TURN = 32
LOOK_EVERY_S = 0.25

log = structlog.get_logger()


@dataclass(slots=True)
class Lane:
    """What belongs to one channel: its connections and its pace. A slow provider fills its own lane only."""

    channel: Channel
    pace: Pace
    wire: Wire


class _Done(NamedTuple):
    """What a transaction led to."""

    claims: Claims
    to_ask: list[Question]
    news: int
    """How much there is now in the inbox."""


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
        wire: Callable[[int], Wire] = HttpWire,
        journal: Journal | None = None,
        tracer: Tracer = OFF,
    ) -> None:
        """`on_finished` asks for another turn; `on_news` says that there is something in the inbox.

        `wire` makes the client of a channel, for so many connections. `journal` outlives a killed process.
        """
        self._database = database
        self._world = world
        self._metrics = metrics
        self._tracer = tracer
        self._wire = wire
        self._on_finished = on_finished
        self._on_news = on_news
        self._lanes = {name: self._lane(channel) for name, channel in channels.items()}
        self._claimer = Claimer(channels, person_secret, status_url)
        self._recorder = Recorder(channels, world.fraction)
        self._journal = journal
        self._run = world.new_id("run")
        self._calls: set[asyncio.Task[None]] = set()
        self._under_way: set[str] = set()
        self._finished: list[Outcome] = []
        self._draining = False
        self._look_at = 0.0

    async def recover(self) -> None:
        """Take over what a process that is gone has left on the wire."""
        left = await self._database.run(self._recover)
        if self._journal is not None:
            self._journal.begin(self._run)
        if left:
            log.warning("messages of unknown outcome", count=left, hint="the last process stopped while sending them")

    def _recover(self, conn: Connection) -> int:
        """Give every message on the wire its outcome, as far as there is evidence; return how many have none."""
        now = self._world.now()
        run = settings.exchange(conn, "outbox_run", self._run)
        evidence = self._journal.read(run) if self._journal is not None else None
        claimed = messages.on_the_wire(conn)
        messages.lose_sight(conn, now, now + policy.LOOKS[0])
        if evidence is None:
            return len(claimed)
        unsent = [id for id in claimed if id not in evidence.begun]
        taken = [Outcome.of(id, Sent(evidence.taken[id])) for id in claimed if id in evidence.taken]
        messages.save(conn, [never_left(delivery, now) for delivery in messages.deliveries(conn, unsent).values()])
        self._recorder.record(conn, taken, now)
        return len(claimed) - len(unsent) - len(taken)

    async def turn(self) -> int:
        """Do everything that can be done now; return how much that was."""
        finished = list(self._finished)
        slots = {} if self._draining else self._slots()
        if not finished and not slots:
            return 0
        with self._metrics.commit_seconds.labels("outbox").time():
            done = await self._database.run(self._transact, finished, slots)
        del self._finished[: len(finished)]
        self._under_way.difference_update(outcome.message_id for outcome in finished)
        self._under_way.update(claimed.message_id for claimed in done.claims.claimed)
        if self._journal is not None and self._journal.size > JOURNAL_BYTES_MAX:
            self._journal.begin(self._run, self._under_way)
        for claimed in done.claims.claimed:
            self._lanes[claimed.channel.name].pace.begin(1)
            self._spawn(self._send(claimed))
            await asyncio.sleep(0)  # uvloop writes at the end of its round: what the journal announces, leaves at once
        for question in done.to_ask:
            self._spawn(self._ask(question))
        if done.news:
            self._on_news()
        return len(finished) + len(done.claims) + len(done.to_ask)

    async def drain(self, timeout_s: float) -> None:
        """Begin nothing more, wait for the calls under way, record what they gave, and hang up."""
        self._draining = True
        if self._calls:
            await asyncio.wait(self._calls, timeout=timeout_s)
        for call in list(self._calls):
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)
        await self.turn()
        for lane in self._lanes.values():
            await lane.wire.close()
        if self._journal is not None:
            self._journal.close()

    def _lane(self, channel: Channel) -> Lane:
        pace = Pace(channel.rate, self._world.monotonic())
        self._metrics.watch_channel(
            channel.name,
            channel.rate,
            calls=lambda: pace.under_way,
            paused_s=lambda: pace.quiet_s(self._world.monotonic()),
            up=lambda: not pace.failures,
        )
        return Lane(channel, pace, self._wire(2 * pace.at_once))

    def _slots(self) -> dict[str, int]:
        now = self._world.monotonic()
        free = {name: lane.pace.free(now) for name, lane in self._lanes.items()}
        return {name: count for name, count in free.items() if count}

    def _transact(self, conn: Connection, finished: list[Outcome], slots: Mapping[str, int]) -> _Done:
        now = self._world.now()
        news = self._recorder.record(conn, finished, now)
        to_ask: list[Question] = []
        for name in slots if self._time_to_look() else ():
            to_ask += self._recorder.look_into(conn, messages.unresolved(conn, name, now, LOOKS_A_TURN), now)
        claims = self._claimer.claim(conn, slots, now)
        news += self._recorder.record(conn, claims.unsendable, now)
        return _Done(claims, to_ask, news)

    def _time_to_look(self) -> bool:
        """Whether to look for messages of unknown outcome; there are next to none, and nobody waits for them."""
        now = self._world.monotonic()
        due = now >= self._look_at
        if due:
            self._look_at = now + LOOK_EVERY_S
        return due

    # ── calls ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _spawn(self, call: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(call)
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _send(self, claimed: Claimed) -> None:
        id, channel = claimed.message_id, claimed.channel.name
        with self._tracer.span("send", (id,), message=id, channel=channel, attempt=claimed.attempts) as span:
            span.set(result=await self._exchange(claimed))

    async def _exchange(self, claimed: Claimed) -> str:
        """Make the call; return in a word what it led to."""
        lane = self._lanes[claimed.channel.name]
        error: SendError | None = SendError(ErrorClass.UNKNOWN, "interrupted", "the process stopped during the call")
        try:
            with self._metrics.send_seconds.labels(lane.channel.name).time():
                response = await lane.wire.exchange(claimed.request, lambda: self._about_to_write(claimed))
            sent = _reading(lambda: claimed.channel.provider.read(response))
            error = None
            if self._journal is not None:
                self._journal.taken(claimed.message_id, sent.provider_id)
            self._over(Outcome.of(claimed.message_id, sent))
        except SendError as failure:
            error = failure
        finally:
            lane.pace.end(worked=error is None or not policy.is_channel_wide(error.kind, error.code))
            result = "taken" if error is None else error.kind.value
            self._metrics.sends.labels(lane.channel.name, result).inc()
            if error is not None:
                self._slow_down(lane, claimed, error)
                self._over(Outcome.of(claimed.message_id, error))
        return result

    def _about_to_write(self, claimed: Claimed) -> None:
        if self._journal is not None:
            self._journal.sending(claimed.message_id)

    def _slow_down(self, lane: Lane, claimed: Claimed, error: SendError) -> None:
        log.info(
            "not sent",
            message=claimed.message_id,
            channel=lane.channel.name,
            kind=error.kind.value,
            code=error.code,
            detail=error.detail,
        )
        if policy.is_channel_wide(error.kind, error.code):
            pause_s = policy.backoff_s(lane.pace.failures + 1, self._world.fraction())
            lane.pace.pause(self._world.monotonic(), max(pause_s, error.retry_after_s or 0.0))

    async def _ask(self, question: Question) -> None:
        channel, message = question.channel, question.message
        answer = None
        try:
            response = await self._lanes[channel.name].wire.exchange(question.request)
            answer = _reading(lambda: channel.provider.read_query(message, response))
        except SendError as error:
            log.info("nothing known of a message", message=message.id, channel=channel.name, code=error.code)
        finally:
            self._over(Outcome.of(message.id, answer))

    def _over(self, outcome: Outcome) -> None:
        self._finished.append(outcome)
        self._on_finished()


def _reading(read: Callable[[], T]) -> T:
    """An answer that a provider's code chokes on is an answer that nobody understood."""
    try:
        return read()
    except SendError:
        raise
    except Exception as error:
        raise SendError(ErrorClass.UNKNOWN, "not_readable", f"{type(error).__name__}: {error}") from error
