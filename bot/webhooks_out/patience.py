"""How long an address that does not answer is tried, and when it is left alone.

0 s, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h      the pauses of one delivery: three days in all
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

PAUSES_S: Final = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""After the first attempt, the second, and so on."""
GIVES_UP_AFTER: Final = timedelta(seconds=sum(PAUSES_S) * 1.1)
DISABLED_AFTER: Final = timedelta(days=3)
"""So long nothing has got through: then somebody has to look."""
DOWN_AFTER: Final = 3
"""Failures in a row, from which on it is tried with one delivery at a time."""
DOWN_PAUSE_S: Final = (5.0, 300.0)
"""Between those: the first, and the longest."""
RETRY_AFTER_MAX: Final = timedelta(hours=24)
GONE: Final = 410
THROTTLED: Final = frozenset({429, 502, 503, 504})


def is_heard(status: int) -> bool:
    """Whether it took what it was told. A redirect is no answer: nothing follows it."""
    return 200 <= status < 300


def next_try(attempts: int, tried_since: datetime, now: datetime, fraction: float) -> datetime | None:
    """When to try again after so many attempts; None if that was enough."""
    if attempts > len(PAUSES_S) or now - tried_since >= GIVES_UP_AFTER:
        return None
    return now + timedelta(seconds=PAUSES_S[attempts - 1] * (0.9 + 0.2 * fraction))


def quiet_until(failures: int, now: datetime, fraction: float) -> datetime | None:
    """Until when to leave an address alone that failed so often in a row."""
    if failures < DOWN_AFTER:
        return None
    first, longest = DOWN_PAUSE_S
    pause = min(longest, first * 2.0 ** min(failures - DOWN_AFTER, 16))
    return now + timedelta(seconds=pause * (0.5 + fraction / 2))


def retry_after(status: int, headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When it wants to be asked again, if it said so: in seconds or as a date, and no later than in a day."""
    written = headers.get("retry-after", "").strip()
    if status not in THROTTLED or not written:
        return None
    if written.isascii() and written.isdigit():
        pause = timedelta(seconds=min(int(written), RETRY_AFTER_MAX.total_seconds()))
    else:
        try:
            pause = parsedate_to_datetime(written) - now
        except (ValueError, TypeError, OverflowError):  # no date, or one without a zone
            return None
    return now + min(max(pause, timedelta()), RETRY_AFTER_MAX)
