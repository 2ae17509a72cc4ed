"""One session with a message centre: bound by whoever needs it first, and kept bound for what comes in.

    exchange ─► room in the window ─► session ─► before() ─► submit_sm … submit_sm_resp ─► the answers
    deliver_sm ─► hear(), which returns once it is on the disk ─► deliver_sm_resp

What was written and not answered is of unknown outcome. Nothing is ever written twice.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any, Final, cast

import structlog

from bot.errors import BadPayload, SendError
from bot.events import ErrorClass
from bot.outbox.policy import UNREACHABLE
from bot.providers import pdu
from bot.providers.pdu import RESPONSE, Command, Unit
from bot.providers.smpp import SmppSettings, refusal

CONNECT_S: Final = 5.0
ANSWER_S: Final = 15.0
GOODBYE_S: Final = 1.0
_SEQUENCE_MAX: Final = 0x7FFF_FFFF

ROK: Final = 0x00
RINVCMDID: Final = 0x03
RX_T_APPN: Final = 0x64
"""Our answer to a text that should come again."""
RX_P_APPN: Final = 0x65
"""Our answer to one that nobody can read, now or later."""

Hear = Callable[[bytes], Awaitable[None]]
"""Takes the body of a `deliver_sm`; returns once it is durable, or raises `BadPayload` if nobody can read it."""

log = structlog.get_logger(__name__)


class SmppWire:
    """The session of one channel, made anew whenever it was lost."""

    def __init__(self, settings: SmppSettings, hear: Hear, backoff_s: Callable[[int], float]) -> None:
        """`backoff_s` says how long `keep` waits after so many failures in a row."""
        self._settings = settings
        self._hear = hear
        self._backoff_s = backoff_s
        self._window = asyncio.Semaphore(settings.window)
        self._binding = asyncio.Lock()
        self._session: Session | None = None
        self._keeping: asyncio.Task[None] | None = None

    async def exchange(self, bodies: Sequence[bytes], before: Callable[[], None] | None = None) -> list[Unit]:
        """Send the messages of one text and return the answers. For `before` and what is raised see `bot.outbox.wire`.

        Whoever waits for room for a later part has parts under way himself, which are answered or given up in time.
        """
        answers: list[asyncio.Future[Unit]] = []
        for body in bodies:
            await self._window.acquire()
            try:
                if not answers:
                    session = await self._bound()
                    if before is not None:
                        before()
                answers.append(session.ask(Command.SUBMIT_SM, body))
            except BaseException:
                self._window.release()
                raise
            answers[-1].add_done_callback(self._make_room)
        return await _all(answers)

    def keep(self) -> None:
        """Stay bound from now on: what comes in comes through this session, also while nothing goes out."""
        self._keeping = asyncio.create_task(self._keep())

    async def close(self) -> None:
        """Take leave and hang up."""
        if self._keeping is not None:
            self._keeping.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeping
        if self._session is not None:
            await self._session.unbind()

    async def _keep(self) -> None:
        failures = 0
        while True:
            try:
                session = await self._bound()
                failures = 0
                await session.lost.wait()
                log.warning("a session was lost", host=self._settings.host)
            except SendError as error:
                log.warning("no session", host=self._settings.host, code=error.code, detail=error.detail)
            failures += 1
            await asyncio.sleep(self._backoff_s(failures))

    async def _bound(self) -> Session:
        """Return the session. Until this returns no message has left."""
        async with self._binding:
            if self._session is None or self._session.lost.is_set():
                self._session = await self._bind()
            return self._session

    async def _bind(self) -> Session:
        given = self._settings
        loop = asyncio.get_running_loop()
        security = {"ssl": ssl.create_default_context(), "server_hostname": given.host} if given.tls else {}
        try:
            async with asyncio.timeout(CONNECT_S):
                _, session = await loop.create_connection(
                    lambda: Session(self._hear, given.enquire_s), given.host, given.port, **cast(Any, security)
                )
        except (OSError, ValueError) as error:  # a time-out is an OSError; a host that is no name, a ValueError
            raise SendError(ErrorClass.RETRYABLE, UNREACHABLE, f"{type(error).__name__}: {error}") from error
        try:
            body = pdu.bind(given.system_id, given.password.get_secret_value(), given.system_type)
            answer = await session.ask(Command.BIND_TRANSCEIVER, body)
        except SendError as error:
            session.abort()
            raise SendError(ErrorClass.RETRYABLE, UNREACHABLE, f"not bound: {error.detail}") from error
        except BaseException:
            session.abort()
            raise
        if answer.status:
            session.abort()
            raise _not_bound(answer.status)
        session.begin()
        return session

    def _make_room(self, answered: asyncio.Future[Unit]) -> None:
        self._window.release()


def _not_bound(status: int) -> SendError:
    """Only a wrong name or password is told from all else that keeps a message centre from taking us in."""
    error = refusal(status)
    if error.kind is ErrorClass.AUTH:
        return error
    return SendError(ErrorClass.RETRYABLE, UNREACHABLE, f"not bound: {error.detail}")


async def _all(answers: Sequence[asyncio.Future[Unit]]) -> list[Unit]:
    """Wait for every answer: what a part's failure means for the text is known only with the rest."""
    found = await asyncio.gather(*answers, return_exceptions=True)
    for answer in found:
        if isinstance(answer, BaseException):
            raise answer
    return cast(list[Unit], found)


