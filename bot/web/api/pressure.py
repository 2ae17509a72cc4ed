"""Back-pressure: while too much waits to go out, whoever wants to send more is asked to come back later.

What waits is on the disk and could grow until that is full; and a message that stands behind half a million others is
of no use to anybody. Texts that come in are not held back by this: what they lead to is little.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from bot.limits import BACKLOG_AGE_S_MIN, OUTBOX_FULL_RETRY_S
from bot.metrics import Metrics
from bot.store.backlog import waiting_to_go_out
from bot.watch.look import SHARE_MAX
from bot.web.problem import Problem
from bot.world import World

_HEADERS: Final = {"retry-after": str(OUTBOX_FULL_RETRY_S)}


class Pressure:
    """Knows, to a second, how much waits. Its method runs inside the transaction that would add to it."""

    def __init__(self, waiting_max: int, world: World, metrics: Metrics) -> None:
        self._waiting_max = waiting_max
        self._world = world
        self._metrics = metrics
        self._waiting = 0
        self._good_until = 0.0

    def check(self, conn: Connection) -> None:
        """Raise a `Problem` if there is no room for more; what the caller has written so far is rolled back."""
        began = self._world.monotonic()
        if began >= self._good_until:
            self._waiting = waiting_to_go_out(conn, self._waiting_max)
            took = self._world.monotonic() - began
            self._good_until = began + took + max(BACKLOG_AGE_S_MIN, took / SHARE_MAX)
        if self._waiting >= self._waiting_max:
            self._metrics.sends_refused.inc()
            detail = f"{self._waiting_max} messages wait to go out already, more are not taken"
            raise Problem("unavailable", detail, hint="come back when some of them are sent", headers=_HEADERS)
