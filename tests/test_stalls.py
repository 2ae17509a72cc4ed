"""SIGSTOP: a worker that stalls in the middle of its work holds up nothing for long, and doubles nothing afterwards."""

from __future__ import annotations

import asyncio
import os
import signal
import socket

from bot.providers.fake import FakeCarrier
from tests.postgres import own_cluster
from tests.serving import NUMBER, free_port, on_the_air
from tests.stage import write_flows
from tests.torment import COUNTING, Customers, on_postgresql


async def test_workers_stall_by_turns(tmp_path):
    port = free_port()
    carrier = FakeCarrier(webhook=f"http://127.0.0.1:{port}/webhooks/main")
    customers = Customers(carrier, lambda phone, said, id: carrier.text(phone, NUMBER, said, id=id))
    write_flows(tmp_path, COUNTING)
    with own_cluster() as cluster, socket.create_server(("127.0.0.1", 0)) as door:
        base_url = f"http://127.0.0.1:{door.getsockname()[1]}/send"
        deployment = on_postgresql(tmp_path, port, cluster, provider="loopback", base_url=base_url)
        async with on_the_air(carrier, door):
            await deployment.start()
            writing = asyncio.create_task(customers.write())
            try:
                await customers.have_talked()
                for worker in deployment.processes[1:] * 2:
                    os.kill(worker.pid, signal.SIGSTOP)
                    await asyncio.sleep(1.5)
                    os.kill(worker.pid, signal.SIGCONT)
                    await asyncio.sleep(0.3)
                customers.enough.set()
                await writing
                await customers.have_their_answers()
                await carrier.settle()
                await deployment.books.are_closed()
            finally:
                await deployment.stop()

        assert customers.expected() == customers.heard(), deployment.log()
        await deployment.books.check(carrier)
        assert [] == carrier.ledger.repeated