class Session(asyncio.Protocol):
    """One connection, from the bind to its end."""

    def __init__(self, hear: Hear, enquire_s: float) -> None:
        self._hear = hear
        self._enquire_s = enquire_s
        self._transport: asyncio.Transport | None = None
        self._units = pdu.Units()
        self._sequence = 0
        self._asked: dict[int, asyncio.Future[Unit]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.lost = asyncio.Event()

    # ── what the wire does ──────────────────────────────────────────────────────────────────────────────────────────

    def ask(self, command: Command, body: bytes = b"") -> asyncio.Future[Unit]:
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
        if self.lost.is_set():
            self._fail(sequence, "connection_lost", "the session was lost before")
        else:
            self._write(Unit(command, sequence, body))
        return answered

    def begin(self) -> None:
        """Ask now and then whether the other side is still there."""
        self._spawn(self._enquire())

    async def unbind(self) -> None:
        """Take leave, and do not wait for long."""
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
        """See `asyncio.Protocol`."""
        self.lost.set()
        for sequence in list(self._asked):
            self._fail(sequence, "connection_lost", str(error or "closed by the other side"))
        for task in self._tasks:
            task.cancel()

    # ── inside ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _take(self, unit: Unit) -> None:
        if unit.command & RESPONSE:
            answered = self._asked.get(unit.sequence)
            if answered is not None and not answered.done():
                answered.set_result(unit)
        elif unit.command == Command.DELIVER_SM:
            self._spawn(self._deliver(unit))
        elif unit.command == Command.ENQUIRE_LINK:
            self._write(unit.answer())
        elif unit.command == Command.UNBIND:
            self._write(unit.answer())
            cast(asyncio.Transport, self._transport).close()
        else:
            self._write(Unit(Command.GENERIC_NACK, unit.sequence, status=RINVCMDID))

    async def _deliver(self, unit: Unit) -> None:
        """Answer only when what came is on the disk; without an answer it comes again."""
        status = ROK
        try:
            await self._hear(unit.body)
        except BadPayload as error:
            log.warning("a delivery is refused", error=str(error))
            status = RX_P_APPN
        except Exception as error:  # too busy, or the database and the spool are both away
            log.warning("a delivery has to come again", error=f"{type(error).__name__}: {error}")
            status = RX_T_APPN
        self._write(unit.answer(b"\0", status))  # an empty `message_id`

    async def _enquire(self) -> None:
        while True:
            await asyncio.sleep(self._enquire_s)
            try:
                await self.ask(Command.ENQUIRE_LINK)
            except SendError:
                self.abort()
                return

    def _write(self, unit: Unit) -> None:
        if not self.lost.is_set():
            cast(asyncio.Transport, self._transport).write(unit.written())

    def _fail(self, sequence: int, code: str, detail: str) -> None:
        answered = self._asked.get(sequence)
        if answered is not None and not answered.done():
            answered.set_exception(SendError(ErrorClass.UNKNOWN, code, detail))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
