"""Which turns of the product's loops could find something: of the others only some are done, by the dice.

Most turns of a process that polls find nothing. A look past them at the database is a hundred times cheaper.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from datetime import datetime

from tests.sim.checks import kept

ANYWAY = 0.02
SAME_S = 5
"""For so long what could not be sent is not tried again, unless there is news."""
_DUE = (
    "SELECT min(due), min(CASE WHEN due > :recently THEN due END) FROM ("
    "SELECT wake_at AS due FROM session WHERE wake_at IS NOT NULL UNION ALL SELECT due_at FROM timer"
    " UNION ALL SELECT due_at FROM action WHERE due_at IS NOT NULL"
    " UNION ALL SELECT due_at FROM message WHERE due_at IS NOT NULL AND status <> 'sending'"
    " UNION ALL SELECT until FROM lease"
    " UNION ALL SELECT bot_paused_until FROM conversation WHERE bot_paused_until IS NOT NULL)"
)
_WORK = {
    "inbox": "SELECT EXISTS (SELECT 1 FROM inbound WHERE status = 'new')",
    "outbox": "SELECT group_concat(what) FROM ("
    "SELECT id || status AS what FROM message WHERE due_at <= :now AND status <> 'sending'"
    " UNION ALL SELECT id FROM lease WHERE until <= :now)",
    "actions": "SELECT EXISTS (SELECT 1 FROM action WHERE due_at <= :now)",
    "schedule": "SELECT EXISTS (SELECT 1 FROM session WHERE wake_at <= :now)"
    " OR EXISTS (SELECT 1 FROM timer WHERE due_at <= :now)",
    "desk": "SELECT EXISTS (SELECT 1 FROM conversation WHERE bot_paused_until <= :now)",
}
"""What a loop could find; never less than what it would."""


class Looks:
    """Looks into the database past all faults."""

    def __init__(self, eye: sqlite3.Connection, now: Callable[[], datetime], dice: random.Random) -> None:
        self._eye = eye
        self._now = now
        self._dice = dice
        self.news: set[str] = set()
        """Loops for which there is something that the database does not show."""
        self._seen: object = None
        self._in_vain: object = None
        """What the outbox saw when it last could do nothing."""

    def worth(self, loop: str) -> bool:
        """Whether a turn could find something."""
        if loop in self.news:
            self.news.discard(loop)
            return True
        if loop == "exchanges":
            return True  # it looks into its own list before it asks the database
        if loop == "spool" or self._dice.random() < ANYWAY:
            self._seen = None
            return True
        query = _WORK.get(loop)
        if query is None:
            return False
        now = self._now()
        (found,) = self._eye.execute(query, {"now": kept(now)}).fetchone()
        if loop == "outbox":
            self._seen = (found, now.timestamp() // SAME_S)
            return found is not None and self._seen != self._in_vain
        return bool(found)

    def found(self, loop: str, number: int) -> None:
        """A turn is over, and found so much."""
        if number and loop in ("flows", "call over"):
            self.news |= {
                "call over",
                "schedule",
            }  # new versions are there: people are called over, until nobody is left
        if loop == "outbox":
            self._in_vain = None if number else self._seen

    def anything(self) -> bool:
        """Whether there is work for any loop."""
        now = kept(self._now())
        found = (self._eye.execute(_WORK[loop], {"now": now}).fetchone() for loop in ("inbox", "outbox", "actions"))
        return any(work for (work,) in found)

    def next_due(self, recently: datetime) -> tuple[str | None, str | None]:
        """Return the first of all that has to be done at some time, and the first that no loop could see yet."""
        first, following = self._eye.execute(_DUE, {"recently": kept(recently)}).fetchone()
        return first, following
