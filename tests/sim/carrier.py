"""Two carriers with a truth of their own: what they took, how often, and what they say of it, by the dice."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from bot.errors import SendError
from bot.events import ErrorClass
from bot.outbox.policy import UNREACHABLE
from bot.outbox.wire import Wire
from bot.providers.http import Request, Response
from tests.answers import answer
from tests.sim.faults import Faults
from tests.sim.loop import Crash, StillLoop

SLOW = (9.0,)
"""Longer than a process that is asked to end waits for its calls."""
OPTED_OUT = {"main": "opted_out", "other": "21610"}


@dataclass(frozen=True)
class Taken:
    """A message that a carrier took."""

    channel: str
    message_id: str
    """Ours: in the body on `main`, in the address for reports on `other`."""
    provider_id: str
    to: str
    text: str


@dataclass
class Truth:
    """What really happened on the other side."""

    taken: list[Taken] = field(default_factory=list)
    by_id: dict[str, Taken] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    last: dict[str, str] = field(default_factory=dict)
    """The last report about each message that was delivered to us, by the carrier's id."""
    reported: dict[str, str] = field(default_factory=dict)
    """The final report about each that was sent to us."""
    permanently_refused: set[str] = field(default_factory=set)


class Stage(Protocol):
    """What a carrier needs of the simulation."""

    faults: Faults
    dice: random.Random
    truth: Truth
    stormy: float

    def at(self, delay: float, happening: Callable[[], None], *, counts: bool = False) -> None: ...
    def took(self, taken: Taken) -> None: ...
    def note(self, *words: object) -> None: ...


class SimWire(Wire):
    """The connections of one process to both carriers; they are gone with it."""

    def __init__(self, stage: Stage, loop: StillLoop) -> None:
        self._stage = stage
        self._loop = loop

    async def exchange(self, request: Request, before: Callable[[], None] | None = None) -> Response:
        """See `Wire`."""
        dice, stage = self._stage.dice, self._stage
        await self.cross("before a connection")
        await self.wait(dice.choice((0.001, 0.01, 0.2)))
        if dice.random() < stage.stormy * 0.08:
            raise SendError(ErrorClass.RETRYABLE, UNREACHABLE, "refused")
        if before is not None:
            before()
        await self.cross("before the first byte")
        answer = self._query(request) if request.method == "GET" else self._post(request)
        await self.cross("after the last byte")
        await self.wait(dice.choice((0.02, 0.1, 0.5, 2.0, *SLOW) if stage.stormy else (0.02, 0.1, 0.5, 2.0)))
        await self.cross("at the answer")
        if isinstance(answer, SendError):
            if answer.code == "timeout":
                await self.wait(15.0)
            raise answer
        return answer

    async def close(self) -> None:
        """See `Wire`."""

    async def cross(self, name: str) -> None:
        """Pass a point at which the process may be killed."""
        try:
            self._stage.faults.crosses(name)
        except Crash:
            self._loop.dead = True
            await self._loop.create_future()
        if self._loop.stalled:
            await asyncio.sleep(0)  # goes on when the process does

    async def wait(self, seconds: float) -> None:
        """Let time pass."""
        done = self._loop.create_future()
        self._stage.at(seconds, lambda: None if done.done() else done.set_result(None))
        await done

    def _query(self, request: Request) -> Response | SendError:
        if self._stage.dice.random() < self._stage.stormy * 0.3:
            return SendError(ErrorClass.UNKNOWN, "timeout", "")
        message_id = request.url.rpartition("/")[2]
        known = self._stage.truth.by_id.get(message_id)
        if known is None:
            return answer(404, {"found": False})
        status = self._stage.truth.last.get(known.provider_id, "accepted")
        return answer(200, {"id": message_id, "status": status})

    def _post(self, request: Request) -> Response | SendError:
        stage, message = self._stage, read(request)
        lot = stage.dice.random() / stage.stormy if stage.stormy else 1.0
        channel = message.channel
        stage.note("→", channel, message.message_id, message.to, repr(message.text))
        if lot < 0.04:
            return SendError(ErrorClass.UNKNOWN, "connection_lost", "before it was taken")
        if lot < 0.07:
            return answer(429, retry_after="3", text="slowly")
        if lot < 0.08:
            stage.truth.permanently_refused.add(message.message_id)
            code = "21211" if channel == "other" else "bad_number"
            return answer(400, {"code": int(code), "message": "no"} if code.isdigit() else {"error": code})
        message = self._take(message)
        if lot < 0.12:
            return SendError(ErrorClass.UNKNOWN, "connection_lost", "after it was taken")
        if lot < 0.15:
            return SendError(ErrorClass.UNKNOWN, "timeout", "after it was taken")
        if lot < 0.17:
            return answer(200, text="<html>hello</html>")
        if lot < 0.18:
            return answer(502, text="bad gateway")
        if channel == "main":
            return answer(200, {"id": message.provider_id})
        return answer(201, {"sid": message.provider_id, "status": "queued", "num_segments": "1"})

    def _take(self, message: Taken) -> Taken:
        truth = self._stage.truth
        truth.times[message.message_id] += 1
        if message.channel == "other":
            number = truth.times[message.message_id]
            message = Taken(
                message.channel, message.message_id, f"SM{message.message_id}{number}", message.to, message.text
            )
        truth.taken.append(message)
        truth.by_id[message.message_id] = message
        self._stage.took(message)
        return message


def read(request: Request) -> Taken:
    """Understand a request as its carrier does."""
    if request.endpoint.origin.host == "main.test":
        body: dict[str, Any] = json.loads(request.body)
        return Taken("main", body["id"], f"carrier-{body['id']}", body["to"], body["text"])
    form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
    message_id = urlsplit(form["StatusCallback"]).path.split("/")[-2]
    return Taken("other", message_id, f"SM{message_id}", form["To"], form["Body"])
