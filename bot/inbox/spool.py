"""Rows that were acknowledged while the database was away: lines in a file that is synced before every answer.

    5f0c91aa ["message", "main", "message:SM1", "+1206…", {…}, "2026-03-05T17:00:00+00:00"]

Each line begins with its checksum. A line that a power cut tore was never acknowledged, and is passed over.

Each process has a file of its own, `spool-<run>`, and holds a lock on it as long as it lives. Whoever shares the folder
and gets the lock may put what is in it into the inbox. The inbox takes the same row once, so that a crash between the
commit and the end of the file costs nothing.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar
from zlib import crc32

from bot.errors import BotError, ConfigError
from bot.limits import ACCEPT_BATCH_ROWS_MAX, SPOOL_BYTES_MAX, SPOOL_ROOM_BYTES_MIN
from bot.metrics import Spooled
from bot.store.inbound import Kind, NewInbound

T = TypeVar("T")

PREFIX: Final = "spool-"
REFUSED: Final = "refused"
"""The file in the same folder for lines that the database will never take."""


class SpoolFull(BotError):
    """The spool has no room left, or its disk has none."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows read from a file, and where the file goes on behind them."""

    rows: Sequence[NewInbound]
    end: int


class SpoolFile:
    """One file. Plain blocking calls: whoever uses it keeps them off the event loop."""

    def __init__(self, path: Path, file: int) -> None:
        self.path = path
        self._file = file
        self.size = os.fstat(file).st_size
        self._read_to = 0

    @classmethod
    def create(cls, path: Path) -> SpoolFile:
        """Make a file and lock it before anybody can see it; raises `OSError`."""
        fresh = path.with_name(f".{path.name}")
        file = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fresh.replace(path)
            _sync_folder(path.parent)
        except OSError:
            os.close(file)
            raise
        return cls(path, file)

    @classmethod
    def inherit(cls, path: Path) -> SpoolFile | None:
        """Get hold of a file whose process is gone; None if it lives, or if somebody else was quicker."""
        try:
            file = os.open(path, os.O_RDWR)
        except OSError:
            return None
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(file), path.stat()):
                return cls(path, file)
        except OSError:
            pass
        os.close(file)
        return None

    @property
    def empty(self) -> bool:
        """Whether every row in it has been taken."""
        return self._read_to >= self.size

    def append(self, rows: Sequence[NewInbound]) -> None:
        """Add rows and return once they are on the disk, or raise `OSError` and have added none."""
        data = b"".join(_line(row) for row in rows)
        try:
            if os.pwrite(self._file, data, self.size) < len(data):
                raise OSError("the disk is full")
            os.fsync(self._file)
        except OSError:
            self._cut_to(self.size)
            raise
        self.size += len(data)

    def read(self, limit: int) -> Batch:
        """Return the next rows. A row that is not whole was never acknowledged."""
        rows: list[NewInbound] = []
        end = self._read_to
        with open(self._file, "rb", closefd=False) as reader:
            reader.seek(end)
            while len(rows) < limit and end < self.size and (line := reader.readline()):
                end += len(line)
                if (row := _row(line)) is not None:
                    rows.append(row)
        return Batch(rows, end)

    def taken(self, batch: Batch) -> None:
        """The rows of this batch are in the inbox. Once all are, the file is empty again."""
        self._read_to = batch.end
        if self.empty and self._cut_to(0):
            self.size = self._read_to = 0

    def close(self) -> None:
        """Let go of the file, and remove it if nothing is in it."""
        if self.empty:
            self.path.unlink(missing_ok=True)
        os.close(self._file)

    def _cut_to(self, size: int) -> bool:
        """Shorten the file. If even that fails, what is too much is written over by the next rows, or read again."""
        try:
            os.ftruncate(self._file, size)
        except OSError:
            return False
        return True


