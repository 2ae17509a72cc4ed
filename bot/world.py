"""What the services may not reach for themselves: time and randomness. A simulated world brings its own."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.ids import ENTROPY_BYTES, make_id

SEED_BYTES = 8


class SharedClock:
    """The machine's clock until it is set by the one that all processes share; from then on that one.

    Between settings it goes by the monotonic clock, so that a jump of the machine's own is not noticed.
    """

    def __init__(self) -> None:
        self._set: tuple[datetime, float] | None = None

    def set(self, now: datetime, monotonic: float) -> None:
        """Say what time it was when the monotonic clock showed this."""
        self._set = (now, monotonic)

    def now(self) -> datetime:
        """An aware UTC time."""
        if self._set is None:
            return datetime.now(UTC)
        then, monotonic = self._set
        return then + timedelta(seconds=time.monotonic() - monotonic)


@dataclass(frozen=True)
class World:
    """The clocks and the source of randomness of one process."""

    now: Callable[[], datetime]
    """An aware UTC time; people may set it."""
    monotonic: Callable[[], float]
    """Seconds since some moment; nobody sets it, so pauses and rates go by it."""
    entropy: Callable[[int], bytes]

    @classmethod
    def real(cls, clock: SharedClock | None = None) -> World:
        """The machine's own, or with a clock that is set by another."""
        return cls(now=(clock or SharedClock()).now, monotonic=time.monotonic, entropy=os.urandom)

    def new_id(self, prefix: str) -> str:
        """Make an id that sorts by time, such as `msg_01j…`."""
        return make_id(prefix, int(self.now().timestamp() * 1000), self.entropy(ENTROPY_BYTES))

    def new_seed(self) -> int:
        """Draw a session's seed: 63 bits, so that it fits a signed column and never repeats in practice."""
        return int.from_bytes(self.entropy(SEED_BYTES), "big") >> 1

    def fraction(self) -> float:
        """Draw a number in [0, 1), for jitter."""
        return int.from_bytes(self.entropy(SEED_BYTES), "big") / 2.0 ** (8 * SEED_BYTES)
