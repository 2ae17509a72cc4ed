"""How fast one channel may send: so many a second, so many at once, and nothing while the provider wants quiet.

The rate belongs to the sender's number, not to a process: what is left of it stands in a row that all workers share,
from which each takes a little at a time. A channel that fails is tried by one call at a time, whoever makes it; after
`BREAKS_AFTER` failures in a row it is *broken*, and its fallback stands in for it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.limits import SEND_BATCH_ROWS_MAX
from bot.store.paces import Kept

BURST_S = 1.0
"""What was not used of the rate is saved up for so long."""
CHUNK_S = 0.05
"""A worker takes as much of the rate as it needs, or this much if that is more, so that it need not ask each time."""
QUIET_S_MAX = 3600.0
"""No provider silences a channel for longer at a time; nor does a clock that is set back."""
PROBE_S = 30.0
"""So long nobody else tries a failing channel while one call does."""
BREAKS_AFTER = 3


@dataclass(frozen=True, slots=True)
class Grant:
    """What a worker got of the rate that all share."""

    tokens: int
    wait_s: float = 0.0
    """When there is nothing to be had before."""
    failures: int = 0


def fresh(rate: float, now: datetime) -> Kept:
    """Return what is known of a channel that was never used."""
    return Kept(now - timedelta(seconds=_burst(rate) / rate), None, 0)


def grant(kept: Kept, rate: float, wanted: int, now: datetime) -> tuple[Grant, Kept]:
    """Take up to so many messages' worth of the rate (GCRA), or one if the channel has to be tried first."""
    if kept.quiet_until is not None:
        quiet_s = min((kept.quiet_until - now).total_seconds(), QUIET_S_MAX)
        if quiet_s > 0:
            return Grant(0, quiet_s, kept.failures), kept
    burst = _burst(rate)
    spent_until = min(max(kept.spent_until, now - timedelta(seconds=burst / rate)), now)
    available = (now - spent_until).total_seconds() * rate
    wanted = 1 if kept.failures else max(wanted, math.ceil(min(rate * CHUNK_S, burst)))
    tokens = min(wanted, int(available + 1e-6))
    if not tokens:
        return Grant(0, round((1.0 - available) / rate, 6), kept.failures), kept
    quiet_until = now + timedelta(seconds=PROBE_S) if kept.failures else None
    spent_until += timedelta(seconds=tokens / rate)
    return Grant(tokens, 0.0, kept.failures), Kept(spent_until, quiet_until, kept.failures)


def _burst(rate: float) -> float:
    return max(1.0, rate * BURST_S)


class Pace:
    """One worker's share of a channel: calls under way, what it holds of the rate, and a pause. Monotonic seconds."""

    def __init__(self, rate: float, now: float, *, at_once: int = SEND_BATCH_ROWS_MAX) -> None:
        self.rate = rate
        self.at_once = at_once
        self.under_way = 0
        self.failures = 0
        """Calls in a row that failed on account of the channel, by whichever worker."""
        self.told = 0
        """Those of them that the other workers know of."""
        self.quiet_until = now
        self._tokens = 0
        self._tokens_until = now

    @property
    def broken(self) -> bool:
        """Whether another channel should stand in."""
        return self.failures >= BREAKS_AFTER

    def free(self, now: float) -> int:
        """Return how many calls may begin now. After failures one at a time tries whether it works again."""
        if now < self.quiet_until:
            return 0
        return max(0, (1 if self.failures else self.at_once) - self.under_way)

    def held(self, now: float) -> int:
        """Return how much of the rate this worker has in hand."""
        return self._tokens if now < self._tokens_until and not self.failures else 0

    def take(self, granted: Grant, now: float) -> None:
        """Put what was got of the shared rate into the hand."""
        if self.failures == self.told:  # else there is news of our own first
            self.failures = self.told = granted.failures
        self._tokens = granted.tokens
        self._tokens_until = now + BURST_S
        if granted.wait_s:
            self.quiet_until = max(self.quiet_until, now + granted.wait_s)

    def begin(self, calls: int) -> None:
        """Count calls that begin."""
        self.under_way += calls
        self._tokens = max(0, self._tokens - calls)

    def end(self, *, worked: bool) -> None:
        """Count a call that is over."""
        self.under_way -= 1
        if worked:
            self.failures = 0

    def paused_s(self, now: float) -> float:
        """Return for how long no call will begin because the channel failed; waiting for the rate is no pause."""
        return max(0.0, self.quiet_until - now) if self.failures else 0.0

    def pause(self, now: float, seconds: float) -> None:
        """Begin no call for a while."""
        self.failures += 1
        self.quiet_until = max(self.quiet_until, now + min(seconds, QUIET_S_MAX))
