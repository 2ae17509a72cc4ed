"""Parley, made durable: each text through the inbox into SQLite, decided in batches, the reply queued for its carrier.

What it does beyond `parley_step.py` is what production does: screen for STOP, route, gate, log every event, keep the
message; two commits, each for a whole batch. It only does not send.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import Connection, select

from benchmarks.peers.rounds import CONVERSATION, tell
from bot.config import load_settings
from bot.events import Inbound
from bot.inbox import entries
from bot.runtime import Runtime
from bot.store import tables

BATCH = 200
CHANNEL = "main"


async def main(people: int, rounds: int) -> None:
    """Hold the conversation with everybody, once to warm up and then by the clock; print what it took."""
    turns = json.loads(CONVERSATION.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as name:
        shutil.copy(CONVERSATION.with_name("support.yaml"), name)
        runtime = Runtime(load_settings(environ=_environment(Path(name))))
        await runtime.start(worker=False)
        seconds, cpu_seconds = [], []
        for number in range(rounds + 1):
            began, cpu_before = time.perf_counter(), time.process_time()
            for turn in turns:
                await _everybody_says(runtime, turn["text"], people, f"{number}-{turn['text']}")
            seconds.append(time.perf_counter() - began)
            cpu_seconds.append(time.process_time() - cpu_before)
        said = await runtime.database.run(_said)
        await runtime.stop()
    expected = {turn["reply"]: people * (rounds + 1) for turn in turns}
    assert said == expected, f"it said {said}"
    tell("this tree", len(turns) * people, seconds[1:], cpu_seconds[1:])


async def _everybody_says(runtime: Runtime, said: str, people: int, key: str) -> None:
    for start in range(0, people, BATCH):
        texts = [
            Inbound(f"{key}-{number}", f"+1206{5_550_000 + number}", "+15550100000", said)
            for number in range(start, min(start + BATCH, people))
        ]
        await runtime.inbox.accept([entries.message(CHANNEL, text, runtime.world.now()) for text in texts])
    while await runtime.inbox.process_once():
        pass


def _said(conn: Connection) -> dict[str, int]:
    return dict(Counter(conn.scalars(select(tables.message.c.text).where(tables.message.c.status == "queued"))))


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PARLEY_DATABASE__URL": f"sqlite:///{folder / 'parley.db'}",
        "PARLEY_FLOWS__PATH": str(folder),
        "PARLEY_BUSINESS__TIMEZONE": "America/New_York",
        "PARLEY_CHANNELS__MAIN__PROVIDER": "loopback",
        "PARLEY_CHANNELS__MAIN__NUMBER": "+15550100000",
        "PARLEY_CHANNELS__MAIN__BASE_URL": "http://127.0.0.1:9/messages",
    }


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
