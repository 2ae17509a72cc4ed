"""`make soak`: replays, random flows, seeds of the simulator, a crash at every point of a life, kills, rates, and more.

python -m tests.soak                                              everything
python -m tests.soak seeds --seeds 10000 --first 1 --minutes 60   one of them, within an hour
python -m tests.soak sqlite postgresql --sqlite 500 --postgresql 200
python -m tests.soak fuzz --cases 100000                           requests to the webhook of each provider
python -m tests.soak endure --endure-minutes 120                   of load beside slow clients and open pages
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable

import structlog

from tests.soak.endure import endure
from tests.soak.flows import drive_flows
from tests.soak.fuzz import fuzz
from tests.soak.hours import keep_hours
from tests.soak.kills import kill_on_postgresql, kill_on_sqlite
from tests.soak.rates import keep_rates
from tests.soak.seeds import all_points, all_seeds
from tests.soak.table import Ran, show, tell
from tests.soak.towns import replay_towns


def main() -> int:
    """Run what is asked for and print one table; 1 if anything did not hold."""
    given = _arguments()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    rows: dict[str, Ran] = {}
    for name, run in _runs(given).items():
        if given.runs and name not in given.runs:
            continue
        tell(f"{name} …")
        began = time.monotonic()
        rows[name] = ran = run()
        ran.seconds = time.monotonic() - began
        for fault in ran.faults:
            print(fault, file=sys.stderr, flush=True)
    show(rows)
    return 1 if any(ran.faults or ran.lost or ran.doubled for ran in rows.values()) else 0


def _runs(given: argparse.Namespace) -> dict[str, Callable[[], Ran]]:
    until = time.monotonic() + given.minutes * 60
    return {
        "replays": lambda: replay_towns(given.conversations, given.first),
        "flows": lambda: drive_flows(given.flows, given.events),
        "seeds": lambda: all_seeds(given.first, given.seeds, given.jobs, until),
        "points": lambda: all_points(given.jobs, given.every),
        "sqlite": lambda: kill_on_sqlite(given.sqlite),
        "postgresql": lambda: kill_on_postgresql(given.postgresql),
        "rates": lambda: keep_rates(given.seconds),
        "fuzz": lambda: fuzz(given.cases),
        "hours": lambda: keep_hours(given.moments),
        "endure": lambda: endure(given.endure_minutes, given.database),
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__.partition("\n")[0])
    names = ["replays", "flows", "seeds", "points", "sqlite", "postgresql", "rates", "fuzz", "hours", "endure"]
    parser.add_argument("runs", nargs="*", help=f"of {', '.join(names)}; all without it")
    parser.add_argument("--conversations", type=int, default=10_000, metavar="N", help="to be replayed")
    parser.add_argument("--flows", type=int, default=300, metavar="N", help="written by chance")
    parser.add_argument("--events", type=int, default=10_000, metavar="N", help="that happen to each flow")
    parser.add_argument("--seeds", type=int, default=10_000, metavar="N", help="of the simulator")
    parser.add_argument("--first", type=int, default=1, metavar="N", help="the first seed, to go on from there")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="crash at each so-manieth point of a life")
    parser.add_argument("--sqlite", type=int, default=500, metavar="N", help="kills of the process")
    parser.add_argument("--postgresql", type=int, default=200, metavar="N", help="kills, each fourth of the server")
    parser.add_argument("--cases", type=int, default=100_000, metavar="N", help="to the webhook of each provider")
    parser.add_argument("--moments", type=int, default=20, metavar="N", help="for each clock, and its changes")
    parser.add_argument("--endure-minutes", type=float, default=120, metavar="N", help="of load, slow clients, streams")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite", help="of endure")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes for seeds, points"
    )
    parser.add_argument("--minutes", type=float, default=1e6, metavar="N", help="after which no more seeds begin")
    given = parser.parse_args()
    if unknown := set(given.runs) - set(names):
        parser.error(f"{', '.join(sorted(unknown))}: there is only {', '.join(names)}")
    return given


if __name__ == "__main__":
    raise SystemExit(main())
