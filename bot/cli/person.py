"""`parley contacts export` and `erase`: what people may ask for about themselves."""

from __future__ import annotations

import asyncio
import json as jsons
import os
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import Exit, Failed, say, show, show_json
from bot.cli.people import export_people
from bot.cli.setup import read_settings
from bot.config import Settings
from bot.phone import is_e164_shape, mask, parse
from bot.privacy.export import Document, table
from bot.runtime import Runtime
from bot.store import views
from bot.store.contacts import Contact
from bot.store.erasing import Erasure

Who = Annotated[str, typer.Argument(metavar="CONTACT", help="An id such as ctc_01k…, or a phone.")]


def export(
    contact: Annotated[
        str | None, typer.Argument(metavar="CONTACT", help="An id or a phone; without one everybody, as a table.")
    ] = None,
    where: Annotated[str, typer.Option(metavar="FILTER", help="Of everybody: only those who fit.")] = "",
    csv: Annotated[bool, typer.Option("--csv", help="Only the messages, as a table.")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Else it is printed.")] = None,
) -> None:
    """Write down all that is kept of a person, for that person; or what is known of everybody, as CSV.

    What is kept encrypted of a person is in it as it was written: hand it to nobody else.
    """
    if contact is None:
        people = export_people(where)
        if output is None:
            show(people.rstrip())
        else:
            _write_private(output, people)
            say(f"wrote {output}, which only you can read: `parley contacts import` takes it back")
        return
    document = asyncio.run(_export(read_settings(), contact))
    if output is None:
        show((table(document) if csv else _json(document)).rstrip())
        return
    _write_private(output, table(document) if csv else _json(document))
    say(f"wrote {output}, which only you can read: {len(document['messages'])} messages and all that belongs to them")


def erase(
    contact: Who,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Erase a person everywhere: there is no way back.

    Conversations end, queued messages are not sent, and whoever opted out is still not texted. Copies of the database
    made before still hold the person: docs/privacy.md says what to do about them.
    """
    settings = read_settings()
    if not yes:
        say(f"Erases {_masked(contact)} with all messages, conversations and answers. There is no way back.")
        if not typer.confirm("Erase?", err=True):
            raise Failed("nothing was erased")
    erasure = asyncio.run(_erase(settings, contact))
    if json:
        show_json(erasure._asdict() | {"phone": None})
        return
    went = ", ".join(f"{count} of {name}" for name, count in erasure.counts.items() if count) or "nothing was kept"
    say(f"erased: {went}; the record of it is {erasure.id}")
    if erasure.finished_at is None:
        say(
            "the server that runs on this database cleans the file of what is left: at once, or at night if it is large"
        )


async def _export(settings: Settings, named: str) -> Document:
    runtime = Runtime(settings)
    await runtime.start(worker=False)
    try:
        found = await _find(runtime, named)
        document = None if found is None else await runtime.exporter.export(found.id)
        if document is None:
            raise Failed(f"nobody is known as {_masked(named)}")
        return document
    finally:
        await runtime.stop()


async def _erase(settings: Settings, named: str) -> Erasure:
    """A phone that is no contact's may still be in what came in."""
    runtime = Runtime(settings)
    await runtime.start(worker=False)
    try:
        found = await _find(runtime, named)
        if found is None and named.startswith("ctc_"):
            raise Failed(f"no contact has the id {named}: was it erased already?")
        phone = _phone(named, settings) if found is None else found.phone
        return await runtime.eraser.erase(phone, "command line")
    finally:
        await runtime.stop()


async def _find(runtime: Runtime, named: str) -> Contact | None:
    if named.startswith("ctc_"):
        return await runtime.database.run(views.person, named)
    phone = _phone(named, runtime.settings)
    people = await runtime.database.run(views.people, phone=phone, after=None, limit=1)
    return people[0] if people else None


def _phone(written: str, settings: Settings) -> str:
    if is_e164_shape(written):
        return written
    try:
        return parse(written, settings.business.country)
    except ValueError as error:
        raise Failed(f"{error}; or name a contact by its id, ctc_…", Exit.USAGE) from error


def _masked(named: str) -> str:
    return named if named.startswith("ctc_") else mask(named)


def _json(document: Document) -> str:
    return jsons.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n"


def _write_private(file: Path, text: str) -> None:
    try:
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(made, "w", encoding="utf-8", newline="") as out:
            out.write(text)
    except OSError as error:
        raise Failed(f"{file} cannot be written: {error.strerror}") from error
