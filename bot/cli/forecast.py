"""`parley forecast`: how long a message to many people would take, and how much of it would wait for the morning."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.console import Exit, Failed, say, show_json, show_values
from bot.cli.help import command, new_app
from bot.cli.phones import phone_of
from bot.cli.send import channel_named
from bot.cli.setup import read_settings
from bot.compliance.blast import Blast, summary
from bot.config import Settings
from bot.events import MessageClass
from bot.messages import Draft
from bot.outbox.compose import Saying
from bot.runtime import Runtime

ANY_TEXT = "."
"""It makes no difference what is said."""

app = new_app()


@command(
    app,
    ("parley forecast people.txt", "as if it began now"),
    ('parley forecast people.csv --at "2027-03-05 18:00:00"', "in your time zone"),
)
def forecast(
    to: Annotated[
        Path, typer.Argument(metavar="FILE", help="A number in each line; of a CSV file the first column counts.")
    ],
    channel: Annotated[str | None, typer.Option(metavar="NAME", help="By which channel; else the first.")] = None,
    message_class: Annotated[
        MessageClass, typer.Option("--class", help="What compliance applies to it.")
    ] = MessageClass.MARKETING,
    at: Annotated[datetime | None, typer.Option(help="When it begins, in the business's time zone; else now.")] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say how long a message to many people would take.

    By the rate of the channel and the hours in which each of them may be texted. Nothing is sent or written.
    """
    settings = read_settings()
    begins_at = _moment(at, settings)
    phones, strange = _phones(to, settings)
    if not phones:
        raise Failed(f"{to} holds no phone numbers")
    found = asyncio.run(_blast(settings, channel, message_class, phones, begins_at))
    line = summary(found, settings.business.timezone)
    if json:
        show_json(
            {
                "summary": line,
                "recipients": found.recipients,
                "opted_out": len(phones) - found.recipients,
                "never": found.never,
                "ends_at": None if found.ends_at is None else found.ends_at.isoformat(),
            }
        )
    else:
        show_values({"takes": line, "recipients": found.recipients, "opted out": len(phones) - found.recipients})
    for written in strange:
        say(f"left out: {written}")


async def _blast(
    settings: Settings, channel: str | None, message_class: MessageClass, phones: Sequence[str], at: datetime | None
) -> Blast:
    runtime = Runtime(settings)
    await runtime.start(worker=False)
    try:
        saying = Saying(ANY_TEXT, message_class, send_at=at)
        drafts = [Draft(phone, channel_named(runtime, channel), saying) for phone in phones]
        return await runtime.database.run(runtime.messages.blast, drafts)
    finally:
        await runtime.stop()


def _phones(file: Path, settings: Settings) -> tuple[list[str], list[str]]:
    """The numbers in a file, each once, and what could not be read; a heading is no mistake."""
    phones: dict[str, None] = {}
    strange: list[str] = []
    for number, written in enumerate(_first_column(file)):
        try:
            phones[phone_of(written, settings)] = None
        except Failed as error:
            if number:
                strange.append(str(error))
    return list(phones), strange


def _first_column(file: Path) -> Iterator[str]:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Failed(f"{file} cannot be read: {error}", Exit.USAGE) from error
    cells = (line.partition(",")[0].partition(";")[0].strip().strip('"') for line in lines)
    return (cell for cell in cells if cell)


def _moment(at: datetime | None, settings: Settings) -> datetime | None:
    if at is None:
        return None
    begins_at = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(settings.business.timezone))
    if begins_at < datetime.now(UTC):
        raise Failed(f"{at:%Y-%m-%d %H:%M} is over; name a time to come, or none for now", Exit.USAGE)
    return begins_at.astimezone(UTC)
