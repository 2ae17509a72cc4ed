"""A machine: the process that runs on it, dies, stalls, is asked to end, and is started again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.errors import ConfigError, DatabaseAway
from tests.sim.api import SimApi
from tests.sim.carrier import SimWire
from tests.sim.looks import Looks
from tests.sim.loop import StillLoop
from tests.sim.posts import Post
from tests.sim.process import Process

if TYPE_CHECKING:
    from tests.sim.world import Simulation

AGAIN_S = (0.1, 1.0, 30.0)
STALLS_S = (1.0, 12.0, 40.0, 100.0, 1000.0)
"""Shorter and longer than a lease, than it takes until a carrier is asked, and than until something is sent again."""
HEARD = ("inbox", "outbox", "actions")


class Broken(AssertionError):
    """Something that must hold does not."""


class Host:
    """See the top of this file."""

    def __init__(self, sim: Simulation, name: str = "", *, works: bool = True, state: str = "") -> None:
        """`works`: whether its process is a worker; `state`: the folder of what it keeps beside the database."""
        self._sim = sim
        self.name = name
        self.works = works
        self._state = state
        self.process: Process | None = None
        self.looks: Looks
        self.ahead = 0.0
        """How much more its clock that nobody sets shows than others'."""
        self.wrong = timedelta()
        """How wrong its clock on the wall is, beyond that of the database."""
        self.under_way: dict[Post, None] = {}

    @property
    def ready(self) -> bool:
        """Whether it takes requests; perhaps it does nothing with them."""
        return self.process is not None and self.process.ready

    @property
    def stalled(self) -> bool:
        """Whether its process stands still."""
        return self.process is not None and self.process.loop.stalled

    @property
    def sees_to_it(self) -> bool:
        """Whether somebody works here."""
        return self.works and self.ready and not self.stalled

    @property
    def spools(self) -> bool:
        """Whether something waits here to get into the database."""
        spool = None if self.process is None else self.process.runtime._spool
        return spool is not None and not spool.empty

    def note(self, *words: object) -> None:
        """Write into the story."""
        self._sim.note(*words, *([f"({self.name})"] if self.name else []))

    # ── its life ────────────────────────────────────────────────────────────────────────────────────────────────────

    def start(self) -> None:
        """Begin a process."""
        sim = self._sim
        if self.process is not None:
            return
        sim.starts += 1
        self.note("· the process starts")
        self.looks = Looks(sim.eye, sim.clock.now, sim.dice)
        loop = StillLoop(lambda: sim.clock.monotonic + self.ahead, sim.later, self.looks, sim.dice.shuffle)
        line = SimWire(sim, loop)
        self.process = Process(
            sim.ground.settings(sim.folder, self._state),
            sim.folder,
            lambda: sim.clock.now() + self.wrong,
            sim.dice,
            sim.faults,
            lambda loop: SimWire(sim, loop),
            loop,
            SimApi(sim, line.wait, line.cross),
            works=self.works,
        )
        self.spin()

    def start_again(self) -> None:
        """Begin a process, and see when it is ready."""
        self.start()
        self.watch_start()

    def watch_start(self) -> None:
        """Look until it is ready."""
        if self.process is None:
            return
        if not self.process.ready:
            self._sim.at(1.0 if self.stalled else 0.01, self.watch_start)
            return
        self._sim.somebody_is_there()

    def spin(self) -> None:
        """Let it do what it can do now."""
        process = self.process
        if process is None:
            return
        stood = process.loop.stalled
        process.loop.spin()
        if process.loop.troubles:
            raise Broken(f"asyncio complains: {process.loop.troubles}")
        if process.dead:
            self._sim.crashed(self)
        elif process.loop.stalled and not stood:
            self._stall(process)

    def gone(self) -> None:
        """The process has come to its end, whichever; the system starts it again."""
        process, sim = self.process, self._sim
        assert process is not None
        ended = process.ended and process.problem is None
        if process.problem is not None and not isinstance(process.problem, ConfigError | DatabaseAway):
            raise Broken(f"the process cannot start: {process.problem!r}")
        sim.crashes += not ended
        sim.ends.append(sim.clock.monotonic)
        self.note("· the process is gone", str(process.problem or "").replace(str(sim.folder), "…"))
        self._unlock(process)
        process.vanish()
        self.process = None
        sim.is_anybody_there()
        for post in list(self.under_way):
            self.try_elsewhere(post)
        self.under_way.clear()
        sim.at(sim.dice.choice(AGAIN_S), self.start_again)

    def stop(self) -> None:
        """Ask the process to end."""
        if not self.ready or self.stalled:
            return
        self._sim.stops += 1
        self._sim.ends.append(self._sim.clock.monotonic)
        self.note("· the process is asked to end")
        assert self.process is not None
        self.process.stop()
        self._watch_end(self.process)

    def _watch_end(self, process: Process) -> None:
        if self.process is process and not process.dead:
            self._sim.at(0.3, lambda: self._watch_end(process))

    # ── standing still ──────────────────────────────────────────────────────────────────────────────────────────────

    def _stall(self, process: Process) -> None:
        sim = self._sim
        sim.stalls += 1
        sim.ends.append(sim.clock.monotonic)
        sim.is_anybody_there()
        for post in list(self.under_way):
            self.hangs_up(post, process)
        sim.at(sim.dice.choice(STALLS_S), lambda: self.go_on(process))

    def go_on(self, process: Process | None) -> None:
        """Let a process that stalled do what it was about to."""
        if process is not None and process is self.process and process.loop.stalled:
            self.note("· the process goes on")
            process.loop.stalled = False
            self._unlock(process)
            self._sim.ends.append(self._sim.clock.monotonic)
            if process.ready:
                self._sim.somebody_is_there()

    def _unlock(self, process: Process) -> None:
        if self._sim.faults.locked_by is process.loop:
            self._sim.faults.locked_by = None

    def kill_stalled(self) -> None:
        """Somebody has seen that it stands still, and kills it."""
        if self.stalled and self.process is not None:
            self.note("✗ the process that stalls is killed")
            self.process.loop.dead = True

    # ── what comes from outside ─────────────────────────────────────────────────────────────────────────────────────

    def try_elsewhere(self, post: Post) -> None:
        """A request was not answered here: whoever sent it sends it again."""
        sim = self._sim
        sim.at(sim.dice.choice((0.5, 5.0, 20.0)), lambda: sim.post(post))

    def hangs_up(self, post: Post, process: Process) -> None:
        """Let whoever sent a request to a process that stands still wait for an answer no longer than this."""

        def tire() -> None:
            if self.process is process and process.loop.stalled and post in self.under_way:
                del self.under_way[post]
                self.try_elsewhere(post)

        self._sim.at(10.0, tire)

    def read(self, loop: str) -> None:
        """There is something for a loop that the database does not show."""
        if self.process is not None:
            self.looks.news.add(loop)

    def hear(self) -> None:
        """Others have committed something, and the database says so."""
        if self.sees_to_it and self.process is not None:
            for news in HEARD:
                self.process.runtime._heard(news)
