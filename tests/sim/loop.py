"""An event loop of one thread in which no time passes: whoever owns it says when, and what happens is the same again.

    loop = StillLoop(clock.monotonic)
    loop.spin()           runs whatever can run now; timers fire once the clock is past them

What asyncio gives to threads is done at once and on the spot; only its result comes later, after `delay` seconds, so
that everything else may happen meanwhile, as with a real thread.
"""

from __future__ import annotations

import asyncio
import heapq
from asyncio import events
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.sim.looks import Looks

SPINS_MAX = 200_000
"""More steps without any time passing are a circle."""


class Crash(BaseException):
    """The process is killed here. Nothing of it runs on; only transactions are rolled back."""


class StillLoop(asyncio.AbstractEventLoop):
    """See the top of this file. After a crash it runs nothing any more."""

    def __init__(
        self,
        now: Callable[[], float],
        later: Callable[[Callable[[], None]], None],
        looks: Looks,
        shuffle: Callable[[list[Any]], None],
    ) -> None:
        """`later` is given what shall happen when a thread would be done; `looks` knows which turns are worth it.

        `shuffle` chooses the order of timers whose time has come together.
        """
        self._shuffle = shuffle
        self.looks = looks
        self._now = now
        self._later = later
        self._ready: deque[asyncio.Handle] = deque()
        self._timers: list[tuple[float, int, asyncio.TimerHandle]] = []
        self._numbers = 0
        self.tasks: dict[asyncio.Task[Any], None] = {}
        self.dead = False
        self.stalled = False
        """Stopped, as by SIGSTOP: nothing of it runs until it goes on, and time does not wait for it."""
        self.troubles: list[str] = []

    # ── what asyncio asks of a loop ─────────────────────────────────────────────────────────────────────────────────

    def time(self) -> float:
        return self._now()

    def call_soon(self, callback: Callable[..., object], *args: Any, context: Context | None = None) -> asyncio.Handle:
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        return self.call_at(self._now() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        self._numbers += 1
        heapq.heappush(self._timers, (when, self._numbers, handle))
        return handle

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        pass  # it is dropped when its time comes

    def create_future(self) -> asyncio.Future[Any]:
        return asyncio.Future(loop=self)

    def create_task(
        self, coro: Coroutine[Any, Any, Any], *, name: object = None, context: Context | None = None
    ) -> asyncio.Task[Any]:
        task = asyncio.Task(coro, loop=self, name=None if name is None else str(name), context=context)
        self.tasks[task] = None
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self.tasks.pop(task, None)

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]
        done = self.create_future()
        if self.dead:
            return done
        try:
            result = func(*args)
        except Crash:
            self.dead = True
        except BaseException as raised:
            error = raised
            self._later(lambda: None if done.done() else done.set_exception(error))
        else:
            self._later(lambda: None if done.done() else done.set_result(result))
        return done

    def get_debug(self) -> bool:
        return False

    def is_running(self) -> bool:
        return True

    def is_closed(self) -> bool:
        return self.dead

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        if not self.dead:
            self.troubles.append(f"{context.get('message')}: {context.get('exception')!r}")

    # ── how it is run ───────────────────────────────────────────────────────────────────────────────────────────────

    def spin(self) -> None:
        """Run until nobody has anything to do at this moment."""
        if self.stalled:
            return
        before = events._get_running_loop()
        events._set_running_loop(self)
        try:
            for _ in range(SPINS_MAX):
                self._due()
                if self.dead or self.stalled or not self._ready:
                    return
                handle = self._ready.popleft()
                if not handle._cancelled:
                    handle._run()
        finally:
            events._set_running_loop(before)
        raise RuntimeError("the process does not come to rest, though no time passes")

    def _due(self) -> None:
        now = self._now()
        due = []
        while self._timers and self._timers[0][0] <= now:
            _, _, handle = heapq.heappop(self._timers)
            if not handle._cancelled:
                due.append(handle)
        if len(due) > 1:
            self._shuffle(due)
        self._ready.extend(due)

    def kill(self) -> None:
        """Take everything away that still waits: it will not go on."""
        self.dead = True
        for task in list(self.tasks):
            _close(task.get_coro())
        self.tasks.clear()
        self._ready.clear()
        self._timers.clear()


def running() -> StillLoop | None:
    """Return the loop of the simulated process that runs now; None between them."""
    loop = events._get_running_loop()
    return loop if isinstance(loop, StillLoop) else None


def _close(coroutine: Any) -> None:
    """Close a coroutine that may want to wait for something at its end; it does not get it."""
    for _ in range(100):
        try:
            coroutine.close()
        except BaseException:  # noqa: S112 - what it says on its deathbed interests nobody
            continue
        return
