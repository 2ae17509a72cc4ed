"""How fast one channel may send: so many a second, so many at once, and nothing while the provider wants quiet."""

from __future__ import annotations

from bot.limits import SEND_BATCH_ROWS_MAX

BURST_S = 1.0
"""What was not used of the rate is saved up for so long."""


class Pace:
    """A token bucket, a count of calls under way, and a pause. Times are monotonic seconds."""

    def __init__(self, rate: float, now: float, *, at_once: int = SEND_BATCH_ROWS_MAX) -> None:
        self.rate = rate
        self.at_once = at_once
        self.under_way = 0
        self.failures = 0
        """Calls in a row that never reached the provider, or that it would not take from anybody."""
        self._size = max(1.0, rate * BURST_S)
        self._tokens = self._size
        self._filled_at = now
        self._quiet_until = now

    def free(self, now: float) -> int:
        """Return how many calls may begin now. After failures one at a time tries whether it works again."""
        if now < self._quiet_until:
            return 0
        self._tokens = min(self._size, self._tokens + (now - self._filled_at) * self.rate)
        self._filled_at = now
        at_once = 1 if self.failures else self.at_once
        return max(0, min(at_once - self.under_way, int(self._tokens)))

    def begin(self, calls: int) -> None:
        """Count calls that begin."""
        self.under_way += calls
        self._tokens -= calls

    def end(self, *, worked: bool) -> None:
        """Count a call that is over."""
        self.under_way -= 1
        if worked:
            self.failures = 0

    def quiet_s(self, now: float) -> float:
        """Return for how long no call will begin because the provider wants quiet."""
        return max(0.0, self._quiet_until - now)

    def pause(self, now: float, seconds: float) -> None:
        """Begin no call for a while."""
        self.failures += 1
        self._quiet_until = max(self._quiet_until, now + seconds)
