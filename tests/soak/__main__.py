"""`make soak`: ten thousand random conversations, each replayed in other processes under other hash seeds.

python -m tests.soak --conversations 500 --seed 7      what a failure prints, to see it again
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from pathlib import Path

import structlog

from tests.soak.replays import HASH_SEEDS, replay_elsewhere
from tests.soak.town import play

PEOPLE_A_TOWN = 500
COLUMNS = ("conversations", "sessions", "steps", "moves", "messages")


def main() -> int:
    """Play and replay; 1 if anything came out differently anywhere."""
    given = _arguments()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    total, failures, began = dict.fromkeys(COLUMNS, 0), [], time.monotonic()
    _row("seed", *COLUMNS, "seconds")
    left, seed = given.conversations, given.seed
    while left > 0:
        people = min(PEOPLE_A_TOWN, left)
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            database = asyncio.run(play(seed, people, Path(folder)))
            reports = {hash_seed: replay_elsewhere(database, hash_seed) for hash_seed in HASH_SEEDS}
        first = reports[HASH_SEEDS[0]]
        _row(seed, *(first[name] for name in COLUMNS), round(time.monotonic() - started))
        for hash_seed, report in reports.items():
            faults = [f"{phone}: {fault}" for phone, fault in report["differing"].items()]
            faults += ["another process says something else"] if report["digest"] != first["digest"] else []
            failures += [f"seed {seed}, {people} people, PYTHONHASHSEED={hash_seed}: {fault}" for fault in faults]
        total = {name: total[name] + first[name] for name in COLUMNS}
        left, seed = left - people, seed + 1
    _row("all", *total.values(), round(time.monotonic() - began))
    print(f"each replayed {len(HASH_SEEDS)} times in processes of their own: {len(failures)} differences")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--conversations", type=int, default=10_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, help="of the first town; each has 500 people")
    return parser.parse_args()


def _row(*cells: object) -> None:
    print("".join(f"{cell:>14}" for cell in cells), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
