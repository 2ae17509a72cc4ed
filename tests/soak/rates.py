"""Part of `make soak`: two real workers on PostgreSQL share one sender's rate, and keep it within five per cent."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from bot.store.db import Database
from tests.postgres import ask, own_cluster
from tests.rates import observe
from tests.soak.table import Ran, tell

RATES = (10.0, 100.0, 500.0)
TOLERANCE = 0.05


async def _ready(url: str) -> None:
    database = Database(url)
    await database.open()
    await database.close()


def keep_rates(seconds: float) -> Ran:
    """Observe each rate for so long."""
    ran = Ran(len(RATES))
    with own_cluster() as cluster:
        for rate in RATES:
            ask(cluster.url(), f"CREATE DATABASE rate_{rate:.0f}")
            url = cluster.url(f"rate_{rate:.0f}")
            asyncio.run(_ready(url))
            with tempfile.TemporaryDirectory() as folder:
                observed = asyncio.run(observe(Path(folder), url, rate, seconds))
            told = (
                f"{rate:.0f} a second: {observed.a_second:.1f}, the fastest second {observed.fastest:.0f}, "
                f"shares {observed.shares}"
            )
            tell(f"rates: {told}")
            if abs(observed.a_second - rate) > TOLERANCE * rate or len(observed.shares) != 2:
                ran.faults.append(f"not kept: {told}")
    return ran
