"""`parley db`: the database's schema. `serve` and `worker` bring it up to date themselves when they start."""

from __future__ import annotations

import asyncio
from typing import Annotated, NamedTuple

import typer
from sqlalchemy import Connection

from bot.cli.console import Exit, Failed, say, show, show_json
from bot.cli.database import open_database, read_database
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.config import Settings
from bot.store import migrate
from bot.store.db import Database

app = new_app(
    help="Upgrade and inspect the database.",
    examples=(
        ("parley db upgrade", "make it, or bring it up to date"),
        ("parley db current", "the revision it has"),
        ("parley db check", "is it up to date and whole?"),
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
