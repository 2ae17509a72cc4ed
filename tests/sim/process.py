"""One process of the simulated deployment: the real `Runtime` on the real database, in a loop in which no time passes.

A crash leaves what a killed process leaves: what was committed, what was written to files, and nothing else.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
import shutil
import tempfile
import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import structlog
from sqlalchemy import create_engine

from bot import library as libraries
from bot.actions import registry
from bot.config import Settings, load_settings
from bot.engine.machine import Machine, compile_flow
from bot.flow.check import check_sources
from bot.flow.model import Flow
from bot.outbox.wire import Wire
from bot.providers import base as providers
from bot.runtime import Runtime
from bot.runtime.loop import Loop
from bot.store import migrate, sqlite
from bot.web.api.once import Once
from bot.world import SharedClock, World
from tests.sim.api import SimApi
from tests.sim.faults import Faults
from tests.sim.flows import FLOWS
from tests.sim.loop import StillLoop, running
from tests.stage import AT_ANY_TIME, write_flows
from tests.statements import compiled_once

BEGINNING = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
SQLITES = ("parley.db-wal", "parley.db-shm", "parley.db-worker")
"""What SQLite closes itself."""
AUDIT = """\
CREATE TABLE watched (seq INTEGER PRIMARY KEY, kind TEXT, who TEXT, was TEXT, became TEXT, more TEXT);
CREATE TRIGGER audit_status AFTER UPDATE OF status ON message WHEN OLD.status <> NEW.status BEGIN
  INSERT INTO watched (kind, who, was, became, more)
  VALUES ('message', NEW.id, OLD.status, NEW.status, NEW.recipient || ' ' || NEW.message_class); END;
CREATE TRIGGER audit_consent AFTER INSERT ON consent_event BEGIN
  INSERT INTO watched (kind, who, became) VALUES ('consent', NEW.person, NEW.kind); END;
CREATE TRIGGER audit_timer AFTER DELETE ON timer BEGIN
  INSERT INTO watched (kind, who, more) VALUES ('timer', OLD.id, OLD.due_at); END;
CREATE TRIGGER audit_held AFTER UPDATE ON conversation
WHEN (OLD.handler = 'person' AND OLD.taken_at IS NOT NULL)
  <> (NEW.handler = 'person' AND NEW.taken_at IS NOT NULL) BEGIN
  INSERT INTO watched (kind, who, became) VALUES ('held', NEW.id, NEW.taken_at); END;
CREATE TRIGGER audit_speech AFTER UPDATE OF status ON message WHEN NEW.status = 'sending' AND OLD.status <> 'sending'
AND NEW.session_id IS NOT NULL AND NEW.message_class <> 'consent' BEGIN
  INSERT INTO watched (kind, who, became) VALUES ('speech', NEW.conversation_id, NEW.id); END;
CREATE TRIGGER audit_wake AFTER UPDATE OF wake_at ON session WHEN OLD.wake_at IS NOT NULL AND NEW.wake_at IS NULL BEGIN
  INSERT INTO watched (kind, who, more)
  SELECT 'wake', max(seq), OLD.wake_at FROM inbound
  WHERE kind = 'wake' AND status = 'new' AND payload ->> '$.session' = OLD.id HAVING max(seq) IS NOT NULL; END;
"""
"""In one order with all that the database serialises: what became of messages, consent, timers and wakes, who had a
conversation, and when a flow spoke in it."""


class Clock:
    """Time that stands still until somebody lets it pass. `skew` is how wrong the clock on the wall is."""

    def __init__(self) -> None:
        self.monotonic = 1000.0
        self.skew = timedelta()

    def now(self) -> datetime:
        """What the machine's clock shows."""
        return BEGINNING + timedelta(seconds=self.monotonic - 1000.0) + self.skew


