"""Clients that never finish a request: they send it byte by byte, and come back when they are hung up on."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import suppress
from typing import Final

BYTE_EVERY_S: Final = 1.0
CHANGE_EVERY_S: Final = 60.0
_BODY = "POST {} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n"
KINDS: Final = {
    "a head": b"POST /webhooks/main HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ",
    "a webhook's body": _BODY.format("/webhooks/main").encode(),
    "a body for the API": _BODY.format("/v1/messages").encode(),
    "a form": _BODY.format("/console/sign-in").replace("json", "x-www-form-urlencoded").encode(),
}
"""What is sent at once; what should follow comes byte by byte."""


class Slow:
    """All of them. Each minute all do the same, so that they fill whatever room there is for it; then a mixture."""

    def __init__(self, port: int) -> None:
        self.open = 0
        self.ends: Counter[str] = Counter()
        """How often what became of them: the status of an answer, or that they were hung up on."""
        self._port = port
        self._began = time.monotonic()

    async def be(self, number: int, clients: int) -> None:
        """One of so many clients, until it is cancelled."""
        await asyncio.sleep(number / clients * 10 * BYTE_EVERY_S)  # not all at the same moment
        while True:
            begin = self._kind(number)
            with suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                self.open += 1
                try:
                    end = await _drip(reader, writer, begin)
                finally:
                    self.open -= 1
                    writer.close()
                self.ends[end] += 1
            await asyncio.sleep(BYTE_EVERY_S)

    def _kind(self, number: int) -> bytes:
        kinds = list(KINDS.values())
        minute = int((time.monotonic() - self._began) / CHANGE_EVERY_S) % (len(kinds) + 1)
        return kinds[minute] if minute < len(kinds) else kinds[number % len(kinds)]


async def _drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, begin: bytes) -> str:
    """Send until the server has enough of it; how it said so."""
    heard = b""
    try:
        writer.write(begin)
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(BYTE_EVERY_S):
                    part = await reader.read(4096)
                heard += part
                if not part:
                    break
                continue
            writer.write(b"a")
            await writer.drain()
    except ConnectionError:
        pass
    return heard[9:12].decode() or "hung up on"
