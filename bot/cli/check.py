"""`parley check`: everything that is wrong with flows, in one run, before a customer finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.actions.registry import load_actions
from bot.cli.console import Exit, say, show
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.cli.sources import read_sources
from bot.config import Settings
from bot.flow.check import check_sources
from bot.flow.files import language_of
from bot.flow.model import Flow
from bot.flow.report import Diagnostic, Severity, render_concise, render_full, render_github, render_json

app = new_app()


class Format(StrEnum):
    """How findings are written."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"


RENDERERS: Mapping[Format, Callable[[Sequence[Diagnostic], Mapping[str, str]], str]] = {
    Format.FULL: render_full,
    Format.CONCISE: lambda findings, _: render_concise(findings),
    Format.JSON: lambda findings, _: render_json(findings),
    Format.GITHUB: lambda findings, _: render_github(findings),
}


@command(
    app,
    ("parley check", "every flow of the settings' folder"),
    ("parley check flows/booking.yaml", "one file"),
    ("parley check --live", "and whether people wait on a question that was removed"),
    ("parley check --format json | jq '.[].code'", "for a program"),
    ("parley explain F012", "more about a finding"),
)
def check(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATHS", help="Flow files, or folders of them.")] = None,
    format: Annotated[Format, typer.Option(help="How findings are written.")] = Format.FULL,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    live: Annotated[bool, typer.Option("--live", help="Ask the database who would lose their place.")] = False,
) -> None:
    """Find the mistakes in flows.

    Exits with 0 if there are none (warnings are allowed), 1 if there are some, 2 if something could not be read.
    """
    settings = read_settings()
    sources = read_sources(paths or [settings.flows.path])
    flows, findings = check_sources(sources, load_actions(settings.actions), heard=settings.heard)
    if live:
        findings = sorted([*findings, *_refusals(settings, flows.values())], key=lambda finding: finding.order)
    if text := RENDERERS[format](findings, sources):
        show(text.rstrip("\n"))
    say(_summary(sum(language_of(path) is None for path in sources), findings))
    if any(strict or finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(Exit.FAILURE)


def _refusals(settings: Settings, flows: Iterable[Flow]) -> list[Diagnostic]:
    """Who waits, in the database of the settings, on a question that these flows do not have any more."""
    from bot.cli.database import read_database  # most checks need no database, which takes long to load
    from bot.deploy import refusals_now

    return read_database(settings, lambda conn: refusals_now(conn, list(flows))) or []


def _summary(flows: int, findings: Sequence[Diagnostic]) -> str:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    counts = f"{_count(errors, 'error')}, {_count(len(findings) - errors, 'warning')}"
    return f"checked {_count(flows, 'flow')}: {counts}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
