"""`parley fmt`: every flow file laid out the same, so that a change shows what was changed and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import Exit, say, show, write_file
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.cli.sources import read_sources
from bot.flow.fmt import format
from bot.flow.report import Diagnostic, render_full

app = new_app()


@command(
    app,
    ("parley fmt", "every flow of the settings' folder"),
    ("parley fmt flows/booking.yaml", "one file"),
    ("parley fmt --check", "only say which files it would change"),
)
def fmt(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATHS", help="Flow files, or folders of them.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if a file would change.")] = False,
) -> None:
    """Lay flow files out anew, with quotes where YAML would damage a text.

    Prints the files that change. What they say does not change, nor does their version; comments stay.
    """
    sources = read_sources(paths or [read_settings().flows.path])
    changed: dict[str, str] = {}
    findings: list[Diagnostic] = []
    for path, source in sources.items():
        text, found = format(source, path)
        findings += found
        if text != source:
            changed[path] = text
    for path, text in changed.items():
        if not check:
            write_file(Path(path), text)
        show(path)
    if findings:
        say(render_full(findings, sources).rstrip("\n"))
    say(f"{'would change' if check else 'changed'} {len(changed)} of {len(sources)} files")
    if findings or (check and changed):
        raise typer.Exit(Exit.FAILURE)
