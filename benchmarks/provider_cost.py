"""What a provider costs a message, in µs of CPU: making the request, reading the answer, believing and reading a text.

    python -m benchmarks.provider_cost [--rounds 2000]

Every registered provider, as the contract suite configures it: a plain text of 160 characters and one in UCS-2, both
again as long as the provider takes them, one with media; an acceptance and a refusal.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.errors import SendError
from bot.events import Outbound
from bot.providers.base import Provider, Sample
from bot.providers.http import Response
from tests.answers import answer
from tests.providers.examples import ALL, NOW, STATUS_URL, URL, Example

GOAL_US = 100
OF_THE_GOAL = ("build", "UCS-2", "long", "long UCS-2", "media", "read", "refusal")
"""What believing costs is up to the carrier: Ed25519 alone takes about a hundred."""
COLUMNS = (*OF_THE_GOAL, "verify, parse")
REPEATS = 5
PLAIN = (
    "Your table for four is booked for Friday at half past seven. "
    "Reply MOVE to change it, or CANCEL to free it for others. We look forward to it, your Riverside"
)
LONG = (PLAIN * 7)[:1000]
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


def costs(example: Example, rounds: int) -> dict[str, float]:
    """Measure one provider."""
    provider, taken, refused = example.provider, answer(200, example.taken), answer(400, example.refused)
    plain = Outbound("msg_01k2m3n4p5q6r7s8t9v0w1x2y3", "+14155550100", "+14155550101", PLAIN, status_url=STATUS_URL)
    links = tuple(f"https://sms.example.com/media/{number}.jpg" for number in range(provider.limits.media_max))
    messages = {
        "build": plain,
        "UCS-2": replace(plain, text=UNICODE),
        "long": replace(plain, text=fitting(provider, PLAIN)),
        "long UCS-2": replace(plain, text=fitting(provider, UNICODE)),
        "media": replace(plain, media=links),
    }
    return {
        **{what: microseconds(partial(written, provider, message), rounds) for what, message in messages.items()},
        "read": microseconds(lambda: provider.read(taken), rounds),
        "refusal": microseconds(lambda: refusal(provider, refused), rounds),
        "verify, parse": microseconds(hearing(example), rounds),
    }


def hearing(example: Example) -> Callable[[], object]:
    """Believe and read a text, by whichever way it comes."""
    if example.heard is not None:
        names, heard = example.names, example.heard
        fields = {**example.inbound, names["text"]: UNICODE}
        return lambda: heard(fields)
    provider = example.provider
    text = provider.sample_webhook(
        Sample.INBOUND, url=URL, sender="+14155550101", recipient="+14155550100", text=UNICODE, id="in-1", now=NOW
    )

    def believed() -> object:
        text.__dict__.pop("query", None)  # what a request remembers of itself, it would remember for this round alone
        text.__dict__.pop("octets", None)
        text.__dict__.pop("_form", None)
        provider.verify(text)
        return provider.parse(text)

    return believed


def fitting(provider: Provider, text: str) -> str:
    """As much of a text, said again and again, as the provider takes."""
    longest = (text * 100)[: provider.limits.chars_max]
    while True:
        try:
            provider.build(Outbound("msg_1", "+14155550100", "+14155550101", longest))
            return longest
        except SendError:
            longest = longest[: len(longest) * 9 // 10]


def written(provider: Provider, message: Outbound) -> bytes:
    """Make a request, as far as the wire."""
    return provider.build(message).written()


def refusal(provider: Provider, response: Response) -> str:
    """Read an answer that refuses."""
    try:
        return str(provider.read(response))
    except SendError as error:
        return error.code


def main() -> None:
    """Measure all and print a table; a star marks what is over the goal."""
    parser = argparse.ArgumentParser(description="What a provider costs a message.")
    parser.add_argument("--rounds", type=int, default=2_000)
    rounds = parser.parse_known_args()[0].rounds  # `make bench` hands its options to every benchmark

    print(f"{f'µs a message, goal {GOAL_US}':<24}" + "".join(f"{column:>14}" for column in COLUMNS))
    for name, example in ALL.items():
        found = costs(example, rounds)
        over = [column for column in OF_THE_GOAL if found[column] > GOAL_US]
        cells = [f"{found[column]:.1f}{'*' if column in over else ''}" for column in COLUMNS]
        print(f"{name:<24}" + "".join(f"{cell:>14}" for cell in cells))


if __name__ == "__main__":
    main()
