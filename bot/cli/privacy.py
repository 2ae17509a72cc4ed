"""`parley privacy`: the key of what nobody may see, and how to get from one to the next."""

from __future__ import annotations

import asyncio
import os
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Connection

from bot.cli.console import Exit, Failed, say, show_json, show_table
from bot.cli.database import open_database
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.config import Settings
from bot.privacy import rekey as rekeying
from bot.privacy.erase import AT_ONCE_BYTES_MAX
from bot.privacy.keys import make_sealer
from bot.privacy.rekey import Rekeyed, Rekeyer
from bot.sealing import Sealer
from bot.store import settings as kept
from bot.store.db import Database
from bot.world import World

app = new_app(
    help="Change the key of what nobody may see.",
    examples=(
        ("parley privacy rekey --check", "what is still sealed with a key from before"),
        ("parley privacy rekey", "seal it with the key of now"),
    ),
)


@app.callback()
def privacy() -> None:
    """Change the key of what nobody may see."""


@command(
    app,
    ("parley privacy rekey --check", "count, and change nothing"),
    ("parley privacy rekey", "while servers and workers run"),
)
def rekey(
    check: Annotated[bool, typer.Option("--check", help="Count what is under a key from before.")] = False,
    clean: Annotated[
        bool | None, typer.Option(help="Write a SQLite file anew at the end; else only one of up to 64 MB is.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Seal whatever is sealed with a key from before with `privacy.key`.

    First set the new key as `privacy.key` and the one before as `privacy.previous_key`, and restart every server and
    worker. This may be stopped and begun again at any moment. Exits with 1 if something is sealed with a key that is
    not here.
    """
    settings = read_settings()
    sealer, done, codes = asyncio.run(_rekey(settings, check=check, clean=clean))
    if json:
        show_json(_plain(sealer, done, codes))
    else:
        show_table(
            ("column", "to seal anew" if check else "sealed anew"),
            [(name, str(count)) for name, count in done.changed.items() if count],
        )
        _talk(sealer, done, codes, check=check)
    if done.unknown:
        raise typer.Exit(Exit.FAILURE)


async def _rekey(settings: Settings, *, check: bool, clean: bool | None) -> tuple[Sealer, Rekeyed, int]:
    async with open_database(settings) as database:
        sealer = make_sealer(settings.privacy, database, os.urandom)
        if not sealer.name:
            raise Failed(f"there is no key to seal with: {sealer.missing or 'set privacy.key'}")
        secret = await database.run(kept.find, kept.PERSON_SECRET)
        every = sealer if secret is None else sealer.also(bytes.fromhex(secret))
        rekeyer, shown = Rekeyer(database, every), Console(stderr=True)
        with Progress(console=shown, transient=True, disable=not shown.is_terminal) as bar:
            task = bar.add_task("looking for what is sealed", total=None)
            told = lambda column, looked: bar.update(task, advance=looked, description=column)  # noqa: E731
            done = await (rekeyer.count(told) if check else rekeyer.run(told))
        if not check and done.changed.total():
            await _clean(database, clean)
        return sealer, done, await database.look(_codes, every.older)


def _codes(conn: Connection, names: tuple[str, ...]) -> int:
    return rekeying.codes_under(conn, names, World.real().now())


async def _clean(database: Database, clean: bool | None) -> None:
    """What was sealed before lies in pages that were given up: whoever has the key from before could read it there."""
    if database.file is None:
        return
    small = database.file.stat().st_size <= AT_ONCE_BYTES_MAX
    if clean is False or (clean is None and not small):
        say("what was sealed before is still in pages of the file that are no longer used: run it with --clean when a")
        say("few seconds without writing do no harm")
    elif not await database.clean_file():
        say("the file could not be written anew now, somebody reads it: run it again with --clean")


def _plain(sealer: Sealer, done: Rekeyed, codes: int) -> dict[str, Any]:
    return {
        "key": sealer.name,
        "older_keys": list(sealer.older),
        "columns": dict(done.changed),
        "unknown_keys": dict(done.unknown),
        "passcodes_under_way": codes,
    }


def _talk(sealer: Sealer, done: Rekeyed, codes: int, *, check: bool) -> None:
    total = done.changed.total()
    say(f"the key of now is {sealer.name}" + (f", before it {', '.join(sealer.older)}" if sealer.older else ""))
    if check:
        say(f"{total} values are to be sealed anew: parley privacy rekey" if total else "nothing is to be sealed anew")
    else:
        say(f"{total} values were sealed anew" if total else "nothing was to be sealed anew")
    if codes:
        say(f"{codes} passcodes under way are only known again with the key from before: keep it for ten minutes more")
    for name, count in done.unknown.items():
        say(
            f"{count} values are sealed with {name}, which is not here: set that key as privacy.previous_key, "
            "and run it again"
        )
    if not check and not done.unknown and sealer.older:
        say(
            "the key from before can go: take out privacy.previous_key, or privacy.key in the state folder, and restart"
        )
