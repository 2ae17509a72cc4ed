"""The HTTP client of one channel, and the one question that matters when it fails: may the provider have the message?

The connections are our own. Behind the interfaces of httpx and aiohttp a connection that was refused and one that was
lost half-way look much the same, and they cost several times as much.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import zlib
from collections.abc import Callable
from itertools import chain, zip_longest
from typing import Any, Protocol

from bot.errors import SendError
from bot.events import ErrorClass
from bot.outbox.connection import ANSWER_BYTES_MAX, Connection
from bot.outbox.policy import UNREACHABLE
from bot.providers.http import Origin, Request, Response

CONNECT_S = 5.0
"""To find somebody who takes the connection."""
CONNECT_ONE_S = 2.0
"""To find out whether one address of several does."""
ANSWER_S = 15.0
"""To hear the whole answer."""
IDLE_S_MAX = 4.0
"""An idle connection is used again for so long. Most servers hang up after five seconds or more: a request that
crosses with their goodbye would be of unknown outcome."""

_GZIP = 16 + zlib.MAX_WBITS
"""How zlib is told that there is a header of gzip."""


class Wire(Protocol):
    """Connections to one provider."""

    async def exchange(self, request: Request, before: Callable[[], None] | None = None) -> Response:
        """Send a request and return the whole answer, whatever its status; else say in `SendError` what is known.

        `retryable` and `unreachable`: no byte was written. `unknown`: the provider may have it. `before` is called when
        there is a connection and the next thing is to write to it; if it raises, nothing is written.
        """

    async def close(self) -> None:
        """Drop the connections."""

    @property
    def room(self) -> int | None:
        """How many messages may be on it at the same time; None if that is not for the wire to say."""
        return None

    @property
    def ready(self) -> bool:
        """Whether anything could go out now: while not, nothing is claimed for it."""
        return True

    @property
    def down(self) -> bool:
        """Whether nobody was reached so often in a row that another channel should stand in."""
        return False


class HttpWire(Wire):
    """The real thing: no redirects, no proxies from the environment, no cookies, and nothing is ever written twice."""

    def __init__(self, connections: int) -> None:
        self._room = asyncio.Semaphore(connections)
        self._idle: dict[Origin, list[Connection]] = {}
        self._tls: ssl.SSLContext | None = None

    async def exchange(self, request: Request, before: Callable[[], None] | None = None) -> Response:
        """See `Wire`."""
        origin = request.endpoint.origin
        async with self._room:
            connection = self._take_idle(origin) or await self._connect(origin)
            try:
                if before is not None:
                    before()
                answer = await connection.exchange(request.written(), ANSWER_S)
            finally:
                self._put_back(origin, connection)
        return _unpacked(answer)

    async def close(self) -> None:
        """See `Wire`."""
        for connection in chain.from_iterable(self._idle.values()):
            connection.close()
        self._idle.clear()
        await asyncio.sleep(0)  # goodbyes are said in the loop's next round

    def _take_idle(self, origin: Origin) -> Connection | None:
        """Take the connection that was used last, unless its server may be about to hang up."""
        idle = self._idle.get(origin, [])
        oldest = asyncio.get_running_loop().time() - IDLE_S_MAX
        while idle:
            connection = idle.pop()
            if connection.usable and connection.idle_since > oldest:
                return connection
            connection.close()
        return None

    def _put_back(self, origin: Origin, connection: Connection) -> None:
        if connection.usable:
            connection.idle_since = asyncio.get_running_loop().time()
            self._idle.setdefault(origin, []).append(connection)
        else:
            connection.close()

    async def _connect(self, origin: Origin) -> Connection:
        """Find somebody there. Until this returns nothing of the request has left."""
        try:
            async with asyncio.timeout(CONNECT_S):
                return await self._connect_to_any(origin)
        except (OSError, ValueError) as error:  # a time-out is an OSError; a host that is no name, a ValueError
            detail = f"{type(error).__name__}: {error}"
            raise SendError(ErrorClass.RETRYABLE, UNREACHABLE, detail) from error

    async def _connect_to_any(self, origin: Origin) -> Connection:
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

    def _security(self, origin: Origin) -> dict[str, Any]:
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


def _unpacked(answer: Response) -> Response:
    """Unpack a body that came packed although nobody asked for it; it may be a thousand times as long."""
    encodings = [value for name, value in answer.headers if name == b"content-encoding"]
    if not encodings:
        return answer
    if encodings != [b"gzip"]:
        raise SendError(ErrorClass.UNKNOWN, "answer_encoded", "the answer is packed, which nobody asked for")
    unpacking = zlib.decompressobj(_GZIP)
    try:
        body = unpacking.decompress(answer.body, ANSWER_BYTES_MAX)
    except zlib.error as error:
        raise SendError(ErrorClass.UNKNOWN, "answer_encoded", str(error)) from error
    if not unpacking.eof:
        raise SendError(ErrorClass.UNKNOWN, "answer_encoded", "the answer is cut off, or longer than any")
    return answer._replace(body=body)
