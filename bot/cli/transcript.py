"""A conversation in the terminal written down as tests of its flow, in the form of `<flow>.test.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.cli.talk import CONSENT, Heard
from bot.events import Json
from bot.flow.case_text import expected_text, write_cases
from bot.flow.locale import zone
from bot.proving import BUSINESS
from bot.simulator import BOT


@dataclass(frozen=True)
class Moment:
    """Where the conversation stands before or after an event."""

    now: datetime
    contact: Mapping[str, Json]
    timezone: str
    """The customer's."""


@dataclass(frozen=True)
class Happened:
    """One event: what caused it (None for a start from outside), what the bot said, and where that led."""

    cause: Any
    heard: Heard
    before: Moment
    flow: str = ""
    """The flow that is open after it."""
    outcome: str | None = None
    calling: bool = False
    """Whether the flow now waits for an API."""

    @property
    def entered(self) -> bool:
        """Whether it entered that flow."""
        return self.heard.inputs is not None

    @property
    def inputs(self) -> Mapping[str, Json]:
        """What the flow was entered with from outside; a text that enters it brings its own."""
        return self.heard.inputs or {} if self.cause is None else {}

    def items(self) -> Iterator[Any]:
        """What it adds to `talk:`. Consent is answered before any flow, and therefore not by it."""
        if self.cause not in (None, _NO_TIME):
            yield self.cause
        for bubble in self.heard.bubbles:
            if bubble.who == BOT and bubble.state != CONSENT:
                yield {"bot": expected_text(bubble.text)}


class Transcript:
    """The events so far."""

    def __init__(self) -> None:
        self._events: list[Happened] = []

    def add(self, event: Happened) -> None:
        """Write down one event."""
        self._events.append(event)

    def back(self) -> None:
        """Strike out the last event."""
        if self._events:
            self._events.pop()

    def clear(self) -> None:
        """Begin again."""
        self._events.clear()

    def save(self, file: Path, flow: str, business: Mapping[str, Json]) -> int:
        """Append the conversations with a flow to its file of tests; how many there are."""
        tests = [test for test in map(_test, self._conversations(flow)) if test["talk"]]
        described = {name: value for name, value in business.items() if BUSINESS.get(name) != value}
        if tests:
            file.parent.mkdir(parents=True, exist_ok=True)
            before = file.read_text(encoding="utf-8") if file.exists() else ""
            gap = "\n" if before else ""
            text = write_cases({**test, "business": described} for test in tests)
            file.write_text(before.rstrip("\n") + gap + gap + text, encoding="utf-8")
        return len(tests)

    def _conversations(self, flow: str) -> Iterator[list[Happened]]:
        """The events of each session of a flow. One that ends in an open call did not come to an answer."""
        for start, event in enumerate(self._events):
            if event.entered and event.flow == flow:
                rest = self._events[start + 1 :]
                end = next((at for at, other in enumerate(rest) if other.entered), len(rest))
                events = [event, *rest[:end]]
                yield events[:-1] if events[-1].calling else events


def duration(span: timedelta) -> str:
    """Write a span as flows do, in the largest unit that fits: `4 hours`."""
    seconds = int(span.total_seconds())
    for unit, size in _UNITS.items():
        if seconds and seconds % size == 0:
            return f"{seconds // size} {unit}" + ("" if seconds == size else "s")
    return "0 seconds"


def _test(events: Sequence[Happened]) -> dict[str, Any]:
    if not events:
        return {"talk": []}
    before = events[0].before
    started = before.now.astimezone(zone(before.timezone))
    items = [item for event in events for item in event.items()]
    return {
        "test": f"chat of {started:%Y-%m-%d %H:%M}",
        "with": dict(events[0].inputs),
        "contact": {name: value for name, value in before.contact.items() if value and name != "id"},
        "now": f"{started:%Y-%m-%d %H:%M}" + (f":{started:%S}" if started.second else ""),
        **{kind: _answers(items, kind) for kind in _CALLS},
        "talk": [item for item in items if not any(kind in item for kind in _CALLS)],
        "ends": events[-1].outcome,
    }


def _answers(items: Iterable[Any], kind: str) -> dict[str, Json]:
    return {address: answer for item in items if kind in item for address, answer in item[kind].items()}


_CALLS = ("http", "do")
_UNITS = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
_NO_TIME = {"wait": "0 seconds"}
