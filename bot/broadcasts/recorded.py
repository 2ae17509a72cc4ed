"""What people do to broadcasts, written down in the audit log with it: the API, the console and the command line go
through here.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.accounts.caller import Caller
from bot.broadcasts.service import CANCELED, DRAFT, PAUSED, Broadcasts, Order, Stopped
from bot.store import broadcasts as store
from bot.store.broadcasts import Broadcast


class Recorded:
    """The broadcasts of a deployment, for somebody. What changes nothing is not written down."""

    def __init__(self, broadcasts: Broadcasts, caller: Caller, now: datetime) -> None:
        self._broadcasts = broadcasts
        self._caller = caller
        self._now = now

    def create(self, conn: Connection, order: Order) -> Broadcast:
        """Keep a broadcast, which begins at its time."""
        made = self._broadcasts.create(conn, order)
        self._write(conn, "broadcast.made", made.id, state=made.state)
        return made

    def resume(self, conn: Connection, id: str) -> Broadcast | None:
        """Begin a draft, or go on with what was paused; None if there is none of this id."""
        before = store.hold(conn, id)
        after = self._broadcasts.resume(conn, id)
        if before is not None and before.state in (DRAFT, PAUSED):
            self._write(conn, "broadcast.begun" if before.state == DRAFT else "broadcast.resumed", id)
        return after

    def pause(self, conn: Connection, id: str) -> Stopped | None:
        """Stop for now; None if there is none of this id."""
        before = store.hold(conn, id)
        stopped = self._broadcasts.pause(conn, id)
        if before is not None and before.state != PAUSED:
            self._write(conn, "broadcast.paused", id)
        return stopped

    def cancel(self, conn: Connection, id: str) -> Stopped | None:
        """Stop for good; None if there is none of this id."""
        before = store.hold(conn, id)
        stopped = self._broadcasts.cancel(conn, id)
        if before is not None and before.state != CANCELED:
            self._write(conn, "broadcast.canceled", id)
        return stopped

    def _write(self, conn: Connection, kind: str, id: str, **data: str) -> None:
        self._caller.write(conn, self._now, kind, id, **data)
