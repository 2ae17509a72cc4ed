"""The limits of this machine: how fast anything here could be, and how that compares to where the targets were set.

    python -m benchmarks.limits [--requests 5000]

A target such as "3 200 messages a second" belongs to a machine. What is below names its figures as well: where this
machine's are half of them, half the target is as good.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import uvloop

from benchmarks import baselines
from benchmarks.clients import client_rates
from benchmarks.end_to_end import bare_starlette

CONNECTIONS = 32


@dataclass(frozen=True)
class Limit:
    """Something that is done so often a second here."""

    name: str
    per_s: float
    reference_per_s: float | None = None
    """The same, in the middle of several passes, where the targets were set."""
    cpu_s: float | None = None


def measure(requests: int) -> list[Limit]:
    """The disk, the database, the web server and the clients, one after the other."""
    bare = uvloop.run(bare_starlette(requests, CONNECTIONS))
    known = {("httpx, its own pool", 8): 680.0, ("httpx, its own pool", 32): 190.0, ("aiohttp", 32): 4450.0}
    return [
        Limit("fdatasync of 4 KiB", baselines.fsyncs_per_second(), 4750.0),
        Limit("rows, 100 a commit, SQLite FULL", baselines.batched_inserts_per_second()),
        Limit("bare Starlette endpoint", len(bare.latencies_s) / bare.elapsed_s, 13200.0),
    ] + [
        Limit(
            f"POST, {rate.in_flight} in flight: {rate.client}",
            rate.requests_per_s,
            known.get((rate.client, rate.in_flight)),
            rate.cpu_s_per_request,
        )
        for rate in client_rates()
    ]


def report(limits: list[Limit]) -> str:
    """A line for each limit."""
    lines = [f"{'limit':<42}{'a second':>12}{'targets were set at':>22}{'ratio':>8}{'CPU':>12}"]
    for limit in limits:
        reference = f"{limit.reference_per_s:,.0f}" if limit.reference_per_s else ""
        ratio = f"{limit.per_s / limit.reference_per_s:.2f}" if limit.reference_per_s else ""
        cpu = f"{limit.cpu_s * 1e6:,.0f} µs" if limit.cpu_s else ""
        lines.append(f"{limit.name:<42}{limit.per_s:>12,.0f}{reference:>22}{ratio:>8}{cpu:>12}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How fast anything could be on this machine.")
    parser.add_argument("--requests", type=int, default=5_000, help="to the bare endpoint")
    print(report(measure(parser.parse_known_args()[0].requests)))


if __name__ == "__main__":
    main()
