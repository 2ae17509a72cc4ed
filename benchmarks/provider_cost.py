"""What a provider costs a message, in µs of CPU: making the request, reading the answer, believing and reading a text.

    python -m benchmarks.provider_cost [--rounds 2000]

Every registered provider, as the contract suite configures it; a plain text of 160 characters and one in UCS-2.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from bot.events import Outbound
from bot.providers.base import Provider, Sample
from bot.providers.http import Response
from tests.answers import answer
from tests.providers.examples import EXAMPLES, NOW, STATUS_URL, URL

GOAL_US = 100
OF_THE_GOAL = ("build", "build UCS-2", "read")
"""What believing costs is up to the carrier: Ed25519 alone takes about a hundred."""
REPEATS = 5
PLAIN = (
    "Your table for four is booked for Friday at half past seven. "
    "Reply MOVE to change it, or CANCEL to free it for others. We look forward to it, your Riverside"
)
UNICODE = "Ihr Tisch für vier ist reserviert: Freitag 19:30 Uhr 👍 Bis dann!"


def microseconds(work: Callable[[], object], rounds: int) -> float:
    """Return the least CPU time of one call, over several rounds: what else the machine does only adds to it."""
    least = float("inf")
    for _ in range(REPEATS):
        began = time.process_time()
        for _ in range(rounds):
            work()
        least = min(least, time.process_time() - began)
    return least / rounds * 1e6


def costs(provider: Provider, taken: Response, rounds: int) -> dict[str, float]:
    """Measure one provider."""
    plain = Outbound("msg_01k2m3n4p5q6r7s8t9v0w1x2y3", "+14155550100", "+14155550101", PLAIN, status_url=STATUS_URL)
    unicode = Outbound(plain.id, plain.sender, plain.recipient, UNICODE, status_url=STATUS_URL)
    person = {"sender": plain.recipient, "recipient": plain.sender, "text": UNICODE, "id": "in-1", "now": NOW}
    text = provider.sample_webhook(Sample.INBOUND, url=URL, **person)

    def believed() -> object:
        text.__dict__.pop("query", None)  # what a request remembers of itself, it would remember for this round alone
        text.__dict__.pop("octets", None)
        text.__dict__.pop("_form", None)
        provider.verify(text)
        return provider.parse(text)

    return {
        "build": microseconds(lambda: provider.build(plain).written(), rounds),
        "build UCS-2": microseconds(lambda: provider.build(unicode).written(), rounds),
        "read": microseconds(lambda: provider.read(taken), rounds),
        "verify, parse": microseconds(believed, rounds),
    }


def main() -> None:
    """Measure all and print a table; a star marks what is over the goal."""
    parser = argparse.ArgumentParser(description="What a provider costs a message.")
    parser.add_argument("--rounds", type=int, default=2_000)
    rounds = parser.parse_known_args()[0].rounds  # `make bench` hands its options to every benchmark

    columns = ("build", "build UCS-2", "read", "verify, parse")
    print(f"{f'µs a message, goal {GOAL_US}':<24}" + "".join(f"{column:>16}" for column in columns))
    for name, example in EXAMPLES.items():
        found = costs(example.provider, answer(200, example.taken), rounds)
        over = [column for column in OF_THE_GOAL if found[column] > GOAL_US]
        cells = [f"{found[column]:.1f}{'*' if column in over else ''}" for column in columns]
        print(f"{name:<24}" + "".join(f"{cell:>16}" for cell in cells))


if __name__ == "__main__":
    main()
