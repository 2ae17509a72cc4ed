"""What flows have asked the world for: done after the commit, answered through the inbox."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.actions.perform import LATER, Performer
from bot.events import CallHttp, Result, SendEmail
from bot.inbox import entries
from bot.limits import EGRESS_RETRIES_MAX, EGRESS_TIMEOUT_S_MAX, EMAIL_RETRIES_MAX
from bot.metrics import Metrics
from bot.outbox.policy import backoff_s
from bot.store import actions, inbound
from bot.store.actions import DueAction, Outgoing, call_of
from bot.store.db import Database
from bot.world import World

CALLS_AT_ONCE = 10
LEASE = timedelta(seconds=2 * EGRESS_TIMEOUT_S_MAX)
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
    ) -> None:
        """`on_finished` asks for another turn; `on_news` says that there is something in the inbox."""
        self._database = database
        self._performer = performer
        self._world = world
        self._metrics = metrics
        self._on_finished = on_finished
        self._on_news = on_news
        self._calls: dict[asyncio.Task[None], str] = {}
        """The calls under way, and the ids of what they do."""
        self._done: list[_Done] = []
        self._draining = False

    async def recover(self) -> None:
        """Take over what a process that is gone was doing; where others may live, that is when its lease is over."""
        if not self._database.shared:
            await self._database.run(actions.abandon_running, self._world.now())

    async def turn(self) -> int:
        """Hand over what is done, take on what is due; return how much that was."""
        done = list(self._done)
        free = 0 if self._draining else CALLS_AT_ONCE - len(self._calls)
        if not done and free <= 0:
            return 0
        taken = await self._database.run(self._transact, done, free)
        del self._done[: len(done)]
        here = {*self._calls.values(), *(item.action.id for item in self._done)}
        for action in taken:
            if action.id in here:
                continue  # it takes longer than its lease, which is longer now
            call = asyncio.create_task(self._make(action))
            self._calls[call] = action.id
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

    def _transact(self, conn: Connection, done: list[_Done], free: int) -> list[DueAction]:
        now = self._world.now()
        again = [item for item in done if _worth_another(item)]
        final = [item for item in done if item not in again]
        actions.retry(conn, [(item.action.id, self._later(item, now)) for item in again])
        actions.finish(conn, [item.action.id for item in final])
        inbound.append(
            conn,
            [entries.result(item.action.channel, item.action.contact, item.result, now) for item in final if item.told],
        )
        return actions.claim(conn, now, now + LEASE, free) if free > 0 else []

    def _later(self, item: _Done, now: datetime) -> datetime:
        return now + timedelta(seconds=backoff_s(item.action.attempts + 1, self._world.fraction()))

    async def _make(self, action: DueAction) -> None:
        call, kind = call_of(action.id, action.request), action.request["kind"]
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
    return failed and item.action.attempts < wanted
