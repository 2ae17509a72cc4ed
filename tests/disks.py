"""Disks that are full, take nothing or are read-only, for tests of those who write to them."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

REFILLED_AFTER_S = 0.02


@contextmanager
def small_disk(at: Path, megabytes: int = 64) -> Iterator[None]:
    """A file system of its own. Only root may make one; elsewhere tests with a disk that takes nothing stand for it."""
    at.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "parley-test", str(at)]
    if shutil.which("mount") is None or subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a tmpfs: a full disk is left to the tests with a disk that takes nothing")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)


def make_read_only(disk: Path) -> None:
    """While nobody has a file of it open."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


def fill(disk: Path) -> None:
    """Take all the room that there is, until `make_room`."""
    with _ballast(disk).open("ab", buffering=0) as ballast, contextlib.suppress(OSError):
        while True:
            ballast.write(b"x" * 4096)


def make_room(disk: Path) -> None:
    """Give back what was taken."""
    _ballast(disk).unlink()


@asynccontextmanager
async def full(disk: Path) -> AsyncIterator[None]:
    """Take also what becomes free meanwhile, as whatever has filled a disk goes on doing."""

    async def keep_full() -> None:
        while True:
            fill(disk)
            await asyncio.sleep(REFILLED_AFTER_S)

    filling = asyncio.create_task(keep_full())
    try:
        yield
    finally:
        filling.cancel()
        make_room(disk)


@contextmanager
def nothing_can_be_written(pid: int) -> Iterator[None]:
    """No file of a process grows any more, as on a disk that fails or is remounted read-only."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody may open a file in a folder to write to it, but root. What is open already stays so."""
    subprocess.run(["chmod", "-R", "a-w", str(folder)], check=False)  # one may just be gone
    try:
        yield
    finally:
        subprocess.run(["chmod", "-R", "u+w", str(folder)], check=False)


def _ballast(disk: Path) -> Path:
    return disk / "ballast"
