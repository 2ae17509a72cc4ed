"""`parley graph`: a flow as a picture, for a page, a review or a program."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.console import Exit, say, show, show_json
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.cli.sources import find_flow, read_sources
from bot.flow.cards import read_graph
from bot.flow.check import check_sources
from bot.flow.graph import to_json
from bot.flow.mermaid import mermaid
from bot.flow.report import render_full
from bot.flow.svg import render

app = new_app()


class Format(StrEnum):
    """How the flow is drawn."""

    MERMAID = "mermaid"
    SVG = "svg"
    JSON = "json"


@command(
    app,
    ("parley graph appointment", "Mermaid text, which GitHub and many wikis draw"),
    ("parley graph appointment --format svg > appointment.svg", "a picture"),
    ("parley graph appointment --format json", "states and arrows, for a program"),
)
def graph(
    flow: Annotated[str, typer.Argument(metavar="FLOW", help="Its name or its file.")],
    format: Annotated[Format, typer.Option(help="How the flow is drawn.")] = Format.MERMAID,
) -> None:
    """Draw a flow."""
    sources = read_sources([find_flow(flow, read_settings().flows.path)])
    flows, findings = check_sources(sources)
    if not flows:
        say(render_full(findings, sources))
        raise typer.Exit(Exit.FAILURE)
    [loaded] = flows.values()
    picture = read_graph(loaded)
    if format is Format.JSON:
        show_json(to_json(picture))
    else:
        show((mermaid(picture) if format is Format.MERMAID else render(picture)).rstrip("\n"))
