"""What `parley doctor` says: a line about one thing, and how bad it is."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from enum import StrEnum

from bot.cli.help import HELP_WIDTH

_LEVEL_WIDTH, _SUBJECT_WIDTH = 8, 12


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    level: Level
    subject: str
    text: str


def laid_out(finding: Finding) -> str:
    """Put a finding into lines of a terminal, its text in a column of its own; what is to be copied stays whole."""
    head = f"{finding.level:<{_LEVEL_WIDTH}} {finding.subject:<{_SUBJECT_WIDTH}} "
    return textwrap.fill(
        finding.text,
        HELP_WIDTH,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    )


def age(seconds: float) -> str:
    """Say how long something has lasted: `3 s`, `5 min`, `2 h`, `4 days`."""
    for unit, length in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


def size(count: float) -> str:
    """Say how many bytes: `12 kB`, `3.4 GB`."""
    for unit, length in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= length:
            return f"{count / length:.1f} {unit}"
    return f"{count:.0f} bytes"
