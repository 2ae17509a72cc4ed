"""What was on the wire when the process died: lines in a file that is written before each request and never synced.

    run 5f0c… boot 9d1a…          whose lines these are
    > msg_01m8…                   the next system call writes this message to its connection
    < msg_01m8… SM4f…             the provider took it, under this id

A killed process leaves what it wrote to the operating system, which costs microseconds where a commit costs a sync.
So a message that was claimed and has no line never left, and one with an answer is known to be taken; only what lies
between the two is of unknown outcome. After a power cut, or with a database from a backup, the first line does not fit
and the file proves nothing.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

BYTES_MAX = 1 << 20
"""From here on, what is over is dropped from the file."""

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the lines of a dead process prove."""

    begun: frozenset[str]
    """Messages that may have reached the provider."""
    taken: dict[str, str | None]
    """Messages that the provider took, with its id."""


class Journal:
    """The file of one worker. `run` names one start of one database, so that no other's lines are believed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._header = ""
        self.size = 0

    def read(self, run: str | None) -> Evidence | None:
        """Return what the last process left; None where nothing can be concluded from it."""
        boot = _boot()
        if not run or not boot or not self._path.is_file():
            return None
        whole, _, _ = self._path.read_text("utf-8", "replace").rpartition("\n")
        header, *lines = whole.split("\n")
        return _evidence(lines) if header == _first_line(run, boot) else None

    def begin(self, run: str, under_way: Collection[str] = ()) -> None:
        """Start the file again, with the messages that are still on the wire."""
        self._header = _first_line(run, _boot() or "")
        lines = "".join(f"{line}\n" for line in (self._header, *(f"> {id}" for id in under_way)))
        fresh = self._path.with_name(self._path.name + "-new")
        file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        self.size = os.write(file, lines.encode())
        fresh.replace(self._path)
        self.close()
        self._file = file

    def sending(self, id: str) -> None:
        """The message is about to be written to its connection."""
        self._write(f"> {id}\n")

    def taken(self, id: str, provider_id: str | None) -> None:
        """The provider answered that it took the message."""
        known = provider_id if provider_id and provider_id.isprintable() else ""
        self._write(f"< {id} {known}\n")

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write(self, line: str) -> None:
        if self._file is not None:
            self.size += os.write(self._file, line.encode())


def _evidence(lines: list[str]) -> Evidence:
    begun, taken = set(), {}
    for line in lines:
        sign, _, rest = line.partition(" ")
        id, _, provider_id = rest.partition(" ")
        if sign == ">":
            begun.add(id)
        elif sign == "<":
            taken[id] = provider_id or None
    return Evidence(frozenset(begun), taken)


def _first_line(run: str, boot: str) -> str:
    return f"run {run} boot {boot}"


def _boot() -> str | None:
    """Which start of the operating system this is; None where it does not say."""
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except OSError:
        return None
