"""What `parley doctor` says about people's data: the key of what nobody may see, periods, and erasures under way."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Connection

from bot.cli.database import read_database
from bot.cli.findings import Finding, Level
from bot.cli.sources import read_sources
from bot.config import Settings
from bot.errors import BotError
from bot.flow.check import check_sources
from bot.flow.secrets import secrets_of
from bot.privacy import rekey
from bot.privacy.erase import AT_LATEST
from bot.privacy.keys import NOT_SHARED, key_file, make_sealer
from bot.privacy.retain import due
from bot.store import erasing, migrate
from bot.store.db import Database
from bot.world import World


def keeping(settings: Settings) -> Iterator[Finding]:
    """Look at what is kept of people."""
    yield from _key(settings)
    yield from _older_keys(settings)
    now = World.real().now()
    with suppress(BotError):  # what is wrong with the database was said before
        yield from read_database(settings, lambda conn: _kept(conn, settings, now)) or ()


def _key(settings: Settings) -> Iterator[Finding]:
    folder = settings.flows.path
    flows = check_sources(read_sources([folder]))[0] if folder.is_dir() else {}
    asking = ", ".join(sorted(id for id, flow in flows.items() if secrets_of(flow)))
    database = Database(settings.database.url, settings.database.state)
    if not asking:
        return
    if settings.privacy.key is not None:
        yield Finding(Level.OK, "privacy", f"sensitive answers of {asking} are encrypted with privacy.key")
    elif database.shared:
        yield Finding(Level.ERROR, "privacy", f"{asking} will not start, sensitive answers need a key: {NOT_SHARED}")
    else:
        text = f"sensitive answers of {asking} are encrypted with a key in {key_file(database)}: back it up apart"
        yield Finding(Level.WARNING, "privacy", f"{text}, or set privacy.key")


def _older_keys(settings: Settings) -> Iterator[Finding]:
    """Say what stands under a key from before, where there is one; no key is made by looking."""
    database = Database(settings.database.url, settings.database.state)
    file = key_file(database)
    if settings.privacy.key is None and (file is None or not file.is_file()):
        return
    sealer = make_sealer(settings.privacy, database, os.urandom)
    if not sealer.older:
        return
    with suppress(BotError):  # what is wrong with the database was said before
        found = read_database(settings, lambda conn: _under(conn, sealer.older))
        if found is not None:
            level, text = _said(*found, ", ".join(sealer.older))
            yield Finding(level, "privacy", text)


def _under(conn: Connection, names: tuple[str, ...]) -> tuple[int, int] | None:
    if migrate.current(conn) != migrate.newest():
        return None
    return sum(rekey.under(conn, names).values()), rekey.codes_under(conn, names, World.real().now())


def _said(values: int, codes: int, names: str) -> tuple[Level, str]:
    if values:
        text = f"{values} values are still encrypted with a key from before ({names}): parley privacy rekey"
        return Level.WARNING, text
    if codes:
        return Level.OK, f"{codes} passcodes under way need the key from before ({names}), for ten minutes at most"
    return Level.OK, f"nothing needs the key from before ({names}): take it out of the settings or the state folder"


def _kept(conn: Connection, settings: Settings, now: datetime) -> list[Finding]:
    if migrate.current(conn) != migrate.newest():
        return []
    waiting = erasing.unfinished(conn)
    late = [erasure for erasure in waiting if now - erasure.requested_at > AT_LATEST]
    rows = sum(due(conn, settings.retention, now).values())
    found = [Finding(Level.OK, "privacy", f"{rows} rows have been kept for long enough: parley db retention")]
    if late:
        text = f"{len(late)} erasures are not finished after {AT_LATEST.days} days: is a worker running?"
        found.append(Finding(Level.WARNING, "privacy", text))
    elif waiting:
        found.append(Finding(Level.OK, "privacy", f"{len(waiting)} erasures are under way"))
    return found
