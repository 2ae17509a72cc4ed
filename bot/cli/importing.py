"""`parley import`: flows of another tool, written as flows of ours."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from textwrap import fill
from typing import Annotated, Final

import typer

from bot.cli.console import Exit, Failed, say, show, write_file
from bot.cli.help import command, new_app
from bot.cli.setup import read_settings
from bot.importers import Reader, Remark, Unreadable, rapidpro, studio, take_over
from bot.importers.draft import usable
from bot.limits import IMPORT_BYTES_MAX

app = new_app()


class Tool(StrEnum):
    """Whose flows can be taken over."""

    STUDIO = "studio"
    RAPIDPRO = "rapidpro"


WIDTH: Final = 80
READERS: Final[dict[Tool, Reader]] = {Tool.STUDIO: studio.read, Tool.RAPIDPRO: rapidpro.read}


@command(
    app,
    ("parley import studio booking.json -o flows", "a flow of Twilio Studio"),
    ("parley import rapidpro export.json -o flows", "all flows of an export of RapidPro or TextIt"),
)
def importing(
    tool: Annotated[Tool, typer.Argument(metavar="TOOL", help="Whose flows they are: studio or rapidpro.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What it exported, as JSON.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="DIR", help="Where to write flows; else the settings' folder.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over flows that are there.")] = False,
) -> None:
    """Take over flows from another tool.

    Prints the files that it writes, and what a person has to look at: what has no counterpart here is a comment at its
    place, never dropped in silence.
    """
    folder = out or read_settings().flows.path
    try:
        taken = take_over(READERS[tool], _read(file), usable(file.stem, of="flow"))
    except Unreadable as error:
        raise Failed(f"{file}: {error}") from error
    files = {folder / f"{id}.yaml": text for id, text in taken.flows.items()}
    there = [path for path in files if path.exists()]
    if there and not force:
        raise Failed(f"{there[0]} is there already; choose another folder with -o, or write over it with --force")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failed(f"{folder} cannot be made: {error.strerror}") from error
    for path, text in files.items():
        write_file(path, text)
        show(str(path))
    if taken.remarks:
        say("\nto look at; each is a comment at its place, too:")
        for said, places in _by_what_is_said(taken.remarks).items():
            say(_wrapped(said, "  "))
            say(_wrapped(f"at {', '.join(places)}", "    "))
    say(f"\nnow try: parley check {folder}")


def _wrapped(text: str, indent: str) -> str:
    return fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False)


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > IMPORT_BYTES_MAX:
            raise Failed(f"{file} is larger than {IMPORT_BYTES_MAX} bytes; export fewer flows at once", Exit.USAGE)
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Failed(f"{file} cannot be read: {error.strerror}", Exit.USAGE) from error
    except UnicodeDecodeError as error:
        raise Failed(f"{file} is not UTF-8; export it again as JSON") from error


def _by_what_is_said(remarks: Sequence[Remark]) -> dict[str, list[str]]:
    """The places of each remark: the same may be so at many."""
    several = len({remark.flow for remark in remarks}) > 1
    said: dict[str, list[str]] = {}
    for remark in remarks:
        said.setdefault(remark.said, []).append(f"{remark.flow}: {remark.place}" if several else remark.place)
    return said
