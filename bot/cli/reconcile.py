"""`parley consent reconcile`: read the carriers' own lists of opt-outs now, and say what is not the same here."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Connection

from bot.cli.console import Exit, Failed, say, show_json, show_table
from bot.cli.setup import read_settings
from bot.config import Settings
from bot.errors import SendError
from bot.inbox import listed, reconcile
from bot.inbox.listed import Found
from bot.outbox.wire import HttpWire, Wire
from bot.providers.optouts import Page
from bot.runtime import Runtime
from bot.store import opt_out_lists
from bot.store.contacts import person_key

PERSONS_A_LOOK: Final = 1000

ChannelOption = Annotated[str | None, typer.Option("--channel", metavar="NAME", help="Only this one.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be recorded, and record nothing.")]


@dataclass
class Read:
    """What one list came to."""

    channel: str
    listed: int = 0
    found: Counter[str] = field(default_factory=Counter)
    not_listed: int = 0
    """Who said STOP here by this channel, and is not on the carrier's list."""
    error: str = ""


def reconcile_lists(channel: str | None, *, dry_run: bool, json: bool) -> None:
    """Read all lists that can be read, record who is on them and not out here, and show what was found."""
    settings = read_settings()
    if channel is not None and channel not in settings.channels:
        raise Failed(f"there is no channel {channel}; there are {', '.join(settings.channels)}", Exit.USAGE)
    reads, without = asyncio.run(_read_all(settings, channel, dry_run=dry_run))
    if channel is not None and without:
        raise Failed(f"{settings.channels[channel].provider} lets no list of opt-outs be read")
    if json:
        show_json([_plain(read) for read in reads])
    else:
        headings = ("channel", "listed", "known here", "recorded", "blocked there", "outdated", "here, not there")
        show_table(headings, [tuple(map(str, list(_plain(read).values())[:-1])) for read in reads])
        _talk(reads, without, dry_run=dry_run)
    if any(read.error for read in reads):
        raise typer.Exit(Exit.FAILURE)


async def _read_all(settings: Settings, channel: str | None, *, dry_run: bool) -> tuple[list[Read], list[str]]:
    runtime = Runtime(settings)
    await runtime.start(worker=False)
    wire: Wire = HttpWire(1)
    try:
        asked = [name for name in runtime.channels if channel in (None, name)]
        able = [name for name in reconcile.able(runtime.channels) if name in asked]
        reads = [await _read(runtime, wire, name, dry_run=dry_run) for name in able]
        return reads, [name for name in asked if name not in able]
    finally:
        await wire.close()
        await runtime.stop()


async def _read(runtime: Runtime, wire: Wire, name: str, *, dry_run: bool) -> Read:
    read, there = Read(name), set[bytes]()
    place, shown = opt_out_lists.BEGINNING, Console(stderr=True)
    with Progress(console=shown, transient=True, disable=not shown.is_terminal) as bar:
        task = bar.add_task(f"reading the list of {name}", total=None)
        while place:
            try:
                page, place = await reconcile.read_page(runtime.channels[name], wire, None, place)
            except SendError as error:
                read.error = str(error)
                return read
            read.listed += len(page.listed)
            read.found += await runtime.database.run(_record, runtime, name, page, dry_run)
            there |= {bytes.fromhex(person_key(runtime.house.secret, one.phone)) for one in page.listed}
            bar.advance(task, len(page.listed))
    read.not_listed = await _not_listed(runtime, name, there)
    return read


def _record(conn: Connection, runtime: Runtime, name: str, page: Page, dry_run: bool) -> Counter[str]:
    return listed.take(conn, runtime.house, name, page.listed, runtime.world.now(), dry_run=dry_run)


async def _not_listed(runtime: Runtime, name: str, there: set[bytes]) -> int:
    """Count who is out here by a word that this carrier should have understood as well."""
    count, after = 0, ""
    while persons := await runtime.database.run(opt_out_lists.out_by, name, PERSONS_A_LOOK, after):
        count += sum(bytes.fromhex(person) not in there for person in persons)
        after = persons[-1]
    return count


def _plain(read: Read) -> dict[str, object]:
    counted = {found.value: read.found[found] for found in Found}
    rest = {name: value for name, value in asdict(read).items() if name in ("not_listed", "error")}
    return {"channel": read.channel, "listed": read.listed, **counted, **rest}


def _talk(reads: list[Read], without: list[str], *, dry_run: bool) -> None:
    for read in reads:
        if read.error:
            say(f"{read.channel}: the list cannot be read: {read.error}")
        if read.not_listed:
            say(
                f"{read.channel}: {read.not_listed} said STOP here and are not on the carrier's list. "
                "Parley texts them no more, but whatever else sends from this number could"
            )
    if without:
        say(f"no list can be read for: {', '.join(without)}")
    if dry_run:
        say("nothing was recorded: --dry-run")
