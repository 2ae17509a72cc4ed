"""What a carrier's shapes cost: a request built, an answer read, a webhook verified and parsed; µs of CPU each.

    python -m benchmarks.provider_cost [--rounds 2000]

Every registered provider, with the messages and webhooks of the contract tests. The least of five passes counts, for
whatever disturbs one only makes it longer.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.events import Outbound
from tests.answers import answer
from tests.providers.examples import EXAMPLES, STATUS_URL, Example

PASSES = 5
US = 1e6
TEXT = "Your table for four at Riverside is booked for Friday at 19:00. Reply C to confirm or X to cancel."
MESSAGE = Outbound("msg_1", "+14155550100", "+14155550101", TEXT, (), STATUS_URL, datetime(2026, 3, 2, 9, tzinfo=UTC))


def least(work: Callable[[], object], rounds: int) -> float:
    """CPU seconds of one call."""
    best = float("inf")
    for _ in range(PASSES):
        began = time.process_time()
        for _ in range(rounds):
            work()
        best = min(best, (time.process_time() - began) / rounds)
    return best


def costs(example: Example, rounds: int) -> tuple[float, ...]:
    """Seconds to build, to read, to take a text in and to take a report in."""
    provider, taken = example.provider, answer(200, example.taken)

    def take_in(fields: Mapping[str, Any]) -> Callable[[], object]:
        arrived = example.webhook(fields)

        def work() -> None:
            request = replace(arrived)  # it remembers what was read of it
            provider.verify(request)
            provider.parse(request)

        return work

    works = (
        lambda: provider.build(MESSAGE),
        lambda: provider.read(taken),
        take_in(example.inbound),
        take_in(example.receipt),
    )
    return tuple(least(work, rounds) for work in works)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2000, help="calls in one pass")
    rounds = parser.parse_args().rounds
    print(f"{'µs of CPU':<16}{'build':>8}{'read':>8}{'text in':>9}{'report in':>11}")
    for name, example in EXAMPLES.items():
        build, read, text, report = (cost * US for cost in costs(example, rounds))
        print(f"{name:<16}{build:>8.1f}{read:>8.1f}{text:>9.1f}{report:>11.1f}")


if __name__ == "__main__":
    main()
