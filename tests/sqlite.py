"""SQLite databases that are up to date: the migrations run once in a process, and every test gets a copy of its own."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from bot.store.db import Database


def ready_file(path: Path) -> str:
    """See to it that there is a database, up to date and empty if it was not there; return its address."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(0o600)
        path.write_bytes(_template())
    return f"sqlite:///{path}"


def fill(connection: sqlite3.Connection) -> None:
    """Bring an empty database in memory up to date."""
    connection.deserialize(_template_for_memory())


@cache
def _template() -> bytes:
    """The file as a deployment leaves it that was started and stopped."""
    with tempfile.TemporaryDirectory(prefix="parley-template-") as folder:
        path = Path(folder) / "parley.db"
        with ThreadPoolExecutor(1) as thread:  # the test's own thread may have a loop that runs
            thread.submit(asyncio.run, _make(path)).result()
        return path.read_bytes()


@cache
def _template_for_memory() -> bytes:
    """The same without a log beside it, which memory does not have: both versions of the format say so."""
    image = bytearray(_template())
    image[18:20] = b"\x01\x01"
    return bytes(image)


async def _make(path: Path) -> None:
    database = Database(f"sqlite:///{path}")
    await database.open()
    await database.close()
