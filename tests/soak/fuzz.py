"""Part of `make soak`: what strangers and broken carriers send, a hundred thousand requests to each provider's door."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from tests.fuzz.door import open_door
from tests.fuzz.run import Found, kept_bytes, resident_bytes, send_all
from tests.providers.examples import ALL
from tests.soak.table import Ran, tell

ROUNDS = 10
"""The first is for warming up: caches fill, memory is parcelled out."""
TRACED_CASES = 3_000
GROWTH_BYTES_MAX = 8 * 1024 * 1024
KEPT_BYTES_MAX = 256 * 1024
FAULTS_SHOWN_MAX = 50


def fuzz(cases: int, first: int = 0) -> Ran:
    """Send so many cases to each provider, in rounds, and watch the memory."""
    return asyncio.run(_fuzz(cases, first))


async def _fuzz(cases: int, first: int) -> Ran:
    logging.getLogger("python_multipart").setLevel(logging.CRITICAL)
    found, resident = Found(), []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: found.faults.append(_unseen(context)))
    async with open_door() as door:
        for number in range(ROUNDS):
            numbers = range(first + cases * number // ROUNDS, first + cases * (number + 1) // ROUNDS)
            for name in ALL:
                await send_all(door, name, numbers, found)
            await door.rest()
            resident.append(resident_bytes())
            tell(
                f"fuzz: {found.cases} cases, {found.rows} rows, {len(found.faults)} faults, "
                f"{resident[-1] / 1e6:.1f} MB resident"
            )
        kept = await kept_bytes(door, TRACED_CASES, found)
    grown = resident[-1] - resident[0]
    tell(f"fuzz: answers {dict(sorted(found.answers.items()))}")
    told = (
        f"{grown / 1e6:.1f} MB more since the first round, {kept / 1e3:.0f} kB kept by {TRACED_CASES // 3} cases each"
    )
    tell(f"fuzz: {told}")
    if grown > GROWTH_BYTES_MAX or kept > KEPT_BYTES_MAX:
        found.faults.append(f"memory grows: {told}")
    return Ran(found.cases, found.faults[:FAULTS_SHOWN_MAX])


def _unseen(context: Mapping[str, Any]) -> str:
    return f"nobody saw: {context.get('message')} {context.get('exception')!r}"
