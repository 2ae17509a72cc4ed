"""Agents that look at the inbox for hours: most hear what changes, some never read what they are sent."""

from __future__ import annotations

import asyncio
import re
import socket
import time
from collections import Counter
from contextlib import suppress
from typing import Final

from tests.soak.trend import Delays

WORD: Final = "endure"
_SAID = re.compile(rb"endure (\d+)\D")
"""With what follows: else the first digits of a number would be taken for another."""
_LONGEST: Final = 20
"""Of what is looked for, so that none is missed that comes in two parts."""
STALL_S: Final = 180.0
"""So long nobody reads; then it is looked whether the server still keeps the line."""
AGAIN_S: Final = 1.0
_GET = "GET /console/live?topics=list&{} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\ncookie: parley={}\r\n\r\n"


class Readers:
    """All who look, and when each text was written that they should see."""

    def __init__(self, port: int) -> None:
        self.written: list[float] = []
        """By its number, when a text was posted."""
        self.delays = Delays()
        self.watching = 0
        self.stalled: Counter[str] = Counter()
        self.ended = 0
        """How often a stream ended of somebody who reads."""
        self.everything = 0
        """How often somebody was told to look at everything anew."""
        self._port = port

    async def read(self, cookie: str, view: str) -> None:
        """Read until cancelled, and from anew if the stream ends."""
        seen = bytearray()
        while True:
            with suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                try:
                    writer.write(_GET.format(view, self._port, cookie).encode())
                    await self._listen(reader, seen)
                finally:
                    writer.close()
            self.ended += 1
            await asyncio.sleep(AGAIN_S)

    async def _listen(self, reader: asyncio.StreamReader, seen: bytearray) -> None:
        rest, begun = b"", False
        try:
            while part := await reader.read(1 << 18):
                now, rest = time.monotonic(), rest + part
                if not begun and b"retry:" in rest:
                    begun = True
                    self.watching += 1
                self.everything += part.count(b"event: everything")
                self._take(rest, seen, now)
                rest = rest[-_LONGEST:]
        finally:
            self.watching -= begun

    def _take(self, said: bytes, seen: bytearray, now: float) -> None:
        """Count what is seen for the first time. What was written before somebody looked is nothing that they hear."""
        if len(seen) < len(self.written):
            seen.extend(bytes(len(self.written) - len(seen)))
        for found in _SAID.findall(said):
            number = int(found)
            if not seen[number]:
                seen[number] = 1
                self.delays.add(now - self.written[number])

    async def stall(self, cookie: str) -> None:
        """Open a stream and never read it; after a while see whether the server has given it up, and do it again."""
        loop = asyncio.get_running_loop()
        while True:
            with socket.socket() as line:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                line.setblocking(False)
                with suppress(OSError):
                    await loop.sock_connect(line, ("127.0.0.1", self._port))
                    await loop.sock_sendall(line, _GET.format("view=all", self._port, cookie).encode())
                    await asyncio.sleep(STALL_S)
                    self.stalled["given up" if await _is_over(line) else "still kept"] += 1


async def _is_over(line: socket.socket) -> bool:
    """Read what is left; whether it ends, or goes on."""
    loop = asyncio.get_running_loop()
    with suppress(TimeoutError):
        async with asyncio.timeout(10):
            try:
                while await loop.sock_recv(line, 1 << 20):
                    pass
            except ConnectionError:
                pass
            return True
    return False
