"""`parley key`: the keys with which programs call the API."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated, Any

import typer

from bot.accounts import CLI
from bot.cli.console import Exit, Failed, say, show, show_json, show_table
from bot.cli.database import open_database
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.config import Settings
from bot.keys import Key, Keys, Scope
from bot.runtime.channels import make_channels
from bot.store import audit
from bot.store.db import Database
from bot.suggest import did_you_mean
from bot.world import World

app = new_app(
    help="Make, list and revoke API keys.",
    examples=(
        ("parley key create --scopes read,send", "print a new key, once"),
        ("parley key list", "who has which"),
        ("parley key revoke key_01k…", "make one useless"),
    ),
)


@command(
    app,
    ("parley key create --scopes read,send --name crm", ""),
    ("TOKEN=$(parley key create --scopes read,send)", "only the key is printed"),
    ("parley key create --test", "what it sends stays in the simulator"),
)
def create(
    scopes: Annotated[str, typer.Option(metavar="LIST", help="What it may do: read,send,admin.")] = "read,send",
    name: Annotated[str, typer.Option(metavar="TEXT", help="Who has it, for `parley key list`.")] = "",
    test: Annotated[bool, typer.Option("--test", help="What it sends goes to the simulator, to no carrier.")] = False,
) -> None:
    """Make a key and print it. It is kept as a digest only: nobody can print it again."""
    wanted, settings = _scopes(scopes), read_settings()
    show(asyncio.run(_create(settings, wanted, name, test)))
    say("keep it safe: it cannot be shown again")
    if test and not any(channel.provider.local for channel in make_channels(settings).values()):
        say('it can send nothing yet: add a channel that stays in the house: [channels.sandbox] provider = "loopback"')


@command(app, ("parley key list", ""), ("parley key list --json", "for a program"), name="list")
def list_keys(json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """List the keys; the keys themselves nobody can show."""
    keys = asyncio.run(_list(read_settings()))
    if json:
        show_json([_plain(key) for key in keys])
    else:
        show_table(("id", "name", "scopes", "kind", "created", "last used", "revoked"), [_row(key) for key in keys])


@command(app, ("parley key revoke key_01k2m3n4p5q6r7s8t9v0w1x2y3", ""))
def revoke(key_id: Annotated[str, typer.Argument(metavar="ID", help="As `parley key list` shows it.")]) -> None:
    """Make a key useless from the next request on."""
    if not asyncio.run(_revoke(read_settings(), key_id)):
        raise Failed(f"no living key has the id `{key_id}`; see: parley key list")
    say(f"revoked {key_id}")


async def _create(settings: Settings, scopes: list[Scope], name: str, test: bool) -> str:
    async with open_database(settings) as database:
        key = await Keys(database, World.real()).create(scopes, name, test=test)
        await _write_down(database, "key.created", name, {"scopes": sorted(scopes), "test": test})
        return key


async def _list(settings: Settings) -> list[Key]:
    async with open_database(settings) as database:
        return await Keys(database, World.real()).list()


async def _revoke(settings: Settings, key_id: str) -> bool:
    async with open_database(settings) as database:
        revoked = await Keys(database, World.real()).revoke(key_id)
        if revoked:
            await _write_down(database, "key.revoked", key_id, {})
        return revoked


async def _write_down(database: Database, kind: str, subject: str, data: dict[str, Any]) -> None:
    entry = audit.Entry(World.real().now(), kind, CLI.id, CLI.name, subject, "", data)
    await database.run(audit.write, entry)


def _scopes(text: str) -> list[Scope]:
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in list(Scope):
            hint = did_you_mean(name, list(Scope)) or f"there are: {', '.join(Scope)}"
            raise Failed(f"no scope is called `{name}`, {hint}", Exit.USAGE)
    if not names:
        raise Failed("a key needs a scope: read, send or admin", Exit.USAGE)
    return [Scope(name) for name in names]


def _plain(key: Key) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "scopes": sorted(key.scopes),
        "created_at": key.created_at.isoformat(),
        "last_used_at": key.last_used_at.isoformat() if key.last_used_at else None,
        "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
        "test": key.test,
    }


def _row(key: Key) -> tuple[str, ...]:
    scopes, kind = ",".join(sorted(key.scopes)), "test" if key.test else "live"
    return key.id, key.name or "-", scopes, kind, *map(_when, (key.created_at, key.last_used_at, key.revoked_at))


def _when(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}Z" if at else "-"
