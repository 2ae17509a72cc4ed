"""`parley contacts import` and `export` of what the business knows of people: many of them, as a file."""

from __future__ import annotations

import asyncio
import csv
import io
import json as jsons
from collections.abc import Iterator, Sequence

import typer
from rich.console import Console
from rich.progress import Progress

from bot.audience import AudienceError
from bot.audience.tree import Clock
from bot.broadcasts.audiences import read_named
from bot.broadcasts.sheet import SheetError
from bot.cli.console import Exit, Failed, say, show_json, show_values
from bot.cli.setup import read_settings
from bot.config import Settings
from bot.events import Json
from bot.inbox import contacts_csv
from bot.inbox.contacts_csv import BETWEEN_TAGS, Row, Taken
from bot.inbox.profile import OWN
from bot.runtime import Runtime
from bot.store import audience
from bot.store.contacts import Contact

PEOPLE_A_PAGE = 1_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def import_people(text: str, *, dry_run: bool, json: bool, file: str) -> None:
    """Bring people in, each with their fields and tags."""
    settings = read_settings()
    try:
        rows = contacts_csv.read(text, settings.business.country, timezone=settings.business.timezone)
    except SheetError as error:
        raise Failed(f"{file}: {error.problem}" + (f"; {error.hint}" if error.hint else ""), Exit.USAGE) from None
    taken = asyncio.run(_import(settings, rows, dry_run=dry_run))
    counts = {"created": taken.created, "changed": taken.changed, "repeated": taken.repeated}
    if json:
        rejected = [{"line": line, "error": problem} for line, problem in taken.rejected]
        show_json(counts | {"rejected": rejected})
    else:
        show_values(counts | {"rejected": len(taken.rejected)})
    for line, problem in taken.rejected:
        say(f"{file}:{line}: {problem}")
    for warning in taken.warnings:
        say(warning)
    if taken.rejected:
        raise typer.Exit(Exit.FAILURE)


async def _import(settings: Settings, rows: Sequence[Row], *, dry_run: bool) -> Taken:
    runtime = Runtime(settings)
    await runtime.start(worker=False)
    shown = Console(stderr=True)
    try:
        with Progress(console=shown, transient=True, disable=not shown.is_terminal) as bar:
            task = bar.add_task("importing", total=len(rows))
            key, house, now = runtime.world.new_id("imp"), runtime.house, runtime.world.now
            return await contacts_csv.take(
                runtime.database, house, rows, now, key, dry_run=dry_run, progress=lambda done: bar.advance(task, done)
            )
    finally:
        await runtime.stop()


def export_people(where: str) -> str:
    """Write down what is known of everybody who fits, as a file that `import` reads."""
    settings = read_settings()

    async def people() -> list[Contact]:
        runtime = Runtime(settings)
        await runtime.start(worker=False)
        try:
            clock, found = Clock(runtime.world.now(), settings.business.timezone), list[Contact]()
            asked, _ = await runtime.database.run(read_named, where)
            while True:
                after = found[-1].id if found else ""
                page = await runtime.database.run(audience.people, asked, clock, after=after, limit=PEOPLE_A_PAGE)
                found += page
                if len(page) < PEOPLE_A_PAGE:
                    return found
        except AudienceError as error:
            raise Failed(f"{error.problem}\n{error.shown}\n{error.hint or ''}".rstrip(), Exit.USAGE) from None
        finally:
            await runtime.stop()

    return _written(asyncio.run(people()))


def _written(people: Sequence[Contact]) -> str:
    names = sorted({name for person in people for name in person.fields})
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["phone", *OWN, "tags", *names])
    writer.writerows(_row(person, names) for person in people)
    return out.getvalue()


def _row(person: Contact, names: Sequence[str]) -> Iterator[str]:
    yield person.phone
    yield from (_cell(getattr(person, name)) for name in OWN)
    yield _cell(BETWEEN_TAGS.join(person.tags))
    yield from (_cell(person.fields.get(name)) for name in names)


def _cell(value: Json) -> str:
    """A text as it is, unless a spreadsheet would take it for a formula."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else value if isinstance(value, str) else jsons.dumps(value, ensure_ascii=False)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
