"""What `parley doctor` says about the carriers' own lists of opt-outs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.cli.database import read_database
from bot.cli.findings import Finding, Level, age
from bot.config import Settings
from bot.errors import BotError
from bot.inbox.listed import Found
from bot.inbox.reconcile import able
from bot.runtime.channels import make_channels
from bot.store import migrate, opt_out_lists
from bot.store.opt_out_lists import OptOutList
from bot.world import World

LATE: Final = timedelta(days=2)


def lists(settings: Settings) -> Iterator[Finding]:
    """Look at every channel whose provider lets its list be read."""
    with suppress(BotError):  # what is wrong with the channels or the database was said before
        names = able(make_channels(settings))
        if names and not settings.compliance.carrier_lists:
            text = f"the lists of {', '.join(names)} are not read: compliance.carrier_lists is off"
            yield Finding(Level.WARNING, "opt-out lists", text)
        elif names:
            now = World.real().now()
            yield from read_database(settings, lambda conn: list(_each(conn, names, now))) or ()


def _each(conn: Connection, names: list[str], now: datetime) -> Iterator[Finding]:
    if migrate.current(conn) != migrate.newest():
        return
    known = opt_out_lists.known(conn)
    for name in names:
        level, text = _said(known.get(name), now)
        yield Finding(level, f"opt-outs {name}", text)


def _said(found: OptOutList | None, now: datetime) -> tuple[Level, str]:
    if found is None:
        return Level.OK, "the carrier's list is read once a worker runs"
    if found.error is not None:
        text = f"the carrier's list cannot be read, {found.failures} times in a row: {found.error}"
        return Level.WARNING, f"{text}; tried again within the hour"
    if found.finished_at is None:
        return Level.OK, f"the carrier's list is being read: {found.counts.get('entries', 0)} so far"
    ago = age((now - found.finished_at).total_seconds())
    if now - found.finished_at > LATE:
        return Level.WARNING, f"the carrier's list was last read {ago} ago: is a worker running?"
    new = found.counts.get(Found.RECORDED, 0)
    return Level.OK, f"the carrier's list was read {ago} ago, {new} of it were not out here until then"
