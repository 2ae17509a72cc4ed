"""Rounds of one conversation with a thousand people, for the peers that are Python; `rounds.mjs` is its twin.

Nothing but the standard library: it runs in the environment of the peer.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

CONVERSATION = Path(__file__).with_name("conversation.json")


async def run_rounds(version: str, answer: Callable[[str, str], Awaitable[str | None]]) -> None:
    """Let `answer(phone, text)` hold the conversation, once to warm up and then by the clock; print what it took."""
    people, rounds = int(sys.argv[1]), int(sys.argv[2])
    turns = [(turn["text"], turn["reply"]) for turn in json.loads(CONVERSATION.read_text(encoding="utf-8"))]
    phones = [f"+1206{5_550_000 + number}" for number in range(people)]
    seconds, cpu_seconds = [], []
    for _ in range(rounds + 1):
        began, cpu_before = time.perf_counter(), time.process_time()
        for text, reply in turns:
            for phone in phones:
                said = await answer(phone, text)
                if said != reply:
                    raise SystemExit(f"to {text!r} it said {said!r} instead of {reply!r}")
        seconds.append(time.perf_counter() - began)
        cpu_seconds.append(time.process_time() - cpu_before)
    tell(version, len(turns) * people, seconds[1:], cpu_seconds[1:])


def tell(version: str, turns: int, seconds: list[float], cpu_seconds: list[float]) -> None:
    """Print what the rounds took, for whoever compares."""
    print(json.dumps({"version": version, "turns": turns, "seconds": seconds, "cpu_seconds": cpu_seconds}))
