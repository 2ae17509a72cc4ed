"""Part of `make soak`: ten thousand seeds of the simulator, and a crash at every point of one life, on every core.

python -m tests.soak.seeds --seeds 10000 --first 1
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

from tests.sim.lives import differences, points
from tests.sim.process import ground
from tests.sim.world import Simulation

CHUNK = 50


class Ran(NamedTuple):
    """What a run of the soak came to."""

    count: int
    faults: list[str]


def play(seeds: range) -> list[str]:
    """Play some seeds in this process; the first of them twice, which must be the same story."""
    faults = []
    with ground() as prepared:
        for seed in seeds:
            outcome = Simulation(prepared, seed).run()
            faults += [f"seed {seed}: {problem}" for problem in outcome.problems]
            if seed == seeds[0] and Simulation(prepared, seed).run().digest != outcome.digest:
                faults.append(f"seed {seed}: the second time it was another story")
    return faults


def die(channel: str, first: int, step: int) -> Ran:
    """Crash at every `step`th point of a life."""
    faults = []
    with ground() as prepared:
        end, names = points(prepared, channel)
        chosen = range(first, len(names) + 1, step)
        for point in chosen:
            faults += [f"{channel}, point {point}: {what}" for what in differences(prepared, channel, end, point)]
    return Ran(len(chosen), faults)


def all_seeds(first: int, count: int) -> Ran:
    """Play many seeds on every core."""
    chunks = [range(at, min(at + CHUNK, first + count)) for at in range(first, first + count, CHUNK)]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        return Ran(count, [fault for faults in pool.map(play, chunks) for fault in faults])


def all_points() -> Ran:
    """Crash at every point, on every core."""
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(die, channel, first + 1, cores) for channel in ("main", "other") for first in range(cores)]
        ran = [job.result() for job in jobs]
    return Ran(sum(each.count for each in ran), [fault for each in ran for fault in each.faults])


def runs(first: int, count: int) -> Iterator[tuple[str, Callable[[], Ran]]]:
    """The runs of the soak by their names. Whatever else is to be run long belongs here."""
    yield "simulated seeds", lambda: all_seeds(first, count)
    yield "crashes at every point of a life", all_points


def main() -> int:
    """Run them and print a table; 1 if anything did not hold."""
    parser = argparse.ArgumentParser(description="Play seeds, and crash everywhere.")
    parser.add_argument("--seeds", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=1)
    given = parser.parse_args()
    bad = 0
    print(f"{'run':<36}{'count':>10}{'faults':>10}{'seconds':>10}", flush=True)
    for name, run in runs(given.first, given.seeds):
        began = time.monotonic()
        ran = run()
        bad += len(ran.faults)
        print(f"{name:<36}{ran.count:>10}{len(ran.faults):>10}{time.monotonic() - began:>10.0f}", flush=True)
        for fault in ran.faults:
            print(fault, file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
