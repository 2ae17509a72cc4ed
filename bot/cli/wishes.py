"""What people want, recorded from the shell: for `parley contacts optout`, `optin` and `import`."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Connection

from bot.cli.console import Exit, Failed, say, show_json, show_values
from bot.cli.deployment import in_deployment
from bot.cli.people import import_people
from bot.cli.phones import phone_of
from bot.cli.setup import read_settings
from bot.compliance.standing import Kind
from bot.config import Settings
from bot.inbox import consent_csv, wishes
from bot.inbox.consent import Evidence
from bot.inbox.consent_csv import Row
from bot.inbox.wishes import Done, Refusal, Wanted
from bot.limits import IMPORT_BATCH_ROWS_MAX
from bot.runtime import Runtime

Phone = Annotated[str, typer.Argument(metavar="PHONE", help="+E.164, or as your country writes it.")]
Program = Annotated[str, typer.Option(metavar="NAME", help="One programme only; else everything.")]
Channel = Annotated[str, typer.Option(metavar="NAME", help="Where they said so: web, paper, call, …")]
Actor = Annotated[str, typer.Option(metavar="NAME", help="Who records it.")]
Confirm = Annotated[bool, typer.Option("--confirm", help="Tell them by a text.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


def optout(
    phone: Phone,
    program: Program = "",
    text: Annotated[str, typer.Option(metavar="TEXT", help="Their own words.")] = "",
    channel: Channel = "cli",
    actor: Actor = "cli",
    confirm: Confirm = False,
    json: AsJson = False,
) -> None:
    """Record that somebody wants no more texts: it holds from this moment on."""
    evidence = Evidence("agent", text, scope=program, channel=channel, actor=actor)
    _record(phone, Kind.OUT, evidence, confirm=confirm, json=json)


def optin(
    phone: Phone,
    consent_type: Annotated[str, typer.Option(metavar="TYPE", help="express_written, express or implied.")],
    action: Annotated[str, typer.Option(metavar="TEXT", help="What they did to agree.")],
    disclosure: Annotated[str, typer.Option(metavar="TEXT", help="What they were shown, word for word.")] = "",
    program: Program = "",
    text: Annotated[str, typer.Option(metavar="TEXT", help="Their own words.")] = "",
    source_url: Annotated[str, typer.Option(metavar="URL", help="The page it was given on.")] = "",
    form: Annotated[str, typer.Option(metavar="NAME", help="The form, or its version.")] = "",
    identity: Annotated[str, typer.Option(metavar="TEXT", help="Who they said they are.")] = "",
    channel: Channel = "cli",
    actor: Actor = "cli",
    confirm: Confirm = False,
    json: AsJson = False,
) -> None:
    """Record that somebody agreed to be texted, with what proves it.

    After an opt-out only an express consent that is later counts.
    """
    evidence = Evidence(
        "agent",
        text,
        scope=program,
        consent_type=consent_type,
        action=action,
        disclosure=disclosure or None,
        source_url=source_url or None,
        form=form or None,
        identity=identity or None,
        channel=channel,
        actor=actor,
    )
    _record(phone, Kind.IN, evidence, confirm=confirm, json=json)


class Taken(NamedTuple):
    """What became of a file."""

    recorded: int
    already_there: int
    rejected: list[tuple[int, str]]
    """Line and reason."""


def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV in UTF-8, with names in its first line.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing.")] = False,
    json: AsJson = False,
) -> None:
    """Bring people along from another system, or what they want, each with its evidence.

    A file without a column `type` is of people: phone, name, language, timezone, country, tags (separated by ;), and
    every other column is a field of yours, with a type after a colon where it is no text (visit:date).

    A file of consent has the columns phone, type (opt_in or opt_out), occurred_at, and as far as you have them
    consent_type, disclosure, action,
    program, text, channel, source_url, form, keyword, ip, user_agent, identity, actor, name, language, timezone. Rows
    that prove nothing, or that an opt-out has followed, are rejected with their line and do not hold up the others.
    Exits with 1 if any was.
    """
    text = _read(file)
    header = next(csv.reader(io.StringIO(text)), [])
    if "type" not in (names := [name.strip() for name in header]) and "phone" in names:
        import_people(text, dry_run=dry_run, json=json, file=file.name)
        return
    settings = read_settings()
    rows = list(consent_csv.read(_lines(file, text), settings.business.country, file.name))
    taken = asyncio.run(_import(settings, rows, dry_run=dry_run))
    if json:
        rejected = [{"line": line, "error": error} for line, error in taken.rejected]
        show_json({"recorded": taken.recorded, "already_there": taken.already_there, "rejected": rejected})
    else:
        done = "would be recorded" if dry_run else "recorded"
        show_values({done: taken.recorded, "already there": taken.already_there, "rejected": len(taken.rejected)})
    for line, error in taken.rejected:
        say(f"{file.name}:{line}: {error}")
    if taken.rejected:
        raise typer.Exit(Exit.FAILURE)


def _record(written: str, kind: Kind, evidence: Evidence, *, confirm: bool, json: bool) -> None:
    settings = read_settings()
    wanted = Wanted(phone_of(written, settings), kind, evidence, confirm)
    [answer] = asyncio.run(in_deployment(settings, lambda conn, runtime: _take(conn, runtime, [wanted])))
    if isinstance(answer, Refusal):
        raise Failed(answer.detail + (f"; {answer.hint}" if answer.hint else ""))
    if json:
        show_json({"record": answer.record, "phone": wanted.phone})
    else:
        show_values({"record": answer.record, "phone": wanted.phone})


def _take(conn: Connection, runtime: Runtime, wanted: Sequence[Wanted]) -> list[Done | Refusal]:
    return wishes.take(conn, runtime.house, wanted, runtime.world.now())


# ── a file ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Failed(f"{file} cannot be read: {error}", Exit.USAGE) from error


def _lines(file: Path, text: str) -> Iterator[tuple[int, dict[str | None, str | None]]]:
    """The rows by column, with the numbers of their lines."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if problem := consent_csv.check_header([name.strip() for name in reader.fieldnames or []]):
        raise Failed(f"{file}: {problem}", Exit.USAGE)
    reader.fieldnames = [name.strip() for name in reader.fieldnames or []]
    for row in reader:
        yield reader.line_num, row


