"""Part of `make soak`: two real workers on PostgreSQL share one sender's rate, and keep it within five per cent.

python -m tests.soak.rates --seconds 20      a line for each rate; 1 if one was not kept
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
from pathlib import Path

import structlog

from bot.store.db import Database
from tests.postgres import ask, own_cluster
from tests.rates import observe

RATES = (10.0, 100.0, 500.0)
TOLERANCE = 0.05


async def _ready(url: str) -> None:
    database = Database(url)
    await database.open()
    await database.close()


def main() -> int:
    """Observe each rate."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak.rates", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    failed = False
    with own_cluster() as cluster:
        for rate in RATES:
            ask(cluster.url(), f"CREATE DATABASE rate_{rate:.0f}")
            url = cluster.url(f"rate_{rate:.0f}")
            asyncio.run(_ready(url))
            with tempfile.TemporaryDirectory() as folder:
                observed = asyncio.run(observe(Path(folder), url, rate, given.seconds))
            kept = abs(observed.a_second - rate) <= TOLERANCE * rate and len(observed.shares) == 2
            failed = failed or not kept
            print(
                f"{'kept' if kept else 'NOT KEPT':<10}{rate:>6.0f} a second: {observed.a_second:.1f}, "
                f"the fastest second {observed.fastest:.0f}, shares {observed.shares}",
                flush=True,
            )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
