"""What flows have asked the world for: done after the commit, answered through the inbox.

A call may take longer than its lease, which is renewed as long as the process lives: so what a dead one had begun is
another's soon, and what a living one makes is nobody else's. Whoever stalls for longer than that has lost the call:
what it gave counts for nothing, because another has answered for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.actions.perform import LATER, Performer
from bot.events import CallHttp, Json, Result, SendEmail
from bot.inbox import entries
from bot.limits import EGRESS_RETRIES_MAX, EMAIL_RETRIES_MAX
from bot.metrics import Metrics
from bot.outbox.policy import backoff_s
from bot.store import actions, inbound
from bot.store.actions import DueAction, Outgoing, call_of
from bot.store.db import Database
from bot.world import World

CALLS_AT_ONCE = 10
LEASE_S = 30.0
"""For so long after its last sign of life a process is taken to be making the calls that it has begun."""
RENEW_EVERY_S = LEASE_S / 4
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Done:
    action: DueAction
    call: Outgoing
    result: Result

    @property
    def told(self) -> bool:
        """Whether its conversation hears of it: nobody waits for an e-mail that was sent."""
        return self.result.error is not None or not isinstance(self.call, SendEmail)


class Actions:
    """Does them, some at a time."""

    def __init__(
        self,
        database: Database,
        performer: Performer,
        world: World,
        metrics: Metrics,
        *,
        on_finished: Callable[[], None],
        on_news: Callable[[], None],
        reveal: Callable[[Mapping[str, Json]], Mapping[str, Json]] = lambda request: request,
    ) -> None:
        """`on_finished` asks for another turn; `on_news` says that there is something in the inbox.

        `reveal` reads requests that are kept encrypted.
        """
        self._reveal = reveal
        self._database = database
        self._performer = performer
        self._world = world
        self._metrics = metrics
        self._on_finished = on_finished
        self._on_news = on_news
        self._calls: dict[asyncio.Task[None], DueAction] = {}
        """The calls under way, and what they do."""
        self._done: list[_Done] = []
        self._renew_at = 0.0
        self._draining = False

    async def recover(self) -> None:
        """Take over what a process that is gone was doing; where others may live, that is when its lease is over."""
        if not self._database.shared:
            await self._database.run(actions.abandon_running, self._world.now())

    async def turn(self) -> int:
        """Hand over what is done, take on what is due; return how much that was."""
        began = self._world.monotonic()
        done = list(self._done)
        free = 0 if self._draining else CALLS_AT_ONCE - len(self._calls)
        renewing = bool(self._calls) and began >= self._renew_at
        if not done and free <= 0 and not renewing:
            return 0
        over = {item.action.id for item in done}
        under_way = {action.id: action.attempts for action in self._calls.values() if action.id not in over}
        taken = await self._database.run(self._transact, done, free, under_way, renewing)
        del self._done[: len(done)]
        if renewing or not self._calls:
            self._renew_at = began + RENEW_EVERY_S
        for action in taken:
            call = asyncio.create_task(self._make(action, began + LEASE_S))
            self._calls[call] = action
            call.add_done_callback(self._calls.pop)
        if done:
            self._on_news()
        return len(done) + len(taken)

    async def drain(self, timeout_s: float) -> None:
        """Begin nothing more, wait for the calls under way, and hand over what they gave."""
        self._draining = True
        if self._calls:
            await asyncio.wait(self._calls, timeout=timeout_s)
        for call in list(self._calls):
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)
        await self.turn()

    def _transact(
        self, conn: Connection, done: list[_Done], free: int, under_way: Mapping[str, int], renewing: bool
    ) -> list[DueAction]:
        now = self._world.now()
        lease_until = now + timedelta(seconds=LEASE_S)
        attempts = {item.action.id: item.action.attempts for item in done} | (dict(under_way) if renewing else {})
        ours = actions.held(conn, attempts)
        counting = [item for item in done if item.action.id in ours]
        again = [item for item in counting if _worth_another(item)]
        final = [item for item in counting if item not in again]
        actions.retry(conn, [(item.action.id, self._later(item, now)) for item in again])
        actions.finish(conn, [item.action.id for item in final])
        inbound.append(
            conn,
            [entries.result(item.action.channel, item.action.contact, item.result, now) for item in final if item.told],
        )
        actions.renew(conn, ours & under_way.keys(), lease_until)
        if free <= 0:
            return []
        steady = self._world.now_for_leases(LEASE_S)
        return actions.claim(conn, now, lease_until, free, list(under_way), now_for_leases=steady)

    def _later(self, item: _Done, now: datetime) -> datetime:
        return now + timedelta(seconds=backoff_s(item.action.attempts, self._world.fraction()))

    async def _make(self, action: DueAction, lease_until: float) -> None:
        call, kind = call_of(action.id, self._reveal(action.request)), action.request["kind"]
        if self._world.monotonic() >= lease_until:
            log.warning("a call was not begun", call=call.id, kind=kind, hint="the process stalled: another makes it")
            return
        if action.status == "running" and not self._performer.repeatable(call):
            result = Result(call.id, error="the process stopped during the call; nobody knows whether it was made")
        else:
            with self._metrics.action_seconds.labels(kind).time():
                result = await self._performer.perform(call)
        if result.error:
            log.info("call failed", call=call.id, kind=kind, error=result.error)
        self._metrics.actions.labels(kind, "failed" if result.error else "done").inc()
        self._done.append(_Done(action, call, result))
        self._on_finished()


def _worth_another(item: _Done) -> bool:
    """Whether the author asked for another attempt and it may turn out better."""
    match item.call:
        case CallHttp(retries=retries):
            wanted = min(retries, EGRESS_RETRIES_MAX)
            failed = item.result.status in _PASSING or (item.result.error is not None and item.result.status == 0)
        case SendEmail():
            wanted, failed = EMAIL_RETRIES_MAX, item.result.status == LATER
        case _:
            return False
    return failed and item.action.attempts <= wanted
