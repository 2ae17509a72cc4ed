"""`parley chat`: talk to a flow in the terminal, with the engine of production; nothing is sent, nothing is stored."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.business import business_names
from bot.cli.console import Exit, Failed, say
from bot.cli.dialogue import Dialogue
from bot.cli.help import command, new_app
from bot.cli.screen import Screen
from bot.cli.setup import read_settings
from bot.cli.sources import find_flow, read_sources
from bot.cli.talk import Talk
from bot.config import Settings
from bot.engine.machine import Machine, compile_flow
from bot.engine.route import Library
from bot.events import Json
from bot.flow.check import check_sources
from bot.flow.examples import example_input, parts
from bot.flow.model import Run, Schedule
from bot.flow.report import Severity, render_full
from bot.flow.testing import SUFFIXES
from bot.phone import country_of, is_e164_shape, timezones
from bot.proving import CONTACT_ID, PHONE
from bot.suggest import did_you_mean

app = new_app()

CUSTOMER = PHONE


@command(
    app,
    ("parley chat", "text the number, and see which flow takes it"),
    ("parley chat appointment", "enter one flow"),
    ("parley chat appointment --at 2026-05-01T22:00", "late in the evening"),
    ("parley chat triage --save flows/triage.test.yaml", "keep it as a test"),
)
def chat(
    flow: Annotated[str | None, typer.Argument(metavar="FLOW", help="Its name or its file; else all of them.")] = None,
    sender: Annotated[str, typer.Option("--from", metavar="PHONE", help="Who you are.")] = CUSTOMER,
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="What you are called; else a stranger.")] = None,
    at: Annotated[datetime | None, typer.Option(metavar="TIME", help="When, in your zone; else now.")] = None,
    inputs: Annotated[
        list[str] | None, typer.Option("--input", metavar="NAME=VALUE", help="What starts the flow; else an example.")
    ] = None,
    save: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it down as a test when you leave.")] = None,
) -> None:
    """Talk to a flow in this terminal. Nothing is sent, nothing is stored.

    Type what a customer would type, or /help for what else can happen. Lines that are piped in work too.
    """
    settings = read_settings()
    contact = _contact(sender, name, settings)
    machines = _machines(_with_started(find_flow(flow, settings.flows.path)) if flow else [settings.flows.path])
    start = next(iter(machines.values())) if flow else None
    tested = _tested(save, machines) if save else ""
    now = _moment(at, str(contact["timezone"]))
    talk = Talk(
        Library(machines),
        now,
        contact,
        business=business_names(settings),
        channel={"name": next(iter(settings.channels)), "number": next(iter(settings.channels.values())).number},
    )
    local = now.astimezone(ZoneInfo(str(contact["timezone"])))
    dialogue = Dialogue(talk, Screen(), start, _inputs(start, inputs or [], local))
    dialogue.run(_lines(dialogue.screen))
    if save is not None:
        try:
            count = dialogue.save(save, tested)
        except OSError as error:
            raise Failed(f"{save} cannot be written: {error.strerror}") from error
        say(f"wrote {save}" if count else f"{tested} was not entered, so there is nothing to write")


def _lines(screen: Screen) -> Iterator[str]:
    """What is typed, or piped in; a terminal remembers earlier lines."""
    typed = sys.stdin.isatty()
    if typed:
        import readline  # noqa: F401 - importing it gives `input` its history
    try:
        while True:
            line = input("> " if typed else "")
            if not typed:
                screen.typed(line)
            yield line
    except (EOFError, KeyboardInterrupt):
        return


def _with_started(file: Path) -> list[Path]:
    """A flow's file, and those beside it of the flows that it runs or schedules."""
    files = [file]
    for known in files:
        flow = next(iter(check_sources(read_sources([known]))[0].values()), None)
        started = (part.flow for part in parts(flow) if isinstance(part, Run | Schedule))
        beside = [known.with_name(f"{name}{known.suffix}") for name in started]
        files += [other for other in dict.fromkeys(beside) if other not in files and other.is_file()]
    return files


def _machines(paths: list[Path]) -> dict[str, Machine]:
    sources = read_sources(paths)
    flows, findings = check_sources(sources)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        say(render_full(errors, sources))
        raise Failed("a flow with errors cannot be talked to")
    if not flows:
        raise Failed(f"there are no flows in {paths[0]}; make one with: parley init", Exit.USAGE)
    return {flow.id: compile_flow(flow) for flow in flows.values()}


def _tested(file: Path, machines: Mapping[str, Machine]) -> str:
    """The flow whose tests a file holds: its name says it."""
    suffix = next((suffix for suffix in SUFFIXES if file.name.endswith(suffix)), None)
    flow = file.name.removesuffix(suffix) if suffix else ""
    if flow not in machines:
        example = f"{next(iter(machines))}{SUFFIXES[0]}"
        raise Failed(f"`{file.name}` does not name the flow that it tests, as {example} does", Exit.USAGE)
    return flow


def _contact(phone: str, name: str | None, settings: Settings) -> dict[str, Json]:
    """Who texts: what production would know of a phone that it never met."""
    if not is_e164_shape(phone):
        raise Failed(f"`{phone}` is not a phone number such as {CUSTOMER}", Exit.USAGE)
    zones = timezones(phone)
    return {
        "id": CONTACT_ID,
        "phone": phone,
        "name": name,
        "first_name": name.split()[0] if name else None,
        "language": settings.business.language,
        "timezone": zones[0] if len(zones) == 1 else settings.business.timezone,
        "country": country_of(phone) or settings.business.country,
        "tags": [],
    }


def _moment(at: datetime | None, zone: str) -> datetime:
    if at is None:
        return datetime.now(UTC).replace(second=0, microsecond=0)
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _inputs(machine: Machine | None, given: list[str], now: datetime) -> dict[str, Json]:
    """The inputs of the flow: what the command line gives, and examples for the rest that has no default."""
    pairs = [entry.partition("=") for entry in given]
    declared = machine.flow.inputs if machine else {}
    for name, equals, _ in pairs:
        if name not in declared:
            hint = did_you_mean(name, declared) or f"there are: {', '.join(declared) or 'none'}"
            raise Failed(f"`{name}` is no input of this flow, {hint}", Exit.USAGE)
        if not equals:
            raise Failed(f"`{name}` has no value, write {name}=VALUE", Exit.USAGE)
    examples = {name: example_input(entry.type, now) for name, entry in declared.items() if entry.required}
    return {**examples, **{name: value for name, _, value in pairs}}
