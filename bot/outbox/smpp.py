"""The wire to a message centre: a session that is kept bound, over which texts go out and come in.

    exchange ─► room in the window ─► session ─► before() ─► submit_sm … submit_sm_resp ─► the answers
    deliver_sm ─► hear(), which returns once it is on the disk ─► deliver_sm_resp

While it is not bound nothing is claimed for it; bound it is again by itself, later each time it fails.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final, cast

import structlog

from bot.errors import SendError
from bot.events import ErrorClass
from bot.outbox.pace import BREAKS_AFTER
from bot.outbox.policy import NOT_BEGUN, UNREACHABLE
from bot.outbox.session import Ear, Session
from bot.outbox.wire import Wire
from bot.providers import pdu
from bot.providers.http import Request, Response
from bot.providers.pdu import Command, Unit
from bot.providers.pdu_status import refusal
from bot.providers.smpp import SmppSettings
from bot.world import World

CONNECT_S: Final = 5.0
AGAIN_FIRST_S: Final = 1.0
AGAIN_MAX_S: Final = 60.0
STEADY_S: Final = 10.0
"""A session that lasted so long had no fault of its own when it was lost."""
PART_AGAIN_S: Final = (1.0, 2.0, 4.0)
"""When a part is sent again that was refused for being too much at once, while others of its text were taken."""
RINVBNDSTS: Final = 0x04
_FOR_NOW: Final = (ErrorClass.THROTTLED, ErrorClass.RETRYABLE)

_BINDS: Final[dict[str, tuple[Command, ...]]] = {
    "transceiver": (Command.BIND_TRANSCEIVER,),
    "pair": (Command.BIND_TRANSMITTER, Command.BIND_RECEIVER),
}
"""What is sent goes over the first."""

log = structlog.get_logger(__name__)


class Link:
    """One bind, made anew whenever it was lost."""

    def __init__(self, command: Command, settings: SmppSettings, ear: Ear, world: World) -> None:
        self._command = command
        self._settings = settings
        self._ear = ear
        self._world = world
        self._binding = asyncio.Lock()
        self._session: Session | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._on_demand = True
        self.failures = 0
        """Attempts in a row that came to nothing, or nearly."""
        self.error = ""
        """Why the last of them did."""

    @property
    def bound(self) -> bool:
        """Whether there is a session."""
        return self._session is not None and not self._session.lost.is_set()

    @property
    def kept(self) -> bool:
        """Whether it is bound again by itself."""
        return self._keeping is not None

    def keep(self, failures: int = 0) -> None:
        """Stay bound from now on; so many attempts have failed before, by somebody else."""
        self.failures = failures
        self._on_demand = False
        self._keeping = asyncio.create_task(self._keep())

    async def let_go(self) -> None:
        """Take leave."""
        if self.bound:
            self.failures, self.error = 0, ""
        keeping, self._keeping = self._keeping, None
        if keeping is not None:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping
        session, self._session = self._session, None
        if session is not None:
            await session.unbind()

    async def session(self) -> Session:
        """Return the session; bind one first where it was never to be kept. Until this returns no message has left."""
        if self._on_demand:
            return await self._bound()
        if self._session is None or self._session.lost.is_set():
            raise SendError(ErrorClass.RETRYABLE, NOT_BEGUN, "there is no session at the moment")
        return self._session

    async def _keep(self) -> None:
        if self.failures:
            await asyncio.sleep(self._pause_s())
        while True:
            try:
                session = await self._bound()
            except SendError as error:
                self._count(error.detail, error.code)
                wrong_password = error.kind is ErrorClass.AUTH  # with which some carriers lose patience
                await asyncio.sleep(AGAIN_MAX_S if wrong_password else self._pause_s())
            except Exception as error:  # whatever it is, nobody else would try again
                self._count(f"{type(error).__name__}: {error}", "failed")
                await asyncio.sleep(self._pause_s())
            else:
                log.info("bound", host=self._settings.host, by=self._command.name.lower())
                await self._outlive(session)
                await asyncio.sleep(self._pause_s())

    def _count(self, detail: str, code: str) -> None:
        self.failures += 1
        self.error = detail
        log.warning("not bound", host=self._settings.host, code=code, detail=detail)

    async def _outlive(self, session: Session) -> None:
        """Wait for the end of a session."""
        began = self._world.monotonic()
        await session.lost.wait()
        lasted_s = self._world.monotonic() - began
        self.failures = 1 if lasted_s >= STEADY_S else self.failures + 1
        self.error = "the session was lost"
        log.warning("a session was lost", host=self._settings.host, lasted_s=round(lasted_s, 1))

    def _pause_s(self) -> float:
        """Return how long to wait: longer after each failure, and not as long as others that lost theirs just now."""
        longest = min(AGAIN_MAX_S, AGAIN_FIRST_S * 2.0 ** min(self.failures - 1, 16))
        return float(longest * (0.5 + self._world.fraction() / 2))

    async def _bound(self) -> Session:
        async with self._binding:
            if self._session is None or self._session.lost.is_set():
                self._session = await self._bind()
            return self._session

    async def _bind(self) -> Session:
        given = self._settings
        session = await self._connect()
        try:
            names = (given.system_id, given.password.get_secret_value(), given.system_type, given.address_range)
            answer = await session.ask(self._command, pdu.bind(*names))
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

    async def _connect(self) -> Session:
        given = self._settings
        loop = asyncio.get_running_loop()
        security = {"ssl": ssl.create_default_context(), "server_hostname": given.host} if given.tls else {}
        try:
            async with asyncio.timeout(CONNECT_S):
                _, session = await loop.create_connection(
                    lambda: Session(self._ear, given.enquire_s), given.host, given.port, **cast(Any, security)
                )
        except (OSError, ValueError) as error:  # a time-out is an OSError; a host that is no name, a ValueError
            detail = f"{type(error).__name__}: {error}".rstrip(": ")
            raise SendError(ErrorClass.RETRYABLE, UNREACHABLE, detail) from error
        return session


class SmppWire(Wire):
    """Everything that goes to and comes from one message centre."""

    def __init__(self, settings: SmppSettings, ear: Ear, world: World) -> None:
        self._settings = settings
        self._links = [Link(command, settings, ear, world) for command in _BINDS[settings.bind]]
        self._window = asyncio.Semaphore(settings.window)
        self._free_at = 0.0
        self.bound_elsewhere = False
        """Whether another worker reaches the message centre, as far as we know."""

    # ── what the outbox asks ────────────────────────────────────────────────────────────────────────────────────────

    @property
    def room(self) -> int:
        """See `Wire`."""
        return self._settings.window

    @property
    def ready(self) -> bool:
        """See `Wire`."""
        return self._links[0].kept and self._links[0].bound

    @property
    def down(self) -> bool:
        """See `Wire`. It stays so while somebody else has a try."""
        out = self._links[0]
        return not out.bound and out.failures >= BREAKS_AFTER and not self.bound_elsewhere

    async def exchange(self, request: Request, before: Callable[[], None] | None = None) -> Response:
        """See `Wire`. The answer has a unit for each unit of the request, and the first status that is not zero."""
        asked = pdu.units(request.body)
        answers = await self._ask(asked, before)
        for pause_s in PART_AGAIN_S:
            refused = [place for place, answer in enumerate(answers) if _for_now(answer.status)]
            if not refused or len(refused) == len(answers):
                break
            await asyncio.sleep(pause_s)
            try:
                again = await self._ask([asked[place] for place in refused])
            except SendError:  # then the text was taken in part, and nobody knows what the person sees
                break
            for place, answer in zip(refused, again, strict=True):
                answers[place] = answer
        status = next((answer.status for answer in answers if answer.status), 0)
        return Response(status, [], b"".join(answer.written() for answer in answers))

    async def close(self) -> None:
        """See `Wire`."""
        await self.let_go()

    # ── who keeps it ────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def kept(self) -> bool:
        """Whether this process is the one that stays bound."""
        return self._links[0].kept

    @property
    def bound(self) -> bool:
        """Whether texts can go out and come in."""
        return all(link.bound for link in self._links)

    @property
    def failures(self) -> int:
        """How many attempts in a row have failed."""
        return 0 if self.bound else max(link.failures for link in self._links)

    @property
    def error(self) -> str:
        """Why it is not bound; blank if it is."""
        return next((link.error for link in self._links if not link.bound), "")

    def keep(self, failures: int = 0) -> None:
        """Stay bound from now on: what comes in comes over this session, also while nothing goes out."""
        for link in self._links:
            link.keep(failures)

    async def let_go(self) -> None:
        """Take leave and hang up."""
        await asyncio.gather(*(link.let_go() for link in self._links))

    # ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────

    async def _ask(self, units: Sequence[Unit], before: Callable[[], None] | None = None) -> list[Unit]:
        """Send units and return the answers.

        Whoever waits for room for a later one has others under way himself, which are answered or given up in time.
        """
        answers: list[asyncio.Future[Unit]] = []
        session = None
        for unit in units:
            await self._window.acquire()
            try:
                await self._take_turn()
                if session is None:
                    session = await self._links[0].session()
                    if before is not None:
                        before()
                answers.append(session.ask(unit.command, unit.body))
            except BaseException:
                self._window.release()
                raise
            answers[-1].add_done_callback(self._make_room)
        found = await _all(answers)
        if session is not None and any(answer.status == RINVBNDSTS for answer in found):
            session.abort()  # it takes us for somebody who is not bound
        return found

    async def _take_turn(self) -> None:
        """Wait until the throughput allows another unit."""
        if self._settings.throughput is None:
            return
        now = asyncio.get_running_loop().time()
        at = max(now, self._free_at)
        self._free_at = at + 1 / self._settings.throughput
        if at > now:
            await asyncio.sleep(at - now)

    def _make_room(self, answered: asyncio.Future[Unit]) -> None:
        self._window.release()


def _for_now(status: int) -> bool:
    """Whether a unit was not taken, and the same may well be taken later."""
    return status != 0 and refusal(status).kind in _FOR_NOW


def _not_bound(status: int) -> SendError:
    """Only a wrong name or password is told from all else that keeps a message centre from taking us in."""
    error = refusal(status)
    if error.kind is ErrorClass.AUTH:
        return SendError(error.kind, error.code, f"not bound: {error.code} {error.detail}")
    return SendError(ErrorClass.RETRYABLE, UNREACHABLE, f"not bound: {error.code} {error.detail}")


async def _all(answers: Sequence[asyncio.Future[Unit]]) -> list[Unit]:
    """Wait for every answer: what a part's failure means for the text is known only with the rest."""
    found = await asyncio.gather(*answers, return_exceptions=True)
    for answer in found:
        if isinstance(answer, BaseException):
            raise answer
    return cast(list[Unit], found)
