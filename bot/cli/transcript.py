"""A conversation written down as a test of its flow, in the form of `<flow>.test.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.cli.talk import Heard
from bot.simulator import BOT


@dataclass(frozen=True)
class _Event:
    """What happened, as an item of `talk:` (None for the start), and what the bot said to it."""

    done: Any
    said: Sequence[str]
    inputs: Mapping[str, Any] | None
    """What a flow was entered with, if this entered one."""
    outcome: str | None
    """How the conversation ended, if this ended it."""

    @property
    def answers(self) -> Mapping[str, Any]:
        """The API's answer, if this was one; a test holds those in a place of their own."""
        return self.done.get("http", {}) if isinstance(self.done, dict) else {}


class Transcript:
    """Everything that was said and done."""

    def __init__(self) -> None:
        self._events: list[_Event] = []

    def add(self, done: Any, heard: Heard) -> None:
        """Write down one event."""
        said = [bubble.text for bubble in heard.bubbles if bubble.who == BOT]
        outcome = next((entry.text for entry in heard.log if entry.kind == "ended"), None)
        self._events.append(_Event(done, said, heard.inputs, outcome))

    def back(self) -> None:
        """Strike out the last event."""
        if self._events:
            self._events.pop()

    def clear(self) -> None:
        """Begin again."""
        self._events.clear()

    def save(self, file: Path, *, started: datetime, contact: Mapping[str, Any]) -> bool:
        """Append the first conversation with a flow, since a test has just one; False if there is none."""
        events = self._first_conversation()
        if not events:
            return False
        first, *others = events
        calls = {address: answer for event in others for address, answer in event.answers.items()}
        talk = [{"bot": text} for text in first.said]
        for event in others:
            talk += [*([] if event.answers else [event.done]), *({"bot": text} for text in event.said)]
        test = {
            "test": f"chat of {started:%Y-%m-%d %H:%M}",
            "with": dict(first.inputs or {}),
            "contact": {name: value for name, value in contact.items() if value and name != "id"},
            "now": f"{started:%Y-%m-%d %H:%M}",
            "http": calls,
            "talk": talk,
            "ends": next((event.outcome for event in events if event.outcome), None),
        }
        written = yaml.safe_dump([{key: value for key, value in test.items() if value}], **_LAYOUT)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as stream:
            stream.write(written)
        return True

    def _first_conversation(self) -> list[_Event]:
        entries = [index for index, event in enumerate(self._events) if event.inputs is not None]
        return self._events[slice(*[*entries, len(self._events)][:2])] if entries else []


def duration(span: timedelta) -> str:
    """Write a span as flows do, in the largest unit that fits: `4 hours`."""
    seconds = int(span.total_seconds())
    for unit, size in _UNITS.items():
        if seconds and seconds % size == 0:
            return f"{seconds // size} {unit}" + ("" if seconds == size else "s")
    return "0 seconds"


_LAYOUT: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 120}
_UNITS = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
