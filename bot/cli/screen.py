"""The phone in the terminal: bubbles, quick replies, and what happens unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from textwrap import wrap
from typing import Any

from rich.box import ROUNDED
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.cli.talk import Heard
from bot.events import Call, CallHttp
from bot.flow.locale import zone
from bot.simulator import AGENT, PERSON, Bubble, Chip, Entry
from bot.stubs import address_of

WIDTH_MAX = 80
BUBBLE_WIDTH_MAX = 60
BORDERS = 4
INDENT = 2
LOGGED = frozenset(
    {
        *("saved", "set", "tag", "untag", "label", "called", "scheduled", "cancelled", "too late", "paused", "split"),
        *("ran", "came back", "e-mailed", "aside"),
        *("handed off", "closed", "queued", "silence", "undelivered", "gave up", "problem", "ignored"),
    }
)
"""Kinds of the action log that the bubbles do not tell anyway."""


class Screen:
    """Writes to one console."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)
        self.console.width = min(self.console.width, WIDTH_MAX)

    def show(self, heard: Heard, timezone: str) -> None:
        """What an event brought: what happened unseen, what was said, and whether that was the end."""
        for entry in heard.log:
            if entry.kind in LOGGED:
                self._entry(entry)
        for bubble in heard.bubbles:
            if bubble.who != PERSON:
                self.console.print(_bubble(bubble, timezone))
        for entry in heard.log:
            if entry.kind == "ended":
                self._entry(entry)
        if heard.silent:
            self.note(f"no answer: {heard.silent}")

    def chips(self, replies: Sequence[Chip]) -> None:
        """The replies that a customer might tap."""
        if replies:
            self._write(" ".join(f"[{chip.shown}]" for chip in replies), "bold")

    def call(self, call: Call, example: str) -> None:
        """The call that the flow makes, and how to answer in its place."""
        failing = "a status such as 404" if isinstance(call, CallHttp) else '{"error": "why"}'
        self.note(f"{address_of(call)} is not really called")
        self.note(f"answer with JSON, {failing}, or Enter for {example}")

    def typed(self, text: str) -> None:
        """What was typed, where no terminal shows it by itself."""
        self.console.print(Text(f"> {text}", "bold"))

    def note(self, text: str) -> None:
        """A remark that nobody in the conversation makes."""
        self._write(text, "dim")

    def table(self, rows: Mapping[str, Any]) -> None:
        """Names and values."""
        width = max(map(len, rows), default=0)
        for name, value in rows.items():
            self._write(f"{name:<{width}}  {'-' if value is None else value}")

    def _entry(self, entry: Entry) -> None:
        place = f"{entry.flow} line {entry.line}".strip()
        line = f" ({place})" if entry.line else ""
        self._write(f"· {entry.kind} {entry.text}".rstrip() + line, "red" if entry.kind == "problem" else "dim")

    def _write(self, text: str, style: str = "") -> None:
        for line in wrap(text, self.console.width - INDENT, subsequent_indent="  ", drop_whitespace=True):
            self.console.print(Text(" " * INDENT + line, style))


def _bubble(bubble: Bubble, timezone: str) -> Panel:
    where = "an agent" if bubble.who == AGENT else bubble.state
    segments = "1 segment" if bubble.segments == 1 else f"{bubble.segments} segments"
    footer = f"{where} · {_clock(bubble.at, timezone)} · {segments}"
    text = Text("\n".join([bubble.text, *(f"[{address}]" for address in bubble.media)]))
    width = max([line.cell_len + BORDERS for line in text.split("\n")] + [len(footer) + BORDERS + 2])
    return Panel(
        text,
        box=ROUNDED,
        width=min(BUBBLE_WIDTH_MAX, width),
        subtitle=Text(footer, "dim"),
        subtitle_align="right",
        border_style="cyan",
    )


def _clock(moment: datetime, timezone: str) -> str:
    return f"{moment.astimezone(zone(timezone)):%H:%M}"
