"""Replays in another process, whose hashes fall differently."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
HASH_SEEDS = ("0", "1", "4242")


def replay_elsewhere(database: Path, hash_seed: str) -> dict[str, Any]:
    """What `tests.soak.again` finds out about a database."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak.again", str(database)],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report
