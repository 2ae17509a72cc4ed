"""How commands speak: data on standard output, talk on standard error, codes that scripts can rely on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any

import typer

from bot.errors import BotError


class Exit(IntEnum):
    """Exit codes of every command."""

    OK = 0
    FAILURE = 1
    """Findings, or it did not work."""
    USAGE = 2
    START_UP = 3
    """The settings, the database or the port do not let the process start."""


class Failed(BotError):
    """The command cannot do what was asked; `main` says why and exits with the code."""

    def __init__(self, message: str, code: Exit = Exit.FAILURE) -> None:
        super().__init__(message)
        self.code = code


def show(text: str = "") -> None:
    """Print data."""
    typer.echo(text)


def show_json(value: Any) -> None:
    """Print data for programs."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns; without rows nothing, so that a pipe counts right."""
    if not rows:
        return
    widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(len(headings))]
    for row in [headings, *rows]:
        show("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def show_values(values: Mapping[str, Any]) -> None:
    """Print names and values, a line each."""
    width = max(map(len, values), default=0)
    for name, value in values.items():
        show(f"{name:<{width}}  {value}")


def write_file(file: Path, text: str) -> None:
    """Write a file; Failed where that is not possible."""
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Failed(f"{file} cannot be written: {error.strerror}") from error


def say(text: str = "") -> None:
    """Talk to the person at the terminal."""
    typer.echo(text, err=True)
