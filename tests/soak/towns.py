"""Part of `make soak`: random conversations, each replayed in other processes under other hash seeds."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from tests.soak.replays import HASH_SEEDS, replay_elsewhere
from tests.soak.table import Ran, tell
from tests.soak.town import play

PEOPLE_A_TOWN = 500


def replay_towns(conversations: int, seed: int) -> Ran:
    """Play towns of at most 500 people and replay each; the first has this seed."""
    ran = Ran(conversations)
    left = conversations
    while left > 0:
        people = min(PEOPLE_A_TOWN, left)
        with tempfile.TemporaryDirectory() as folder:
            database = asyncio.run(play(seed, people, Path(folder)))
            reports = {hash_seed: replay_elsewhere(database, hash_seed) for hash_seed in HASH_SEEDS}
        first = reports[HASH_SEEDS[0]]
        for hash_seed, report in reports.items():
            faults = [f"{phone}: {fault}" for phone, fault in report["differing"].items()]
            faults += ["another process says something else"] if report["digest"] != first["digest"] else []
            ran.faults += [f"town {seed} of {people}, PYTHONHASHSEED={hash_seed}: {fault}" for fault in faults]
        counts = ", ".join(f"{first[name]} {name}" for name in ("sessions", "steps", "moves", "messages"))
        left, seed = left - people, seed + 1
        tell(f"replays: {conversations - left} of {conversations}; the last town had {counts}")
    return ran
