"""One connection to a message centre, from the bind to its end: units go out, answers come back, texts come in.

What was written and not answered is of unknown outcome. Nothing is ever written twice.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Final, Protocol, cast

import structlog

from bot.errors import BadPayload, SendError
from bot.events import ErrorClass
from bot.providers import pdu
from bot.providers.pdu import RESPONSE, Command, Unit
from bot.providers.pdu_status import RINVCMDID, ROK, RX_P_APPN, RX_T_APPN

ANSWER_S: Final = 15.0
UNDER_WAY_S: Final = 3.0
GOODBYE_S: Final = 1.0
_SEQUENCE_MAX: Final = 0x7FFF_FFFF

log = structlog.get_logger(__name__)


class Ear(Protocol):
    """Whoever takes in what a message centre sends."""

    async def hear(self, body: bytes) -> None:
        """Take the body of a `deliver_sm`; return once it is durable, or raise `BadPayload` if nobody can read it."""

    def answered(self, body: bytes) -> None:
        """Know that it will not come again."""


class Session(asyncio.Protocol):
    """Made anew for each connection."""

    def __init__(self, ear: Ear, enquire_s: float) -> None:
        self._ear = ear
        self._enquire_s = enquire_s
        self._transport: asyncio.Transport | None = None
        self._units = pdu.Units()
        self._sequence = 0
        self._asked: dict[int, asyncio.Future[Unit]] = {}
        self._deliveries: set[asyncio.Task[None]] = set()
        self._enquiring: asyncio.Task[None] | None = None
        self._leaving = False
        self.lost = asyncio.Event()

    # ── what the wire does ──────────────────────────────────────────────────────────────────────────────────────────

    def ask(self, command: int, body: bytes = b"") -> asyncio.Future[Unit]:
        """Write a unit; the answer comes later. Whatever goes wrong, it may have been read."""
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[Unit] = loop.create_future()
        self._sequence = sequence = self._sequence % _SEQUENCE_MAX + 1
        self._asked[sequence] = answered
        late = loop.call_later(ANSWER_S, self._fail, sequence, "timeout", f"no answer within {ANSWER_S:g} s")

        def over(answered: asyncio.Future[Unit]) -> None:
            late.cancel()
            self._asked.pop(sequence, None)
            if not answered.cancelled():
                answered.exception()  # it counts as seen, also where whoever asked has gone

        answered.add_done_callback(over)
        if not self._write(Unit(command, sequence, body)):
            self._fail(sequence, "connection_lost", "the session was lost before")
        return answered

    def begin(self) -> None:
        """Ask now and then whether the other side is still there."""
        self._enquiring = asyncio.create_task(self._enquire())

    async def unbind(self) -> None:
        """Take leave. What is under way in both directions comes to its end before, if that does not take long."""
        self._leaving = True
        under_way: set[asyncio.Future[Any]] = {*self._deliveries, *self._asked.values()}
        if under_way and not self.lost.is_set():
            await asyncio.wait(under_way, timeout=UNDER_WAY_S)
        if not self.lost.is_set():
            with suppress(SendError, TimeoutError):
                async with asyncio.timeout(GOODBYE_S):
                    await self.ask(Command.UNBIND)
        self.abort()
        await self.lost.wait()

    def abort(self) -> None:
        """Hang up at once."""
        if self._transport is not None:
            self._transport.abort()

    # ── what the transport tells ────────────────────────────────────────────────────────────────────────────────────

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See `asyncio.Protocol`."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        try:
            for unit in self._units.feed(data):
                self._take(unit)
        except BadPayload as error:
            log.warning("a message centre speaks something else", error=str(error))
            self.abort()

    def connection_lost(self, error: Exception | None) -> None:
        """See `asyncio.Protocol`. What is being taken in is taken in nevertheless."""
        self.lost.set()
        for sequence in list(self._asked):
            self._fail(sequence, "connection_lost", str(error or "closed by the other side"))
        if self._enquiring is not None:
            self._enquiring.cancel()

    # ── inside ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _take(self, unit: Unit) -> None:
        if unit.command & RESPONSE:
            answered = self._asked.get(unit.sequence)
            if answered is not None and not answered.done():
                answered.set_result(unit)
        elif unit.command in (Command.DELIVER_SM, Command.DATA_SM):
            delivery = asyncio.create_task(self._deliver(unit))
            self._deliveries.add(delivery)
            delivery.add_done_callback(self._deliveries.discard)
        elif unit.command == Command.ENQUIRE_LINK:
            self._write(unit.answer())
        elif unit.command == Command.UNBIND:
            self._write(unit.answer())
            cast(asyncio.Transport, self._transport).close()
        elif unit.command != Command.ALERT_NOTIFICATION:  # which wants no answer
            self._write(Unit(Command.GENERIC_NACK, unit.sequence, status=RINVCMDID))

    async def _deliver(self, unit: Unit) -> None:
        """Answer only when what came is on the disk; without an answer, or after a failure, it comes again."""
        status, body = ROK, unit.body
        try:
            if unit.command == Command.DATA_SM:
                body = pdu.read_data(body).written()
            if self._leaving:
                status = RX_T_APPN
            else:
                await self._ear.hear(body)
        except BadPayload as error:
            log.warning("a delivery is refused", error=str(error))
            status = RX_P_APPN
        except Exception as error:  # too busy, or the database and the spool are both away
            log.warning("a delivery has to come again", error=f"{type(error).__name__}: {error}")
            status = RX_T_APPN
        if self._write(unit.answer(b"\0", status)) and status != RX_T_APPN:  # an empty `message_id`
            self._ear.answered(body)

    async def _enquire(self) -> None:
        while True:
            await asyncio.sleep(self._enquire_s)
            try:
                await self.ask(Command.ENQUIRE_LINK)
            except SendError:
                log.warning("a session does not answer any more")
                self.abort()
                return

    def _write(self, unit: Unit) -> bool:
        """Write a unit, unless nobody is there to read it."""
        if self.lost.is_set() or self._transport is None or self._transport.is_closing():
            return False
        self._transport.write(unit.written())
        return True

    def _fail(self, sequence: int, code: str, detail: str) -> None:
        answered = self._asked.get(sequence)
        if answered is not None and not answered.done():
            answered.set_exception(SendError(ErrorClass.UNKNOWN, code, detail))
