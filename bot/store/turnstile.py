"""By turns: who waits to write to a file is let in before whoever has just written goes on.

SQLite gives its lock to whoever asks at the right moment. A process that waits for it asks ten times a second in the
end; one that works through a queue has taken it again a millisecond after it let go. So whoever waits says so with a
lock of its own, asks a thousand times a second, and is let go first. Locks end with their process, however it ends.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable
from typing import Final

LOOK_EVERY_S: Final = 0.001
GIVES_WAY_S_MAX: Final = 0.01
"""Who waits takes the lock within a millisecond; one that is paused amid its waiting shall hold nobody up."""


class Turnstile:
    """One process's place before a file that others write to as well."""

    def __init__(self, path: str) -> None:
        self._descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)

    def enter(self, try_it: Callable[[], bool], timeout_s: float) -> bool:
        """Try until it succeeds; False where it did not within this time."""
        self._let_others_go_first()
        if try_it():
            return True
        deadline = time.monotonic() + timeout_s
        try:
            while time.monotonic() < deadline:
                self._lock(fcntl.LOCK_SH)  # each time: it is refused while another looks whether somebody waits
                time.sleep(LOOK_EVERY_S)
                if try_it():
                    return True
            return False
        finally:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Leave."""
        os.close(self._descriptor)

    def _let_others_go_first(self) -> None:
        until = time.monotonic() + GIVES_WAY_S_MAX
        while not self._lock(fcntl.LOCK_EX) and time.monotonic() < until:
            time.sleep(LOOK_EVERY_S / 2)
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def _lock(self, how: int) -> bool:
        """Hold it, alone or with others who wait, unless that means to wait for this as well."""
        try:
            fcntl.flock(self._descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
