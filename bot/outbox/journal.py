"""What was on the wire when a process died: lines in a file that is written before each request and never synced.

    run run_01m8… boot 9d1a…      whose lines these are
    > msg_01m8… 1                 the next system call writes this message to its connection, on its first attempt
    < msg_01m8… 1 SM4f…           the provider took it, under this id

A killed process leaves what it wrote to the operating system, which costs microseconds where a commit costs a sync.
So an attempt that was claimed and has no line never left, and one with an answer is known to be taken; only what lies
between the two is of unknown outcome. After a power cut the lines prove nothing.

Each run of a worker has a file of its own, `wire-<run>`, and holds a lock on it as long as its process lives. Whoever
shares the folder and gets the lock knows that the run is over, and may judge what it had claimed.
"""

from __future__ import annotations

import fcntl
import os
from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ConfigError

BYTES_MAX = 1 << 20
"""From here on, what is over is dropped from the file."""
KEPT = 1_000
"""So many of the last lines stay nevertheless: a database that has not heard of them is an old one."""

_PREFIX = "wire-"
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the lines of a run prove."""

    begun: frozenset[tuple[str, int]]
    """Messages, each with its attempt, that may have reached the provider."""
    taken: dict[str, str | None]
    """Messages that the provider took, with its id."""


class Journal:
    """The file of one run of a worker."""

    def __init__(self, folder: Path, run: str) -> None:
        self._path = folder / f"{_PREFIX}{run}"
        self._header = f"run {run} boot {_boot() or ''}\n"
        self._file: int | None = None
        self._open: dict[str, str] = {}
        """The lines about each message that the database has not heard the outcome of."""
        self._last: deque[str] = deque(maxlen=KEPT)
        self._torn = False
        self.size = 0

    def begin(self) -> None:
        """Make the file."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write_anew()
        except OSError as error:
            raise ConfigError(f"the folder {self._path.parent} cannot be written: {error.strerror}") from error

    def sending(self, id: str, attempt: int) -> None:
        """The message is about to be written to its connection. Without this line it may not be: raises `OSError`."""
        line = f"> {id} {attempt}\n"
        self._write(line)
        self._open[id] = line
        self._last.append(line)

    def taken(self, id: str, attempt: int, provider_id: str | None) -> None:
        """The provider answered that it took the message."""
        known = provider_id if provider_id and provider_id.isprintable() else ""
        line = f"< {id} {attempt} {known}\n"
        self._write(line)
        self._open[id] = self._open.get(id, "") + line

    def settled(self, ids: Iterable[str]) -> None:
        """The database knows what became of these messages."""
        for id in ids:
            self._open.pop(id, None)
        if self.size > BYTES_MAX:
            self._shorten()

    def close(self) -> None:
        """Let go of the file. It stays, for whoever comes next."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write(self, line: str) -> None:
        if self._file is None:
            raise OSError("the journal is closed")
        data = (f"\n{line}" if self._torn else line).encode()
        self._torn = True  # unless all of it gets there: the next line begins on a line of its own
        written = os.write(self._file, data)
        self.size += written
        if written < len(data):
            raise OSError("the disk is full")
        self._torn = False

    def _shorten(self) -> None:
        """Write a new file with what still matters; if there is no room for it, the old one goes on."""
        try:
            self._write_anew()
        except OSError:
            self.size = 0  # not before as much again was written

    def _write_anew(self) -> None:
        fresh = self._path.with_name(f".{self._path.name}")
        file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            data = "".join((self._header, *self._last, *self._open.values())).encode()
            if os.write(file, data) < len(data):
                raise OSError("the disk is full")
            fresh.replace(self._path)
        except OSError:
            os.close(file)
            raise
        self.close()
        self._file, self.size, self._torn = file, len(data), False


class DeadRun:
    """A run that is over, and what it left. Its file is locked until it is `forgotten` or `released`."""

    def __init__(self, path: Path, file: int) -> None:
        self.run = path.name.removeprefix(_PREFIX)
        self._path = path
        self._file = file

    def evidence(self) -> Evidence | None:
        """Return what the lines prove; None where nothing can be concluded from them."""
        boot = _boot()
        whole, _, _ = self._path.read_text("utf-8", "replace").rpartition("\n")
        header, *lines = whole.split("\n")
        return _evidence(lines) if boot and header == f"run {self.run} boot {boot}" else None

    def forget(self) -> None:
        """Remove the file: everything it proved is in the database."""
        self._path.unlink(missing_ok=True)
        self.release()

    def release(self) -> None:
        """Leave it to somebody else."""
        os.close(self._file)


def dead_runs(folder: Path, alive: Collection[str] = ()) -> list[DeadRun]:
    """Find the runs in a folder whose processes are gone. `alive` names the caller's own."""
    paths = sorted(folder.glob(f"{_PREFIX}*")) if folder.is_dir() else []
    found = (_locked(path) for path in paths if path.name.removeprefix(_PREFIX) not in alive)
    return [run for run in found if run is not None]


def _locked(path: Path) -> DeadRun | None:
    """Get hold of a file, unless its process or another heir has it."""
    try:
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(file), path.stat()):  # else it was replaced or removed meanwhile
            return DeadRun(path, file)
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(file)
    return None


def _evidence(lines: list[str]) -> Evidence:
    begun, taken = set(), {}
    for line in lines:
        sign, _, rest = line.partition(" ")
        id, _, rest = rest.partition(" ")
        attempt, _, provider_id = rest.partition(" ")
        if not attempt.isdecimal():
            continue
        if sign == ">":
            begun.add((id, int(attempt)))
        elif sign == "<":
            taken[id] = provider_id or None
    return Evidence(frozenset(begun), taken)


def _boot() -> str | None:
    """Which start of the operating system this is; None where it does not say."""
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except OSError:
        return None
