"""The tests beside the shipped flows notice it when a flow does something else: a measure of what they are worth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest

from bot.engine.machine import compile_flow
from bot.errors import BotError
from bot.flow.load import load
from bot.flow.testing import read_cases
from bot.proving import prove
from tests.shipped import FOLDER, translations

KILLED_PERCENT_MIN = 90


def mutants(source: str, states: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Flows that differ in one line: another target, outcome, time, text or bound, or a step less."""
    lines = source.split("\n")
    for index in range(lines.index("states:"), len(lines)):
        for line in changed(lines[index], states):
            if line != lines[index]:
                yield (
                    f"line {index + 1}: {line}",
                    "\n".join([*lines[:index], *([line] if line else []), *lines[index + 1 :]]),
                )


def changed(line: str, states: Sequence[str]) -> Iterator[str]:
    """What one line might say instead; empty where it is left out."""
    other = {state: states[(place + 1) % len(states)] for place, state in enumerate(states)}
    yield re.sub(rf"(?<=: )({'|'.join(states)})(?=[\s}},]|$)", lambda found: other[found[0]], line)
    yield re.sub(r"(?<=end: )\w+", "mutated", line)
    yield re.sub(r"(\d+) (minute|hour|day)s?", lambda found: f"{int(found[1]) + 1} {found[2]}s", line)
    yield re.sub(r"((?:say|ask|unclear): |^ +- )([A-Z]\w+)", r"\1\2x", line)
    yield re.sub(r"(\d+)\.\.(\d+)", lambda found: f"{found[1]}..{int(found[2]) - 1}", line)
    droppable = r" +(- (set|tag|say|go|schedule|cancel|label)|unclear|give_up|undelivered|on_error|min|max): .*[^>:]"
    yield "" if re.fullmatch(droppable, line) else line


@pytest.mark.no_cover
@pytest.mark.parametrize("flow", ["appointment", "double_opt_in", "feedback", "triage", "welcome"])
def test_nine_of_ten_mutants_are_killed(flow):
    source = (FOLDER / f"{flow}.yaml").read_text(encoding="utf-8")
    cases, _ = read_cases((FOLDER / f"{flow}.test.yaml").read_text(encoding="utf-8"), flow)
    original, _ = load(source, f"{flow}.yaml", translations(flow))
    made, survived = 0, []
    for name, text in mutants(source, list(original.states)):
        mutant, _ = load(text, f"{flow}.yaml", translations(flow))
        try:
            machine = mutant and compile_flow(mutant)
        except BotError:
            continue
        if machine:
            made += 1
            survived += [] if any(prove(machine, case).failure for case in cases) else [name]

    assert made >= 20
    assert len(survived) <= made * (100 - KILLED_PERCENT_MIN) / 100, survived
