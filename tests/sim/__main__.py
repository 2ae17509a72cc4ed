"""Plays one seed and tells its story: `python -m tests.sim --seed N`; exits with 1 if something did not hold."""

from __future__ import annotations

import argparse
import sys

from tests.sim.process import ground
from tests.sim.world import EVENTS, Simulation


def main() -> int:
    """Play it twice, to see that it is the same story."""
    parser = argparse.ArgumentParser(prog="python -m tests.sim", description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--events", type=int, default=EVENTS)
    given = parser.parse_args()
    with ground() as prepared:
        outcome = Simulation(prepared, given.seed, given.events, lines=True).run()
        again = Simulation(prepared, given.seed, given.events).run()
    print(*outcome.lines, sep="\n")
    print(f"seed {given.seed}: {outcome.digest}, {outcome.figures}", file=sys.stderr)
    if again.digest != outcome.digest:
        print("the second time it was another story", file=sys.stderr)
    for problem in outcome.problems:
        print(problem, file=sys.stderr)
    return 1 if outcome.problems or again.digest != outcome.digest else 0


if __name__ == "__main__":
    raise SystemExit(main())
