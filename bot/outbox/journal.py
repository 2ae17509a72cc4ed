"""What was on the wire when a process died: lines in a file that is written before each request and never synced.

    run run_01m8… boot 9d1a… database db_01m8…     whose lines these are
    > msg_01m8… 1 4711      the next system call writes this message, row 4711, to its connection, on its first attempt
    < msg_01m8… 1 SM4f…     the provider took it, under this id

A killed process leaves what it wrote to the operating system, which costs microseconds where a commit costs a sync.
So an attempt that was claimed and has no line never left, and one with an answer is known to be taken; only what lies
between the two is of unknown outcome. After a power cut lines may be missing, and their absence proves nothing.

What a database was told before a line was written it must still know: else it is an older one that was put back.

Each run of a worker has a file of its own, `wire-<run>`, and holds a lock on it as long as its process lives. Whoever
shares the folder and gets the lock knows that the run is over, and may judge what it had claimed.
"""

from __future__ import annotations

import fcntl
import os
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ConfigError
from bot.store.fence import Attempt

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


@dataclass(frozen=True, slots=True)
class Trail:
    """What the file of a run, be it over or not, says about the database that it worked on."""

    run: str
    database: str
    begun: tuple[Attempt, ...]
    taken: dict[str, tuple[int, str | None]]
    """Messages that the provider took, each with the attempt and the provider's id."""


class Journal:
    """The file of one run of a worker."""

    def __init__(self, folder: Path, run: str, database: str = "") -> None:
        """`database` is the name that the database has given itself; its copies share it."""
        self._path = folder / f"{_PREFIX}{run}"
        self._header = f"{_header(run)}{database}\n"
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

    def sending(self, id: str, attempt: int, seq: int) -> None:
        """The message is about to be written to its connection. Without this line it may not be: raises `OSError`."""
        line = f"> {id} {attempt} {seq}\n"
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
        header, *lines = _whole_lines(self._path)
        return _evidence(lines) if _boot() and header.startswith(_header(self.run)) else None

    @property
    def database(self) -> str:
        """Which database it worked on; blank where the file does not say."""
        return _database(_whole_lines(self._path)[0])

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


def trails(folder: Path) -> list[Trail]:
    """Read every file in a folder. No lock is needed: what a line says of the database was true when it was written."""
    found = []
    for path in sorted(folder.glob(f"{_PREFIX}*")) if folder.is_dir() else []:
        try:
            header, *lines = _whole_lines(path)
        except FileNotFoundError:  # somebody took it over at this moment
            continue
        found.append(_trail(path.name.removeprefix(_PREFIX), _database(header), lines))
    return found


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


def _evidence(lines: Iterable[str]) -> Evidence:
    begun, taken = set(), {}
    for sign, id, attempt, rest in _parsed(lines):
        if sign == ">":
            begun.add((id, attempt))
        elif sign == "<":
            taken[id] = rest or None
    return Evidence(frozenset(begun), taken)


def _trail(run: str, database: str, lines: Iterable[str]) -> Trail:
    begun: dict[str, Attempt] = {}
    taken = {}
    for sign, id, attempt, rest in _parsed(lines):
        if sign == ">" and rest.isdecimal():
            begun[id] = Attempt(int(rest), id, attempt)
        elif sign == "<":
            taken[id] = attempt, rest or None
    return Trail(run, database, tuple(begun.values()), taken)


def _parsed(lines: Iterable[str]) -> Iterator[tuple[str, str, int, str]]:
    """Yield the sign, the message, the attempt and what follows of each line that has them."""
    for line in lines:
        sign, _, rest = line.partition(" ")
        id, _, rest = rest.partition(" ")
        attempt, _, rest = rest.partition(" ")
        if attempt.isdecimal():
            yield sign, id, int(attempt), rest


def _whole_lines(path: Path) -> list[str]:
    whole, _, _ = path.read_text("utf-8", "replace").rpartition("\n")
    return whole.split("\n")


def _header(run: str) -> str:
    return f"run {run} boot {_boot() or ''} database "


def _database(header: str) -> str:
    return header.partition(" database ")[2]


def _boot() -> str | None:
    """Which start of the operating system this is; None where it does not say."""
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except OSError:
        return None
