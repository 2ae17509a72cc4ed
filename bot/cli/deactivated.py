"""`parley consent deactivated`: the carriers' daily file of numbers that they have taken back."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import Failed, say, show_json, show_values
from bot.cli.setup import read_settings
from bot.config import Settings
from bot.inbox import deactivated
from bot.inbox.deactivated import LINES_A_TURN, Gone
from bot.runtime import Runtime

File = Annotated[Path, typer.Argument(metavar="FILE", help="A number a line, or at the beginning of each.")]


def take_file(file: Path, *, dry_run: bool, json: bool) -> None:
    """Record of every number of the file that we know of that it is somebody else's by now."""
    settings = read_settings()
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            found = asyncio.run(_take(settings, lines, file.name, dry_run=dry_run))
    except OSError as error:
        raise Failed(f"{file} cannot be read: {error.strerror}") from error
    counts = {what: found[what] for what in (*Gone, "unreadable")}
    if json:
        show_json(counts)
    else:
        show_values(counts)
    if dry_run:
        say("nothing was recorded: --dry-run")


async def _take(settings: Settings, lines: Iterator[str], name: str, *, dry_run: bool) -> Counter[str]:
    runtime = Runtime(settings)
    await runtime.start(worker=False)
    found = Counter[str]()
    try:
        read = deactivated.numbers(lines, settings.business.country)
        while batch := list(islice(read, LINES_A_TURN)):
            phones = [phone for phone in batch if phone is not None]
            found["unreadable"] += len(batch) - len(phones)
            now = runtime.world.now()
            found += await runtime.database.run(deactivated.take, runtime.house, phones, name, now, dry_run=dry_run)
        return found
    finally:
        await runtime.stop()
