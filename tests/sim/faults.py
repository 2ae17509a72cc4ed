"""Every point at which a process can be killed or its database can fail: after each statement, around each commit, and
at each boundary of a request.

The points are hooks of the SQLAlchemy dialect, so that the real database runs beneath, and calls of the simulated wire.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

from tests.sim.loop import Crash, StillLoop, running

CRASH, BEFORE, AFTER = "crash", "database error before the commit", "database error after the commit"
KINDS = (CRASH, BEFORE, AFTER)
BEGIN = "BEGIN IMMEDIATE"
STALLS_AT = ("", "", "before a connection", "before a call", "after a commit")
SHOT = "before the first byte"
"""Here a process has just looked whether its lease is over, and the next system call writes: no program can stall in
between and still be sure of anything."""


class Trace:
    """Everything that happened, as a digest, and as lines for people if they are wanted."""

    def __init__(self, now: Callable[[], object], lines: bool = False) -> None:
        self._now = now
        self._digest = hashlib.blake2b(digest_size=16)
        self.lines: list[str] | None = [] if lines else None

    def note(self, *words: object) -> None:
        """Add one thing."""
        line = " ".join(map(str, words))
        self.add(line)
        if self.lines is not None:
            self.lines.append(f"{self._now()}  {line}")

    def add(self, what: str) -> None:
        """Add what is of no use to a reader."""
        self._digest.update(what.encode("utf-8", "replace"))

    @property
    def digest(self) -> str:
        """The same for the same happenings only."""
        return self._digest.hexdigest()


class Faults:
    """Counts the points that a process passes, and lets it fail at the one that is armed."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.points = 0
        self.names: list[str] | None = None
        """The names of the points, if they are wanted."""
        self.errors = 0
        self.over = False
        """Whether whoever judges uses the database now."""
        self._armed: tuple[int, str] | None = None
        self._stalling: tuple[int, str] | None = None
        self.serial = True
        """Whether who stalls in a transaction keeps everybody else out, as SQLite has it; else the server ends it."""
        self.locked_by: StillLoop | None = None
        self._connections: dict[StillLoop | None, list[Connection]] = {}
        self.committed: Callable[[], None] = lambda: None
        """Called when something new is in the database."""

    def arm(self, points: int, kind: str) -> None:
        """Fail so many points from now on."""
        self._armed = (self.points + points, kind)

    def arm_stall(self, points: int, where: str = "") -> None:
        """Let a process stand still so many points from now on, at one of this name if it matters."""
        self._stalling = (self.points + points, where)

    def disarm(self) -> None:
        """Fail no more."""
        self._armed = self._stalling = None

    def crosses(self, name: str, *, commit: str = "") -> None:
        """Pass a point; raises there what has been armed for it, or for one that suits it soon after."""
        if self.over:
            return
        self.points += 1
        if self.names is not None:
            self.names.append(name)
        if self._stalling is not None:
            self._stands_still(name, in_transaction=commit == BEFORE)
        if self._armed is None or self.points < self._armed[0]:
            return
        kind = self._armed[1]
        if kind == CRASH:
            self._armed = None
            self.trace.note("✗ the process is killed:", name)
            raise Crash(name)
        if commit == kind:
            self._armed = None
            self.errors += 1
            self.trace.note("✗", kind, name)
            raise _error("disk I/O error", sqlite3.SQLITE_IOERR)

    def _stands_still(self, name: str, *, in_transaction: bool) -> None:
        loop, (point, where) = running(), self._stalling or (0, "")
        if loop is None or self.points < point or where not in ("", name) or name == SHOT:
            return
        self._stalling = None
        self.trace.note("✗ the process stalls:", name)
        loop.stalled = True
        if in_transaction and self.serial:
            self.locked_by = loop
        elif in_transaction:
            raise _error("disk I/O error", sqlite3.SQLITE_IOERR)  # what it is told once it asks again

    # ── the database ────────────────────────────────────────────────────────────────────────────────────────────────

    def _watch(self, conn: Connection) -> None:
        dialect = conn.dialect
        if "do_commit" in vars(dialect):
            return
        self._connections.setdefault(running(), []).append(conn)
        execute, execute_many, commit = dialect.do_execute, dialect.do_executemany, dialect.do_commit
        changes = 0

        def do_execute(cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
            if self.locked_by not in (None, running()) and statement == BEGIN:
                raise _error("database is locked", sqlite3.SQLITE_BUSY)
            execute(cursor, statement, parameters, context)
            self.executed(statement)

        def do_executemany(cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
            execute_many(cursor, statement, parameters, context)
            self.executed(statement)

        def do_commit(connection: Any) -> None:
            nonlocal changes
            self.crosses("before a commit", commit=BEFORE)
            commit(connection)
            self.trace.add("commit")
            before, changes = changes, connection.total_changes
            if changes != before and not self.over:
                self.committed()
            self.crosses("after a commit", commit=AFTER)

        dialect.do_execute = do_execute  # type: ignore[method-assign]
        dialect.do_executemany = do_executemany  # type: ignore[method-assign]
        dialect.do_commit = do_commit  # type: ignore[method-assign]

    def executed(self, statement: str) -> None:
        """A statement has been carried out."""
        self.crosses(statement, commit="" if statement.startswith("BEGIN") else BEFORE)

    def connections_of(self, loop: StillLoop) -> list[Connection]:
        """Return what a process has opened, which is its own no longer."""
        return self._connections.pop(loop, [])

    @contextmanager
    def around_databases(self) -> Iterator[None]:
        """Watch every database that is opened meanwhile."""
        event.listen(Engine, "engine_connect", self._watch)
        try:
            yield
        finally:
            event.remove(Engine, "engine_connect", self._watch)


def _error(what: str, code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(what)
    error.sqlite_errorcode = code
    return error
