"""Following a log by its numbers, although they do not always become visible in their order.

PostgreSQL gives a row its number when it is written, and shows it when its transaction commits. So a number that is
missing may still come: it is looked for again for a while, and until then nobody counts as having seen past it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

MISSING_S: Final = 30.0
"""A number that is not there after so long was given to a transaction that failed, or its row is gone."""
MISSING_MAX: Final = 5_000


class Trail:
    """How far one log was read."""

    def __init__(self, position: int = 0) -> None:
        self.position = position
        """The highest number seen."""
        self._missing: dict[int, float] = {}
        """Number → until when it is looked for."""

    @property
    def low(self) -> int:
        """Up to where everything was seen: from here somebody else may go on."""
        return min(self._missing, default=self.position + 1) - 1

    def missing(self, now_s: float) -> list[int]:
        """Return the numbers to look for again."""
        self._missing = {number: until for number, until in self._missing.items() if until > now_s}
        return list(self._missing)

    def saw(self, numbers: Iterable[int], now_s: float, *, gaps: bool = True) -> None:
        """Take note of what was read, in its order. Without `gaps` a number that was skipped will never come."""
        for number in numbers:
            if number <= self.position:
                self._missing.pop(number, None)
                continue
            if gaps:
                skipped = range(max(self.position + 1, number - MISSING_MAX), number)
                self._missing |= dict.fromkeys(skipped, now_s + MISSING_S)
                while len(self._missing) > MISSING_MAX:
                    del self._missing[next(iter(self._missing))]
            self.position = number
