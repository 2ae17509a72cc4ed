"""How much a key may ask for: a bucket that fills at the allowed rate, and from which each request takes one.

Each process keeps its own: behind several, a key gets as much from each. What they have in common is protected by the
outbox's own limit, which all of them share (`bot.web.api.pressure`).
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from bot.config import ApiSettings
from bot.web.problem import Problem
from bot.world import World

KEYS_REMEMBERED_MAX: Final = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


@dataclass(frozen=True, slots=True)
class Left:
    """What a key has left, to be told with every answer."""

    limit: int
    remaining: int
    reset_s: int
    """Until it is full again."""

    @property
    def headers(self) -> dict[str, str]:
        """As the IETF's draft has them."""
        return {
            "ratelimit-limit": str(self.limit),
            "ratelimit-remaining": str(self.remaining),
            "ratelimit-reset": str(self.reset_s),
        }


class Rates:
    """The buckets of one process."""

    def __init__(self, settings: ApiSettings, world: World) -> None:
        self._rate = settings.rate
        self._burst = max(settings.burst, 1)
        self._world = world
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, key_id: str) -> Left:
        """Take one for a request of this key, or raise a `Problem` that says when to come back."""
        now = self._world.monotonic()
        bucket = self._buckets.pop(key_id, None) or _Bucket(self._burst, now)
        bucket.left = min(self._burst, bucket.left + (now - bucket.at) * self._rate)
        bucket.at = now
        self._buckets[key_id] = bucket
        if len(self._buckets) > KEYS_REMEMBERED_MAX:
            self._buckets.popitem(last=False)  # whoever has not asked for the longest is full by now, or nearly
        if bucket.left < 1:
            wait_s = max(1, math.ceil((1 - bucket.left) / self._rate))
            headers = {"retry-after": str(wait_s), **self._left(bucket).headers}
            detail = f"the key may make {self._rate:g} requests a second, and {self._burst} at once"
            raise Problem("rate_limited", detail, hint=f"come back in {wait_s} s", headers=headers)
        bucket.left -= 1
        return self._left(bucket)

    def _left(self, bucket: _Bucket) -> Left:
        return Left(self._burst, int(bucket.left), math.ceil((self._burst - bucket.left) / self._rate))
