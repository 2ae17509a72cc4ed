"""How often Python looks for garbage in cycles: seldom, and not among what is loaded at the start and stays.

Nearly all of what a message makes is freed when the last name of it goes. Looking for the rest after every 700 new
objects cost a worker a sixth of its time, most of it spent on the flows and libraries that it holds anyway.
"""

from __future__ import annotations

import gc
from typing import Final

THRESHOLDS: Final = (20_000, 50, 100)
"""New objects before the youngest are looked at, and how many such looks before the older ones are."""


def expect_little() -> None:
    """Call it once everything is loaded and work begins."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
