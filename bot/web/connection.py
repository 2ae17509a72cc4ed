"""One connection of a client, with an end to its patience: uvicorn alone waits for ever and reads headers without end.

A request costs nothing here but a look at the clock: a timer is set once for many of them, and looks then who is late.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import Any

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from bot.limits import BODY_TIMEOUT_S_MAX, HEAD_BYTES_MAX, HEAD_TIMEOUT_S_MAX, UNREAD_ANSWER_S_MAX
from bot.web.guards import AT_ONCE, WHOLE
from bot.web.problem import Problem
from bot.world import World

_WORLD = World.real()
"""A connection is made by uvicorn, which knows no other."""
_ANSWER_FIRST_S = 5.0
"""The application answers 408 to a body that is late; only who goes on after that is hung up on."""


class Connection(HttpToolsProtocol):
    """Hangs up on whoever sends too slowly or too much, or does not read the answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline: float | None = None
        """When what is being sent has to be here; None while nothing is."""
        self._watch: asyncio.TimerHandle | None = None
        self._watch_at = 0.0
        self._reading: asyncio.TimerHandle | None = None
        self._in_head = True
        self._head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody is there."""
        super().connection_made(transport)
        self._expect_within(HEAD_TIMEOUT_S_MAX)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        for timer in (self._watch, self._reading):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, unless the headers have no end."""
        before = self._in_head
        super().data_received(data)
        if before and self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES_MAX and not self.transport.is_closing():
                detail = f"the headers are longer than {HEAD_BYTES_MAX} bytes"
                self._refuse(Problem("head_too_large", detail, hint="send what is long in the body"))

    def send_400_response(self, msg: str) -> None:
        """Refuse what the parser could not read: no endpoint has seen it, but the answer is as of one."""
        hint = "write what an address or a header may not hold as %XX"
        self._refuse(Problem("invalid_request", "the request cannot be read as HTTP/1.1", hint=hint))

    def _refuse(self, problem: Problem) -> None:
        request_id = _WORLD.new_id("req")
        response = problem.response(request_id)
        headers = [*response.raw_headers, (b"x-request-id", request_id.encode()), (b"connection", b"close")]
        self.transport.write(STATUS_LINE[problem.kind.status] + _lines(tuple(headers)) + b"\r\n" + bytes(response.body))
        self.transport.close()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._in_head, self._head_bytes = True, 0
        self._expect_within(HEAD_TIMEOUT_S_MAX)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its body begins."""
        self._in_head = False
        self._expect_within(BODY_TIMEOUT_S_MAX + _ANSWER_FIRST_S)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """It is whole."""
        self._deadline = None
        self.scope[WHOLE] = True  # type: ignore[typeddict-unknown-key]
        self.scope[AT_ONCE] = self._answer  # type: ignore[typeddict-unknown-key]
        super().on_message_complete()

    def _answer(self, scope: Scope, status: int, rest: bytes) -> bool:
        """Put an answer on the wire in one go, from its headers on; False if it has to go the usual way.

        uvicorn looks at each header of each answer, and writes the body by itself. Only what came last is answered so.
        """
        cycle = self.cycle
        if cycle.scope is not scope or cycle.response_started or self.flow.write_paused:
            return False
        if not cycle.disconnected:
            cycle.response_started = cycle.response_complete = True
            leave = b"" if cycle.keep_alive else b"connection: close\r\n"
            lines = _lines(tuple(self.server_state.default_headers))
            self.transport.write(b"".join((STATUS_LINE[status], lines, leave, rest)))
            cycle.message_event.set()
            if leave:
                self.transport.close()
            cycle.on_response()
        return True

    def pause_writing(self) -> None:
        """The client does not read as fast as it is answered."""
        self._reading = self.loop.call_later(UNREAD_ANSWER_S_MAX, self.transport.abort)
        super().pause_writing()

    def resume_writing(self) -> None:
        """It reads again."""
        if self._reading is not None:
            self._reading.cancel()
        super().resume_writing()

    def _expect_within(self, seconds: float) -> None:
        self._deadline = deadline = self.loop.time() + seconds
        if self._watch is None or deadline < self._watch_at:
            self._watch_until(deadline)

    def _watch_until(self, moment: float) -> None:
        if self._watch is not None:
            self._watch.cancel()
        self._watch, self._watch_at = self.loop.call_at(moment, self._look), moment

    def _look(self) -> None:
        """Hang up on who is late; whoever has begun anew since has more time, and somebody idle is not watched."""
        self._watch = None
        if self._deadline is None:
            return
        if self._deadline <= self._watch_at:
            self.transport.abort()
        else:
            self._watch_until(self._deadline)


@lru_cache(4)
def _lines(headers: tuple[tuple[bytes, bytes], ...]) -> bytes:
    """Write headers down; those that the server adds change once a second."""
    return b"".join(b"%b: %b\r\n" % header for header in headers)
