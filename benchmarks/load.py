"""A load generator and a fake carrier in one event loop, lean enough not to be what is measured.

Both speak HTTP/1.1 over raw asyncio protocols (about 30 µs a request) and share one monotonic clock, so that the time
from a webhook's first byte to its answer's arrival at the carrier is one subtraction.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast


def cut_message(buffer: bytes) -> tuple[int, bytes] | None:
    """Cut one complete HTTP message (with a content-length) off the buffer: where it ends, and its body."""
    head_end = buffer.find(b"\r\n\r\n")
    if head_end < 0:
        return None
    head = buffer[:head_end].lower()
    length_at = head.find(b"content-length:")
    length = int(head[length_at + 15 :].split(b"\r\n", 1)[0]) if length_at >= 0 else 0
    end = head_end + 4 + length
    return (end, buffer[head_end + 4 : end]) if len(buffer) >= end else None


class Client(asyncio.Protocol):
    """One keep-alive connection; one request in flight."""

    def __init__(self) -> None:
        self.buffer = b""
        self.answered: asyncio.Future[int] | None = None
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if (message := cut_message(self.buffer)) and self.answered:
            status = int(self.buffer[9:12])
            self.buffer = self.buffer[message[0] :]
            self.answered.set_result(status)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.answered and not self.answered.done():
            self.answered.set_exception(exc or ConnectionError("the server closed the connection"))

    async def send(self, request: bytes) -> int:
        """Send one request and give back the status of its answer."""
        assert self.transport is not None
        self.answered = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return await self.answered


@dataclass(slots=True)
class Posted:
    """What a run of posts gave: seconds a request, statuses, and the whole time."""

    latencies_s: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    elapsed_s: float = 0.0


async def post_all(
    ports: Sequence[int],
    requests: Iterable[bytes],
    *,
    connections: int = 32,
    rate: float | None = None,
    on_send: Callable[[int], None] = lambda index: None,
) -> Posted:
    """Post every request over `connections` sockets, spread over the ports: as fast as answered, or at `rate` a second
    in all."""
    loop = asyncio.get_running_loop()
    work = deque(enumerate(requests))
    posted = Posted()
    began = time.perf_counter()

    async def one_connection(port: int) -> None:
        _, client = await loop.create_connection(Client, "127.0.0.1", port)
        while work:
            index, request = work.popleft()
            if rate:
                await asyncio.sleep(max(0.0, began + index / rate - time.perf_counter()))
            on_send(index)
            sent_at = time.perf_counter()
            status = await client.send(request)
            posted.latencies_s.append(time.perf_counter() - sent_at)
            posted.statuses[status] = posted.statuses.get(status, 0) + 1
        if client.transport:
            client.transport.close()

    await asyncio.gather(*(one_connection(ports[number % len(ports)]) for number in range(connections)))
    posted.elapsed_s = time.perf_counter() - began
    return posted


class Ledger:
    """What the carrier took, and when."""

    def __init__(self) -> None:
        self.arrivals: list[tuple[float, bytes]] = []
        self.taken = 0
        self.expected = 0
        self.complete = asyncio.Event()

    def expect(self, messages: int) -> None:
        """Begin a new count; `complete` is set once that many came."""
        self.arrivals.clear()
        self.expected = messages
        self.complete.clear()

    def take(self, body: bytes) -> bytes:
        """Remember one message and make the answer to it."""
        self.arrivals.append((time.perf_counter(), body))
        self.taken += 1
        if len(self.arrivals) >= self.expected:
            self.complete.set()
        return b'{"id":"c%d"}' % self.taken  # no id is given twice, however often counting begins anew


class Carrier(asyncio.Protocol):
    """Takes every POST and answers `{"id": …}`."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.buffer = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while message := cut_message(self.buffer):
            end, body = message
            self.buffer = self.buffer[end:]
            answer = self.ledger.take(body)
            head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(answer)
            assert self.transport is not None
            self.transport.write(head + answer)


async def serve_carrier(ledger: Ledger) -> tuple[asyncio.Server, int]:
    """Start the fake carrier on a free port."""
    server = await asyncio.get_running_loop().create_server(lambda: Carrier(ledger), "127.0.0.1", 0)
    return server, int(server.sockets[0].getsockname()[1])


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of them lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def request_bytes(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """A complete POST request."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return (
        f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
        f"{lines}\r\n"
    ).encode() + body
