"""Part of `make soak`: kill -9 hundreds of times, on SQLite and on PostgreSQL.

python -m tests.soak.kills --sqlite 500 --postgresql 200      one line each; every fourth on PostgreSQL is the server
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from bot.providers.fake import FakeCarrier
from tests.postgres import own_cluster
from tests.serving import NUMBER, free_port
from tests.torment import Customers, Deployment, on_postgresql, on_sqlite, survive


def kill_on_sqlite(kills: int) -> str:
    """Kill the one process that there is; say what came of it."""
    return _kill(kills, lambda folder, port, channel: on_sqlite(folder, port, **channel))


def kill_on_postgresql(kills: int) -> str:
    """Kill the process that receives, the two that work, all of them, or the database; say what came of it."""
    with own_cluster() as cluster:
        return _kill(kills, lambda folder, port, channel: on_postgresql(folder, port, cluster, **channel))


def _kill(kills: int, deploy: Callable[[Path, int, dict[str, str]], Deployment]) -> str:
    port = free_port()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as door:
        carrier = FakeCarrier(webhook=f"http://127.0.0.1:{port}/webhooks/main")
        customers = Customers(carrier, lambda phone, said, id: carrier.text(phone, NUMBER, said, id=id))
        base_url = f"http://127.0.0.1:{door.getsockname()[1]}/send"
        deployment = deploy(Path(folder), port, {"provider": "loopback", "base_url": base_url})
        resolved_s = asyncio.run(survive(deployment, customers, door, kills))
    return (
        f"{kills} kills, {sum(customers.written.values())} texts acknowledged, {len(carrier.accepted)} answers taken, "
        f"0 lost, 0 doubled ({len(carrier.ledger.repeated)} requests repeated), "
        f"all resolved {resolved_s:.1f} s after the last start; {time.monotonic() - began:.0f} s"
    )


def main() -> int:
    """Print a line for each database; 1 if anything was lost or doubled on it."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak.kills", description=__doc__)
    parser.add_argument("--sqlite", type=int, default=500, metavar="N")
    parser.add_argument("--postgresql", type=int, default=200, metavar="N")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    failed = False
    for name, run, kills in (
        ("SQLite", kill_on_sqlite, given.sqlite),
        ("PostgreSQL", kill_on_postgresql, given.postgresql),
    ):
        try:
            outcome = run(kills) if kills else "left out"
        except AssertionError as error:
            failed, outcome = True, f"FAILED: {error}"
        print(f"{name:<12}{outcome}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
