"""The HTTP client of one channel, and the one question that matters when it fails: may the provider have the message?

Requests and answers are httpx's values; the connections are aiohttp's, used directly. httpx's own pool costs
milliseconds a request when many are open, and behind its transport interface a connection that was refused and one that
was lost half-way look the same.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from typing import Protocol

import aiohttp
import httpx
import yarl
from aiohttp.connector import Connection
from multidict import CIMultiDict

from bot.errors import SendError
from bot.events import ErrorClass
from bot.outbox.policy import UNREACHABLE

TIMEOUT = aiohttp.ClientTimeout(total=30.0, sock_connect=5.0, sock_read=20.0)
ANSWER_BYTES_MAX = 256 * 1024

_NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
"""Raised before the first byte is written: refused, no such name, no TLS, nobody there."""
_DECODED = frozenset({b"content-encoding", b"content-length", b"transfer-encoding"})
"""Headers that are no longer true of a body once it is read."""
_BEFORE: ContextVar[Callable[[], None] | None] = ContextVar("before", default=None)
"""What the request of this task calls before its first byte."""


class Wire(Protocol):
    """Connections to one provider."""

    async def exchange(self, request: httpx.Request, before: Callable[[], None] | None = None) -> httpx.Response:
        """Send a request and return the whole answer, whatever its status; else say in `SendError` what is known.

        `retryable` and `unreachable`: no byte was written. `unknown`: the provider may have it. `before` is called when
        there is a connection and the next thing is to write to it.
        """

    async def close(self) -> None:
        """Drop the connections."""


class HttpWire(Wire):
    """The real thing: no redirects, no proxies from the environment, no cookies."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    async def exchange(self, request: httpx.Request, before: Callable[[], None] | None = None) -> httpx.Response:
        """See `Wire`."""
        _BEFORE.set(before)
        try:
            async with self._opened().request(
                request.method,
                _parsed_url(str(request.url)),
                headers=CIMultiDict(request.headers.multi_items()),
                data=request.content or None,
                allow_redirects=False,
            ) as response:
                body = await _read(response)
                headers = [item for item in response.raw_headers if item[0].lower() not in _DECODED]
                return httpx.Response(response.status, headers=headers, content=body, request=request)
        except (aiohttp.ClientError, OSError) as error:
            raise _described(error) from error

    async def close(self) -> None:
        """See `Wire`."""
        if self._session is not None:
            await self._session.close()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=TIMEOUT,
                trust_env=False,
                request_class=_Announced,
            )
        return self._session


class _Announced(aiohttp.ClientRequest):
    """A request that says when it is about to be written. aiohttp's tracing would say it too, at 0.4 ms a request."""

    async def send(self, conn: Connection) -> aiohttp.ClientResponse:
        before = _BEFORE.get()
        if before is not None:
            before()
        return await super().send(conn)


@lru_cache(maxsize=256)
def _parsed_url(url: str) -> yarl.URL:
    return yarl.URL(url, encoded=True)


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """Read an answer to its end, or to where no provider's answer goes."""
    body = await response.content.read(ANSWER_BYTES_MAX)
    while not response.content.at_eof():
        if len(body) >= ANSWER_BYTES_MAX:
            raise SendError(ErrorClass.UNKNOWN, "answer_too_long", f"more than {ANSWER_BYTES_MAX} bytes")
        body += await response.content.read(ANSWER_BYTES_MAX)
    return body


def _described(error: Exception) -> SendError:
    detail = f"{type(error).__name__}: {error}"
    if isinstance(error, _NEVER_LEFT):
        return SendError(ErrorClass.RETRYABLE, UNREACHABLE, detail)
    return SendError(ErrorClass.UNKNOWN, "timeout" if isinstance(error, TimeoutError) else "connection_lost", detail)
