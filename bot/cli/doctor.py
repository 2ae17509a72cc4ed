"""`parley doctor`: everything about a set-up that can be known without sending anything."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from sqlalchemy import create_engine
from sqlalchemy.exc import DatabaseError

from bot import __version__
from bot.cli.console import Exit, show, show_json
from bot.cli.database import read_database
from bot.cli.findings import Finding, Level, laid_out
from bot.cli.help import command, new_app
from bot.cli.keeping import keeping
from bot.cli.lists import lists
from bot.cli.passcodes import passcodes
from bot.cli.room import ask_server, clock, clock_of, disk, state_folder
from bot.cli.sessions import bound
from bot.cli.setup import read_settings
from bot.cli.sources import read_sources
from bot.cli.waiting import waiting
from bot.cli.ways import registrations, routes
from bot.config import CONFIG_FILE, CONFIG_VARIABLE, LOOPBACK_SECRET, ChannelSettings, Settings, is_loopback
from bot.deploy import refusals_now
from bot.errors import BotError, CannotSign
from bot.flow.check import check_sources
from bot.flow.report import Severity
from bot.providers.base import Provider, Sample, get_provider, provider_names
from bot.runtime.channels import make_channel, make_channels
from bot.store import migrate
from bot.store.db import Database
from bot.store.postgres import CONNECTIONS
from bot.store.sqlite import has_wal_reset_bug

app = new_app()


@command(app, ("parley doctor", ""), ("parley doctor --json", "for a program"))
def doctor(json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Say what is wrong with this set-up, and what to do about it.

    Looks at the settings, the database, what waits in it, the flows, the channels, the public address, the disk and the
    clock; sends nothing and changes nothing. Exits with 1 if something does not work, 3 if the settings cannot even be
    read.
    """
    findings = list(examine(read_settings()))
    if json:
        show_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            show(laid_out(finding))
    if any(finding.level is Level.ERROR for finding in findings):
        raise typer.Exit(Exit.FAILURE)


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, in the order in which a deployment is put together."""
    for look in EXAMINATIONS:
        yield from look(settings)


def _config(settings: Settings) -> Iterator[Finding]:
    yield Finding(Level.OK, "version", f"Parley {__version__}, Python {platform.python_version()}")
    file = Path(os.environ.get(CONFIG_VARIABLE) or CONFIG_FILE)
    yield Finding(Level.OK, "settings", f"read from {file}" if file.exists() else "no file, so the defaults hold")


def _database(settings: Settings) -> Iterator[Finding]:
    database = Database(settings.database.url)
    path = database.file
    if database.shared:
        yield from _shared_database(settings, database.shown)
        return
    version = sqlite3.sqlite_version
    if has_wal_reset_bug():
        text = f"{version} may damage a database that two processes checkpoint; only the worker does. 3.51.3 is safe"
        yield Finding(Level.WARNING, "sqlite", text)
    else:
        yield Finding(Level.OK, "sqlite", version)
    if path is None or not path.is_file():
        yield Finding(Level.OK, "database", f"{database.shown} will be made at the first start")
        return
    engine = create_engine(f"sqlite:///file:{path}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            damage = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            revision = migrate.current(connection)
    except DatabaseError as error:
        yield Finding(Level.ERROR, "database", f"{path} cannot be read: {error.orig}")
        return
    finally:
        engine.dispose()
    if damage != "ok":
        yield Finding(Level.ERROR, "database", f"{path} is damaged ({damage}): restore a backup")
    elif revision != migrate.newest():
        yield Finding(Level.WARNING, "database", f"{path} will be upgraded at the next start: parley db upgrade")
    else:
        yield Finding(Level.OK, "database", f"{path} is whole and up to date")
    if not os.access(path, os.W_OK):
        yield Finding(Level.ERROR, "database", f"{path} cannot be written by this user")
    if path.stat().st_mode & 0o077:
        yield Finding(Level.WARNING, "database", f"others can read {path}, and the texts in it: chmod 600 {path}")


def _shared_database(settings: Settings, shown: str) -> Iterator[Finding]:
    try:
        revision = read_database(settings, migrate.current)
        server = read_database(settings, ask_server)
    except BotError as error:
        yield Finding(Level.ERROR, "database", " ".join(str(error).split()))
        return
    if server is not None:
        left = server.connections_max - server.connections
        text = f"{server.version}, {server.connections} of {server.connections_max} connections taken"
        if left < CONNECTIONS:
            text += f": raise max_connections, a process needs {CONNECTIONS + 1} and there may be several"
        yield Finding(Level.OK if left >= CONNECTIONS else Level.WARNING, "postgresql", text)
    if revision == migrate.newest():
        yield Finding(Level.OK, "database", f"{shown} is up to date")
    else:
        text = f"{shown} will be brought up to date at the next start: parley db upgrade"
        yield Finding(Level.WARNING, "database", text)


def _flows(settings: Settings) -> Iterator[Finding]:
    folder = settings.flows.path
    if not folder.is_dir():
        yield Finding(Level.ERROR, "flows", f"there is no folder {folder}: set flows.path, or make one: parley init")
        return
    flows, findings = check_sources(read_sources([folder]), heard=settings.heard)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    if errors:
        yield Finding(Level.ERROR, "flows", f"{errors} errors in {folder}: parley check")
    elif not flows:
        yield Finding(Level.WARNING, "flows", f"{folder} holds no flow, so nothing will be answered")
    else:
        yield Finding(Level.OK, "flows", f"{len(flows)} in {folder}: {', '.join(sorted(flows))}")
    with suppress(BotError):  # what is wrong with the database was said above
        for finding in read_database(settings, lambda conn: refusals_now(conn, list(flows.values()))) or ():
            text = f"{finding.path} does not go live: {finding.message}: parley check --live"
            yield Finding(Level.ERROR, "flows", text)


def _channels(settings: Settings) -> Iterator[Finding]:
    for name, channel in settings.channels.items():
        yield from _channel(name, channel, settings)


def _channel(name: str, channel: ChannelSettings, settings: Settings) -> Iterator[Finding]:
    subject = f"channel {name}"
    try:
        provider = make_channel(name, channel).provider
        with suppress(CannotSign):  # its webhooks are verified by a public key alone, or it has none
            _sign_and_verify(provider, name, channel, settings)
    except BotError as error:
        yield Finding(Level.ERROR, subject, " ".join(str(error).split()))
        return
    rate = channel.rate or provider.rate
    each = f"{rate:g} messages a second" + (" from each" if len(channel.pool) > 1 else "")
    yield Finding(Level.OK, subject, f"{channel.provider} as {', '.join(channel.pool)}, {each}")
    if channel.one_way:
        text = f"nobody can reply to the name {channel.number}: flows that ask do not start there"
        yield Finding(Level.WARNING, subject, text)
    yield from registrations(subject, channel)
    if provider.keeps_session:
        return
    if not provider.capabilities.signature:
        yield Finding(Level.WARNING, subject, f"{channel.provider} does not sign webhooks: keep its address secret")
    secret = channel.extra.get("secret", LOOPBACK_SECRET)
    if channel.provider == "loopback" and secret == LOOPBACK_SECRET and settings.business.public_url:
        yield Finding(Level.WARNING, subject, "anybody who reaches the public address can sign with the default secret")


def _routes(settings: Settings) -> Iterator[Finding]:
    try:
        yield from routes(settings, make_channels(settings), datetime.now(UTC).date())
    except BotError:
        return  # what is wrong with the channels was said above


def _sessions(settings: Settings) -> Iterator[Finding]:
    with suppress(BotError):  # what is wrong with the database, or a channel, was said above
        yield from read_database(settings, lambda conn: bound(conn, settings)) or []


def _sign_and_verify(provider: Provider, name: str, channel: ChannelSettings, settings: Settings) -> None:
    """Let the provider check a webhook that it signed itself: wrong keys show here and not with the first customer."""
    url = f"{settings.business.public_url or 'http://localhost'}/webhooks/{name}"
    request = provider.sample_webhook(
        Sample.INBOUND,
        url=url,
        sender="+15550100001",
        recipient=channel.number,
        text="Hello",
        id="doctor",
        now=datetime.now(UTC),
    )
    provider.verify(request)
    provider.parse(request)


def _public_url(settings: Settings) -> Iterator[Finding]:
    url = settings.business.public_url
    real = [name for name, channel in settings.channels.items() if _called(channel.provider)]
    if not url:
        level = Level.ERROR if real else Level.OK
        needed = f": {', '.join(real)} sign and call it, so set business.public_url" if real else ", and none is needed"
        yield Finding(level, "public url", f"not set{needed}")
    elif real and is_loopback(urlsplit(url).hostname or ""):
        yield Finding(Level.ERROR, "public url", f"{url} is this machine only: providers cannot reach it")
    elif urlsplit(url).scheme != "https":
        yield Finding(Level.WARNING, "public url", f"{url} is not https: texts travel in the clear")
    else:
        yield Finding(Level.OK, "public url", url)


def _called(provider: str) -> bool:
    """Whether somebody outside calls for a channel."""
    return provider != "loopback" and not (provider in provider_names() and get_provider(provider).keeps_session)


def _pipeline(settings: Settings) -> Iterator[Finding]:
    with suppress(BotError):  # what is wrong with the database was said above
        yield from read_database(settings, lambda conn: waiting(conn, settings)) or []


def _room(settings: Settings) -> Iterator[Finding]:
    database = Database(settings.database.url, settings.database.state)
    if database.state_folder is not None:
        yield from disk(database.state_folder if database.file is None else database.file.parent)
        yield from state_folder(database.state_folder)


def _clock(settings: Settings) -> Iterator[Finding]:
    file = Database(settings.database.url).file
    changed = [datetime.fromtimestamp(file.stat().st_mtime, UTC)] if file is not None and file.is_file() else []
    times = None
    with suppress(BotError):
        times = read_database(settings, clock_of)
    if times is not None and times.newest is not None:
        changed.append(times.newest)
    yield from clock(settings, max(changed, default=None), 0.0 if times is None else times.skew_s)


EXAMINATIONS: tuple[Callable[[Settings], Iterable[Finding]], ...] = (
    _config,
    _database,
    _pipeline,
    _room,
    _flows,
    _channels,
    _routes,
    _sessions,
    _public_url,
    keeping,
    lists,
    passcodes,
    _clock,
)
