"""What a POST to a carrier costs by client: requests a second and CPU a request, with 8 and with 32 in flight.

    python -m benchmarks.clients [--seconds 1.5]

httpx as it comes is what a bot of an afternoon sends with; aiohttp is about what a Python client can do; between them
stand httpx's API over aiohttp's connections, and Parley's own wire. The fake carrier runs in another process, so that
the CPU is the client's alone.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

import aiohttp
import httpx
import uvloop
from httpx_aiohttp import AiohttpTransport

from benchmarks.load import Ledger, serve_carrier
from bot.outbox.wire import HttpWire
from bot.providers.http import Endpoint

IN_FLIGHT = (8, 32)
WARM_UP_S = 0.3
MESSAGE = {"id": "msg_1", "from": "+15550100000", "to": "+12065550101", "text": "What can we help you with?"}

Post = Callable[[], Awaitable[int]]
"""Posts one message; the status of the answer."""


@dataclass(frozen=True)
class Rate:
    """What a client did with so many in flight."""

    client: str
    in_flight: int
    requests_per_s: float
    cpu_s_per_request: float


@asynccontextmanager
async def _httpx(url: str, in_flight: int) -> AsyncIterator[Post]:
    async with httpx.AsyncClient() as client:

        async def post() -> int:
            return (await client.post(url, json=MESSAGE)).status_code

        yield post


@asynccontextmanager
async def _httpx_over_aiohttp(url: str, in_flight: int) -> AsyncIterator[Post]:
    async with httpx.AsyncClient(transport=AiohttpTransport()) as client:

        async def post() -> int:
            return (await client.post(url, json=MESSAGE)).status_code

        yield post


@asynccontextmanager
async def _wire(url: str, in_flight: int) -> AsyncIterator[Post]:
    wire, endpoint = HttpWire(in_flight), Endpoint(url)

    async def post() -> int:
        return (await wire.exchange(endpoint.json(MESSAGE))).status

    yield post
    await wire.close()


@asynccontextmanager
async def _aiohttp(url: str, in_flight: int) -> AsyncIterator[Post]:
    async with aiohttp.ClientSession() as session:

        async def post() -> int:
            async with session.post(url, json=MESSAGE) as response:
                await response.read()
                return response.status

        yield post


CLIENTS = {
    "httpx, its own pool": _httpx,
    "httpx over aiohttp": _httpx_over_aiohttp,
    "Parley's wire": _wire,
    "aiohttp": _aiohttp,
}


def client_rates(seconds: float = 1.5) -> list[Rate]:
    """Every client, at each number in flight."""
    with carrier_process() as port:
        url = f"http://127.0.0.1:{port}/messages"
        return [uvloop.run(_rate(client, in_flight, url, seconds)) for client in CLIENTS for in_flight in IN_FLIGHT]


async def _rate(client: str, in_flight: int, url: str, seconds: float) -> Rate:
    async with CLIENTS[client](url, in_flight) as post:
        await _post_until(time.perf_counter() + WARM_UP_S, post, in_flight)
        cpu_before, began = time.process_time(), time.perf_counter()
        requests = await _post_until(began + seconds, post, in_flight)
        elapsed, cpu = time.perf_counter() - began, time.process_time() - cpu_before
    return Rate(client, in_flight, requests / elapsed, cpu / requests)


async def _post_until(deadline: float, post: Post, in_flight: int) -> int:
    """Keep that many in flight; how many were answered."""

    async def one_after_the_other() -> int:
        answered = 0
        while time.perf_counter() < deadline:
            assert await post() == httpx.codes.OK
            answered += 1
        return answered

    return sum(await asyncio.gather(*(one_after_the_other() for _ in range(in_flight))))


@contextmanager
def carrier_process() -> Iterator[int]:
    """The fake carrier in a process of its own; its port."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve_carrier, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def _serve_carrier(port_to: Connection) -> None:
    async def serve() -> None:
        carrier, port = await serve_carrier(Ledger())
        port_to.send(port)
        await carrier.serve_forever()

    uvloop.run(serve())


def report(rates: list[Rate]) -> str:
    """A line for each client and number in flight, beside httpx as it comes."""
    plain = {rate.in_flight: rate.requests_per_s for rate in rates if rate.client == next(iter(CLIENTS))}
    head = f"{'a POST by':<28}{'in flight':>10}{'requests/s':>14}{'CPU a request':>16}{'beside httpx':>15}"
    rows = [
        f"{rate.client:<28}{rate.in_flight:>10}{rate.requests_per_s:>14,.0f}{rate.cpu_s_per_request * 1e6:>13,.0f} µs"
        f"{rate.requests_per_s / plain[rate.in_flight]:>13.1f} ×"
        for rate in rates
    ]
    return "\n".join([head, *rows])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What a POST to a carrier costs by client.")
    parser.add_argument("--seconds", type=float, default=1.5, help="for each client and number in flight")
    print(report(client_rates(parser.parse_known_args()[0].seconds)))


if __name__ == "__main__":
    main()
