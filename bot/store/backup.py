"""A copy of a SQLite database while it is in use. It is marked, so that a worker that begins on it knows what it is."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from bot.errors import BotError
from bot.store import settings


class NotCopied(BotError):
    """There is no copy, and why."""


def copy(database: Path, target: Path, now: datetime) -> int:
    """Write a consistent copy that only its owner can read; return its size. Nobody waits for it meanwhile.

    It has its name only once it is whole and on the disk; what is there already is never overwritten.
    """
    if not database.is_file():
        raise NotCopied(f"there is no database {database}")
    unfinished = target.with_name(f".{target.name}.part")
    try:
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            _fill(database, unfinished, now)
            os.link(unfinished, target)
        finally:
            unfinished.unlink(missing_ok=True)
        _sync(target.parent)
        return target.stat().st_size
    except FileExistsError as error:
        raise NotCopied(f"{target} is there already, and a backup overwrites nothing: choose another name") from error
    except OSError as error:
        raise NotCopied(f"{target} cannot be written: {error.strerror}") from error
    except sqlite3.Error as error:
        raise NotCopied(f"{database} cannot be copied to {target}: {error}") from error


def _fill(database: Path, unfinished: Path, now: datetime) -> None:
    source = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    with closing(source), closing(sqlite3.connect(unfinished, isolation_level=None)) as made:
        source.backup(made)
        made.execute("PRAGMA journal_mode = DELETE")  # one file, without companions
        made.execute("PRAGMA synchronous = FULL")
        made.execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (settings.COPIED_AT, f"{now:%F %T}Z")
        )
    _sync(unfinished)


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
