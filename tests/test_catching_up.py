"""Many clocks are due at once after a night without a worker; `python -m benchmarks.timers` does a hundred thousand."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from benchmarks.timers import TEMPLATE, expected, phone, prepare
from bot.world import World
from tests import stage
from tests.stage import Clock, staged

PEOPLE = 600
REMINDER = (Path(__file__).parent.parent / "benchmarks" / "flows" / "reminder.yaml").read_text(encoding="utf-8")
A_SECOND_MIN = 20
"""Far below what it does (some hundreds or thousands a second): a machine may be very busy."""

pytestmark = pytest.mark.usefixtures("either_database")


class Now(Clock):
    """The world as it is, but for the randomness."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed=seed)
        self.world = World(World.real().now, World.real().monotonic, self.world.entropy)


async def test_each_is_heard_once_also_if_the_worker_dies_half_way(tmp_path):
    await prepare(stage.place(tmp_path), PEOPLE)
    began = time.monotonic()
    async with staged(tmp_path, REMINDER, clock=Now(seed=1)) as first:  # it ends with most of it taken, and little sent
        await first.runtime.schedule.turn()
        await first.runtime.inbox.process_once()
        await first.runtime.outbox.turn()
    async with staged(tmp_path, REMINDER, clock=Now(seed=2)) as second:
        await second.settle()
        assert [] == await second.parked()
    seconds = time.monotonic() - began
    taken = [(body["to"], body["text"]) for body in first.carrier.taken + second.carrier.taken]

    assert sorted((phone(number), expected(number)) for number in range(PEOPLE)) == sorted(
        (to, said) for to, said in taken if to != TEMPLATE
    )
    assert PEOPLE / seconds > A_SECOND_MIN
