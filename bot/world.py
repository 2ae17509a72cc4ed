"""What the services may not reach for themselves: time and randomness. A simulated world brings its own."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.ids import ENTROPY_BYTES, make_id

SEED_BYTES = 8


@dataclass(frozen=True)
class World:
    """The clocks and the source of randomness of one process."""

    now: Callable[[], datetime]
    """An aware UTC time; people may set it."""
    monotonic: Callable[[], float]
    """Seconds since some moment; nobody sets it, so pauses and rates go by it."""
    entropy: Callable[[int], bytes]

    @classmethod
    def real(cls) -> World:
        """The machine's own."""
        return cls(now=lambda: datetime.now(UTC), monotonic=time.monotonic, entropy=os.urandom)

    def new_id(self, prefix: str) -> str:
        """Make an id that sorts by time, such as `msg_01j…`."""
        return make_id(prefix, int(self.now().timestamp() * 1000), self.entropy(ENTROPY_BYTES))

    def new_seed(self) -> int:
        """Draw a session's seed: 63 bits, so that it fits a signed column and never repeats in practice."""
        return int.from_bytes(self.entropy(SEED_BYTES), "big") >> 1

    def fraction(self) -> float:
        """Draw a number in [0, 1), for jitter."""
        return int.from_bytes(self.entropy(SEED_BYTES), "big") / 2.0 ** (8 * SEED_BYTES)