class _Undone(Exception):
    """Raised at the end of a look: a transaction that fails leaves nothing."""


async def _import(settings: Settings, rows: Sequence[Row], *, dry_run: bool) -> Taken:
    """Take a file in, some rows a transaction, so that whoever else writes has a turn in between."""
    taken = Taken(0, 0, [(row.line, row.error) for row in rows if row.error is not None])
    good = [row for row in rows if row.wanted is not None]
    runtime = Runtime(settings)
    await runtime.start(worker=False)
    try:
        with Progress(
            console=Console(stderr=True), transient=True, disable=not Console(stderr=True).is_terminal
        ) as bar:
            task = bar.add_task("importing", total=len(good))
            for first in range(0, len(good), IMPORT_BATCH_ROWS_MAX):
                batch = good[first : first + IMPORT_BATCH_ROWS_MAX]
                answers = await _take_batch(runtime, batch, dry_run=dry_run)
                taken = _added(taken, batch, answers)
                bar.advance(task, len(batch))
    finally:
        await runtime.stop()
    return taken._replace(rejected=sorted(taken.rejected))


async def _take_batch(runtime: Runtime, batch: Sequence[Row], *, dry_run: bool) -> list[Done | Refusal]:
    answers: list[Done | Refusal] = []

    def work(conn: Connection) -> None:
        answers.extend(_take(conn, runtime, [row.wanted for row in batch if row.wanted is not None]))
        if dry_run:
            raise _Undone

    with suppress(_Undone):
        await runtime.database.run(work)
    return answers


def _added(taken: Taken, batch: Sequence[Row], answers: Sequence[Done | Refusal]) -> Taken:
    for row, answer in zip(batch, answers, strict=True):
        if isinstance(answer, Refusal):
            taken.rejected.append((row.line, answer.detail))
        elif answer.repeated:
            taken = taken._replace(already_there=taken.already_there + 1)
        else:
            taken = taken._replace(recorded=taken.recorded + 1)
    return taken
