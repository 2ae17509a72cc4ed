"""`parley db`: the database's schema. `serve` and `worker` bring it up to date themselves when they start."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from sqlalchemy import Connection

from bot.cli.console import Exit, Failed, say, show, show_json, show_table, show_values
from bot.cli.database import open_database, read_database
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.config import Settings
from bot.config.privacy import period
from bot.privacy.retain import due, periods
from bot.store import backup as backups
from bot.store import fence, migrate
from bot.store.db import Database
from bot.store.fence import Held
from bot.world import World

app = new_app(
    help="Upgrade, inspect and copy the database.",
    examples=(
        ("parley db upgrade", "make it, or bring it up to date"),
        ("parley db current", "the revision it has"),
        ("parley db check", "is it up to date and whole?"),
        ("parley db backup copy.db", "copy it while it is in use"),
        ("parley db restored", "what is held since a backup was put back"),
        ("parley db retention", "what has been kept for long enough"),
    ),
)


class State(NamedTuple):
    """What a look at the file finds, without changing it."""

    current: str | None
    newest: str | None
    damage: list[str]


@command(app, ("parley db upgrade", ""))
def upgrade() -> None:
    """Make the database, or bring its schema up to date."""
    settings = read_settings()
    asyncio.run(_open(settings))
    say(f"{_shown(settings)} is at {migrate.newest()}")


@command(app, ("parley db current", ""), ("parley db current --json", "for a program"))
def current(json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Print the revision of the database."""
    state = _look(read_settings())
    if json:
        show_json({"current": state.current, "newest": state.newest})
    else:
        show(state.current or "none")


@command(app, ("parley db check", ""))
def check() -> None:
    """Find out whether the schema is up to date and the file is whole. Exits with 1 if not."""
    state = _look(read_settings())
    for line in state.damage:
        say(f"damaged: {line}")
    if state.current != state.newest:
        say(f"the schema is at {state.current}, this Parley needs {state.newest}: run parley db upgrade")
    if state.damage or state.current != state.newest:
        raise typer.Exit(Exit.FAILURE)
    say(f"at {state.current}, and whole")


@command(app, ("parley db backup copy.db", ""), ("parley db backup /backups/$(date +%F).db", "one a day"))
def backup(file: Annotated[Path, typer.Argument(metavar="FILE", help="Must not be there yet.")]) -> None:
    """Copy a SQLite database while it is in use.

    Only its owner can read the copy. A worker that begins on it holds back what may have been sent since: see
    `parley db restored`.
    """
    settings = read_settings()
    database = Database(settings.database.url)
    if database.shared:
        raise Failed(
            "this database is on a PostgreSQL server: copy it with pg_dump, or as the server's other databases are. "
            "A worker that begins on a copy that was put back notices, as on SQLite"
        )
    if database.file is None:
        raise Failed("this database is in memory: there is nothing to copy")
    size = backups.copy(database.file, file, World.real().now())
    say(f"copied {database.shown} to {file}, {size / 1e6:.1f} MB")


@command(
    app,
    ("parley db restored", "how much is held"),
    ("parley db restored --cancel", "drop it: most of it was sent or answered already"),
    ("parley db restored --release", "let it go on, at the risk that people get it twice"),
)
def restored(
    release: Annotated[bool, typer.Option("--release", help="Send and process it now.")] = False,
    cancel: Annotated[bool, typer.Option("--cancel", help="Drop it.")] = False,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show, release or cancel what is held since a backup was put back.

    A worker that begins on an older database holds whatever was due or under way in it, because it may have happened
    since. Nothing of it is done by itself.
    """
    if release and cancel:
        raise Failed("either --release or --cancel, not both", Exit.USAGE)
    settings = read_settings()
    if release or cancel:
        counts = asyncio.run(_decide(settings, fence.release if release else fence.cancel))
        done = "released" if release else "canceled"
    else:
        counts, done = _held(settings), "held"
    if json:
        show_json({"state": done} | counts._asdict())
    elif not any(counts):
        say("nothing is held")
    else:
        show_values({f"{name} {done}": count for name, count in counts._asdict().items()})
        if done == "held":
            say("release it with `parley db restored --release`, or drop it with `parley db restored --cancel`")


@command(app, ("parley db retention", ""), ("parley db retention --json", "for a program"))
def retention(json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Count what has been kept for long enough; the worker lets it go by itself, within the hour.

    The periods are in the settings: retention.bodies, events, inbound, calls, contacts, …
    """
    settings = read_settings()
    counts = read_database(settings, lambda conn: due(conn, settings.retention, World.real().now()))
    if counts is None:
        raise Failed(f"there is no database {_shown(settings)} yet; make it with: parley db upgrade")
    kept = periods(settings.retention) | {"contacts": period(settings.retention.contacts)}
    if json:
        show_json({kind: {"days": span and span.days, "due": counts.get(kind, 0)} for kind, span in kept.items()})
        return
    rows = [(kind, f"{span.days} days" if span else "forever", str(counts.get(kind, 0))) for kind, span in kept.items()]
    show_table(("kind", "kept for", "to go"), rows)


async def _decide(settings: Settings, decision: Callable[[Connection, datetime], Held]) -> Held:
    async with open_database(settings) as database:
        return await database.run(decision, World.real().now())


def _held(settings: Settings) -> Held:
    counts = read_database(settings, fence.held)
    if counts is None:
        raise Failed(f"there is no database {_shown(settings)} yet; make it with: parley db upgrade")
    return counts


async def _open(settings: Settings) -> None:
    async with open_database(settings):
        pass


def _look(settings: Settings) -> State:
    state = read_database(settings, _state)
    if state is None:
        raise Failed(f"there is no database {_shown(settings)} yet; make it with: parley db upgrade")
    return state


def _state(conn: Connection) -> State:
    damage = []
    if conn.dialect.name == "sqlite":
        findings = [str(line) for line in conn.exec_driver_sql("PRAGMA integrity_check").scalars()]
        damage = [line for line in findings if line != "ok"]
    return State(migrate.current(conn), migrate.newest(), damage)


def _shown(settings: Settings) -> str:
    return Database(settings.database.url).shown
