"""A hundred thousand messages at once: how fast they are created, how evenly they go out, and who has to wait for it.

    python -m benchmarks.bulk [--recipients 100000] [--rate 2000] [--only postgresql]

They are created through the API, a thousand recipients a request, and sent at the channel's rate. Meanwhile customers
write five texts a second, whose answers come before the bulk's: whoever chats does not wait for a campaign.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import uvloop

from benchmarks.end_to_end import systems
from benchmarks.load import Ledger, percentile, post_all, serve_carrier
from benchmarks.systems import Crowd, Running, System, postgresql, running, wait_for_port
from tests.postgres import Cluster

RECIPIENTS_A_REQUEST: Final = 1_000
CHATTING: Final = Crowd(204)
TEXTS_A_SECOND: Final = 5.0
TIMEOUT_S: Final = 600.0


@dataclass(frozen=True)
class Bulk:
    """What a bulk gave."""

    created_s: float
    sent: int
    rate: float
    """Messages a second while it was sent."""
    memory_bytes: int
    answers_s: list[float]


async def send_bulk(at: Running, ledger: Ledger, recipients: int) -> Bulk:
    """Create the messages, chat meanwhile, and wait until the carrier has them all."""
    key = make_key(at.folder, "send")
    ledger.expect(recipients + 1_000_000)
    sent_at: dict[str, float] = {}
    texts = int(TEXTS_A_SECOND * TIMEOUT_S)
    chat = asyncio.create_task(
        post_all(
            at.ports,
            (CHATTING.text(number) for number in range(texts)),
            connections=2,
            rate=TEXTS_A_SECOND,
            on_send=lambda index: sent_at.setdefault(f"{CHATTING.phone(index)}", time.perf_counter()),
        )
    )
    began = time.perf_counter()
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{at.port}", headers={"authorization": f"Bearer {key}"}, timeout=60, trust_env=False
    ) as client:
        for first in range(0, recipients, RECIPIENTS_A_REQUEST):
            people = [
                {"to": f"+1205{2_000_000 + number}", "data": {"name": f"Ana {number}"}}
                for number in range(first, min(first + RECIPIENTS_A_REQUEST, recipients))
            ]
            answer = await client.post("/v1/messages", json={"text": "Hello {{ name }}.", "recipients": people})
            answer.raise_for_status()
    created_s = time.perf_counter() - began
    memory = at.memory_bytes()
    bulk: list[float] = []
    answers: list[float] = []
    seen = 0
    while len(bulk) < recipients and time.perf_counter() - began < TIMEOUT_S:
        await asyncio.sleep(0.5)
        memory = max(memory, at.memory_bytes())
        for arrived, body in ledger.arrivals[seen:]:
            to = json.loads(body)["to"]
            if to in sent_at:
                answers.append(arrived - sent_at[to])
            else:
                bulk.append(arrived)
        seen = len(ledger.arrivals)
    chat.cancel()
    await asyncio.gather(chat, return_exceptions=True)
    return Bulk(created_s, len(bulk), len(bulk) / (max(bulk) - min(bulk)), memory, answers)


def make_key(folder: Path, scopes: str) -> str:
    """Make a key for the API of a system that has its settings in a folder."""
    command = [str(Path(sys.executable).parent / "parley"), "key", "create", "--scopes", scopes]
    environment = os.environ | {"PARLEY_CONFIG": str(folder / "parley.toml")}
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


async def one(system: System, recipients: int, server: Cluster | None) -> Bulk:
    """Send a bulk through a system."""
    ledger = Ledger()
    carrier, carrier_port = await serve_carrier(ledger)
    try:
        with running(system, carrier_port, server) as at:
            await wait_for_port(at.port)
            return await send_bulk(at, ledger, recipients)
    finally:
        carrier.close()


async def run(recipients: int, rate: float, only: str) -> None:
    """Print a line for each system."""
    names = ("created", "sent", "a second", "of the rate", "memory", "answers p50", "p95")
    print(f"{recipients:,} messages at {rate:,.0f}/s" + "".join(f"{name:>13}" for name in names))
    with postgresql() as server:
        for system in systems(server, rate):
            if only.casefold() in system.name.casefold():
                found = await one(system, recipients, server)
                figures = (
                    f"{found.created_s:,.1f} s",
                    f"{found.sent:,}",
                    f"{found.rate:,.0f}",
                    f"{found.rate / rate:.1%}",
                    f"{found.memory_bytes / 2**20:,.0f} MiB",
                    f"{percentile(found.answers_s, 0.50) * 1e3:,.0f} ms",
                    f"{percentile(found.answers_s, 0.95) * 1e3:,.0f} ms",
                )
                print(f"{system.name:<30}" + "".join(f"{figure:>13}" for figure in figures), flush=True)


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--recipients", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=500.0)
    parser.add_argument("--only", default="", help="systems whose name holds this")
    options = parser.parse_known_args()[0]
    uvloop.run(run(options.recipients, options.rate, options.only))


if __name__ == "__main__":
    main()
