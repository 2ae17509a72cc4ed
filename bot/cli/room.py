"""What a deployment has around it, for `parley doctor`: room on the disk, a folder to write to, clocks that agree."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from bot.cli.findings import Finding, Level, size
from bot.config import Settings
from bot.inbox.spool import PREFIX, REFUSED
from bot.limits import CLOCK_SKEW_S_MAX, DISK_FREE_BYTES_MIN, DISK_FREE_SHARE_MIN
from bot.store import inbound
from bot.store.postgres import clock as shared_clock

_CLOCK_TOLERANCE = timedelta(minutes=1)


def disk(folder: Path) -> Iterator[Finding]:
    """Whether there is room for what comes in."""
    total, _, free = shutil.disk_usage(_nearest(folder))
    least = min(DISK_FREE_BYTES_MIN, DISK_FREE_SHARE_MIN * total)
    text = f"{size(free)} of {size(total)} are free"
    if free >= least:
        yield Finding(Level.OK, "disk", text)
    else:
        level = Level.ERROR if free < least / 2 else Level.WARNING
        yield Finding(level, "disk", f"{text}: make room, because nothing is taken in once it is full")


def state_folder(folder: Path) -> Iterator[Finding]:
    """Whether a process can keep there what must outlive it, and whether somebody's is left."""
    there = folder.is_dir()
    if not os.access(folder if there else _nearest(folder), os.W_OK | os.X_OK):
        yield Finding(Level.ERROR, "state", f"{folder} cannot be written by this user: chown or chmod it")
        return
    spooled = sum(file.stat().st_size for file in folder.glob(f"{PREFIX}*")) if there else 0
    refused = folder / REFUSED
    if refused.is_file():
        text = f"{size(refused.stat().st_size)} in {refused}, which no database would take: look at it, and report it"
        yield Finding(Level.WARNING, "spool", text)
    if spooled:
        text = f"{size(spooled)} in {folder}/spool-*, taken in while the database was away: a start puts it into it"
        yield Finding(Level.WARNING, "spool", text)
    yield Finding(
        Level.OK, "state", f"{folder} can be written" if there else f"{folder} will be made when it is needed"
    )


class Server(NamedTuple):
    """What there is to know of a PostgreSQL."""

    version: str
    connections: int
    connections_max: int


def ask_server(conn: Connection) -> Server:
    """Ask a PostgreSQL for its version, and how many may still connect."""
    query = "SELECT current_setting('server_version'), current_setting('max_connections')::int, count(*)"
    version, most, taken = conn.execute(
        text(f"{query} FROM pg_stat_activity WHERE backend_type = 'client backend'")
    ).one()
    return Server(version.split()[0], taken, most)


class Times(NamedTuple):
    """What a database says of the time."""

    newest: datetime | None
    """When the last thing happened that it knows of."""
    skew_s: float
    """By how much the machine's clock is ahead of its own."""


def clock_of(conn: Connection) -> Times:
    """Ask a database for its time; a file has none of its own."""
    skew_s = 0.0
    if conn.dialect.name == "postgresql":
        before = datetime.now(UTC)
        there = shared_clock(conn)
        skew_s = ((before + (datetime.now(UTC) - before) / 2) - there).total_seconds()
    return Times(inbound.newest(conn), skew_s)


def clock(settings: Settings, newest: datetime | None, skew_s: float = 0.0) -> Iterator[Finding]:
    """Whether time goes forward, and the same for everybody.

    `newest` is when the last thing happened that the database knows of; `skew_s` by how much the machine's clock is
    ahead of the database's.
    """
    now = datetime.now(UTC)
    if newest is not None and newest > now + _CLOCK_TOLERANCE:
        yield Finding(Level.ERROR, "clock", f"{now:%Y-%m-%d %H:%M}Z is before the last change of the database: set it")
    elif abs(skew_s) > CLOCK_SKEW_S_MAX:
        text = f"the clock of this machine is {skew_s:+.1f} s off the database's: let both be set by NTP"
        yield Finding(Level.WARNING, "clock", text)
    else:
        local = now.astimezone(ZoneInfo(settings.business.timezone))
        yield Finding(Level.OK, "clock", f"{now:%Y-%m-%d %H:%M}Z, {local:%H:%M} at the business")


def _nearest(folder: Path) -> Path:
    """The folder, or what there is of the way to it."""
    folder = folder.absolute()
    return folder if folder.is_dir() else _nearest(folder.parent)
