"""What the services may not reach for themselves: time and randomness. A simulated world brings its own."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.ids import ENTROPY_BYTES, make_id

SEED_BYTES = 8
SET_FORWARD_S_MIN = 1.0
"""What is less is how long the answer took, or how unlike two clocks go."""
FORGOTTEN_AFTER_S = 60.0
"""How long apart two settings of a clock are two: longer than any lease."""
COMPARED_WITHIN_S = 2.0
"""After so long at most a process knows that the clock which all share was set."""


class SharedClock:
    """The machine's clock until it is set by the one that all processes share; from then on that one.

    Between settings it goes by the monotonic clock, so that a jump of the machine's own is not noticed.
    """

    def __init__(self) -> None:
        self._set: tuple[datetime, float] | None = None
        self._forward: tuple[float, timedelta] | None = None
        """When somebody last set it forward, and by how much; several times within a lease are one."""

    def set(self, now: datetime, monotonic: float) -> None:
        """Say what time it was when the monotonic clock showed this."""
        if self._set is not None:
            then, before = self._set
            ahead = now - then - timedelta(seconds=monotonic - before)
            if ahead > timedelta(seconds=SET_FORWARD_S_MIN):
                self._forward = (monotonic, ahead + self.set_forward(monotonic - FORGOTTEN_AFTER_S))
        self._set = (now, monotonic)

    def set_forward(self, since: float) -> timedelta:
        """Return by how much somebody has set it forward since the monotonic clock showed this."""
        return self._forward[1] if self._forward is not None and self._forward[0] >= since else timedelta()

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
    set_forward: Callable[[float], timedelta] = lambda since: timedelta()
    """By how much people have set the clock forward since the monotonic one showed this."""

    @classmethod
    def real(cls, clock: SharedClock | None = None) -> World:
        """The machine's own, or with a clock that is set by another."""
        clock = clock or SharedClock()
        return cls(clock.now, time.monotonic, os.urandom, clock.set_forward)

    def now_for_leases(self, lease_s: float) -> datetime:
        """Tell the time by which it is judged whether others' leases are over.

        Where the clock was set forward while they may have been given, it is that of before: who is in the middle of a
        call has as long for it as it was promised.
        """
        return self.now() - self.set_forward(self.monotonic() - lease_s - COMPARED_WITHIN_S)

    def new_id(self, prefix: str) -> str:
        """Make an id that sorts by time, such as `msg_01j…`."""
        return make_id(prefix, int(self.now().timestamp() * 1000), self.entropy(ENTROPY_BYTES))

    def new_seed(self) -> int:
        """Draw a session's seed: 63 bits, so that it fits a signed column and never repeats in practice."""
        return int.from_bytes(self.entropy(SEED_BYTES), "big") >> 1

    def fraction(self) -> float:
        """Draw a number in [0, 1), for jitter."""
        return int.from_bytes(self.entropy(SEED_BYTES), "big") / 2.0 ** (8 * SEED_BYTES)
