"""Draws every flow of a folder into another: `python -m bot.cli.pictures flows docs/images`.

What is drawn is only ever what the code and the flow say, so a test can tell a picture that is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from bot.cli.sources import read_sources
from bot.flow.cards import read_graph
from bot.flow.check import check_sources
from bot.flow.svg import render


def pictures(folder: Path) -> Mapping[str, str]:
    """Draw the flows of a folder: a file's name → its text."""
    flows, _ = check_sources(read_sources([folder]))
    return {f"{flow.id}.svg": render(read_graph(flow)) for flow in flows.values()}


def main(source: str, target: str) -> None:
    """Write the pictures, and take away those of flows that are no more."""
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    drawn = pictures(Path(source))
    for file in folder.glob("*.svg"):
        if file.name not in drawn:
            file.unlink()
    for name, text in drawn.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
