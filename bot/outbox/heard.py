"""What was taken in over a session and not answered: it comes again, and then it is not another text.

    > 6f1c… 2026-03-05T17:00:00+00:00      about to be taken in; when it came first
    < 6f1c…                                answered: it does not come again

SMPP gives texts no ids, so all that is known of one is what it says, and when it came first. Lines in a file, written
before and after and never synced, keep that when the process is killed. After a power cut, or on another machine, the
same text may be heard twice, which is better than not at all.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog

COMES_AGAIN: Final = timedelta(hours=1)
"""What comes later than this is a text of its own."""
OPEN_MAX: Final = 10_000
BYTES_MAX: Final = 1 << 20
"""From here on, what is over is dropped from the file."""

_PREFIX = "heard-"

log = structlog.get_logger(__name__)


class Heard:
    """What one process remembers of this."""

    def __init__(self) -> None:
        self._open: dict[str, datetime] = {}
        self._folder: Path | None = None
        self._path: Path | None = None
        self._file: int | None = None
        self._size = 0

    def begin(self, folder: Path, run: str) -> None:
        """Keep it in a file from now on; several processes may share the folder."""
        self._folder = folder
        self._path = folder / f"{_PREFIX}{run}"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write_anew()
        except OSError as error:
            log.warning("what is heard cannot be written down", error=str(error))
        self.inherit()

    def inherit(self) -> None:
        """Take over what processes that are gone have left unanswered."""
        if self._folder is None:
            return
        for path in sorted(self._folder.glob(f"{_PREFIX}*")):
            if path != self._path:
                left = _left_in(path)
                self._open |= {known: at for known, at in left.items() if known not in self._open}
                self._write("".join(_line(known, at) for known, at in left.items()))

    def first(self, channel: str, body: bytes, now: datetime) -> datetime:
        """Return when this came first, if it was not answered then; else now."""
        known = _known(channel, body)
        at = self._open.get(known)
        if at is None or now - at > COMES_AGAIN:
            at = now
        self._open[known] = at
        if len(self._open) > OPEN_MAX:
            del self._open[next(iter(self._open))]
        self._write(_line(known, at))
        return at

    def answered(self, channel: str, body: bytes) -> None:
        """It will not come again."""
        known = _known(channel, body)
        self._open.pop(known, None)
        self._write(f"< {known}\n")

    def close(self) -> None:
        """Let go of the file: it stays for whoever comes next, if anything in it matters."""
        if self._file is not None:
            if self._path is not None and not self._open:
                self._path.unlink(missing_ok=True)
            os.close(self._file)
            self._file = None

    def _write(self, lines: str) -> None:
        if self._file is None or not lines:
            return
        try:
            self._size += os.write(self._file, lines.encode())
            if self._size > BYTES_MAX:
                self._write_anew()
        except OSError as error:  # it is still remembered as long as we live
            log.warning("what is heard cannot be written down", error=str(error))

    def _write_anew(self) -> None:
        if self._path is None:
            return
        fresh = self._path.with_name(f".{self._path.name}")
        file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._size = os.write(file, "".join(_line(known, at) for known, at in self._open.items()).encode())
            fresh.replace(self._path)
        except OSError:
            os.close(file)
            raise
        if self._file is not None:
            os.close(self._file)
        self._file = file


def _known(channel: str, body: bytes) -> str:
    return hashlib.sha256(channel.encode() + b"\0" + body).hexdigest()


def _line(known: str, at: datetime) -> str:
    return f"> {known} {at.isoformat()}\n"


def _left_in(path: Path) -> dict[str, datetime]:
    """Return what the file of a process that is gone says, and remove it; nothing if it lives, or has another heir."""
    with suppress(FileNotFoundError, BlockingIOError):
        file = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            found = _read(path.read_text("utf-8", "replace").splitlines())
            path.unlink()
            return found
        finally:
            os.close(file)
    return {}


def _read(lines: Iterable[str]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for sign, known, at in _parsed(lines):
        if sign == "<":
            found.pop(known, None)
        else:
            with suppress(ValueError):  # the last line may be cut off
                found[known] = datetime.fromisoformat(at)
    return found


def _parsed(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for line in lines:
        sign, _, rest = line.partition(" ")
        known, _, at = rest.partition(" ")
        if sign in ("<", ">"):
            yield sign, known, at
