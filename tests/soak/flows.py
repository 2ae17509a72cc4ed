"""Part of `make soak`: flows that chance has written, each driven by ten thousand random events.

python -m tests.soak.flows --flows 300 --events 10000
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.engine.authors import write_flows
from tests.engine.driving import Drive, library_of


def main() -> int:
    """Drive them, and print what went wrong and how much there was; 1 if anything did."""
    parser = argparse.ArgumentParser(description="Drive flows that chance has written.")
    parser.add_argument("--flows", type=int, default=300, help="how many are written; the checker refuses some")
    parser.add_argument("--events", type=int, default=10_000, help="how much happens to each")
    given = parser.parse_args()
    began, driven, steps, ended, bad = time.perf_counter(), 0, 0, 0, 0
    for seed in range(given.flows):
        library = library_of(write_flows(seed))
        if library is None:
            continue
        drive = Drive(library, "main", seed)
        for mishap in drive.go(given.events):
            bad += 1
            print(mishap)
        driven, steps, ended = driven + 1, steps + drive.steps, ended + drive.ended
    spent = time.perf_counter() - began
    print(f"{driven} flows, {steps} events, {ended} sessions ended, {bad} mishaps, {spent:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
