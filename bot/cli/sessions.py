"""Who is bound at which message centre, for `parley doctor`, as the workers have written it down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.cli.findings import Finding, Level, age
from bot.config import Settings
from bot.providers.smpp import Smpp
from bot.runtime.channels import make_channel
from bot.store import migrate
from bot.store.seats import Seat, seats


def bound(conn: Connection, settings: Settings, now: datetime | None = None) -> list[Finding]:
    """Look at every channel that goes over a session; nothing is said of a database that has to be upgraded first."""
    if migrate.current(conn) != migrate.newest():
        return []
    now = now or datetime.now(UTC)
    known = seats(conn)
    return [finding for name in settings.channels for finding in _channel(name, settings, known, now)]


def _channel(name: str, settings: Settings, known: Sequence[Seat], now: datetime) -> Iterator[Finding]:
    provider = make_channel(name, settings.channels[name]).provider
    if not isinstance(provider, Smpp):
        return
    subject = f"channel {name}"
    if not provider.settings.tls:
        text = "its texts and its password travel in the clear: set tls, or reach the message centre by a private line"
        yield Finding(Level.WARNING, subject, text)
    theirs = [seat for seat in known if seat.channel == name and seat.until > now]
    held = [seat for seat in theirs if seat.bound]
    for seat in held:
        yield Finding(Level.OK, subject, f"bound by {seat.run} for {age((now - seat.since).total_seconds())}")
    if held:
        return
    failed = max((seat for seat in known if seat.channel == name), key=lambda seat: seat.until, default=None)
    why = f": {failed.error}, {failed.failures} times in a row" if failed is not None and failed.error else ""
    cure = f"parley provider connect {provider.name} --channel {name}" if why else "parley serve, or parley worker"
    level = Level.ERROR if theirs and why else Level.WARNING
    yield Finding(level, subject, f"no worker is bound{why}: {cure}")
