"""The HTTP client of one channel, and the one question that matters when it fails: may the provider have the message?

Requests and answers are httpx's values; the connections are our own. Behind the interfaces of httpx and aiohttp a
connection that was refused and one that was lost half-way look much the same, and they cost several times as much.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from itertools import chain, zip_longest
from typing import Any, NamedTuple, Protocol

import httpx

from bot.errors import SendError
from bot.events import ErrorClass
from bot.outbox.connection import Answer, Connection
from bot.outbox.policy import UNREACHABLE

CONNECT_S = 5.0
"""To find somebody who takes the connection."""
CONNECT_ONE_S = 2.0
"""To find out whether one address of several does."""
ANSWER_S = 15.0
"""To hear the whole answer."""
IDLE_S_MAX = 4.0
"""An idle connection is used again for so long. Most servers hang up after five seconds or more: a request that
crosses with their goodbye would be of unknown outcome."""

_TIED_TO_TRANSFER = frozenset({b"content-length", b"transfer-encoding", b"connection", b"keep-alive"})
"""Headers that are no longer true of a body once it is read."""
_ENCODED_BYTES_MAX = 4 * 1024
"""Of a body that is packed although nobody asked for it; unpacked it may be a thousand times as long."""


class Wire(Protocol):
    """Connections to one provider."""

    async def exchange(self, request: httpx.Request, before: Callable[[], None] | None = None) -> httpx.Response:
        """Send a request and return the whole answer, whatever its status; else say in `SendError` what is known.

        `retryable` and `unreachable`: no byte was written. `unknown`: the provider may have it. `before` is called when
        there is a connection and the next thing is to write to it; if it raises, nothing is written.
        """

    async def close(self) -> None:
        """Drop the connections."""


class _Origin(NamedTuple):
    scheme: str
    host: str
    port: int


class HttpWire(Wire):
    """The real thing: no redirects, no proxies from the environment, no cookies, and nothing is ever written twice."""

    def __init__(self, connections: int) -> None:
        self._room = asyncio.Semaphore(connections)
        self._idle: dict[_Origin, list[Connection]] = {}
        self._tls: ssl.SSLContext | None = None

    async def exchange(self, request: httpx.Request, before: Callable[[], None] | None = None) -> httpx.Response:
        """See `Wire`."""
        written = _written(request)
        url = request.url
        origin = _Origin(url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80))
        async with self._room:
            connection = self._take_idle(origin) or await self._connect(origin)
            try:
                if before is not None:
                    before()
                answer = await connection.exchange(written, ANSWER_S)
            finally:
                self._put_back(origin, connection)
        return _read(answer, request)

    async def close(self) -> None:
        """See `Wire`."""
        for connection in chain.from_iterable(self._idle.values()):
            connection.close()
        self._idle.clear()
        await asyncio.sleep(0)  # goodbyes are said in the loop's next round

    def _take_idle(self, origin: _Origin) -> Connection | None:
        """Take the connection that was used last, unless its server may be about to hang up."""
        idle = self._idle.get(origin, [])
        oldest = asyncio.get_running_loop().time() - IDLE_S_MAX
        while idle:
            connection = idle.pop()
            if connection.usable and connection.idle_since > oldest:
                return connection
            connection.close()
        return None

    def _put_back(self, origin: _Origin, connection: Connection) -> None:
        if connection.usable:
            connection.idle_since = asyncio.get_running_loop().time()
            self._idle.setdefault(origin, []).append(connection)
        else:
            connection.close()

    async def _connect(self, origin: _Origin) -> Connection:
        """Find somebody there. Until this returns nothing of the request has left."""
        try:
            async with asyncio.timeout(CONNECT_S):
                return await self._connect_to_any(origin)
        except (OSError, ValueError) as error:  # a time-out is an OSError; a host that is no name, a ValueError
            detail = f"{type(error).__name__}: {error}"
            raise SendError(ErrorClass.RETRYABLE, UNREACHABLE, detail) from error

    async def _connect_to_any(self, origin: _Origin) -> Connection:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM)
        failure: OSError = OSError("no address")
        for address in _alternating(found):
            try:
                async with asyncio.timeout(CONNECT_ONE_S):
                    _, connection = await loop.create_connection(
                        Connection, address, origin.port, **self._security(origin)
                    )
                    return connection
            except OSError as error:
                failure = error
        raise failure

    def _security(self, origin: _Origin) -> dict[str, Any]:
        if origin.scheme != "https":
            return {}
        self._tls = self._tls or ssl.create_default_context()
        return {"ssl": self._tls, "server_hostname": origin.host}


def _alternating(found: list[Any]) -> list[str]:
    """Return the addresses, those of the two families in turn, so that one family without a route costs one attempt."""
    six = [str(entry[4][0]) for entry in found if entry[0] is socket.AF_INET6]
    four = [str(entry[4][0]) for entry in found if entry[0] is not socket.AF_INET6]
    first, second = (six, four) if found and found[0][0] is socket.AF_INET6 else (four, six)
    return [address for pair in zip_longest(first, second) for address in pair if address is not None]


def _written(request: httpx.Request) -> bytes:
    """Write a request down. A line that is smuggled into a header would be another header, or another request."""
    lines = [b"%s %s HTTP/1.1" % (request.method.encode("ascii"), request.url.raw_path)]
    lines += [b"%s: %s" % header for header in request.headers.raw]
    if "user-agent" not in request.headers:
        lines.append(b"user-agent: parley")
    head = b"\r\n".join(lines)
    if head.count(b"\n") != len(lines) - 1 or head.count(b"\r") != len(lines) - 1 or b"\0" in head:
        raise SendError(ErrorClass.PERMANENT, "not_sendable", "a header of the request has several lines")
    return b"%s\r\n\r\n%s" % (head, request.content)


def _read(answer: Answer, request: httpx.Request) -> httpx.Response:
    headers = [header for header in answer.headers if header[0] not in _TIED_TO_TRANSFER]
    encodings = [value for name, value in headers if name == b"content-encoding"]
    if encodings and (encodings != [b"gzip"] or len(answer.body) > _ENCODED_BYTES_MAX):
        raise SendError(ErrorClass.UNKNOWN, "answer_encoded", "the answer is packed, which nobody asked for")
    try:
        return httpx.Response(answer.status, headers=headers, content=answer.body, request=request)
    except httpx.DecodingError as error:
        raise SendError(ErrorClass.UNKNOWN, "answer_encoded", str(error)) from error