class MachineClock(SharedClock):
    """The clock of one machine, which goes by the database's once it is set."""

    def __init__(self, wall: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        super().__init__()
        self._wall = wall
        self._monotonic = monotonic

    def now(self) -> datetime:
        """See `SharedClock`."""
        if self._set is None:
            return self._wall()
        then, monotonic = self._set
        return then + timedelta(seconds=self._monotonic() - monotonic)


class Ground:
    """Where simulations take place: flows and a database that is ready, from which each begins with a copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._template = folder / "template.db"
        engine = create_engine(f"sqlite:///{self._template}")
        with engine.begin() as conn:
            migrate.upgrade(conn)
            raw: Any = conn.connection.dbapi_connection
        raw.executescript(AUDIT)
        engine.dispose()

    def fresh(self) -> Path:
        """Make a new database; return its folder."""
        folder = self.folder / "world"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        write_flows(folder, *FLOWS)
        shutil.copyfile(self._template, folder / "parley.db")
        gc.collect()
        gc.freeze()  # what outlived the last simulation need not be looked through again
        return folder

    def settings(self, folder: Path, state: str = "") -> Settings:
        """The settings of a process whose database lies there, perhaps with another folder beside it than usual."""
        return _settings(folder, state)


@lru_cache(maxsize=4)
def _settings(folder: Path, state: str) -> Settings:
    beside = {"PARLEY_DATABASE__STATE": str(folder / state)} if state else {}
    return load_settings(
        environ={
            "PARLEY_DATABASE__URL": f"sqlite:///{folder / 'parley.db'}",
            "PARLEY_FLOWS__PATH": str(folder / "flows"),
            "PARLEY_BUSINESS__NAME": "Riverside Dental",
            "PARLEY_BUSINESS__TIMEZONE": "America/New_York",
            "PARLEY_BUSINESS__PUBLIC_URL": "https://sms.example.com",
            "PARLEY_CHANNELS__MAIN__BASE_URL": "https://main.test/send",
            "PARLEY_CHANNELS__MAIN__NUMBER": "+15550100000",
            "PARLEY_CHANNELS__MAIN__RATE": "100",
            "PARLEY_CHANNELS__OTHER__PROVIDER": "twilio",
            "PARLEY_CHANNELS__OTHER__NUMBER": "+15550100009",
            "PARLEY_CHANNELS__OTHER__RATE": "20",
            "PARLEY_CHANNELS__OTHER__BASE_URL": "https://other.test",
            "PARLEY_CHANNELS__OTHER__ACCOUNT_SID": "AC0",
            "PARLEY_CHANNELS__OTHER__AUTH_TOKEN": "token-of-the-other",
            **beside,
            **AT_ANY_TIME,
        }
    )


@contextmanager
def ground() -> Iterator[Ground]:
    """Prepare a process for simulations: memory for disks, pure functions computed once, a quiet log."""
    memory = Path("/dev/shm")  # noqa: S108 - a crash is simulated by the transaction, and disks are slow
    checked = lru_cache(maxsize=8)(lambda sources, actions, heard: check_sources(dict(sources), actions, heard=heard))
    machines: dict[tuple[str, str], Machine] = {}

    def compiled(flow: Flow) -> Machine:
        name = (flow.id, flow.version)
        if name not in machines:
            machines[name] = compile_flow(flow)
        return machines[name]

    remembered = {
        "check_sources": lambda sources, actions, *, heard: checked(
            tuple(sources.items()), frozenset(actions or ()), heard
        ),
        "compile_flow": compiled,
    }
    before = structlog.get_config()
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None, prefix="parley-sim-") as folder:
        ready = Ground(Path(folder))
        newest = migrate.newest()
        with (
            patch.multiple(libraries, **remembered),
            compiled_once(),
            patch.object(Loop, "_timed", _timed),
            patch.object(os, "open", _open),
            patch.object(sqlite, "BUSY_TIMEOUT_S", 0.0),  # whoever holds the file goes on when we say so, not meanwhile
            patch.object(migrate, "newest", lambda: newest),
            patch.object(providers, "entry_points", lambda group: ()),
            patch.object(registry, "entry_points", lambda group: ()),
        ):
            gc.collect()
            gc.freeze()
            gc.disable()  # what is left of a dead process goes when we say so, not when chance has it
            try:
                yield ready
            finally:
                gc.unfreeze()
                with _nobody_awaits():
                    gc.collect()  # else what is left is missed in whichever test comes next
                gc.enable()
                structlog.configure(**before)


_open_file = os.open
_opened: dict[int, StillLoop] = {}
"""Whose each file is: to the system all of them belong to one process."""


def _open(*given: Any, **named: Any) -> int:
    """Open a file for the simulated process that runs now."""
    file = _open_file(*given, **named)
    _opened.pop(file, None)
    if (loop := running()) is not None:
        _opened[file] = loop
    return file


_turn_of_product = Loop._timed


async def _timed(self: Loop, turn: Callable[[], Awaitable[int]]) -> int:
    """Do a turn as the product does, unless it would find nothing: of those only some are done."""
    loop: Any = asyncio.get_running_loop()
    service = getattr(turn, "__self__", None)
    holds = getattr(getattr(service, "_calls", None), "finished", None) or getattr(service, "_done", None)
    if not loop.looks.worth(self.name) and not holds:
        return 0
    try:
        found = await _turn_of_product(self, turn)
    except Exception:
        loop.looks.news.add(self.name)  # what it did not find, it looks for again
        raise
    loop.looks.found(self.name, found)
    return found


class Process:
    """A process from its start to its end."""

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        wall: Callable[[], datetime],
        dice: random.Random,
        faults: Faults,
        wire: Callable[[StillLoop], Wire],
        loop: StillLoop,
        api: SimApi,
        *,
        works: bool = True,
    ) -> None:
        """`works`: whether it is a worker; else it only takes in what comes."""
        self.folder = folder
        self.faults = faults
        self.loop = loop
        clock = MachineClock(wall, loop.time)
        world = World(clock.now, loop.time, dice.randbytes, clock.set_forward)
        self.runtime = Runtime(settings, world, wire=lambda connections: wire(loop))
        self.runtime._clock = clock
        performer: Any = self.runtime._performer
        self.runtime._egress = performer._egress = api  # type: ignore[assignment]
        self.once = Once(self.runtime.database, world)
        self.ready = self.ended = False
        self.problem: BaseException | None = None
        start = self.loop.create_task(self.runtime.start(worker=works))
        start.add_done_callback(self._started)

    def _started(self, task: asyncio.Task[None]) -> None:
        self.problem = None if task.cancelled() else task.exception()
        self.ready = self.problem is None

    def stop(self) -> None:
        """Ask it to end, as SIGTERM does."""
        self.ready = False
        stop = self.loop.create_task(self.runtime.stop())
        stop.add_done_callback(self._stopped)

    def _stopped(self, task: asyncio.Task[None]) -> None:
        self.problem = None if task.cancelled() else task.exception()
        self.ended = True

    @property
    def dead(self) -> bool:
        """Whether it was killed, could not start, or came to its end."""
        return self.loop.dead or self.ended or self.problem is not None

    def vanish(self) -> None:
        """Let the system take back what the process had."""
        self.ready = False
        for connection in self.faults.connections_of(self.loop):
            with suppress(Exception):  # a connection that is closed already has nothing open
                raw: Any = connection.connection.dbapi_connection
                raw.rollback()  # a statement that nobody has read to its end would keep the lock of a closed file
            connection.close()
            connection.engine.dispose()
        claim = getattr(self.runtime.database._backend, "_claim", None)
        if claim is not None:
            claim.close()
        self.loop.kill()
        with _nobody_awaits():
            del self.runtime
            gc.collect()  # what only a cycle holds on to would keep its locks
        for descriptor in sorted(file for file, loop in _opened.items() if loop is self.loop):
            del _opened[descriptor]
            with suppress(OSError):  # it was closed in good order
                file = Path(f"/proc/self/fd/{descriptor}").readlink()
                if file.is_relative_to(self.folder) and not _is_sqlites(file):
                    os.close(descriptor)


@contextmanager
def _nobody_awaits() -> Iterator[None]:
    """Be rid of what dead processes began."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def _is_sqlites(file: Path) -> bool:
    return file.name == "parley.db" or file.name.startswith(SQLITES)
