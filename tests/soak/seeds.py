"""Part of `make soak`: seeds of the simulator, and a crash at every point of one life."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from tests.sim.lives import differences, points
from tests.sim.process import ground
from tests.sim.world import Simulation
from tests.soak.table import Ran, tell

CHUNK = 50


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
        for number, point in enumerate(chosen, 1):
            faults += [f"{channel}, point {point}: {what}" for what in differences(prepared, channel, end, point)]
            if number % 100 == 0:
                tell(f"points: {number} of {len(chosen)} on {channel}, {len(faults)} faults")
    return Ran.judged(len(chosen), faults)


def all_seeds(first: int, count: int, jobs: int, until: float) -> Ran:
    """Play seeds until they are all played, or the monotonic clock is there; say from which to go on."""
    chunks = [range(at, min(at + CHUNK, first + count)) for at in range(first, first + count, CHUNK)]
    faults: list[str] = []
    done, left = 0, iter(chunks)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        running = {pool.submit(play, chunk): chunk for chunk in (next(left, range(0)) for _ in range(jobs)) if chunk}
        while running:
            ready = next(as_completed(running))
            chunk = running.pop(ready)
            faults += ready.result()
            done += len(chunk)
            tell(f"seeds: {done} of {count}, the last {chunk[0]} to {chunk[-1]}, {len(faults)} faults")
            following = next(left, range(0)) if time.monotonic() < until else range(0)
            if following:
                running[pool.submit(play, following)] = following
    if done < count:
        tell(f"seeds: the time is over; go on with --first {first + done}")
    return Ran.judged(done, faults)


def all_points(jobs: int, every: int) -> Ran:
    """Crash at every point, or at each so-manieth."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        parts = [
            pool.submit(die, channel, first * every + 1, jobs * every)
            for channel in ("main", "other")
            for first in range(jobs)
        ]
        ran = [part.result() for part in parts]
    return Ran.judged(sum(each.size for each in ran), [fault for each in ran for fault in each.faults])
