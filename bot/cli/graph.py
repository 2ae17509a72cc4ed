"""`parley graph`: a flow as a picture, for a page, a review or a program."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import Exit, Failed, say, show, write_file
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.cli.sources import find_flow, read_sources
from bot.flow.cards import read_graph
from bot.flow.check import check_sources
from bot.flow.graph import Graph, to_json
from bot.flow.mermaid import mermaid
from bot.flow.report import render_full
from bot.flow.svg import render

app = new_app()


class Format(StrEnum):
    """How the flow is drawn."""

    MERMAID = "mermaid"
    SVG = "svg"
    JSON = "json"


_ENDINGS = {".svg": Format.SVG, ".json": Format.JSON, ".mmd": Format.MERMAID, ".mermaid": Format.MERMAID}


@command(
    app,
    ("parley graph appointment", "Mermaid text, which GitHub and many wikis draw"),
    ("parley graph appointment -o appointment.svg", "a picture"),
    ("parley graph appointment --format json", "states and arrows, for a program"),
)
def graph(
    flow: Annotated[str, typer.Argument(metavar="FLOW", help="Its name or its file.")],
    format: Annotated[
        Format | None, typer.Option(help="How the flow is drawn: mermaid, or what the file's name ends in.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to a file.")] = None,
) -> None:
    """Draw a flow."""
    chosen = format or _format_of(output)
    sources = read_sources([find_flow(flow, read_settings().flows.path)])
    flows, findings = check_sources(sources)
    if not flows:
        say(render_full(findings, sources))
        raise typer.Exit(Exit.FAILURE)
    [loaded] = flows.values()
    picture = _write(read_graph(loaded), chosen)
    if output:
        write_file(output, picture)
        say(f"wrote {output}")
    else:
        show(picture.rstrip("\n"))
        if chosen is Format.SVG and sys.stdout.isatty():
            say(f"to see it: parley graph {flow} -o {loaded.id}.svg, and open that in a browser")


def _format_of(output: Path | None) -> Format:
    """Tell the format by the file's name."""
    if output is None:
        return Format.MERMAID
    if output.suffix not in _ENDINGS:
        hint = "end its name in `.svg`, `.mmd` or `.json`, or say --format"
        raise Failed(f"`{output}` does not tell what it is to hold: {hint}", Exit.USAGE)
    return _ENDINGS[output.suffix]


def _write(graph: Graph, format: Format) -> str:
    match format:
        case Format.JSON:
            return json.dumps(to_json(graph), ensure_ascii=False, indent=2) + "\n"
        case Format.SVG:
            return render(graph)
        case Format.MERMAID:
            return mermaid(graph)
