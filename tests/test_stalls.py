"""SIGSTOP: a worker that stalls in the middle of its work holds up nothing for long, and doubles nothing afterwards."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.providers.fake import FakeCarrier
from tests.postgres import fresh_database
from tests.serving import NUMBER, Process, Server, Worker, free_port, on_the_air
from tests.stage import ANA, ECHO, write_flows
from tests.torment import COUNTING, Books, Customers, Deployment

LEASE_S = 2.0
STALLING = ("-m", "tests.stalling", str(LEASE_S))
PATIENCE_S = 30.0


class Holding(FakeCarrier):
    """Does something when it has taken its first message, before it answers."""

    on_first: Callable[[], None] = staticmethod(lambda: None)

    async def _send(self, handler, request: Request) -> Response:
        first = not self.requests
        response = await super()._send(handler, request)
        if first:
            self.on_first()
        return response


@pytest.fixture
def url(postgresql_server):
    with fresh_database(postgresql_server) as url:
        yield url


LOOKING = """\
flow: looking
start:
  - fallback
states:
  look:
    - http: GET {address}/orders/7
      save: found
      on_error: [{{say: Sorry.}}, {{end: failed}}]
    - say: "It is {{{{ found.body.status }}}}."
    - end: told
"""


class Shop:
    """The business's API. It does not answer its first caller."""

    def __init__(self) -> None:
        self.calls = 0

    @asynccontextmanager
    async def open(self):
        async with await asyncio.start_server(self._serve, "127.0.0.1", 0) as listening:
            yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"

    async def _serve(self, reader, writer):
        self.calls += 1
        await reader.readuntil(b"\r\n\r\n")
        if self.calls == 1:
            await reader.read()
        else:
            body = b'{"status": "on its way"}'
            head = (
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: %d\r\n\r\n"
            )
            writer.write(head % len(body) + body)
        writer.close()


@asynccontextmanager
async def deployed(folder, url, carrier_type, flow, *programs, **of_carrier):
    """A server and so many workers; the first of them is started."""
    port = free_port()
    webhook = f"http://127.0.0.1:{port}/webhooks/main"
    carrier = carrier_type(webhook=webhook, **of_carrier)
    write_flows(folder, flow)
    with socket.create_server(("127.0.0.1", 0)) as door:
        base_url = f"http://127.0.0.1:{door.getsockname()[1]}/send"
        environ = {
            "PARLEY_DATABASE__URL": url,
            "PARLEY_DATABASE__STATE": str(folder / "state"),
            "PARLEY_HTTP__ALLOW": "127.0.0.1",
        }
        server = Server(folder, port, environ, worker=False, provider="loopback", base_url=base_url)
        workers = [Worker(server, number, program) for number, program in enumerate(programs, 1)]
        async with on_the_air(carrier, door):
            try:
                yield Deployment(server, workers), carrier
            finally:
                await asyncio.gather(*(stop(process) for process in [server, *workers] if process.starts))


async def stop(process: Process) -> None:
    if process.lives:
        os.kill(process.pid, signal.SIGCONT)
    await process.stop(signal.SIGTERM)


async def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


def is_stopped(process: Process) -> bool:
    return Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


async def test_workers_stall_by_turns(tmp_path, url):
    async with deployed(tmp_path, url, FakeCarrier, COUNTING, STALLING, STALLING) as (deployment, carrier):
        customers = Customers(carrier, lambda phone, said, id: carrier.text(phone, NUMBER, said, id=id))
        await deployment.start()
        writing = asyncio.create_task(customers.write())
        await customers.have_talked()
        for worker in deployment.processes[1:]:
            os.kill(worker.pid, signal.SIGSTOP)
            await asyncio.sleep(LEASE_S + 1)
            os.kill(worker.pid, signal.SIGCONT)
            await asyncio.sleep(0.3)
        customers.enough.set()
        await writing
        await customers.have_their_answers(deployment.books)
        await carrier.settle()
        await deployment.books.are_closed()

    assert [] == (different := customers.differences()), "\n".join([*different, deployment.log()])
    await deployment.books.check(carrier)
    assert [] == carrier.ledger.repeated


async def one_text(deployment: Deployment, carrier: FakeCarrier) -> None:
    server, first, _ = deployment.processes
    await server.start()
    await first.start()
    await deployment.answers()
    assert 200 == await carrier.text(ANA, NUMBER, "hello")


async def fate(books: Books) -> tuple[object, ...]:
    [row] = await books.read("SELECT status, resends, due_at, possible_duplicate FROM message")
    return row


@pytest.mark.parametrize(
    ("taken", "status"), [(0, "accepted"), (1, "sent")], ids=["before the first byte", "before the answer"]
)
async def test_a_worker_that_stalls_for_longer_than_its_lease(tmp_path, url, taken, status):
    """Another asks what became of its call, and the one that stalled does nothing more about it."""
    first_program = STALLING if taken else (*STALLING, "--stop")
    async with deployed(tmp_path, url, Holding, ECHO, first_program, STALLING, receipt=None) as (deployment, carrier):
        _, stalled, other = deployment.processes
        if taken:
            carrier.on_first = lambda: os.kill(stalled.pid, signal.SIGSTOP)
        await one_text(deployment, carrier)
        await until(lambda: is_stopped(stalled))
        before = len(carrier.accepted)
        await other.start()
        await deployment.books.are_closed()
        settled = await fate(deployment.books)
        os.kill(stalled.pid, signal.SIGCONT)
        await asyncio.sleep(1.0)
        assert settled == await fate(deployment.books)
        assert stalled.lives, deployment.log()

    assert taken == before
    assert 1 == carrier.requests == len(carrier.accepted)
    assert (status, 1 - taken, None, False) == settled


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["dies", "stalls"])
async def test_a_worker_that_is_gone_during_a_call_of_a_flow(tmp_path, url, how):
    """Another makes the call when the lease is over, and what the first may still get for it counts for nothing."""
    shop = Shop()
    async with (
        shop.open() as address,
        deployed(tmp_path, url, FakeCarrier, LOOKING.format(address=address), STALLING, STALLING) as (house, carrier),
    ):
        _, gone, other = house.processes
        await one_text(house, carrier)
        await until(lambda: shop.calls == 1)
        gone.signal(how)
        began = time.monotonic()
        await other.start()
        await until(lambda: bool(carrier.accepted))
        took_s = time.monotonic() - began
        if how is signal.SIGSTOP:
            os.kill(gone.pid, signal.SIGCONT)
            await asyncio.sleep(1.0)
        await house.books.are_closed()
        attempts = await house.books.read("SELECT status, attempts FROM action")

    assert [(ANA, "It is on its way.")] == [(message.recipient, message.text) for message in carrier.accepted]
    assert (2, [("done", 2)]) == (shop.calls, attempts)
    assert took_s < PATIENCE_S
