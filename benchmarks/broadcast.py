"""A broadcast to a hundred thousand people: how soon they are recipients, how evenly they get it, and who has to wait.

    python -m benchmarks.broadcast [--recipients 100000] [--pace 500] [--first 20000] [--only postgresql]

It is ordered as a file through the API; recipients are made and messages written by the worker, at the set pace.
Meanwhile customers write five texts a second, whose answers go before it. `--first` waits for so many of them only.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass
from typing import Final

import httpx
import uvloop

from benchmarks.bulk import CHATTING, TEXTS_A_SECOND, make_key
from benchmarks.end_to_end import systems
from benchmarks.load import Ledger, percentile, post_all, serve_carrier
from benchmarks.systems import Running, System, postgresql, running, wait_for_port
from tests.postgres import Cluster

LOOK_S: Final = 0.5
TIMEOUT_S: Final = 1_800.0
STEADY: Final = 0.05
"""The first and the last of it do not count towards the pace: the worker is just beginning, or there is little left."""


@dataclass(frozen=True)
class Sent:
    """What a broadcast gave."""

    ordered_s: float
    """Until the API had taken the file."""
    created_s: float
    """From the order until all are recipients."""
    pace: float
    """Without the first and the last of it."""
    whole: float
    """From the first to the last."""
    memory_bytes: int
    answers_s: list[float]
    accepted: int
    twice: int


async def send(at: Running, ledger: Ledger, recipients: int, pace: float, first: int) -> Sent:
    """Order it, chat meanwhile, and wait until the carrier has it all."""
    key = make_key(at.folder, "send,read")
    ledger.expect(recipients + 1_000_000)
    sent_at: dict[str, float] = {}
    texts = int(TEXTS_A_SECOND * TIMEOUT_S)
    chat = asyncio.create_task(
        post_all(
            at.ports,
            (CHATTING.text(number) for number in range(texts)),
            connections=2,
            rate=TEXTS_A_SECOND,
            on_send=lambda index: sent_at.update({f"{CHATTING.phone(index)}": time.perf_counter()}),
        )
    )
    rows = "\n".join(f"+1205{2_000_000 + number},Ana {number}" for number in range(recipients))
    body = {
        "csv": f"phone,name\n{rows}\n",
        "text": "Hello {{ name }}.",
        "class": "transactional",
        "pace": f"{pace:g}/s",
    }
    began = time.perf_counter()
    created_s, memory, seen = 0.0, 0, 0
    arrived: list[float] = []
    people: Counter[str] = Counter()
    answers: list[float] = []
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{at.port}", headers={"authorization": f"Bearer {key}"}, timeout=60, trust_env=False
    ) as client:
        answer = await client.post("/v1/broadcasts", json=body)
        answer.raise_for_status()
        id, ordered_s = answer.json()["id"], time.perf_counter() - began
        while (sum(people.values()) < first or not created_s) and time.perf_counter() - began < TIMEOUT_S:
            await asyncio.sleep(LOOK_S)
            memory = max(memory, at.memory_bytes())
            if not created_s:
                [row] = [one for one in (await client.get("/v1/broadcasts")).json()["data"] if one["id"] == id]
                created_s = time.perf_counter() - began if row["recipients"] >= recipients else 0.0
            for moment, sent in ledger.arrivals[seen:]:
                to = json.loads(sent)["to"]
                if to in sent_at:
                    answers.append(moment - sent_at[to])
                else:
                    people[to] += 1
                    arrived.append(moment)
            seen = len(ledger.arrivals)
    chat.cancel()
    await asyncio.gather(chat, return_exceptions=True)
    begins, ends = (sorted(arrived)[int(len(arrived) * share)] for share in (STEADY, 1 - STEADY))
    steady = len(arrived) * (1 - 2 * STEADY) / (ends - begins)
    whole = (len(arrived) - 1) / (max(arrived) - min(arrived))
    twice = sum(count > 1 for count in people.values())
    return Sent(ordered_s, created_s, steady, whole, memory, answers, len(people), twice)


async def one(system: System, recipients: int, pace: float, first: int, server: Cluster | None) -> Sent:
    """Send it through a system."""
    ledger = Ledger()
    carrier, carrier_port = await serve_carrier(ledger)
    try:
        with running(system, carrier_port, server) as at:
            await wait_for_port(at.port)
            return await send(at, ledger, recipients, pace, first)
    finally:
        carrier.close()


async def run(recipients: int, pace: float, first: int, only: str) -> None:
    """Print a line for each system."""
    names = ("ordered", "created", "pace", "of the pace", "whole", "memory", "answers p50", "p95", "people", "twice")
    print(f"{recipients:,} people at {pace:,.0f}/s" + "".join(f"{name:>12}" for name in names))
    with postgresql() as server:
        for system in systems(server, pace * 2):
            if only.casefold() in system.name.casefold():
                found = await one(system, recipients, pace, first, server)
                figures = (
                    f"{found.ordered_s:,.1f} s",
                    f"{found.created_s:,.1f} s",
                    f"{found.pace:,.1f}",
                    f"{found.pace / pace:.1%}",
                    f"{found.whole / pace:.1%}",
                    f"{found.memory_bytes / 2**20:,.0f} MiB",
                    f"{percentile(found.answers_s, 0.50) * 1e3:,.0f} ms",
                    f"{percentile(found.answers_s, 0.95) * 1e3:,.0f} ms",
                    f"{found.accepted:,}",
                    f"{found.twice:,}",
                )
                print(f"{system.name:<30}" + "".join(f"{figure:>12}" for figure in figures), flush=True)


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--recipients", type=int, default=10_000)
    parser.add_argument("--pace", type=float, default=500.0)
    parser.add_argument("--first", type=int, default=0, help="wait for so many of them; by default for all")
    parser.add_argument("--only", default="", help="systems whose name holds this")
    options = parser.parse_known_args()[0]
    first = min(options.first or options.recipients, options.recipients)
    uvloop.run(run(options.recipients, options.pace, first, options.only))


if __name__ == "__main__":
    main()
