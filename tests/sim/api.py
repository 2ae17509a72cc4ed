"""What `http:` and `do:` of the flows call: it counts how often it was asked for each thing, and fails by the dice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.events import CallHttp, Result

BOOKINGS = "https://api.test/bookings"
SLOTS = "https://api.test/slots"
TIMEOUT_S = 10.0


class Stage(Protocol):
    """What it needs of the simulation."""

    dice: random.Random
    stormy: float
    asked: Counter[str]
    """How often the API was asked for each call of a method that may not be repeated."""

    answered: dict[str, float]
    """When it gave the answer to a call, by the monotonic clock."""

    def now(self) -> float: ...
    def note(self, *words: object) -> None: ...


class SimApi:
    """Stands for the client of one process; the API at the other end outlives it."""

    def __init__(
        self,
        stage: Stage,
        wait: Callable[[float], Awaitable[None]],
        cross: Callable[[str], Awaitable[None]],
    ) -> None:
        self._stage = stage
        self._wait = wait
        self._cross = cross

    async def fetch(self, call: CallHttp) -> Result:
        """See `Egress`."""
        dice = self._stage.dice
        await self._cross("before a call")
        await self._wait(dice.choice((0.01, 0.2)))
        lot = dice.random() / self._stage.stormy if self._stage.stormy else 1.0
        if lot < 0.05:
            return Result(call.id, error="no connection: refused")
        self._stage.note("⇒", call.method, call.url, call.id)
        if call.method == "POST":
            self._stage.asked[call.id] += 1
        await self._cross("after a call")
        await self._wait(dice.choice((0.02, 0.5, 3.0)))
        self._stage.answered[call.id] = self._stage.now()
        if lot < 0.10:
            await self._wait(TIMEOUT_S)
            return Result(call.id, error="no answer within 10 seconds")
        if lot < 0.20:
            return Result(call.id, dice.choice((404, 429, 500, 503)), {}, "no")
        if lot < 0.25:
            return Result(call.id, 200, {}, "<html>hello</html>")
        return Result(call.id, 200, {}, {"hour": "9", "id": call.id})

    async def close(self) -> None:
        """See `Egress`."""
