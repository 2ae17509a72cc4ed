"""The texts that weights are learned from. One round is never among them: it says what strangers will be read as."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.optout import read, rounds
from benchmarks.replies import rounds as answers
from bot.compliance.screen import Outcome, by_rules

LEARNED = Path(__file__).parent / "learning"
KEPT_APART = "b-strangers"


def corpus() -> Iterator[tuple[str, str]]:
    """Text and what it means, of every round but one, and of what was written to be learned from."""
    for name, cases in rounds().items():
        if name != KEPT_APART:
            yield from ((case.text, case.kind) for case in cases)
    for path in sorted(LEARNED.glob("*.txt")):
        yield from ((case.text, case.kind) for case in read(path.read_text(encoding="utf-8")))


def replies() -> Iterator[str]:
    """Answers to questions of flows, but for the few that do ask for peace."""
    for cases in answers().values():
        yield from (case.text for case in cases if by_rules(case.text).verdict is not Outcome.OUT)
