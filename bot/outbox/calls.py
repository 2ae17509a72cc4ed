"""Calls to providers, each a task of its own: from the line in the journal to what is known when it is over.

    claimed ─► connection ─► line in the journal ─► first byte … answer ─► line in the journal ─► outcome

A slow provider fills its own lane only. What a call gave waits here until a turn of the outbox has recorded it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from prometheus_client import Counter, Histogram

from bot.errors import SendError
from bot.events import ErrorClass, Sent
from bot.exchanges import Exchanges
from bot.limits import SEND_BATCH_ROWS_MAX
from bot.metrics import ManyHistogram, Metrics
from bot.outbox import policy
from bot.outbox.claim import Claimed, Slot
from bot.outbox.journal import Journal
from bot.outbox.lanes import Place, places
from bot.outbox.pace import BREAKS_AFTER, Pace
from bot.outbox.record import Outcome, Question
from bot.outbox.wire import Wire
from bot.providers.channel import Channel
from bot.providers.http import Response
from bot.sealing import is_sealed
from bot.tracing import Tracer
from bot.world import World

T = TypeVar("T")

SENDS_A_ROUND = 8
"""uvloop writes at the end of its round: soon after the journal announces it, for a crash in between leaves doubt."""

log = structlog.get_logger()


@dataclass(slots=True)
class Lane:
    """What belongs to one lane: its pace, the connections of its channel, and what is counted there."""

    place: Place
    pace: Pace
    wire: Wire
    wait_seconds: ManyHistogram
    seconds: Histogram
    taken: Counter
    away: bool = False
    """Whether the wire was down when we looked last."""

    def slot(self, now: float) -> Slot:
        """Return what could begin now.

        A wire that reaches nobody counts like calls that failed: other workers, and who chooses channels, are told.
        """
        if self.wire.down != self.away:
            self.away = self.wire.down
            self.pace.failures = BREAKS_AFTER if self.away else 0
        if not self.wire.ready:
            return Slot(0, 0, self.pace.broken)
        return Slot(self.pace.free(now), self.pace.held(now), self.pace.broken)


class Calls:
    """The calls of one worker."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        world: World,
        metrics: Metrics,
        tracer: Tracer,
        wire: Callable[[Channel, int], Wire],
        on_finished: Callable[[], None],
        exchanges: Exchanges,
    ) -> None:
        self._exchanges = exchanges
        self._world = world
        self._metrics = metrics
        self._tracer = tracer
        self._wire = wire
        self._on_finished = on_finished
        self._tasks: set[asyncio.Task[None]] = set()
        self.lanes: dict[str, Lane] = {}
        for channel in channels.values():
            self._add_lanes(channel)
        self.journal: Journal | None = None
        """Where it is said what goes out, and what was taken."""
        self.finished: list[Outcome] = []
        """What is to be recorded."""

    async def send(self, claimed: Sequence[Claimed]) -> None:
        """Begin to send what was claimed."""
        waited: dict[str, list[float]] = {}
        for each in claimed:
            waited.setdefault(each.lane, []).append(each.waited_s)
        for name, seconds in waited.items():
            self.lanes[name].wait_seconds.observe_all(seconds)
        for number, each in enumerate(claimed, 1):
            self.lanes[each.lane].pace.begin(1)
            self._spawn(self._send(each))
            if number % SENDS_A_ROUND == 0:
                await asyncio.sleep(0)

    def ask(self, questions: Sequence[Question]) -> None:
        """Begin to ask about messages of unknown outcome."""
        for question in questions:
            self._spawn(self._ask(question))

    async def end(self, timeout_s: float) -> None:
        """Wait for the calls under way, and cancel those that take longer."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=timeout_s)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Hang up."""
        for name, lane in self.lanes.items():
            if name == lane.place.channel.name:  # the numbers of a channel share its connections
                await lane.wire.close()
        if self.journal is not None:
            self.journal.close()

    def __len__(self) -> int:
        return len(self._tasks)

    def _add_lanes(self, channel: Channel) -> None:
        """Make what sends on a channel; whoever asks is told of the channel, not of each of its numbers."""
        name, now = channel.name, self._world.monotonic()
        wire, lanes = self._wire(channel, SEND_BATCH_ROWS_MAX), places({name: channel})
        share = SEND_BATCH_ROWS_MAX // min(len(lanes), 2)
        at_once = min(share, wire.room or share)
        paces = {name: Pace(channel.rate, now, at_once=at_once) for name in lanes}
        others = [pace for lane, pace in paces.items() if lane != name] or list(paces.values())
        self._metrics.watch_channel(
            name,
            channel.rate * len(others),
            calls=lambda: sum(pace.under_way for pace in paces.values()),
            paused_s=lambda: max(pace.paused_s(self._world.monotonic()) for pace in others),
            up=lambda: not any(pace.failures for pace in others),
            broken=lambda: all(pace.broken for pace in others),
        )
        waits = self._metrics.send_wait_seconds.labels(name)
        seconds, taken = self._metrics.send_seconds.labels(name), self._metrics.sends.labels(name, "taken")
        for lane, place in lanes.items():
            self.lanes[lane] = Lane(place, paces[lane], wire, waits, seconds, taken)

    def _spawn(self, call: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(call)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # ── sending ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _send(self, claimed: Claimed) -> None:
        if not self._tracer.on:
            await self._exchange(claimed)
            return
        id, channel = claimed.message_id, claimed.channel.name
        with self._tracer.span("send", (id,), message=id, channel=channel, attempt=claimed.attempts) as span:
            span.set(result=await self._exchange(claimed))

    async def _exchange(self, claimed: Claimed) -> str:
        """Make the call; return in a word what it led to."""
        lane = self.lanes[claimed.lane]
        began, begun, response = self._world.monotonic(), False, None

        def before() -> None:
            nonlocal begun
            self._about_to_write(claimed)
            begun = True

        try:
            try:
                response = await lane.wire.exchange(claimed.request, before)
            finally:
                lane.seconds.observe(max(0.0, self._world.monotonic() - began))
            sent = _read(claimed.channel.provider.read, response)
        except SendError as error:
            known = _as_known(error, begun)
            self._tell(claimed, began, response, known)
            return self._failed(lane, claimed, known)
        except BaseException:
            known = _as_known(
                SendError(ErrorClass.UNKNOWN, "interrupted", "the process stopped during the call"), begun
            )
            self._tell(claimed, began, response, known)
            self._failed(lane, claimed, known)
            raise
        self._tell(claimed, began, response)
        self._taken(lane, claimed, sent)
        return "taken"

    def _tell(self, claimed: Claimed, began: float, response: Response | None, error: SendError | None = None) -> None:
        """Let what was said be kept, if anything was."""
        if error is None or error.code != policy.NOT_BEGUN:
            self._exchanges.called(
                "send",
                claimed.channel.name,
                claimed.message_id,
                claimed.request,
                began,
                secret=claimed.secret,
                attempt=claimed.attempts,
                response=response,
                error=error,
            )

    def _about_to_write(self, claimed: Claimed) -> None:
        """Let the first byte go only while the lease is ours, and with a line in the journal that says so."""
        if self._world.monotonic() >= claimed.lease_until:
            raise SendError(ErrorClass.RETRYABLE, policy.NOT_BEGUN, "the lease was over")
        try:
            if self.journal is not None:
                self.journal.sending(claimed.message_id, claimed.attempts, claimed.seq)
        except OSError as error:
            raise SendError(ErrorClass.RETRYABLE, policy.NOT_BEGUN, f"the journal: {error}") from error

    def _taken(self, lane: Lane, claimed: Claimed, sent: Sent) -> None:
        try:
            if self.journal is not None:
                self.journal.taken(claimed.message_id, claimed.attempts, sent.provider_id)
        except OSError as error:  # then a crash would leave it unknown, no more
            log.warning("the journal cannot be written", error=str(error))
        lane.taken.inc()
        lane.pace.end(worked=True)
        self._over(Outcome.of(claimed.message_id, claimed.attempts, sent))

    def _failed(self, lane: Lane, claimed: Claimed, error: SendError) -> str:
        channel = lane.place.channel
        self._metrics.sends.labels(channel.name, error.kind.value).inc()
        against = policy.speaks_against_channel(error.kind, error.code, has_fallback=channel.fallback is not None)
        lane.pace.end(worked=not against and error.code != policy.NOT_BEGUN)
        log.info(
            "not sent",
            message=claimed.message_id,
            channel=channel.name,
            kind=error.kind.value,
            code=error.code,
            detail=error.detail,
        )
        if against:
            pause_s = policy.backoff_s(lane.pace.failures + 1, self._world.fraction())
            lane.pace.pause(self._world.monotonic(), max(pause_s, error.retry_after_s or 0.0))
        self._over(Outcome.of(claimed.message_id, claimed.attempts, error))
        return error.kind.value

    # ── asking ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _ask(self, question: Question) -> None:
        channel, message = question.channel, question.message
        began, response, failure, answer = self._world.monotonic(), None, None, None
        try:
            response = await self.lanes[channel.name].wire.exchange(question.request)
            answer = _read(channel.provider.read_query, message, response)
        except SendError as error:
            failure = error
            log.info("nothing known of a message", message=message.id, channel=channel.name, code=error.code)
        finally:
            self._exchanges.called(
                "query",
                channel.name,
                message.id,
                question.request,
                began,
                secret=is_sealed(message.text),
                attempt=question.attempts,
                response=response,
                error=failure,
            )
            self._over(Outcome.of(message.id, question.attempts, answer))

    def _over(self, outcome: Outcome) -> None:
        self.finished.append(outcome)
        self._on_finished()


def _as_known(error: SendError, begun: bool) -> SendError:
    """Say of a call that was not begun what is certain: whatever it was, no byte left."""
    if error.kind is ErrorClass.UNKNOWN and not begun:
        return SendError(ErrorClass.RETRYABLE, policy.UNREACHABLE, error.detail)
    return error


def _read(read: Callable[..., T], *given: Any) -> T:
    """An answer that a provider's code chokes on is an answer that nobody understood."""
    try:
        return read(*given)
    except SendError:
        raise
    except Exception as error:
        raise SendError(ErrorClass.UNKNOWN, "not_readable", f"{type(error).__name__}: {error}") from error
