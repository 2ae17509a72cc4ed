"""Part of `make soak`: kill -9 hundreds of times, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from bot.providers.fake import FakeCarrier
from tests.postgres import own_cluster
from tests.serving import NUMBER, free_port
from tests.soak.table import Ran, tell
from tests.torment import Customers, Deployment, on_postgresql, on_sqlite, survive


def kill_on_sqlite(kills: int) -> Ran:
    """Kill the one process that there is."""
    return _kill("kills on SQLite", kills, lambda folder, port, channel: on_sqlite(folder, port, **channel))


def kill_on_postgresql(kills: int) -> Ran:
    """Kill the process that receives, the two that work, all of them, or, every fourth time, the database's server."""
    with own_cluster() as cluster:
        return _kill(
            "kills on PostgreSQL",
            kills,
            lambda folder, port, channel: on_postgresql(folder, port, cluster, **channel),
        )


def _kill(name: str, kills: int, deploy: Callable[[Path, int, dict[str, str]], Deployment]) -> Ran:
    port, ran = free_port(), Ran(kills)
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as door:
        carrier = FakeCarrier(webhook=f"http://127.0.0.1:{port}/webhooks/main")
        customers = Customers(carrier, lambda phone, said, id: carrier.text(phone, NUMBER, said, id=id))

        def progress(number: int) -> None:
            if number % 10 == 0:
                written = sum(customers.written.values())
                tell(f"{name}: {number} of {kills}; {written} texts acknowledged, {len(carrier.accepted)} answers")

        base_url = f"http://127.0.0.1:{door.getsockname()[1]}/send"
        deployment = deploy(Path(folder), port, {"provider": "loopback", "base_url": base_url})
        try:
            ran.resolved_s = asyncio.run(survive(deployment, customers, door, kills, progress))
        except AssertionError as error:
            ran.faults.append(f"{name}: {error}")
    ran.lost, ran.doubled = customers.lost(), customers.doubled()
    written, repeated = sum(customers.written.values()), len(carrier.ledger.repeated)
    tell(f"{name}: {written} texts acknowledged, {len(carrier.accepted)} answers taken, {repeated} requests repeated")
    return ran