class Spool:
    """The files of a state folder, as one process sees them. One thread does the waiting for the disk."""

    def __init__(self, folder: Path, run: str) -> None:
        """`run` names this process's own file."""
        self._folder = folder
        self._own_path = folder / f"{PREFIX}{run}"
        self._own: SpoolFile | None = None
        self._inherited: list[SpoolFile] = []
        self._since: datetime | None = None
        """When the first row came in that went here since it was last empty."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spool")

    @property
    def empty(self) -> bool:
        """Whether nothing waits here, be it our own or left by others."""
        return not self._inherited and (self._own is None or self._own.empty)

    @property
    def all_empty(self) -> bool:
        """Whether nothing waits in any file of the folder, also of processes that live."""
        try:
            return not any(path.stat().st_size for path in self._folder.glob(f"{PREFIX}*"))
        except FileNotFoundError:  # one was emptied and removed at this moment
            return False

    @property
    def size(self) -> int:
        """How many bytes this process's own file has."""
        return 0 if self._own is None else self._own.size

    def state(self) -> Spooled:
        """Say what waits here, and whether there is room for more, for those who watch."""
        files = [file for file in self._files() if not file.empty]
        refused = self._folder / REFUSED
        return Spooled(
            bytes=sum(file.size for file in files),
            since=self._since if files else None,
            writable=self.size < SPOOL_BYTES_MAX and self._has_room(),
            refused_bytes=refused.stat().st_size if refused.is_file() else 0,
        )

    async def begin(self) -> None:
        """Make this process's file. A server that could not do it would have nothing to fall back on: it is refused."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._own = await self._hop(lambda: SpoolFile.create(self._own_path))
        except OSError as error:
            raise ConfigError(
                f"the folder {self._folder} cannot be written: {error.strerror}. "
                "What comes in while the database is away is kept there; database.state names another"
            ) from error

    async def append(self, rows: Sequence[NewInbound]) -> None:
        """Return once the rows are on the disk; raise `SpoolFull` if they do not get there."""
        own = self._own
        if own is None or own.size >= SPOOL_BYTES_MAX:
            raise SpoolFull
        self._began(rows)
        try:
            await self._hop(lambda: own.append(rows))
        except OSError as error:
            raise SpoolFull(f"the spool cannot be written: {error}") from error

    async def inherit(self) -> int:
        """Look for files whose processes are gone; return how many wait to be emptied."""
        await self._hop(self._inherit)
        return len(self._inherited)

    async def next(self, limit: int = ACCEPT_BATCH_ROWS_MAX) -> tuple[SpoolFile, Batch] | None:
        """Return the rows that have waited longest, and their file: first what others left, then our own."""
        file = next((file for file in self._files() if not file.empty), None)
        return None if file is None else (file, await self._hop(lambda: file.read(limit)))

    async def taken(self, file: SpoolFile, batch: Batch) -> None:
        """These rows are in the inbox."""
        await self._hop(lambda: self._taken(file, batch))

    async def refuse(self, row: NewInbound) -> None:
        """Set a row aside that the database will never take, so that it holds nobody up and is not lost either."""
        await self._hop(lambda: self._refuse(row))

    async def forget(self, contact: str) -> int:
        """Cut what a person sent out of the rows that were set aside; return how many lines went."""
        return await self._hop(lambda: self._forget(contact))

    async def close(self) -> None:
        """Let go of all files. What is in them stays, for whoever comes next."""
        await self._hop(self._close)
        self._thread.shutdown(wait=True)

    def _has_room(self) -> bool:
        try:
            return os.access(self._folder, os.W_OK) and shutil.disk_usage(self._folder).free >= SPOOL_ROOM_BYTES_MIN
        except OSError:
            return False

    def _began(self, rows: Sequence[NewInbound]) -> None:
        if rows and (self._since is None or self.empty):
            self._since = rows[0].received_at

    def _files(self) -> list[SpoolFile]:
        return self._inherited if self._own is None else [*self._inherited, self._own]

    async def _hop(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _inherit(self) -> None:
        held = {file.path for file in self._inherited} | {self._own_path}
        for path in sorted(self._folder.glob(f"{PREFIX}*")):
            if path not in held and (file := SpoolFile.inherit(path)) is not None:
                if file.empty:
                    file.close()
                else:
                    self._began(file.read(1).rows)
                    self._inherited.append(file)

    def _taken(self, file: SpoolFile, batch: Batch) -> None:
        file.taken(batch)
        if file is not self._own and file.empty:
            self._inherited.remove(file)
            file.close()

    def _refuse(self, row: NewInbound) -> None:
        file = os.open(self._folder / REFUSED, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            os.write(file, _line(row))
            os.fsync(file)
        finally:
            os.close(file)

    def _forget(self, contact: str) -> int:
        try:
            file = os.open(self._folder / REFUSED, os.O_RDWR)
        except FileNotFoundError:
            return 0
        with os.fdopen(file, "r+b") as refused:
            fcntl.flock(refused, fcntl.LOCK_EX)
            lines = refused.readlines()
            kept = [line for line in lines if contact.encode() not in line]
            if len(kept) < len(lines):
                refused.seek(0)
                refused.writelines(kept)
                refused.truncate()
                refused.flush()
                os.fsync(refused)
        return len(lines) - len(kept)

    def _close(self) -> None:
        for file in self._files():
            file.close()
        self._inherited, self._own = [], None


def _line(row: NewInbound) -> bytes:
    fields = [row.kind.value, row.channel, row.dedupe_key, row.contact, row.payload, row.received_at.isoformat()]
    content = json.dumps(fields, separators=(",", ":")).encode("ascii")
    return b"%08x %b\n" % (crc32(content), content)


def _row(line: bytes) -> NewInbound | None:
    checksum, _, content = line.removesuffix(b"\n").partition(b" ")
    if not line.endswith(b"\n") or checksum != b"%08x" % crc32(content):
        return None
    kind, channel, key, contact, payload, received_at = json.loads(content)
    return NewInbound(Kind(kind), channel, key, contact, payload, datetime.fromisoformat(received_at))


def _sync_folder(folder: Path) -> None:
    """Make sure that a new name in it survives a power cut."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
