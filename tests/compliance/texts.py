"""The texts that weights are learned from. Four rounds are never among them: they say what strangers are read as."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.optout import read, rounds
from benchmarks.replies import rounds as answers
from bot.compliance.screen import Outcome, by_rules

LEARNED = Path(__file__).parent / "learning"
KEPT_APART = ("b-strangers", "c-everyday", "d-examiner", "e-examiner")
REPLIES = "replies"


class Text(NamedTuple):
    """What was written, what it means, and in which file it stands: each is by a writer of its own."""

    writer: str
    written: str
    kind: str
    tuned_on: bool = False
    """Whether the rules were written with it in mind."""


def corpus() -> Iterator[Text]:
    """Every round but those, and what was written to be learned from."""
    for name, cases in rounds().items():
        if name not in KEPT_APART:
            yield from (Text(name, case.text, case.kind, tuned_on=True) for case in cases)
    for path in sorted(LEARNED.glob("*.txt")):
        cases = read(path.read_text(encoding="utf-8"))
        yield from (Text(path.stem, case.text, case.kind) for case in cases)


def replies() -> Iterator[Text]:
    """Answers to questions of flows, but for the few that do ask for peace."""
    for cases in answers().values():
        yield from (
            Text(REPLIES, case.text, "none") for case in cases if by_rules(case.text).verdict is not Outcome.OUT
        )
