"""One connection of HTTP/1.1: a request is written to it in one piece, and its answer read to the end.

`httptools` (llhttp, as in uvicorn) does the reading; what is here is what a client of one provider needs beside it. A
general client spends several times as much on what no send uses: cookies, redirects, sessions, streams.
"""

from __future__ import annotations

import asyncio
from typing import cast

import httptools

from bot.errors import SendError
from bot.events import ErrorClass
from bot.providers.http import Response

ANSWER_BYTES_MAX = 256 * 1024
"""Further than this no provider's answer goes."""


class Connection(asyncio.Protocol):
    """Made anew for each connection; carries one exchange at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answered: asyncio.Future[Response] | None = None
        self._reusable = True
        self._watched = False
        self._timeout_s = self._late_at = 0.0
        self.idle_since = 0.0

    # ── what the wire does ──────────────────────────────────────────────────────────────────────────────────────────

    @property
    def usable(self) -> bool:
        """Whether another request may be written to it, as far as anybody can know."""
        return self._reusable and self._transport is not None and not self._transport.is_closing()

    async def exchange(self, request: bytes, timeout_s: float) -> Response:
        """Write a request and wait for the whole answer. Whatever goes wrong, the request may have been read."""
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[Response] = loop.create_future()
        self._begin(answered)
        self._timeout_s, self._late_at = timeout_s, loop.time() + timeout_s
        if not self._watched:
            self._watch(loop)
        try:
            cast(asyncio.Transport, self._transport).write(request)
            return await answered
        except asyncio.CancelledError:
            self.abort()
            raise
        finally:
            self._answered = None

    def close(self) -> None:
        """Hang up."""
        self._reusable = False
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """Hang up at once, whatever is still under way."""
        self._reusable = False
        if self._transport is not None:
            self._transport.abort()

    # ── what the transport tells ────────────────────────────────────────────────────────────────────────────────────

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See `asyncio.Protocol`."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        if self._waiting is None:
            self.abort()  # it speaks without being asked: what it says next would be taken for an answer
            return
        self._received += len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._fail("connection_lost", f"not HTTP: {error}")
        if self._received > ANSWER_BYTES_MAX:
            self._fail("answer_too_long", f"more than {ANSWER_BYTES_MAX} bytes")

    def connection_lost(self, error: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        if self._ends_at_close and error is None:
            self.on_message_complete()
        self._fail("connection_lost", str(error or "closed by the other side"))

    # ── what the parser finds ───────────────────────────────────────────────────────────────────────────────────────

    def on_header(self, name: bytes, value: bytes) -> None:
        """See `httptools.HttpResponseParser`."""
        self._headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """See `httptools.HttpResponseParser`."""
        if self._parser.get_status_code() < 200:  # it is still thinking
            self._headers.clear()
        else:
            self._final = True
            names = {name for name, _ in self._headers}
            self._ends_at_close = not names & {b"content-length", b"transfer-encoding"}

    def on_body(self, body: bytes) -> None:
        """See `httptools.HttpResponseParser`."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """See `httptools.HttpResponseParser`."""
        if self._final and self._waiting is not None:
            self._reusable = self._reusable and self._parser.should_keep_alive()
            self._waiting.set_result(Response(self._parser.get_status_code(), self._headers, b"".join(self._body)))

    @property
    def _waiting(self) -> asyncio.Future[Response] | None:
        answered = self._answered
        return None if answered is None or answered.done() else answered

    def _begin(self, answered: asyncio.Future[Response]) -> None:
        self._answered = answered
        self._parser = httptools.HttpResponseParser(self)
        self._headers: list[tuple[bytes, bytes]] = []
        self._body: list[bytes] = []
        self._received = 0
        self._final = self._ends_at_close = False

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look again when the exchange under way is late; one timer is set again and again, not one an exchange."""
        if self._waiting is not None and loop.time() >= self._late_at:
            self._fail("timeout", f"no answer within {self._timeout_s:g} s")
        self._watched = self._waiting is not None
        if self._watched:
            loop.call_at(self._late_at, self._watch, loop)

    def _fail(self, code: str, detail: str) -> None:
        if self._waiting is not None:
            self._waiting.set_exception(SendError(ErrorClass.UNKNOWN, code, detail))
        self.abort()

    _ends_at_close = False
