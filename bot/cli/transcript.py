"""A conversation written down as a test of its flow, in the form of `<flow>.test.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.cli.talk import Heard


class Transcript:
    """What was said and done, as items of `talk:`."""

    def __init__(self) -> None:
        self._items: list[list[Any]] = []

    def add(self, done: Any, heard: Heard) -> None:
        """Write down one event: what caused it (None for the start), and what the bot said to it."""
        caused = [] if done is None else [done]
        self._items.append([*caused, *({"bot": bubble.text} for bubble in heard.bubbles if bubble.who == "bot")])

    def back(self) -> None:
        """Strike out the last event."""
        if self._items:
            self._items.pop()

    def clear(self) -> None:
        """Begin again."""
        self._items.clear()

    def save(
        self,
        file: Path,
        *,
        started: datetime,
        inputs: Mapping[str, Any],
        contact: Mapping[str, Any],
        outcome: str | None,
    ) -> None:
        """Append the conversation to a file of tests."""
        done = [item for event in self._items for item in event]
        calls = {address: answer for item in done if "http" in item for address, answer in item["http"].items()}
        test = {
            "test": f"chat of {started:%Y-%m-%d %H:%M}",
            "with": dict(inputs),
            "contact": {name: value for name, value in contact.items() if value and name != "id"},
            "now": f"{started:%Y-%m-%d %H:%M}",
            "http": calls,
            "talk": [item for item in done if "http" not in item],
            "ends": outcome,
        }
        written = yaml.safe_dump([{key: value for key, value in test.items() if value}], **_LAYOUT)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as stream:
            stream.write(written)


def duration(span: timedelta) -> str:
    """Write a span as flows do, in the largest unit that fits: `4 hours`."""
    seconds = int(span.total_seconds())
    for unit, size in _UNITS.items():
        if seconds and seconds % size == 0:
            return f"{seconds // size} {unit}" + ("" if seconds == size else "s")
    return "0 seconds"


_LAYOUT: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 120}
_UNITS = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
